-- +goose Up
ALTER TABLE paper ADD COLUMN label TEXT NOT NULL DEFAULT ''; -- what clerks call the batch

CREATE TABLE paper_closed (
	poll TEXT PRIMARY KEY REFERENCES polls (id) -- its batches are final
);

-- +goose Down
DROP TABLE paper_closed;
ALTER TABLE paper DROP COLUMN label;
