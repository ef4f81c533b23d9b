package dossier

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"minping/survey"
	"minping/survey/points"
)

// A List is a candidate list.
type List struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Note     string    `json:"note,omitempty"` // what is to be decided, where, when
	Units    []string  `json:"units"`          // units and people, by id, in the order in which they were chosen
	Columns  []Column  `json:"columns"`
	Made     time.Time `json:"made"`
	By       string    `json:"by,omitempty"` // name of the account that made it
	Revision int64     `json:"revision"`     // 0: not kept yet
}

// A Column is what candidates are compared by.
type Column struct {
	Kind Kind   `json:"kind"`
	Poll string `json:"poll,omitempty"` // of figures of a poll
	Node string `json:"node,omitempty"` // of the index; "": the root
	// Scheme and Year are of an appraisal; "": whichever is the latest of the list.
	// Scheme and Card are of points or credits; "": the first card that any of the
	// list has.
	Scheme string `json:"scheme,omitempty"`
	Card   string `json:"card,omitempty"`
	Year   string `json:"year,omitempty"`
}

// A Kind says what a column holds.
type Kind string

// The kinds: those of a poll, those of orders, what it earned and took on, those of the directory and the roster.
const (
	Score   Kind = "score"
	Moved   Kind = "change"
	Place   Kind = "rank"
	Flags   Kind = "flags"
	Open    Kind = "open"
	Late    Kind = "overdue"
	Closed  Kind = "closed"
	Prizes  Kind = "awards"   // conferred, how many and which
	Points  Kind = "points"   // on a point card of this year
	Credits Kind = "credits"  // of learning, on a card of this year
	Work    Kind = "projects" // that it has and that are not accepted
	Duties  Kind = "duty"     // the score of its last duty report
	Proof   Kind = "files"    // that show something about its tasks, projects and duty reports
	Said    Kind = "cases"    // open ones about it
	Total   Kind = "total"    // of an appraisal that is shown
	Grade   Kind = "grade"    // that people decided; sorted by its place in the scheme

	Tier     Kind = "tier"
	Team     Kind = "team"
	Post     Kind = "post"
	Group    Kind = "group" // rank group 岗位层级
	Born     Kind = "born"
	Since    Kind = "since"
	Former   Kind = "former"
	Promoted Kind = "promoted"
)

// Kinds are all of them, in the order in which they are offered.
var Kinds = []Kind{Score, Moved, Place, Flags, Open, Late, Closed, Prizes, Points, Credits, Work, Duties, Proof, Said, Total, Grade, Tier, Team, Post, Group, Born, Since, Former, Promoted}

// OfPoll reports whether a column of the kind is about a poll.
func (k Kind) OfPoll() bool { return k == Score || k == Moved || k == Place || k == Flags }

// OfNode reports whether it is about a node of the index.
func (k Kind) OfNode() bool { return k == Score || k == Moved }

// OfAppraisal reports whether it is about an appraisal.
func (k Kind) OfAppraisal() bool { return k == Total || k == Grade }

// OfCard reports whether it is about a point card.
func (k Kind) OfCard() bool { return k == Points || k == Credits }

// Number reports whether it holds numbers.
func (k Kind) Number() bool {
	return slices.Index(Kinds, k) < slices.Index(Kinds, Grade)
}

// The most of a list.
const (
	MostUnits   = 200
	MostColumns = 20
	mostTitle   = 100
	mostNote    = 1000
)

// A Store keeps candidate lists. What is not there is survey.ErrNotFound.
type Store interface {
	// CandidateLists lists all of them, in the order in which they were first kept.
	CandidateLists(ctx context.Context) ([]List, error)
	CandidateList(ctx context.Context, id string) (List, error)
	// PutCandidateList keeps a list: a new one of revision 0, or in place of what
	// was read at its revision, which rises; survey.ErrStale where it is no longer
	// as it was read. DropCandidateList drops one.
	PutCandidateList(ctx context.Context, l List, act survey.Act) error
	DropCandidateList(ctx context.Context, l List, act survey.Act) error
}

// clean trims what people typed, and leaves out what is said twice.
func (l List) clean() List {
	l.Title, l.Note = strings.Join(strings.Fields(l.Title), " "), strings.TrimSpace(l.Note)
	l.Units, l.Columns = once(l.Units), once(l.Columns)
	return l
}

func once[T comparable](all []T) []T {
	kept := make([]T, 0, len(all))
	for _, x := range all {
		if !slices.Contains(kept, x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// check says what is wrong with a list by itself.
func (l List) check() (errs survey.FieldErrors) {
	add := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if l.Title == "" {
		add("title", "missing")
	}
	for _, x := range []struct {
		field, text string
		most        int
	}{{"title", l.Title, mostTitle}, {"note", l.Note, mostNote}} {
		if n := utf8.RuneCountInString(x.text); n > x.most {
			add(x.field, "too_long", "max", x.most, "count", n)
		}
	}
	switch n := len(l.Units); {
	case n == 0:
		add("units", "dossier_nobody")
	case n > MostUnits:
		add("units", "dossier_many", "max", MostUnits)
	}
	switch n := len(l.Columns); {
	case n == 0:
		add("columns", "dossier_no_column")
	case n > MostColumns:
		add("columns", "dossier_many", "max", MostColumns)
	}
	for i, c := range l.Columns {
		field := fmt.Sprintf("columns[%d]", i)
		switch {
		case !slices.Contains(Kinds, c.Kind):
			add(field+".kind", "dossier_kind", "kind", survey.Clip(string(c.Kind)))
		case c.Kind.OfPoll() == (c.Poll == ""):
			add(field+".poll", "dossier_poll", "kind", c.Kind.Words())
		case !c.Kind.OfAppraisal() && c.Year != "", !c.Kind.OfCard() && c.Card != "", c.Kind.OfCard() && (c.Scheme == "") != (c.Card == ""),
			!c.Kind.OfAppraisal() && !c.Kind.OfCard() && c.Scheme != "":
			add(field+".scheme", "dossier_scheme", "kind", c.Kind.Words())
		case c.Year != "" && !survey.Day(c.Year+"-01-01").Valid():
			add(field+".year", "points_year", "year", survey.Clip(c.Year))
		}
	}
	return errs
}

// Lists lists the candidate lists that whoever asks may read, the one made last first.
func (r Room) Lists(ctx context.Context) ([]List, error) {
	reach, err := r.readers(ctx)
	if err != nil {
		return nil, err
	}
	lists, err := r.shelf.store.CandidateLists(ctx)
	lists = slices.DeleteFunc(lists, func(l List) bool { return !holds(reach, survey.ReadResults, l) })
	slices.Reverse(lists)
	return lists, err
}

// readers is where the rights of whoever asks hold; survey.ErrNotFound where he
// reads no results.
func (r Room) readers(ctx context.Context) (survey.Reach, error) {
	reach, err := r.v.Reach(ctx)
	if err == nil && !reach.Anywhere(survey.ReadResults) {
		err = survey.ErrNotFound
	}
	return reach, err
}

// holds reports whether a right holds for all of a list. Of one that is about
// others too not even the title is told.
func holds(reach survey.Reach, right survey.Right, l List) bool {
	return !slices.ContainsFunc(l.Units, func(u string) bool { return !reach.Holds(right, u, "") })
}

// List returns one of them, and whether whoever asks may change it.
func (r Room) List(ctx context.Context, id string) (l List, edits bool, err error) {
	reach, err := r.readers(ctx)
	if err != nil {
		return List{}, false, err
	}
	l, err = r.shelf.store.CandidateList(ctx, id)
	if err == nil && !holds(reach, survey.ReadResults, l) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return List{}, false, fmt.Errorf("candidate list %s: %w", id, err)
	}
	return l, holds(reach, survey.ManagePolls, l), nil
}

// AddList keeps a new list of units for which whoever asks looks after polls.
func (r Room) AddList(ctx context.Context, l List) (List, error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return List{}, err
	}
	if !reach.Anywhere(survey.ManagePolls) {
		return List{}, survey.ErrNotFound
	}
	l.ID, l.Revision = "cl_"+strings.ToLower(rand.Text()[:12]), 0
	l.Made, l.By = r.shelf.Now().UTC().Truncate(time.Millisecond), survey.ActorOf(ctx).Name
	return r.put(ctx, reach, l, survey.ActListMade)
}

// EditList changes a list that was read at a revision. One that has changed
// since is survey.ErrStale.
func (r Room) EditList(ctx context.Context, l List) (List, error) {
	was, err := r.edited(ctx, l.ID, l.Revision)
	if err != nil {
		return List{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return List{}, err
	}
	l.Made, l.By = was.Made, was.By
	return r.put(ctx, reach, l, survey.ActListChanged)
}

// DropList drops a list.
func (r Room) DropList(ctx context.Context, id string, revision int64) error {
	l, err := r.edited(ctx, id, revision)
	if err != nil {
		return err
	}
	return r.shelf.store.DropCandidateList(ctx, l, survey.Act{Kind: survey.ActListDropped, Object: id})
}

// edited returns a list that whoever asks may change, at a revision.
func (r Room) edited(ctx context.Context, id string, revision int64) (List, error) {
	l, edits, err := r.List(ctx, id)
	switch {
	case err != nil:
		return List{}, err
	case !edits:
		return List{}, survey.ErrForbidden
	case l.Revision != revision:
		return List{}, survey.ErrStale
	}
	return l, nil
}

func (r Room) put(ctx context.Context, reach survey.Reach, l List, kind survey.ActKind) (List, error) {
	l = l.clean()
	errs := l.check()
	if len(l.Units) <= MostUnits && len(l.Columns) <= MostColumns {
		more, err := r.misplaced(ctx, reach, l)
		if err != nil {
			return List{}, err
		}
		errs = append(errs, more...)
	}
	if len(errs) > 0 {
		return List{}, errs
	}
	act := survey.Act{Kind: kind, Object: l.ID, Detail: map[string]string{"units": strconv.Itoa(len(l.Units))}}
	if err := r.shelf.store.PutCandidateList(ctx, l, act); err != nil {
		return List{}, err
	}
	l.Revision++
	return l, nil
}

// misplaced says which units, polls and schemes of a list are none for whoever asks.
func (r Room) misplaced(ctx context.Context, reach survey.Reach, l List) (errs survey.FieldErrors, err error) {
	named := reach.Named()
	for i, u := range l.Units {
		if _, there := named[u]; !there || !reach.Holds(survey.ManagePolls, u, "") {
			errs = append(errs, survey.FieldError{Field: fmt.Sprintf("units[%d]", i), Key: "dossier_unit", Args: survey.Args("unit", survey.Clip(u))})
		}
	}
	polls, err := r.polls(ctx)
	if err != nil {
		return nil, err
	}
	schemes, err := r.schemes(ctx)
	if err != nil {
		return nil, err
	}
	for i, c := range l.Columns {
		at := slices.IndexFunc(schemes, func(s points.Plan) bool { return s.ID == c.Scheme })
		switch {
		case c.Scheme != "" && at < 0:
			errs = append(errs, survey.FieldError{Field: fmt.Sprintf("columns[%d].scheme", i), Key: "points_scheme", Args: survey.Args("scheme", survey.Clip(c.Scheme))})
		case c.Card != "" && at >= 0 && !c.Kind.counts(schemes[at].Scheme.Card(c.Card)):
			errs = append(errs, survey.FieldError{Field: fmt.Sprintf("columns[%d].card", i), Key: "dossier_no_card", Args: survey.Args("card", survey.Clip(c.Card), "kind", c.Kind.Words())})
		}
		if !c.Kind.OfPoll() || c.Poll == "" {
			continue
		}
		at = slices.IndexFunc(polls, func(p readPoll) bool { return p.ID == c.Poll })
		if at < 0 || c.Node != "" && polls[at].release.Node(c.Node) == nil {
			errs = append(errs, survey.FieldError{Field: fmt.Sprintf("columns[%d].poll", i), Key: "dossier_no_poll", Args: survey.Args("poll", survey.Clip(c.Poll))})
		}
	}
	return errs, nil
}
