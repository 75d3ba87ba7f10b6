-- +goose Up
-- A reply waits for as many seconds as its author likes, and until then can be
-- taken back: see store/message_undo.go.
ALTER TABLE users ADD COLUMN hold_seconds SMALLINT NOT NULL DEFAULT 10 CHECK (hold_seconds IN (0, 5, 10, 30));
ALTER TABLE messages ADD COLUMN held_until BIGINT;

-- From when on those outside may be told, NULL for never; and which held reply it
-- is part of: see store/outgoing.go.
ALTER TABLE outbox ADD COLUMN due_at BIGINT;
ALTER TABLE outbox ADD COLUMN message_id BIGINT;
UPDATE outbox SET due_at = created_at;
CREATE INDEX outbox_message ON outbox (message_id) WHERE message_id IS NOT NULL;

-- +goose Down
DROP INDEX outbox_message;
ALTER TABLE outbox DROP COLUMN message_id;
ALTER TABLE outbox DROP COLUMN due_at;
ALTER TABLE messages DROP COLUMN held_until;
ALTER TABLE users DROP COLUMN hold_seconds;
