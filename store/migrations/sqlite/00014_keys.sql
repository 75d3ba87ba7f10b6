-- +goose Up
-- Keys that somebody has chosen instead of the usual ones, as a JSON object; empty
-- for none.
ALTER TABLE users ADD COLUMN own_keys TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE users DROP COLUMN own_keys;
