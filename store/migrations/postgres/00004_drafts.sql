-- +goose Up
-- What somebody has begun to write and has not sent. A version is the time of the
-- change, and later than the one before: a draft begun anew has none that an
-- earlier one had.
CREATE TABLE drafts (
    user_id         BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    conversation_id BIGINT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    kind            TEXT   NOT NULL CHECK (kind IN ('customer', 'reply', 'note')),
    body            TEXT   NOT NULL,
    updated_at      BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    PRIMARY KEY (user_id, conversation_id, kind)
);
CREATE INDEX drafts_conversation ON drafts (conversation_id);

-- +goose Down
DROP TABLE drafts;
