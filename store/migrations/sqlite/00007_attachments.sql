-- +goose Up
-- Files of messages, and uploads that are in no message yet. hash and thumbnail are
-- SHA-256 of contents that lie in the folder of files; several rows may name one.
CREATE TABLE attachments (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id  BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    message_id       BIGINT REFERENCES messages (id) ON DELETE CASCADE,
    uploader_type    TEXT   NOT NULL CHECK (uploader_type IN ('user', 'key', 'system')),
    uploader_id      BIGINT NOT NULL,
    name             TEXT   NOT NULL,
    media_type       TEXT   NOT NULL,
    size             BIGINT NOT NULL,
    hash             TEXT   NOT NULL,
    thumbnail        TEXT,
    thumbnail_width  BIGINT NOT NULL,
    thumbnail_height BIGINT NOT NULL,
    created_at       BIGINT NOT NULL
);
CREATE INDEX attachments_conversation ON attachments (conversation_id, message_id, id);
CREATE INDEX attachments_message ON attachments (message_id, created_at);
CREATE INDEX attachments_hash ON attachments (hash);
CREATE INDEX attachments_thumbnail ON attachments (thumbnail);

-- +goose Down
DROP TABLE attachments;
