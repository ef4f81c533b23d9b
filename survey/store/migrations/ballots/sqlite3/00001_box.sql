-- +goose Up
CREATE TABLE boxes (
	poll  TEXT PRIMARY KEY,
	key   BLOB NOT NULL, -- codes are hashed under it
	state TEXT NOT NULL  -- open, fenced, sealed
) WITHOUT ROWID;

CREATE TABLE grants (
	poll  TEXT NOT NULL,
	id    BLOB NOT NULL, -- 16 random bytes
	grp   TEXT NOT NULL,
	units TEXT NOT NULL, -- JSON list; [] for all of the poll
	PRIMARY KEY (poll, id)
) WITHOUT ROWID;

CREATE TABLE codes (
	poll     TEXT NOT NULL,
	hash     BLOB NOT NULL, -- HMAC-SHA-256 of the code
	grant_id BLOB NOT NULL,
	PRIMARY KEY (poll, hash)
) WITHOUT ROWID;

CREATE TABLE spent (
	poll   TEXT NOT NULL,
	marker BLOB NOT NULL, -- a code's hash, or SHA-256 of a submission key
	leaf   BLOB NOT NULL,
	PRIMARY KEY (poll, marker)
) WITHOUT ROWID;

CREATE TABLE ballots (
	poll   TEXT NOT NULL,
	id     BLOB NOT NULL, -- 16 random bytes
	unit   TEXT NOT NULL,
	grp    TEXT NOT NULL,
	scored BLOB NOT NULL, -- a byte an item, see survey.recordCodec
	rest   TEXT NOT NULL, -- JSON: the answers that are not scored; '' for none
	PRIMARY KEY (poll, id)
) WITHOUT ROWID;
