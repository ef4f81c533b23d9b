-- +goose Up
CREATE TABLE questionnaires (
	id       TEXT   NOT NULL,
	version  TEXT   NOT NULL,
	hash     TEXT   NOT NULL,
	source   TEXT   NOT NULL, -- the YAML file
	position BIGINT NOT NULL, -- in order of publishing
	PRIMARY KEY (id, version)
);

CREATE TABLE units (
	id       TEXT   PRIMARY KEY,
	name     TEXT   NOT NULL, -- JSON: language to text
	tier     TEXT   NOT NULL,
	parent   TEXT   REFERENCES units (id) DEFERRABLE INITIALLY DEFERRED,
	position BIGINT NOT NULL
);

CREATE TABLE polls (
	id       TEXT   PRIMARY KEY,
	state    TEXT   NOT NULL,
	opens    BIGINT NOT NULL, -- Unix ms, UTC; 0: by hand
	closes   BIGINT NOT NULL, -- Unix ms, UTC; 0: by hand
	rules    TEXT   NOT NULL, -- JSON: the poll without state, opens and closes
	roster   TEXT   NOT NULL, -- JSON: its units as they were when it opened; '' before
	position BIGINT NOT NULL
);

CREATE TABLE releases (
	poll     TEXT PRIMARY KEY REFERENCES polls (id),
	document TEXT NOT NULL -- JSON
);
