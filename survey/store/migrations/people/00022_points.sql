-- +goose Up
-- Schemes of appraisal: every revision as it was written.
CREATE TABLE schemes (
	id       TEXT   NOT NULL,
	revision BIGINT NOT NULL, -- from 1
	position BIGINT NOT NULL, -- of the scheme's first revision
	document TEXT   NOT NULL, -- JSON: points.Plan, with the file
	PRIMARY KEY (id, revision)
);

-- Points, marks and vetoes of units, each entered by one and reviewed by another.
CREATE TABLE point_entries (
	id       TEXT   PRIMARY KEY,
	scheme   TEXT   NOT NULL,
	year     TEXT   NOT NULL, -- 2026
	unit     TEXT   NOT NULL,
	claim    TEXT   NOT NULL, -- what one live entry of the unit may be in a year; '': any number
	revision BIGINT NOT NULL,
	position BIGINT NOT NULL,
	document TEXT   NOT NULL  -- JSON: points.Entry
);
CREATE INDEX point_entries_year ON point_entries (scheme, year);
CREATE UNIQUE INDEX point_entries_claim ON point_entries (scheme, year, unit, claim) WHERE claim <> '';

-- Cards as they were published; never changed.
CREATE TABLE point_publications (
	id       TEXT   PRIMARY KEY,
	position BIGINT NOT NULL,
	document TEXT   NOT NULL  -- JSON: points.Publication
);

CREATE TABLE point_objections (
	id          TEXT   PRIMARY KEY,
	publication TEXT   NOT NULL REFERENCES point_publications (id),
	revision    BIGINT NOT NULL,
	position    BIGINT NOT NULL,
	document    TEXT   NOT NULL -- JSON: points.Objection
);

-- What schemes made of their inputs.
CREATE TABLE appraisals (
	id       TEXT   PRIMARY KEY,
	scheme   TEXT   NOT NULL,
	revision BIGINT NOT NULL, -- rises with decisions; the rest is frozen
	position BIGINT NOT NULL,
	document TEXT   NOT NULL  -- JSON: points.Appraisal
);

-- +goose Down
DROP TABLE appraisals;
DROP TABLE point_objections;
DROP TABLE point_publications;
DROP TABLE point_entries;
DROP TABLE schemes;
