-- +goose Up
-- Who follows what is committed reads it here by its mark: see store/notice.go.
-- inbox_id is that of a conversation, which may be gone by then.
ALTER TABLE outbox ADD COLUMN inbox_id BIGINT;
ALTER TABLE outbox ADD COLUMN mark BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outbox_mark ON outbox (mark);

-- +goose Down
DROP INDEX outbox_mark;
ALTER TABLE outbox DROP COLUMN mark;
ALTER TABLE outbox DROP COLUMN inbox_id;
