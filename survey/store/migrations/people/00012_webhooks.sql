-- +goose Up
-- What has happened to polls, written in the transaction that made it happen.
CREATE TABLE events (
	id       TEXT   PRIMARY KEY,
	kind     TEXT   NOT NULL,
	poll     TEXT   NOT NULL,
	title    TEXT   NOT NULL, -- JSON: language to text
	at       BIGINT NOT NULL, -- Unix ms, UTC
	position BIGINT NOT NULL
);

-- Which events each who is told has yet to take in.
CREATE TABLE untold (
	consumer TEXT   NOT NULL,
	event    TEXT   NOT NULL REFERENCES events (id),
	lease    BIGINT NOT NULL, -- Unix ms, UTC: nobody else takes it until then; 0: free
	PRIMARY KEY (consumer, event)
);
CREATE INDEX untold_event ON untold (event);

CREATE TABLE hooks (
	id      TEXT    PRIMARY KEY,
	url     TEXT    NOT NULL,
	label   TEXT    NOT NULL, -- what the receiver is
	kinds   TEXT    NOT NULL, -- with a space between; '': all
	poll    TEXT    NOT NULL, -- of this poll alone; '': of all
	active  BOOLEAN NOT NULL,
	failing BIGINT  NOT NULL, -- Unix ms, UTC: when the first attempt failed since one that succeeded; 0: none has
	stopped BIGINT  NOT NULL, -- Unix ms, UTC: when it was made inactive because it failed; 0: it was not
	created BIGINT  NOT NULL
);

-- Apart from the hooks, because no backup carries them.
CREATE TABLE hook_secrets (
	hook   TEXT PRIMARY KEY REFERENCES hooks (id) ON DELETE CASCADE,
	secret TEXT NOT NULL
);

-- What is to be sent, and what was.
CREATE TABLE deliveries (
	hook     TEXT   NOT NULL REFERENCES hooks (id) ON DELETE CASCADE,
	event    TEXT   NOT NULL, -- its id, the same at every attempt
	kind     TEXT   NOT NULL,
	body     TEXT   NOT NULL, -- as it is signed
	state    TEXT   NOT NULL, -- waiting, delivered or given_up
	attempts BIGINT NOT NULL, -- begun, since it was queued or sent again by hand
	due      BIGINT NOT NULL, -- Unix ms, UTC: when the next attempt may begin
	created  BIGINT NOT NULL,
	position BIGINT NOT NULL,
	PRIMARY KEY (hook, event)
);
CREATE INDEX deliveries_due ON deliveries (state, hook, due);

CREATE TABLE attempts (
	id     TEXT   PRIMARY KEY,
	hook   TEXT   NOT NULL,
	event  TEXT   NOT NULL,
	number BIGINT NOT NULL,
	at     BIGINT NOT NULL,
	status BIGINT NOT NULL, -- of HTTP; 0: there was no answer
	took   BIGINT NOT NULL, -- ms
	answer TEXT   NOT NULL, -- its beginning
	wrong  TEXT   NOT NULL, -- why there was no answer; '': there was one
	FOREIGN KEY (hook, event) REFERENCES deliveries (hook, event) ON DELETE CASCADE
);
CREATE INDEX attempts_delivery ON attempts (hook, event, at);

-- +goose Down
DROP TABLE attempts;
DROP TABLE deliveries;
DROP TABLE hook_secrets;
DROP TABLE hooks;
DROP TABLE untold;
DROP TABLE events;
