package answer

import (
	"minping/survey"
	"minping/web/site"
)

// written says, before anybody answers, in which lists comments stand: of a
// group, or of all where it is "". It is empty where nothing is asked in words or
// groups are not told apart.
func written(p site.Page, q *survey.Questionnaire, group string) string {
	if q == nil || !q.Disclosure.CommentsByGroup || !q.AsksInWords() {
		return ""
	}
	var known []string
	for _, g := range q.Groups {
		title := g.Title.In(p.Lang)
		switch {
		case g.Attributable && g.ID == group:
			return p.T("written.known", "group", title)
		case g.Attributable:
			known = append(known, title)
		case g.ID == group:
			return p.T("written.group", "group", title, "least", q.MinComments())
		}
	}
	if known == nil {
		return p.T("written.all", "least", q.MinComments())
	}
	return p.T("written.all", "least", q.MinComments()) + p.T("written.all.known", "groups", site.JoinList(p.Lang, known))
}
