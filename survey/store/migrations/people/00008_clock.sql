-- +goose Up
CREATE TABLE clock (
	id     TEXT   PRIMARY KEY,
	latest BIGINT NOT NULL -- Unix ms, UTC: the latest time that a server has seen
);

-- +goose Down
DROP TABLE clock;
