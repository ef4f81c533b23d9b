-- +goose Up
ALTER TABLE accounts ADD COLUMN disabled BIGINT NOT NULL DEFAULT 0; -- 1: it may do nothing

CREATE TABLE grants (
	id      TEXT   PRIMARY KEY,
	account TEXT   NOT NULL REFERENCES accounts (id),
	role    TEXT   NOT NULL,
	unit    TEXT   NOT NULL, -- with all below it; '': all units
	poll    TEXT   NOT NULL, -- '': every poll
	ends    BIGINT NOT NULL  -- Unix ms, UTC; 0: never
);
CREATE INDEX grants_account ON grants (account);

-- Until now every account could do everything.
INSERT INTO grants (id, account, role, unit, poll, ends) SELECT id || '-operator', id, 'operator', '', '', 0 FROM accounts;
INSERT INTO grants (id, account, role, unit, poll, ends) SELECT id || '-organiser', id, 'organiser', '', '', 0 FROM accounts;

ALTER TABLE tokens ADD COLUMN role TEXT NOT NULL DEFAULT ''; -- what it is narrowed to; '': as its account
ALTER TABLE tokens ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN poll TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE tokens DROP COLUMN poll;
ALTER TABLE tokens DROP COLUMN unit;
ALTER TABLE tokens DROP COLUMN role;
DROP TABLE grants;
ALTER TABLE accounts DROP COLUMN disabled;
