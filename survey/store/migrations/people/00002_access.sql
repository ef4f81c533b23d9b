-- +goose Up
CREATE TABLE accounts (
	id      TEXT   PRIMARY KEY,
	name    TEXT   NOT NULL,
	folded  TEXT   NOT NULL UNIQUE, -- the name as it is compared
	hash    TEXT   NOT NULL,        -- PHC string of the password
	epoch   BIGINT NOT NULL,        -- rises at every password change
	created BIGINT NOT NULL         -- Unix ms, UTC
);

CREATE TABLE setups (
	hash    TEXT   PRIMARY KEY, -- SHA-256 of a setup link's secret
	expires BIGINT NOT NULL
);

CREATE TABLE tokens (
	id      TEXT   PRIMARY KEY,
	account TEXT   NOT NULL REFERENCES accounts (id),
	label   TEXT   NOT NULL,
	hash    TEXT   NOT NULL UNIQUE, -- SHA-256 of the token
	created BIGINT NOT NULL,
	expires BIGINT NOT NULL
);

CREATE TABLE sessions (
	hash    TEXT   PRIMARY KEY, -- SHA-256 of the cookie
	data    TEXT   NOT NULL,    -- base64
	expires BIGINT NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires);

-- +goose Down
DROP TABLE sessions;
DROP TABLE tokens;
DROP TABLE setups;
DROP TABLE accounts;
