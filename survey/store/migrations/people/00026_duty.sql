-- +goose Up
-- Duty reports: reviews with the sheets of their judges, and the reports.
CREATE TABLE duty_reviews (
	id       TEXT   PRIMARY KEY,
	revision BIGINT NOT NULL, -- rises with every step
	position BIGINT NOT NULL,
	review   TEXT   NOT NULL  -- JSON: duty.Review
);
CREATE INDEX duty_reviews_position ON duty_reviews (position);

CREATE TABLE duty_reports (
	review   TEXT   NOT NULL,
	unit     TEXT   NOT NULL,
	revision BIGINT NOT NULL,
	report   TEXT   NOT NULL, -- JSON: duty.Report
	PRIMARY KEY (review, unit)
);

-- +goose Down
DROP TABLE duty_reports;
DROP TABLE duty_reviews;
