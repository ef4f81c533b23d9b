-- +goose Up
-- What polls found, until it is put right: problems, orders to units, their tasks.
CREATE TABLE problems (
	id       TEXT   PRIMARY KEY,
	unit     TEXT   NOT NULL,
	poll     TEXT   NOT NULL, -- '': it came of none
	revision BIGINT NOT NULL, -- rises with every change
	position BIGINT NOT NULL,
	problem  TEXT   NOT NULL  -- JSON: rectify.Problem
);
CREATE INDEX problems_position ON problems (position);

CREATE TABLE orders (
	id       TEXT   PRIMARY KEY,
	unit     TEXT   NOT NULL, -- that answers for it
	poll     TEXT   NOT NULL,
	revision BIGINT NOT NULL,
	position BIGINT NOT NULL,
	document TEXT   NOT NULL  -- JSON: rectify.Order
);
CREATE INDEX orders_position ON orders (position);

CREATE TABLE tasks (
	id       TEXT   PRIMARY KEY,
	order_id TEXT   NOT NULL REFERENCES orders (id),
	unit     TEXT   NOT NULL,
	revision BIGINT NOT NULL,
	position BIGINT NOT NULL,
	task     TEXT   NOT NULL  -- JSON: rectify.Task, with its steps
);
CREATE INDEX tasks_position ON tasks (position);
CREATE INDEX tasks_order ON tasks (order_id);

-- What an event is about, where it is about an order.
ALTER TABLE events ADD COLUMN order_id TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN task TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN unit TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE events DROP COLUMN unit;
ALTER TABLE events DROP COLUMN task;
ALTER TABLE events DROP COLUMN order_id;
DROP TABLE tasks;
DROP TABLE orders;
DROP TABLE problems;
