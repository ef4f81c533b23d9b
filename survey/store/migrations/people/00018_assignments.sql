-- +goose Up
-- Who evaluates whom, until it has been sent.
CREATE TABLE assignments (
	poll     TEXT   PRIMARY KEY REFERENCES polls (id),
	revision BIGINT NOT NULL,
	book     TEXT   NOT NULL -- JSON: survey.AssignmentBook
);

-- +goose Down
DROP TABLE assignments;
