-- +goose Up
ALTER TABLE polls ADD COLUMN revision BIGINT NOT NULL DEFAULT 0; -- rises with every change

CREATE TABLE revisions (
	name   TEXT   PRIMARY KEY, -- of a list that is edited as a whole
	number BIGINT NOT NULL     -- rises with every change; without a row it is 0
);

-- What requests with an Idempotency-Key were answered.
CREATE TABLE idempotency (
	account     TEXT   NOT NULL,
	key         TEXT   NOT NULL, -- SHA-256, hex
	fingerprint TEXT   NOT NULL, -- SHA-256 of the request, hex
	turn        TEXT   NOT NULL, -- who is at it, random; '' once it is answered
	status      BIGINT NOT NULL,
	header      TEXT   NOT NULL, -- JSON; '': a secret was shown, which is kept nowhere
	body        TEXT   NOT NULL, -- base64
	expires     BIGINT NOT NULL, -- Unix ms, UTC: who is at it has given up, or the answer is forgotten
	PRIMARY KEY (account, key)
);
CREATE INDEX idempotency_expires ON idempotency (expires);

-- +goose Down
DROP TABLE idempotency;
DROP TABLE revisions;
ALTER TABLE polls DROP COLUMN revision;
