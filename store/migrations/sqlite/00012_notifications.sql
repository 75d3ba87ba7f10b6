-- +goose Up
-- Whom a note names, and by which words, without the @: only people who saw the
-- conversation when it was written.
CREATE TABLE mentions (
    message_id BIGINT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    words      TEXT   NOT NULL,
    PRIMARY KEY (message_id, user_id, words)
);
CREATE INDEX mentions_user ON mentions (user_id);

-- Who is told of what happens in a conversation.
CREATE TABLE followers (
    conversation_id BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    user_id         BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (conversation_id, user_id)
);
CREATE INDEX followers_user ON followers (user_id);

-- What somebody was told. Whether they may still know of it is asked whenever it is
-- read. message_id is the message that it leads to, if there was one by then.
CREATE TABLE notifications (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id         BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    conversation_id BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    message_id      BIGINT REFERENCES messages (id) ON DELETE CASCADE,
    kind            TEXT   NOT NULL CHECK (kind IN ('mention', 'assignment', 'reply')),
    actor_type      TEXT   NOT NULL,
    actor_id        BIGINT NOT NULL,
    actor_name      TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    read_at         BIGINT
);
CREATE INDEX notifications_user ON notifications (user_id, id);
CREATE INDEX notifications_unread ON notifications (user_id, id) WHERE read_at IS NULL;
CREATE INDEX notifications_conversation ON notifications (conversation_id, user_id);
CREATE INDEX notifications_message ON notifications (message_id);
CREATE INDEX notifications_old ON notifications (created_at) WHERE read_at IS NOT NULL;

-- +goose Down
DROP TABLE notifications;
DROP TABLE followers;
DROP TABLE mentions;
