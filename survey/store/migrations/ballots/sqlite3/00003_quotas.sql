-- +goose Up
CREATE TABLE quotas (
	poll   TEXT    NOT NULL,
	quota  TEXT    NOT NULL, -- its id in the poll's rules
	target INTEGER NOT NULL,
	taken  INTEGER NOT NULL, -- how many stored ballots count towards it
	PRIMARY KEY (poll, quota),
	CHECK (taken BETWEEN 0 AND target)
) WITHOUT ROWID;
