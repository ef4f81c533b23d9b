-- +goose Up
CREATE TABLE chores (
	name TEXT PRIMARY KEY,
	day  TEXT NOT NULL -- when it was last taken on, such as 2026-03-02
);

-- +goose Down
DROP TABLE chores;
