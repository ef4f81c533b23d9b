-- +goose Up
-- Files that show what was done about a task: what they are; their contents lie in a folder by their hashes.
CREATE TABLE files (
	id       TEXT   PRIMARY KEY,
	task     TEXT   NOT NULL REFERENCES tasks (id),
	name     TEXT   NOT NULL,
	kind     TEXT   NOT NULL, -- media type, as found by its content
	size     BIGINT NOT NULL, -- bytes
	hash     TEXT   NOT NULL, -- SHA-256 of the content, hex
	made     BIGINT NOT NULL, -- Unix ms, UTC
	made_by  TEXT   NOT NULL, -- id of the account; '': none
	by_name  TEXT   NOT NULL, -- of the account, as it was then
	position BIGINT NOT NULL
);
CREATE UNIQUE INDEX files_task ON files (task, hash);
CREATE INDEX files_hash ON files (hash);

-- Steps taken with a unit after a round: supervised, inspected, warned, talked to.
CREATE TABLE supervision (
	id       TEXT   PRIMARY KEY,
	poll     TEXT   NOT NULL REFERENCES polls (id),
	unit     TEXT   NOT NULL,
	position BIGINT NOT NULL,
	record   TEXT   NOT NULL  -- JSON: survey.SupervisionRecord
);
CREATE INDEX supervision_poll ON supervision (poll, position);
CREATE INDEX supervision_unit ON supervision (unit, position);

-- +goose Down
DROP TABLE supervision;
DROP TABLE files;
