-- +goose Up
-- Candidate lists: who is compared for a decision, and by what.
CREATE TABLE candidate_lists (
	id        TEXT   PRIMARY KEY,
	revision  BIGINT NOT NULL, -- rises with every change
	position  BIGINT NOT NULL,
	list      TEXT   NOT NULL  -- JSON: dossier.List
);
CREATE INDEX candidate_lists_position ON candidate_lists (position);

-- Claimed projects, with what was done about them.
CREATE TABLE projects (
	id       TEXT   PRIMARY KEY,
	unit     TEXT   NOT NULL, -- that has it; '': none yet
	revision BIGINT NOT NULL,
	position BIGINT NOT NULL,
	project  TEXT   NOT NULL  -- JSON: projects.Project
);
CREATE INDEX projects_position ON projects (position);

-- +goose Down
DROP TABLE projects;
DROP TABLE candidate_lists;
