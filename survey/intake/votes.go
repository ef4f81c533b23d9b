package intake

import (
	"slices"
	"strings"

	"minping/survey"
)

// A voteItem is how a column of a vote is read.
type voteItem struct {
	id    string
	codes []string // of its options; none: names, as they are written
	many  bool     // several may be chosen
}

// voteItems are those of the vocabulary's votes.
func voteItems(q *survey.Questionnaire, ids []string) []voteItem {
	items := make([]voteItem, len(ids))
	for i, id := range ids {
		items[i].id = id
		for j := range q.Items {
			it := &q.Items[j]
			if it.ID != id {
				continue
			}
			items[i].many = it.Type == survey.Multiple || it.Type == survey.Ranking
			for _, o := range q.ItemOptions(it) {
				items[i].codes = append(items[i].codes, o.Code)
			}
		}
	}
	return items
}

// vote reads what a field of a vote says: an option's code, several of them
// apart by spaces, commas, semicolons or bars, or names. What is no option
// makes the vote void.
func (w *worker) vote(r row, i, item int) {
	text, _ := r.encoding.text(r.fields[i])
	v := w.voteItems[item]
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return
	case len(v.codes) == 0:
		w.voted[v.id] = []string{text}
		return
	}
	parts := []string{text}
	if v.many {
		parts = strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ,;|，、；", c) })
	}
	var chosen []string
	for _, part := range parts {
		code := part
		if !slices.Contains(v.codes, code) {
			code = plain(part)
		}
		if code != survey.InvalidMark && !slices.Contains(v.codes, code) {
			w.report(r, i, problem{key: keyUnknownOption, want: strings.Join(v.codes, ", ")})
			w.problems.leave(keyUnknownOption)
			code = survey.InvalidMark
		}
		if code == survey.InvalidMark {
			chosen = []string{survey.InvalidMark}
			break
		}
		if !slices.Contains(chosen, code) {
			chosen = append(chosen, code)
		}
	}
	w.voted[v.id] = chosen
}

// countVote counts what a ballot votes.
func countVote(votes *survey.VoteCounter, unit, group string, said survey.Answers) {
	if votes != nil {
		votes.Add(unit, group, said)
	}
}
