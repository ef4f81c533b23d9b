-- +goose Up
CREATE TABLE boxes (
	poll  TEXT PRIMARY KEY,
	key   BYTEA NOT NULL, -- codes are hashed under it
	state TEXT NOT NULL  -- open, fenced, sealed
);

CREATE TABLE grants (
	poll  TEXT NOT NULL,
	id    BYTEA NOT NULL, -- 16 random bytes
	grp   TEXT NOT NULL,
	units TEXT NOT NULL, -- JSON list; [] for all of the poll
	PRIMARY KEY (poll, id)
);

CREATE TABLE codes (
	poll     TEXT NOT NULL,
	hash     BYTEA NOT NULL, -- HMAC-SHA-256 of the code
	grant_id BYTEA NOT NULL,
	PRIMARY KEY (poll, hash)
);

CREATE TABLE spent (
	poll   TEXT NOT NULL,
	marker BYTEA NOT NULL, -- a code's hash, or SHA-256 of a submission key
	leaf   BYTEA NOT NULL,
	PRIMARY KEY (poll, marker)
);

CREATE TABLE ballots (
	poll   TEXT NOT NULL,
	id     BYTEA NOT NULL, -- 16 random bytes
	unit   TEXT NOT NULL,
	grp    TEXT NOT NULL,
	scored BYTEA NOT NULL, -- a byte an item, see survey.recordCodec
	rest   TEXT NOT NULL, -- JSON: the answers that are not scored; '' for none
	PRIMARY KEY (poll, id)
);
