package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"minping/survey"
	"minping/survey/official"
)

var _ official.Store = (*People)(nil)

const (
	selectTemplates = `
		SELECT revision, template FROM document_templates AS t
		WHERE revision = (SELECT max(revision) FROM document_templates WHERE kind = t.kind AND lang = t.lang)
		ORDER BY kind, lang`
	selectTemplateRevisions = `SELECT revision, template FROM document_templates WHERE kind = $1 AND lang = $2 ORDER BY revision DESC`
	insertTemplate          = `
		INSERT INTO document_templates (kind, lang, revision, template) VALUES ($1, $2, $3, $4)
		ON CONFLICT (kind, lang, revision) DO NOTHING`
	selectNotice = `SELECT paper FROM order_notices WHERE order_id = $1 AND lang = $2`
	insertNotice = `INSERT INTO order_notices (order_id, lang, paper) VALUES ($1, $2, $3)`
)

func scanTemplate(rows *sql.Rows) (t official.Template, err error) {
	revision, err := document(rows, &t)
	t.Revision = revision
	return t, err
}

// Templates implements official.Store.
func (p *People) Templates(ctx context.Context) ([]official.Template, error) {
	return list(ctx, p.db.Reader, scanTemplate, selectTemplates)
}

// Revisions implements official.Store.
func (p *People) Revisions(ctx context.Context, kind official.Kind, lang string) ([]official.Template, error) {
	return list(ctx, p.db.Reader, scanTemplate, selectTemplateRevisions, string(kind), lang)
}

// Notice implements official.Store.
func (p *People) Notice(ctx context.Context, order, lang string) (paper official.Paper, err error) {
	var text []byte
	if err := p.db.Reader.QueryRowContext(ctx, selectNotice, order, lang).Scan(&text); err != nil {
		return paper, found(err)
	}
	return paper, json.Unmarshal(text, &paper)
}

// KeepTemplate implements official.Store.
func (p *People) KeepTemplate(ctx context.Context, t official.Template, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		text, err := json.Marshal(t)
		if err != nil {
			return nil, err
		}
		return []survey.Act{act}, asRead(tx.ExecContext(ctx, insertTemplate, string(t.Kind), t.Lang, t.Revision, string(text)))
	})
}
