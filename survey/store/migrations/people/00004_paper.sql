-- +goose Up
CREATE TABLE paper (
	poll     TEXT   NOT NULL REFERENCES polls (id),
	number   BIGINT NOT NULL, -- of the batch
	revision BIGINT NOT NULL,
	state    TEXT   NOT NULL,
	totals   TEXT   NOT NULL, -- JSON: numbers of sheets
	work     TEXT   NOT NULL, -- JSON: what was typed; '' once it is in the box
	PRIMARY KEY (poll, number)
);

-- +goose Down
DROP TABLE paper;
