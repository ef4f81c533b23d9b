-- +goose Up
-- What respondents wrote, cut off from their ballots: a row says neither which
-- ballot nor which other comment it came with. Ids are random, and rows are
-- inserted in random order, each question by itself.
CREATE TABLE comments (
	poll  TEXT NOT NULL REFERENCES polls (id),
	draw  TEXT NOT NULL, -- random; those of the poll's draw count
	id    TEXT NOT NULL,
	item  TEXT NOT NULL,
	unit  TEXT NOT NULL, -- whose list it is in
	body  TEXT NOT NULL,
	shown TEXT NOT NULL, -- body with parts blacked out
	state TEXT NOT NULL,
	PRIMARY KEY (poll, id)
);
CREATE INDEX comments_list ON comments (poll, draw, item, unit, id);

CREATE TABLE draws (
	poll TEXT PRIMARY KEY REFERENCES polls (id),
	draw TEXT NOT NULL,
	plan TEXT NOT NULL -- JSON: the lists
);

CREATE TABLE comment_releases (
	poll   TEXT   NOT NULL REFERENCES polls (id),
	number BIGINT NOT NULL, -- from 1
	made   BIGINT NOT NULL, -- Unix ms, UTC
	PRIMARY KEY (poll, number)
);

CREATE TABLE released_comments (
	poll    TEXT   NOT NULL,
	number  BIGINT NOT NULL,
	item    TEXT   NOT NULL,
	unit    TEXT   NOT NULL,
	id      TEXT   NOT NULL, -- random, of this release: its order
	comment TEXT   NOT NULL, -- what it was made of; never shown
	body    TEXT   NOT NULL,
	PRIMARY KEY (poll, number, item, unit, id),
	UNIQUE (poll, number, comment),
	FOREIGN KEY (poll, number) REFERENCES comment_releases (poll, number),
	FOREIGN KEY (poll, comment) REFERENCES comments (poll, id)
);
CREATE UNIQUE INDEX released_comments_id ON released_comments (poll, number, id);

-- +goose Down
DROP TABLE released_comments;
DROP TABLE comment_releases;
DROP TABLE draws;
DROP TABLE comments;
