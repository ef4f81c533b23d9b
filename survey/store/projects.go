package store

import (
	"context"
	"database/sql"

	"minping/survey"
	"minping/survey/projects"
)

var _ projects.Store = (*People)(nil)

const (
	selectProjects = `SELECT revision, project FROM projects`
	insertProject  = `
		INSERT INTO projects (id, unit, revision, project, position)
		VALUES ($1, $2, 1, $3, (SELECT coalesce(max(position), 0) + 1 FROM projects))`
	updateProject = `UPDATE projects SET revision = revision + 1, unit = $2, project = $3 WHERE id = $1 AND revision = $4`
)

func scanProject(row interface{ Scan(...any) error }) (p projects.Project, err error) {
	revision, err := document(row, &p)
	p.Revision = revision
	return p, err
}

// Projects implements projects.Store.
func (p *People) Projects(ctx context.Context) ([]projects.Project, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (projects.Project, error) { return scanProject(rows) }, selectProjects+asKept)
}

// Project implements projects.Store.
func (p *People) Project(ctx context.Context, id string) (projects.Project, error) {
	return scanProject(p.db.Reader.QueryRowContext(ctx, selectProjects+ofID, id))
}

// PutProjects implements projects.Store.
func (p *People) PutProjects(ctx context.Context, all []projects.Project, acts []survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		for _, x := range all {
			if err := putDocument(ctx, tx, insertProject, updateProject, x, x.Revision, x.ID, x.Unit); err != nil {
				return nil, err
			}
		}
		return acts, nil
	})
}
