package dossier

import (
	"context"
	"math"
	"slices"
	"strconv"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/points"
)

// A world is what columns look things up in.
type world struct {
	list   List
	named  map[string]survey.Unit
	people []survey.Person
	polls  []readPoll
	tasks  taskBook
	orders map[string]*Orders         // by unit, once looked up
	won    map[string][]awards.Won    // by unit; nil: not to be read
	plans  []points.Plan              // schemes, in the order in which they were first kept
	taken  map[string]taken           // by unit, where a column tells of it
	cases  map[string]*Cases          // by unit; nil: not to be read
	graded map[string][]points.Graded // by unit
}

func (r Room) world(ctx context.Context, l List) (*world, error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	w := &world{list: l, named: map[string]survey.Unit{}, orders: map[string]*Orders{}}
	all := reach.Named()
	for _, u := range l.Units {
		if unit, there := all[u]; there {
			w.named[u] = unit
		} else {
			w.named[u] = survey.Unit{ID: u, Name: survey.Text{"zh": u}}
		}
	}
	if w.people, err = r.people(ctx); err != nil {
		return nil, err
	}
	if w.polls, err = r.polls(ctx); err != nil {
		return nil, err
	}
	seen, err := r.units(ctx) // a team that is not seen is not named
	if err != nil {
		return nil, err
	}
	for _, u := range seen {
		if _, chosen := w.named[u.ID]; !chosen {
			w.named[u.ID] = u
		}
	}
	if w.tasks, err = r.tasks(ctx); err != nil {
		return nil, err
	}
	if w.won, err = r.won(ctx); err != nil {
		return nil, err
	}
	if w.cases, err = r.cases(ctx); err != nil {
		return nil, err
	}
	if w.graded, err = r.graded(ctx); err != nil {
		return nil, err
	}
	if w.plans, err = r.schemes(ctx); err != nil {
		return nil, err
	}
	w.taken = map[string]taken{}
	if slices.ContainsFunc(l.Columns, func(c Column) bool { return slices.Contains([]Kind{Points, Credits, Work, Duties, Proof}, c.Kind) }) {
		for _, unit := range l.Units {
			if w.taken[unit], err = r.taken(ctx, unit, w.named[unit].Tier); err != nil {
				return nil, err
			}
		}
	}
	return w, nil
}

// level is that of the release that a column is of.
func (w *world) level(c Column) survey.Num {
	if p := w.poll(c.Poll); p != nil && c.Kind.OfNode() {
		return p.release.Method.Level
	}
	return unknown
}

func (w *world) poll(id string) *readPoll {
	if i := slices.IndexFunc(w.polls, func(p readPoll) bool { return p.ID == id }); i >= 0 {
		return &w.polls[i]
	}
	return nil
}

// column returns a column's name and what it says of a unit; false: whoever
// asks may not read any of it.
func (w *world) column(c Column) (Head, func(unit string) Cell, bool) {
	head := Head{Column: c, Title: c.Kind.Words()}
	switch {
	case c.Kind.OfPoll():
		p := w.poll(c.Poll)
		if p == nil {
			return head, nil, false
		}
		node := c.Node
		if node == "" {
			node = p.root()
		}
		head.Of = p.title()
		if node != p.root() {
			head.Title = joined(head.Title, p.nodeTitle(node))
		}
		return head, func(unit string) Cell { return p.cell(c.Kind, unit, node) }, true
	case c.Kind == Open || c.Kind == Late || c.Kind == Closed:
		seen := slices.ContainsFunc(w.list.Units, w.tasks.holds)
		return head, func(unit string) Cell { return w.ordered(c.Kind, unit) }, seen
	case c.Kind == Prizes:
		return head, w.prizes, w.won != nil
	case c.Kind.OfCard():
		of, told := w.card(c)
		head.Of = ofYear(joined(of.Of, of.Title), of.Year)
		return head, func(unit string) Cell { return w.carded(of, unit) }, told
	case c.Kind == Work, c.Kind == Duties:
		told := slices.ContainsFunc(w.list.Units, func(unit string) bool { return w.taken[unit].tells(c.Kind) })
		return head, func(unit string) Cell { return w.taken[unit].cell(c.Kind) }, told
	case c.Kind.OfAppraisal():
		of, told := w.appraisal(c)
		head.Of = ofYear(of.Title, of.Year)
		return head, func(unit string) Cell { return w.appraised(c.Kind, of, unit) }, told
	case c.Kind == Proof:
		told := slices.ContainsFunc(w.list.Units, func(unit string) bool { return w.tasks.holds(unit) || len(w.taken[unit].files) > 0 })
		return head, w.proof, told
	case c.Kind == Said:
		return head, w.said, w.cases != nil && slices.ContainsFunc(w.list.Units, w.tasks.holds)
	case c.Kind == Tier:
		return head, func(unit string) Cell { return worded(survey.TierTitle(w.named[unit].Tier)) }, true
	case c.Kind == Team:
		return head, func(unit string) Cell { return worded(w.named[w.named[unit].Parent].Name) }, true
	}
	return head, func(unit string) Cell { return w.personal(c.Kind, unit) }, len(w.people) > 0
}

// joined is two texts in each language that both have.
func joined(a, b survey.Text) survey.Text {
	return survey.Text{"zh": a.In("zh") + "·" + b.In("zh"), "en": a.In("en") + ", " + b.In("en")}
}

// cell is what a poll tells of a unit at a node.
func (p *readPoll) cell(kind Kind, unit, node string) Cell {
	c := blank()
	u := p.release.Unit(unit)
	if u == nil {
		return c
	}
	s, shown := u.Nodes[node]
	switch {
	case kind == Flags && !u.Suppressed:
		n := 0
		for _, f := range p.release.Flags {
			if f.Unit == unit {
				n++
			}
		}
		return number(n)
	case kind == Place && u.Rank != nil:
		c.Value, c.Low, c.High, c.Of = survey.Num(u.Rank.Rank), survey.Num(u.Rank.Low), survey.Num(u.Rank.High), u.Rank.Of
	case kind == Score && shown:
		c.Value, c.Low, c.High, c.Blurred, c.se, c.df = s.Score, s.Low, s.High, s.Blurred, s.SE, s.DF
	case kind == Moved && shown && s.Change != nil:
		c.Value, c.Low, c.High, c.Real, c.se, c.df = s.Change.Diff, s.Change.Low, s.Change.High, s.Change.Real, s.Change.SE, survey.Num(math.Inf(1))
	}
	return c
}

// tasksOf returns the tasks of a unit; nil: not to be read.
func (w *world) tasksOf(unit string) *Orders {
	o, there := w.orders[unit]
	if !there {
		o = w.tasks.of(unit, w.people)
		w.orders[unit] = o
	}
	return o
}

// ordered counts the tasks of a unit.
func (w *world) ordered(kind Kind, unit string) Cell {
	o := w.tasksOf(unit)
	switch {
	case o == nil:
		return blank()
	case kind == Open:
		return number(o.Open)
	case kind == Late:
		return number(o.Overdue)
	}
	return number(o.Closed)
}

// proof counts what shows something about a unit, each file and each piece of
// evidence that is only named once.
func (w *world) proof(unit string) Cell {
	n := len(w.taken[unit].files)
	o := w.tasksOf(unit)
	if o == nil && n == 0 {
		return blank()
	}
	if o != nil {
		for _, t := range o.Tasks {
			n += len(t.Evidence)
		}
	}
	return number(n)
}

// said counts the open cases of a unit, and says how many are overdue.
func (w *world) said(unit string) Cell {
	if !w.tasks.holds(unit) {
		return blank()
	}
	n := w.cases[unit]
	if n == nil {
		return number(0)
	}
	c := number(n.Open)
	if n.Overdue > 0 {
		late := strconv.Itoa(n.Overdue)
		c.Text = survey.Text{"zh": "逾期 " + late, "en": late + " overdue"}
	}
	return c
}

// prizes counts the prizes of a unit that were not revoked, and names them.
func (w *world) prizes(unit string) Cell {
	n := 0
	words := survey.Text{}
	for _, x := range w.won[unit] {
		if x.Revoked != "" {
			continue
		}
		n++
		for lang, sep := range map[string]string{"zh": "；", "en": "; "} {
			if words[lang] != "" {
				words[lang] += sep
			}
			words[lang] += x.Year + " " + x.Title + " " + x.Prize
		}
	}
	c := number(n)
	c.Text = words
	return c
}

// personal is what the roster says of somebody.
func (w *world) personal(kind Kind, id string) Cell {
	i := slices.IndexFunc(w.people, func(p survey.Person) bool { return p.ID == id })
	if i < 0 {
		return blank()
	}
	p := w.people[i]
	if kind == Promoted {
		if !p.Promoted {
			return blank()
		}
		return worded(survey.Text{"zh": "是", "en": "yes"})
	}
	return worded(survey.Text{"zh": map[Kind]string{Post: p.Post, Group: p.Rank, Born: p.Born, Since: p.Since, Former: p.Former}[kind]})
}
