-- +goose Up
-- What single people say of a service, until they have an answer.
CREATE TABLE service_points (
	id       TEXT   PRIMARY KEY,
	unit     TEXT   NOT NULL,
	revision BIGINT NOT NULL, -- rises with every change
	position BIGINT NOT NULL,
	point    TEXT   NOT NULL  -- JSON: casework.Point
);

CREATE TABLE cases (
	id       TEXT   PRIMARY KEY,
	unit     TEXT   NOT NULL, -- that handled the matter
	receipt  TEXT   NOT NULL, -- SHA-256, hex, of what its author holds
	revision BIGINT NOT NULL,
	position BIGINT NOT NULL,
	document TEXT   NOT NULL  -- JSON: casework.Case, with its steps, without the contact
);
CREATE INDEX cases_position ON cases (position);
CREATE INDEX cases_receipt ON cases (receipt);

-- How to reach whoever left a contact. Apart from the cases, because no backup
-- carries it, and because it goes before them.
CREATE TABLE case_contacts (
	case_id TEXT PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
	contact TEXT NOT NULL,
	erase   TEXT NOT NULL -- day on which it goes, 2026-11-30; '': not known yet
);

CREATE TABLE reviews (
	id       TEXT    PRIMARY KEY,
	unit     TEXT    NOT NULL,
	about    TEXT    NOT NULL, -- window, item, person or site
	day      TEXT    NOT NULL, -- 2026-11-30
	grade    BIGINT  NOT NULL, -- 1 to 5
	invited  BOOLEAN NOT NULL,
	imputed  BOOLEAN NOT NULL, -- nobody said it
	void     BOOLEAN NOT NULL, -- malicious or mistaken, as a recheck found
	matter   TEXT    NOT NULL, -- '': not said
	document TEXT    NOT NULL  -- JSON: casework.Review
);
CREATE INDEX reviews_day ON reviews (day);
CREATE UNIQUE INDEX reviews_matter ON reviews (matter) WHERE matter <> '';

CREATE TABLE matters (
	number TEXT PRIMARY KEY,
	unit   TEXT NOT NULL,
	point  TEXT NOT NULL, -- '': not said
	day    TEXT NOT NULL
);
CREATE INDEX matters_day ON matters (day);

-- The rules that cases go by, and the calendar: one row.
CREATE TABLE case_rules (
	id       TEXT   PRIMARY KEY,
	revision BIGINT NOT NULL,
	rules    TEXT   NOT NULL -- JSON: casework.Settings
);

-- How accounts have what is due brought to them.
CREATE TABLE agendas (
	account TEXT    PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
	weekly  BOOLEAN NOT NULL, -- by mail
	mail    TEXT    NOT NULL, -- '': none
	lang    TEXT    NOT NULL,
	secret  TEXT    NOT NULL, -- SHA-256, hex, of what the address of the feed holds; '': none
	sent    TEXT    NOT NULL  -- Monday of the week last told of by mail
);
CREATE INDEX agendas_secret ON agendas (secret);

-- +goose Down
DROP TABLE agendas;
DROP TABLE case_rules;
DROP TABLE matters;
DROP TABLE reviews;
DROP TABLE case_contacts;
DROP TABLE cases;
DROP TABLE service_points;
