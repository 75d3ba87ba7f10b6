-- +goose Up
-- Requests that were done and are known by a key, so that they are not done twice.
-- result is what the use case returned, and NULL once that is to be shown to nobody
-- any more; the subjects are the records that it tells of.
CREATE TABLE requests (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    actor_type TEXT   NOT NULL,
    actor_id   BIGINT NOT NULL,
    key        TEXT   NOT NULL,
    print      TEXT   NOT NULL,
    place      TEXT   NOT NULL,
    result     TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (actor_type, actor_id, key)
);
CREATE INDEX requests_created ON requests (created_at);

CREATE TABLE request_subjects (
    subject    TEXT   NOT NULL,
    subject_id BIGINT NOT NULL,
    request_id BIGINT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    PRIMARY KEY (subject, subject_id, request_id)
);
CREATE INDEX request_subjects_request ON request_subjects (request_id);

-- +goose Down
DROP TABLE request_subjects;
DROP TABLE requests;
