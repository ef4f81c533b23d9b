-- +goose Up
CREATE TABLE channels (
	id       TEXT   PRIMARY KEY,
	settings TEXT   NOT NULL, -- JSON
	created  BIGINT NOT NULL
);

-- Apart from the channels, because no backup carries them.
CREATE TABLE channel_secrets (
	channel TEXT PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
	url     TEXT NOT NULL,
	secret  TEXT NOT NULL
);

-- How organisers word the messages of a poll.
CREATE TABLE poll_texts (
	poll    TEXT NOT NULL REFERENCES polls (id),
	kind    TEXT NOT NULL,
	lang    TEXT NOT NULL,
	subject TEXT NOT NULL,
	body    TEXT NOT NULL,
	PRIMARY KEY (poll, kind, lang)
);

-- Polls that have a list of recipients.
CREATE TABLE recipient_lists (
	poll     TEXT   PRIMARY KEY REFERENCES polls (id),
	archived BIGINT NOT NULL -- Unix ms, UTC: when the poll was first seen archived; 0: it is not
);

CREATE TABLE recipients (
	poll    TEXT NOT NULL REFERENCES recipient_lists (poll) ON DELETE CASCADE,
	folded  TEXT NOT NULL, -- the address in small letters
	address TEXT NOT NULL,
	name    TEXT NOT NULL,
	grp     TEXT NOT NULL, -- a group of the questionnaire, or ''
	lang    TEXT NOT NULL,
	PRIMARY KEY (poll, folded)
);

CREATE TABLE mailings (
	id      TEXT   PRIMARY KEY,
	poll    TEXT   NOT NULL REFERENCES polls (id),
	kind    TEXT   NOT NULL,
	wanted  TEXT   NOT NULL, -- now, opening or closing
	days    BIGINT NOT NULL, -- before the end
	grp     TEXT   NOT NULL, -- '': all
	state   TEXT   NOT NULL,
	created BIGINT NOT NULL
);
CREATE INDEX mailings_poll ON mailings (poll, created);

-- The queue; what is finished has neither text nor address and is the log.
CREATE TABLE messages (
	id       TEXT   PRIMARY KEY,
	channel  TEXT   NOT NULL, -- '': the mail server
	poll     TEXT   NOT NULL, -- '': of none
	mailing  TEXT   NOT NULL, -- '': of none
	kind     TEXT   NOT NULL,
	lang     TEXT   NOT NULL,
	subject  TEXT   NOT NULL,
	body     TEXT   NOT NULL,
	link     TEXT   NOT NULL,
	address  TEXT   NOT NULL,
	name     TEXT   NOT NULL,
	masked   TEXT   NOT NULL,
	state    TEXT   NOT NULL,
	tries    BIGINT NOT NULL,
	created  BIGINT NOT NULL,
	due      BIGINT NOT NULL, -- Unix ms, UTC: not tried before; while it is leased, the end of the lease
	finished BIGINT NOT NULL, -- Unix ms, UTC; 0: it is queued
	result   TEXT   NOT NULL  -- what went wrong last
);
CREATE INDEX messages_due ON messages (state, due);
CREATE INDEX messages_log ON messages (created, id);
CREATE INDEX messages_mailing ON messages (mailing, state);

-- How many messages all servers have taken up in a minute.
CREATE TABLE pace (
	id     TEXT   PRIMARY KEY,
	minute BIGINT NOT NULL, -- since 1970, UTC
	sent   BIGINT NOT NULL
);

-- +goose Down
DROP TABLE pace;
DROP TABLE messages;
DROP TABLE mailings;
DROP TABLE recipients;
DROP TABLE recipient_lists;
DROP TABLE poll_texts;
DROP TABLE channel_secrets;
DROP TABLE channels;
