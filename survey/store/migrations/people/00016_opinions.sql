-- +goose Up
-- Which statements of released comments say the same, a question a row.
CREATE TABLE opinions (
	poll     TEXT   NOT NULL REFERENCES polls (id),
	item     TEXT   NOT NULL,
	revision BIGINT NOT NULL,
	book     TEXT   NOT NULL, -- JSON: survey.OpinionBook
	PRIMARY KEY (poll, item)
);

-- +goose Down
DROP TABLE opinions;
