-- +goose Up
-- Files that belong to cases, projects, awards and duty reports; contents lie in
-- the folder of evidence.
CREATE TABLE attachments (
	id       TEXT   PRIMARY KEY,
	of_kind  TEXT   NOT NULL,
	of_id    TEXT   NOT NULL,
	name     TEXT   NOT NULL,
	note     TEXT   NOT NULL, -- what it shows
	kind     TEXT   NOT NULL, -- media type, as found by its content
	size     BIGINT NOT NULL, -- bytes
	hash     TEXT   NOT NULL, -- SHA-256 of the content, hex
	made     BIGINT NOT NULL, -- Unix ms, UTC
	made_by  TEXT   NOT NULL, -- id of the account; '': none
	by_name  TEXT   NOT NULL, -- of the account, as it was then
	position BIGINT NOT NULL
);
CREATE UNIQUE INDEX attachments_of ON attachments (of_kind, of_id, hash);
CREATE INDEX attachments_hash ON attachments (hash);

-- +goose Down
DROP TABLE attachments;
