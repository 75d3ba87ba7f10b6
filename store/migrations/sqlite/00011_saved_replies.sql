-- +goose Up
-- Texts that are written again and again: somebody's own, or without an owner
-- everybody's. name_key is the form in which two names are the same; search is what
-- is looked through.
CREATE TABLE saved_replies (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    owner_id   BIGINT REFERENCES users (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    search     TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE UNIQUE INDEX saved_replies_name ON saved_replies (name_key, COALESCE(owner_id, 0));
CREATE INDEX saved_replies_owner ON saved_replies (owner_id);

-- +goose Down
DROP TABLE saved_replies;
