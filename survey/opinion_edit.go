package survey

import (
	"fmt"
	"slices"
	"strings"
)

// An opinionDesk is one question's opinions while they are edited.
type opinionDesk struct {
	book       *OpinionBook
	reader     CommentReader
	statements []Statement          // of the last release, in its order
	known      map[string]Statement // the same by id
	findings   map[string]bool      // of the poll's release
}

// apply takes edits one after the other; where one is wrong, what was edited is
// to be thrown away.
func (d *opinionDesk) apply(edits []OpinionEdit) error {
	for i, e := range edits {
		e.Wording = strings.TrimSpace(e.Wording)
		if errs := d.edit(indexed("edits", i), e); len(errs) > 0 {
			return errs
		}
	}
	return nil
}

func (d *opinionDesk) edit(field string, e OpinionEdit) FieldErrors {
	switch e.Do {
	case ProposeOpinions:
		return d.propose(field)
	case MoveStatements:
		return d.move(field, e)
	case ShowOpinions, HideOpinions:
		d.book.Shown = e.Do == ShowOpinions
		return nil
	case MergeOpinions, RewordOpinion, AssignOpinion, DropOpinion:
	default:
		return FieldErrors{{Field: field + ".do", Key: "opinion_do"}}
	}
	at := d.find(e.Opinion)
	if at < 0 {
		return unknownOpinion(field+".opinion", e.Opinion)
	}
	o := &d.book.Opinions[at]
	switch e.Do {
	case MergeOpinions:
		return d.merge(field, o.ID, e.Opinions)
	case RewordOpinion:
		if errs := checkWording(field+".wording", e.Wording); errs != nil {
			return errs
		}
		o.Wording = e.Wording
	case AssignOpinion:
		for _, f := range e.Findings {
			if !d.findings[f] {
				return FieldErrors{{Field: field + ".findings", Key: "finding_unknown", Args: Args("finding", f)}}
			}
		}
		o.Findings = slices.Compact(slices.Sorted(slices.Values(e.Findings)))
	default:
		d.book.Opinions = slices.Delete(d.book.Opinions, at, at+1)
	}
	return nil
}

func unknownOpinion(field, id string) FieldErrors {
	return FieldErrors{{Field: field, Key: "opinion_unknown", Args: Args("opinion", id)}}
}

// find returns where an opinion stands, or -1.
func (d *opinionDesk) find(id string) int {
	return slices.IndexFunc(d.book.Opinions, func(o bookedOpinion) bool { return o.ID == id })
}

func (d *opinionDesk) add(wording string, statements []string) {
	d.book.Made++
	d.book.Opinions = append(d.book.Opinions, bookedOpinion{ID: fmt.Sprint("O", d.book.Made), Wording: wording, Statements: statements})
}

// merge puts others into one opinion, with their statements and findings.
func (d *opinionDesk) merge(field, into string, others []string) FieldErrors {
	if len(others) == 0 {
		return FieldErrors{{Field: field + ".opinions", Key: "opinion_nothing"}}
	}
	for _, id := range others {
		at := d.find(id)
		if at < 0 || id == into {
			return unknownOpinion(field+".opinions", id)
		}
		from := d.book.Opinions[at]
		d.book.Opinions = slices.Delete(d.book.Opinions, at, at+1)
		o := &d.book.Opinions[d.find(into)]
		o.Statements = append(o.Statements, from.Statements...)
		o.Findings = slices.Compact(slices.Sorted(slices.Values(append(o.Findings, from.Findings...))))
	}
	return nil
}

// move takes statements out of wherever they are and puts them into an
// opinion, or makes them a new one. An opinion that is left empty goes.
func (d *opinionDesk) move(field string, e OpinionEdit) FieldErrors {
	if len(e.Statements) == 0 {
		return FieldErrors{{Field: field + ".statements", Key: "opinion_nothing"}}
	}
	moving := map[string]bool{}
	for _, id := range e.Statements {
		if _, ok := d.known[id]; !ok {
			return FieldErrors{{Field: field + ".statements", Key: "statement_unknown"}}
		}
		moving[id] = true
	}
	if e.Opinion != "" && d.find(e.Opinion) < 0 {
		return unknownOpinion(field+".opinion", e.Opinion)
	}
	if e.Opinion == "" {
		if e.Wording == "" {
			e.Wording = d.known[e.Statements[0]].Text
		}
		if errs := checkWording(field+".wording", e.Wording); errs != nil {
			return errs
		}
	}
	for i := range d.book.Opinions {
		o := &d.book.Opinions[i]
		o.Statements = slices.DeleteFunc(o.Statements, func(id string) bool { return moving[id] })
	}
	ids := slices.Compact(slices.Sorted(slices.Values(e.Statements)))
	if e.Opinion == "" {
		d.add(e.Wording, ids)
	} else {
		o := &d.book.Opinions[d.find(e.Opinion)]
		o.Statements = append(o.Statements, ids...)
	}
	d.book.Opinions = slices.DeleteFunc(d.book.Opinions, func(o bookedOpinion) bool { return len(o.Statements) == 0 })
	return nil
}

// propose merges the statements that are in no opinion: into one that says the
// same, else among themselves. What is merged already stays.
func (d *opinionDesk) propose(field string) FieldErrors {
	if d.reader == nil {
		return FieldErrors{{Field: field, Key: "opinion_reader"}}
	}
	var texts []string
	for _, o := range d.book.Opinions {
		texts = append(texts, o.Wording)
	}
	there := len(texts)
	loose := d.unmerged()
	for _, s := range loose {
		texts = append(texts, s.Text)
	}
	for _, group := range d.reader.Merge(texts) {
		into := slices.IndexFunc(group, func(i int) bool { return i < there })
		var ids []string
		for _, i := range group {
			if i >= there {
				ids = append(ids, loose[i-there].ID)
			}
		}
		switch {
		case len(ids) == 0:
		case into >= 0:
			o := &d.book.Opinions[group[into]]
			o.Statements = append(o.Statements, ids...)
		default:
			d.add(shorten(texts[group[0]]), ids)
		}
	}
	return nil
}

// shorten keeps what a wording may hold.
func shorten(text string) string {
	if r := []rune(text); len(r) > mostWording {
		return string(r[:mostWording])
	}
	return text
}

// unmerged returns the statements that are in no opinion.
func (d *opinionDesk) unmerged() []Statement {
	in := map[string]bool{}
	for _, o := range d.book.Opinions {
		for _, id := range o.Statements {
			in[id] = true
		}
	}
	loose := []Statement{}
	for _, s := range d.statements {
		if !in[s.ID] {
			loose = append(loose, s)
		}
	}
	return loose
}

// list returns the opinions with the statements that are released and that
// keep takes, those of most statements first. A wording that is word for word a
// statement which keep does not take gives way to one that it takes.
func (d *opinionDesk) list(keep func(Statement) bool) []Opinion {
	opinions := []Opinion{}
	place := map[string]int{}
	for i, s := range d.statements {
		place[s.ID] = i
	}
	for _, b := range d.book.Opinions {
		o := Opinion{ID: b.ID, Wording: b.Wording, Findings: append([]string{}, b.Findings...)}
		ids := slices.Clone(b.Statements)
		slices.SortFunc(ids, func(x, y string) int { return place[x] - place[y] })
		elsewhere := false // the wording is somebody's whom keep does not take
		for _, id := range ids {
			s, released := d.known[id]
			if released && !keep(s) {
				elsewhere = elsewhere || strings.HasPrefix(s.Text, b.Wording)
				continue
			}
			if !released {
				continue
			}
			if d.reader != nil {
				o.Tone += d.reader.Tone(s.Text)
			}
			o.Statements = append(o.Statements, s)
		}
		if len(o.Statements) > 0 {
			o.Tone /= float64(len(o.Statements))
			if elsewhere && !slices.ContainsFunc(o.Statements, func(s Statement) bool { return strings.HasPrefix(s.Text, b.Wording) }) {
				o.Wording = shorten(o.Statements[0].Text)
			}
			opinions = append(opinions, o)
		}
	}
	slices.SortStableFunc(opinions, func(a, b Opinion) int { return len(b.Statements) - len(a.Statements) })
	return opinions
}
