-- +goose Up
CREATE TABLE persons (
	id       TEXT   PRIMARY KEY, -- also of the unit that he is, where he is evaluated
	team     TEXT   NOT NULL REFERENCES units (id),
	person   TEXT   NOT NULL, -- JSON: survey.Person
	position BIGINT NOT NULL  -- the order in which they were first put
);
CREATE INDEX persons_team ON persons (team);

-- +goose Down
DROP TABLE persons;
