-- +goose Up
-- The group in whose list a comment is, where the questionnaire tells groups
-- apart and the list has comments enough, or everybody knows the group's people;
-- '' in all other lists. So a row says no more than the list that readers get.
ALTER TABLE comments ADD COLUMN grp TEXT NOT NULL DEFAULT '';
ALTER TABLE released_comments ADD COLUMN grp TEXT NOT NULL DEFAULT '';
DROP INDEX comments_list;
CREATE INDEX comments_list ON comments (poll, draw, item, unit, grp, id);

-- +goose Down
DROP INDEX comments_list;
CREATE INDEX comments_list ON comments (poll, draw, item, unit, id);
ALTER TABLE released_comments DROP COLUMN grp;
ALTER TABLE comments DROP COLUMN grp;
