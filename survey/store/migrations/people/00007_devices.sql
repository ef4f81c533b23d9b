-- +goose Up
-- How many ballots of an open poll came from each device; deleted when the poll is counted.
CREATE TABLE devices (
	poll    TEXT   NOT NULL,
	device  TEXT   NOT NULL, -- its token, as an HMAC in hex
	ballots BIGINT NOT NULL,
	PRIMARY KEY (poll, device)
);

-- +goose Down
DROP TABLE devices;
