-- +goose Up
-- Candidate lists: who is compared for a decision, and by what.
CREATE TABLE candidate_lists (
	id        TEXT   PRIMARY KEY,
	revision  BIGINT NOT NULL, -- rises with every change
	position  BIGINT NOT NULL,
	list      TEXT   NOT NULL  -- JSON: dossier.List
);
CREATE INDEX candidate_lists_position ON candidate_lists (position);

-- +goose Down
DROP TABLE candidate_lists;
