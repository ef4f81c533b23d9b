-- +goose Up
-- What an order said on paper when it was issued, in each language.
CREATE TABLE order_notices (
	order_id TEXT NOT NULL REFERENCES orders (id),
	lang     TEXT NOT NULL,
	paper    TEXT NOT NULL, -- JSON: official.Paper
	PRIMARY KEY (order_id, lang)
);

-- +goose Down
DROP TABLE order_notices;
