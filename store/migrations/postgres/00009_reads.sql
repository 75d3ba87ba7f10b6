-- +goose Up
-- How far somebody has read a conversation: no row means up to the messages that
-- were there when they came, or, for who was here already, by read_until.
ALTER TABLE users ADD COLUMN read_until BIGINT NOT NULL DEFAULT 0;
UPDATE users SET read_until = (SELECT COALESCE(MAX(created_at), 0) FROM messages);

CREATE TABLE reads (
    user_id         BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    conversation_id BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    message_id      BIGINT NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
);
CREATE INDEX reads_conversation ON reads (conversation_id);

-- +goose Down
DROP TABLE reads;
ALTER TABLE users DROP COLUMN read_until;
