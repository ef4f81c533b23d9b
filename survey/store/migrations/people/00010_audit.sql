-- +goose Up
CREATE TABLE audit (
	sequence BIGINT PRIMARY KEY, -- 1, 2, … without a gap
	time     BIGINT NOT NULL,    -- Unix ms, UTC
	actor    TEXT   NOT NULL,    -- id of an account; '': none
	name     TEXT   NOT NULL,    -- of the actor, then
	via      TEXT   NOT NULL,
	kind     TEXT   NOT NULL,
	object   TEXT   NOT NULL,
	poll     TEXT   NOT NULL,
	unit     TEXT   NOT NULL,
	detail   TEXT   NOT NULL, -- JSON: texts by name
	previous TEXT   NOT NULL, -- hash of the entry before
	hash     TEXT   NOT NULL
);

-- The last entry. Its row is locked by whoever appends, so that entries of
-- several servers come one after the other.
CREATE TABLE audit_head (
	id       TEXT   PRIMARY KEY,
	sequence BIGINT NOT NULL,
	hash     TEXT   NOT NULL
);

-- +goose Down
DROP TABLE audit_head;
DROP TABLE audit;
