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

CREATE INDEX events_position ON events (position);

-- Which events each who is told has yet to take in.
CREATE TABLE untold (
	consumer TEXT   NOT NULL,
	event    TEXT   NOT NULL REFERENCES events (id),
	lease    BIGINT NOT NULL, -- Unix ms, UTC: nobody else takes it until then; 0: free
	PRIMARY KEY (consumer, event)
);
CREATE INDEX untold_event ON untold (event);

CREATE TABLE hooks (
	id       TEXT   PRIMARY KEY,
	url      TEXT   NOT NULL,
	label    TEXT   NOT NULL, -- what the receiver is
	kinds    TEXT   NOT NULL, -- with a space between; '': all
	poll     TEXT   NOT NULL, -- of this poll alone; '': of all
	state    TEXT   NOT NULL, -- active, paused, failed or gone
	since    BIGINT NOT NULL, -- Unix ms, UTC: when it came to this state
	failing  BIGINT NOT NULL, -- Unix ms, UTC: the first attempt that failed since one that succeeded; 0: none
	position BIGINT NOT NULL
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
	attempts BIGINT NOT NULL, -- begun in all
	tries    BIGINT NOT NULL, -- begun since it was queued, or queued again by hand
	due      BIGINT NOT NULL, -- Unix ms, UTC: when the next attempt may begin
	created  BIGINT NOT NULL, -- Unix ms, UTC
	position BIGINT NOT NULL,
	PRIMARY KEY (hook, event)
);
CREATE INDEX deliveries_due ON deliveries (state, hook, due, position);
CREATE INDEX deliveries_created ON deliveries (created);

CREATE TABLE attempts (
	hook   TEXT   NOT NULL,
	event  TEXT   NOT NULL,
	number BIGINT NOT NULL, -- from 1
	at     BIGINT NOT NULL, -- Unix ms, UTC
	took   BIGINT NOT NULL, -- ms
	status BIGINT NOT NULL, -- of HTTP; 0: there was no answer
	answer TEXT   NOT NULL, -- its beginning
	wrong  TEXT   NOT NULL, -- why there was no answer, as a message key
	PRIMARY KEY (hook, event, number),
	FOREIGN KEY (hook, event) REFERENCES deliveries (hook, event) ON DELETE CASCADE
);

-- +goose Down
DROP TABLE attempts;
DROP TABLE deliveries;
DROP TABLE hook_secrets;
DROP TABLE hooks;
DROP TABLE untold;
DROP TABLE events;
