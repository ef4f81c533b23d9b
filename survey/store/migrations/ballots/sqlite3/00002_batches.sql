-- +goose Up
CREATE TABLE batches (
	poll  TEXT NOT NULL,
	id    BLOB NOT NULL, -- 16 random bytes
	label TEXT NOT NULL, -- what the organiser calls it
	grp   TEXT NOT NULL,
	units TEXT NOT NULL, -- JSON list; [] for all of the poll
	state TEXT NOT NULL, -- good, void
	PRIMARY KEY (poll, id)
) WITHOUT ROWID;
INSERT INTO batches (poll, id, label, grp, units, state) SELECT poll, id, '', grp, units, 'good' FROM grants;
DROP TABLE grants;
ALTER TABLE codes RENAME COLUMN grant_id TO batch;
