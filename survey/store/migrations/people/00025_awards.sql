-- +goose Up
-- Awards, with what was done about them.
CREATE TABLE awards (
	id       TEXT   PRIMARY KEY,
	revision BIGINT NOT NULL, -- rises with every step
	position BIGINT NOT NULL,
	award    TEXT   NOT NULL  -- JSON: awards.Award
);
CREATE INDEX awards_position ON awards (position);

-- +goose Down
DROP TABLE awards;
