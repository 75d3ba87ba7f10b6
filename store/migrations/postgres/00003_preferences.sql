-- +goose Up
-- How somebody likes to see pages. time_zone is empty for the browser's.
ALTER TABLE users ADD COLUMN theme TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark'));
ALTER TABLE users ADD COLUMN density TEXT NOT NULL DEFAULT 'comfortable' CHECK (density IN ('comfortable', 'compact'));
ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN page_size SMALLINT NOT NULL DEFAULT 50 CHECK (page_size IN (25, 50, 100));

-- +goose Down
ALTER TABLE users DROP COLUMN page_size;
ALTER TABLE users DROP COLUMN time_zone;
ALTER TABLE users DROP COLUMN density;
ALTER TABLE users DROP COLUMN theme;
