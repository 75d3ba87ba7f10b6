-- +goose Up
-- A conversation that was merged into another is closed and keeps no message;
-- merged_status is what it is to be again should that be undone. origin_id is where a
-- message was before a merge, merged_from the conversation whose merge brought a tag.
ALTER TABLE conversations ADD COLUMN merged_into BIGINT REFERENCES conversations (id) ON DELETE SET NULL;
ALTER TABLE conversations ADD COLUMN merged_status TEXT;
ALTER TABLE messages ADD COLUMN origin_id BIGINT REFERENCES conversations (id) ON DELETE SET NULL;
ALTER TABLE conversation_tags ADD COLUMN merged_from BIGINT REFERENCES conversations (id) ON DELETE SET NULL;
-- The version that a conversation had once the message came from another, for who
-- says up to which version they have seen it; 0 for one that was written here.
ALTER TABLE messages ADD COLUMN moved_version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX conversations_merged ON conversations (merged_into);
CREATE INDEX messages_origin ON messages (origin_id);
CREATE INDEX conversation_tags_merged ON conversation_tags (merged_from);
-- What is merged sleeps on, and is not woken.
DROP INDEX conversations_snoozed;
CREATE INDEX conversations_snoozed ON conversations (snoozed_until, id) WHERE snoozed_until IS NOT NULL AND merged_into IS NULL;
-- Where messages came from elsewhere, the order of ids is not that of time.
CREATE INDEX messages_time ON messages (conversation_id, created_at, id);

-- +goose Down
DROP INDEX messages_time;
DROP INDEX conversations_snoozed;
CREATE INDEX conversations_snoozed ON conversations (snoozed_until, id) WHERE snoozed_until IS NOT NULL;
DROP INDEX conversation_tags_merged;
DROP INDEX messages_origin;
DROP INDEX conversations_merged;
ALTER TABLE messages DROP COLUMN moved_version;
ALTER TABLE conversation_tags DROP COLUMN merged_from;
ALTER TABLE messages DROP COLUMN origin_id;
ALTER TABLE conversations DROP COLUMN merged_status;
ALTER TABLE conversations DROP COLUMN merged_into;
