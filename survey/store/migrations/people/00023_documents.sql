-- +goose Up
-- What official documents say where somebody has changed it: every revision.
CREATE TABLE document_templates (
	kind     TEXT   NOT NULL,
	lang     TEXT   NOT NULL,
	revision BIGINT NOT NULL, -- from 1
	template TEXT   NOT NULL, -- JSON: official.Template
	PRIMARY KEY (kind, lang, revision)
);

-- +goose Down
DROP TABLE document_templates;
