-- +goose Up
ALTER TABLE events ADD COLUMN case_id TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE events DROP COLUMN case_id;
