-- +goose Up
CREATE TABLE drafts ( -- of questionnaires
	id            TEXT   PRIMARY KEY,
	based_id      TEXT   NOT NULL, -- the published version that it began from; '': none
	based_version TEXT   NOT NULL,
	revision      BIGINT NOT NULL  -- rises with every change
);
CREATE TABLE draft_steps ( -- the last one is the draft as it is
	draft   TEXT   NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
	step    BIGINT NOT NULL,
	source  TEXT   NOT NULL, -- YAML, perhaps with mistakes
	changed BIGINT NOT NULL, -- Unix ms, UTC
	actor   TEXT   NOT NULL, -- name of the account
	PRIMARY KEY (draft, step)
);

-- +goose Down
DROP TABLE draft_steps;
DROP TABLE drafts;
