-- +goose Up
-- What judges have typed of their sheets of an award.
CREATE TABLE award_drafts (
	award    TEXT   NOT NULL REFERENCES awards (id),
	round    BIGINT NOT NULL, -- from 1
	account  TEXT   NOT NULL,
	revision BIGINT NOT NULL, -- rises whenever it is kept
	draft    TEXT   NOT NULL, -- JSON: awards.Draft
	PRIMARY KEY (award, round, account)
);

-- +goose Down
DROP TABLE award_drafts;
