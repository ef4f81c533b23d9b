-- +goose Up
-- The second factor of an account: a secret shared with an authenticator app.
CREATE TABLE factors (
	account TEXT   PRIMARY KEY REFERENCES accounts (id),
	secret  TEXT   NOT NULL, -- base32, as the app has it
	step    BIGINT NOT NULL  -- 30 seconds since 1970, of the last code taken: none is taken twice
);

CREATE TABLE recovery_codes (
	account TEXT NOT NULL REFERENCES accounts (id),
	hash    TEXT NOT NULL, -- SHA-256 of a code that has not been used
	PRIMARY KEY (account, hash)
);

-- Who is signed in: what an owner sees of his sessions, and by what they end.
CREATE TABLE signins (
	id      TEXT    PRIMARY KEY,
	account TEXT    NOT NULL REFERENCES accounts (id),
	epoch   BIGINT  NOT NULL, -- of the account when it began
	second  BOOLEAN NOT NULL, -- the second factor was given
	agent   TEXT    NOT NULL, -- browser and system
	began   BIGINT  NOT NULL, -- Unix ms, UTC
	used    BIGINT  NOT NULL,
	ends    BIGINT  NOT NULL
);
CREATE INDEX signins_account ON signins (account);

-- One-time links by which an account that there is sets its password.
CREATE TABLE invitations (
	hash    TEXT    PRIMARY KEY, -- SHA-256 of the link's secret
	id      TEXT    NOT NULL UNIQUE,
	account TEXT    NOT NULL REFERENCES accounts (id),
	reset   BOOLEAN NOT NULL, -- also removes the second factor
	expires BIGINT  NOT NULL
);
CREATE INDEX invitations_account ON invitations (account);

-- Accounts at identity providers (OpenID Connect) that sign in here.
CREATE TABLE identities (
	issuer  TEXT   NOT NULL,
	subject TEXT   NOT NULL,
	account TEXT   NOT NULL REFERENCES accounts (id),
	name    TEXT   NOT NULL, -- as the provider says it, for its owner to recognise
	linked  BIGINT NOT NULL, -- Unix ms, UTC
	PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_account ON identities (account);

-- +goose Down
DROP TABLE identities;
DROP TABLE invitations;
DROP TABLE signins;
DROP TABLE recovery_codes;
DROP TABLE factors;
