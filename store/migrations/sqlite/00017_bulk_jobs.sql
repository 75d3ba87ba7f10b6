-- +goose Up
-- Changes of everything that matches a filter. position is the conversation up to
-- which a job has come, last_id the one that it ends with; ended_at is NULL while
-- there is something to do. filter is a query, and change what becomes of each.
CREATE TABLE bulk_jobs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    actor_type TEXT   NOT NULL,
    actor_id   BIGINT NOT NULL,
    via        TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    filter     TEXT   NOT NULL,
    change     TEXT   NOT NULL,
    total      BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    last_id    BIGINT NOT NULL,
    changed    BIGINT NOT NULL,
    unchanged  BIGINT NOT NULL,
    failed     BIGINT NOT NULL,
    undone     BIGINT NOT NULL,
    kept       BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at   BIGINT,
    undo_until BIGINT
);
CREATE INDEX bulk_jobs_due ON bulk_jobs (updated_at, id) WHERE ended_at IS NULL;
CREATE INDEX bulk_jobs_created ON bulk_jobs (created_at);

-- What a job has changed, each at the version that this made, and what it could not
-- change, or not undo, with the reason.
CREATE TABLE bulk_job_rows (
    job_id          BIGINT NOT NULL REFERENCES bulk_jobs (id) ON DELETE CASCADE,
    conversation_id BIGINT NOT NULL,
    version         BIGINT,
    problem         TEXT,
    PRIMARY KEY (job_id, conversation_id)
);
CREATE INDEX bulk_job_rows_problem ON bulk_job_rows (job_id, conversation_id) WHERE problem IS NOT NULL;

-- +goose Down
DROP TABLE bulk_job_rows;
DROP TABLE bulk_jobs;
