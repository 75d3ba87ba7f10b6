-- +goose Up
-- Until when a pending conversation is left alone, in microseconds; it wakes then.
ALTER TABLE conversations ADD COLUMN snoozed_until BIGINT;
CREATE INDEX conversations_snoozed ON conversations (snoozed_until, id) WHERE snoozed_until IS NOT NULL;

-- +goose Down
DROP INDEX conversations_snoozed;
ALTER TABLE conversations DROP COLUMN snoozed_until;
