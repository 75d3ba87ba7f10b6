-- +goose Up
-- Where somebody wants to be after a reply.
ALTER TABLE users ADD COLUMN after_send TEXT NOT NULL DEFAULT 'stay' CHECK (after_send IN ('stay', 'next', 'list'));

-- +goose Down
ALTER TABLE users DROP COLUMN after_send;
