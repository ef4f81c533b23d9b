package casework

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"minping/survey"
)

// PublicLeast is how many reviews a public figure rests on at least.
const PublicLeast = 10

// mostPublic is how many months that are over are public.
const mostPublic = 12

// A PublicLine is what everybody may know of reviews. Hidden: there are some, but
// they are too few, or others that are too few would follow from them.
type PublicLine struct {
	Reviews   int   `json:"reviews"`   // 0: none, or hidden
	Satisfied Share `json:"satisfied"` // grades 3 to 5
	Hidden    bool  `json:"hidden"`
}

// A PublicPoint is the line of a service point.
type PublicPoint struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	Kind PointKind `json:"kind"`
	PublicLine
}

// A PublicUnit is the line of a unit, and of its service points that are no
// persons: nobody's name is published with a figure.
type PublicUnit struct {
	Unit string `json:"unit"`
	PublicLine
	InTime Share         `json:"in_time"` // answered by the deadline, of cases that were answered or due; none where the line is hidden
	Points []PublicPoint `json:"points"`
}

// Public are the figures of a month for everybody. Months do not overlap, and
// within one nothing follows by subtraction that rests on fewer than Least
// reviews, so that nothing can be learned of one of them.
type Public struct {
	Month  string     `json:"month"`  // 2026-11
	Months []string   `json:"months"` // that may be asked for, the latest first
	Least  int        `json:"least"`  // PublicLeast
	Whole  PublicLine `json:"whole"`
	InTime Share      `json:"in_time"` // of all units
	// Units are those with service points, reviews or cases due, by in_time, the
	// best first.
	Units []PublicUnit `json:"units"`
}

// publicCache holds what was computed a short time ago: whoever asks is anybody.
type publicCache struct {
	mu   sync.Mutex
	kept map[string]cachedPublic // by month
}

type cachedPublic struct {
	at time.Time
	Public
}

const publicFor = 10 * time.Minute

// Shown reports whether the rules say that figures are public.
func (d *Desk) Shown(ctx context.Context) (bool, error) {
	set, err := d.store.CaseRules(ctx)
	return set.Public, err
}

// Public returns the figures of a month that is over, of the last where none is
// named, some minutes old at most. A month that is not public, and any while the
// rules keep figures inside, is survey.ErrNotFound.
func (d *Desk) Public(ctx context.Context, month string) (Public, error) {
	set, err := d.store.CaseRules(ctx)
	if err != nil {
		return Public{}, err
	}
	months := publicMonths(d.Today())
	month = cmp.Or(month, months[0])
	if !set.Public || !slices.Contains(months, month) {
		return Public{}, survey.ErrNotFound
	}
	d.public.mu.Lock()
	defer d.public.mu.Unlock()
	now := d.Now()
	if c, there := d.public.kept[month]; there && c.Months[0] == months[0] && now.Sub(c.at).Abs() < publicFor {
		return c.Public, nil
	}
	p, err := d.publish(ctx, month, set)
	if err != nil {
		return Public{}, err
	}
	p.Months = months
	if d.public.kept == nil || len(d.public.kept) > mostPublic {
		d.public.kept = map[string]cachedPublic{}
	}
	d.public.kept[month] = cachedPublic{now, p}
	return p, nil
}

// publicMonths are the last months that are over, the latest first.
func publicMonths(today survey.Day) (months []string) {
	first := today.Time()
	first = time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i := 1; i <= mostPublic; i++ {
		months = append(months, first.AddDate(0, -i, 0).Format("2006-01"))
	}
	return months
}

// publish computes a month.
func (d *Desk) publish(ctx context.Context, month string, set Settings) (Public, error) {
	from := survey.Day(month + "-01")
	to := survey.Day(from.Time().AddDate(0, 1, -1).Format(time.DateOnly))
	points, err := d.store.Points(ctx)
	if err != nil {
		return Public{}, err
	}
	reviews, err := d.store.Reviews(ctx, from, to)
	if err != nil {
		return Public{}, err
	}
	cases, err := d.store.Cases(ctx)
	if err != nil {
		return Public{}, err
	}
	p := publish(points, reviews)
	p.Month = month
	m := measure(nil, cases, set, from, to, d.Today())
	p.InTime = m.Whole.InTime
	for _, f := range m.Units {
		at := slices.IndexFunc(p.Units, func(u PublicUnit) bool { return u.Unit == f.Unit })
		if at < 0 {
			if f.InTime.Of == 0 {
				continue
			}
			at = len(p.Units)
			p.Units = append(p.Units, PublicUnit{Unit: f.Unit, PublicLine: lineOf(tallied{}, false), Points: []PublicPoint{}})
		}
		p.Units[at].InTime = f.InTime
	}
	for i := range p.Units {
		if p.Units[i].InTime.Of == 0 || p.Units[i].Hidden { // each bad review is a case
			p.Units[i].InTime = counted(0, 0)
		}
	}
	slices.SortStableFunc(p.Units, func(a, b PublicUnit) int {
		if a.InTime.Of == 0 || b.InTime.Of == 0 {
			return cmp.Or(min(1, b.InTime.Of)-min(1, a.InTime.Of), cmp.Compare(a.Unit, b.Unit))
		}
		return cmp.Or(b.InTime.N*a.InTime.Of-a.InTime.N*b.InTime.Of, cmp.Compare(a.Unit, b.Unit))
	})
	return p, nil
}

// tallied are reviews, and how many of them are good ones.
type tallied struct{ n, good int }

// lineOf is the line of reviews.
func lineOf(t tallied, hidden bool) PublicLine {
	if hidden {
		return PublicLine{Satisfied: counted(0, 0), Hidden: t.n > 0}
	}
	return PublicLine{Reviews: t.n, Satisfied: estimated(t.good, t.n)}
}

// publish sums the reviews of a month by unit and service point, and hides what is
// too small. Imputed and void ones are in no figure; those at a person or at no
// point are in the unit's alone.
func publish(points []Point, reviews []Review) Public {
	named := map[string]bool{}
	for _, at := range points {
		named[at.ID] = at.Kind != Person
	}
	sums := map[string]map[string]tallied{} // by unit and point; "": what has no line
	for _, at := range points {
		if sums[at.Unit] == nil {
			sums[at.Unit] = map[string]tallied{}
		}
	}
	for _, r := range reviews {
		if r.Imputed || r.Void {
			continue
		}
		if sums[r.Unit] == nil {
			sums[r.Unit] = map[string]tallied{}
		}
		point := r.Point
		if !named[point] {
			point = ""
		}
		t := sums[r.Unit][point]
		t.n++
		if !r.Bad() {
			t.good++
		}
		sums[r.Unit][point] = t
	}
	p := Public{Least: PublicLeast, Units: []PublicUnit{}}
	var all tallied
	totals := map[string]tallied{}
	for unit, cells := range sums {
		var t tallied
		for _, x := range cells {
			t.n, t.good = t.n+x.n, t.good+x.good
		}
		totals[unit] = t
		all.n, all.good = all.n+t.n, all.good+t.good
	}
	p.Whole = lineOf(all, all.n < PublicLeast)
	hidden := withhold(totals, false)
	for unit, cells := range sums {
		u := PublicUnit{Unit: unit, PublicLine: lineOf(totals[unit], hidden[unit]), Points: []PublicPoint{}}
		within := withhold(cells, true)
		for _, at := range points {
			if t := cells[at.ID]; at.Unit == unit && named[at.ID] && (t.n > 0 || !at.Shut) {
				u.Points = append(u.Points, PublicPoint{at.ID, at.Name, at.Kind, lineOf(t, hidden[unit] || within[at.ID])})
			}
		}
		p.Units = append(p.Units, u)
	}
	return p
}

// withhold says which of some sums, whose total is known, are hidden: those of
// fewer than PublicLeast reviews, the nameless one where it is, and the smallest
// others until all that is hidden together is none or PublicLeast at least.
func withhold(sums map[string]tallied, nameless bool) map[string]bool {
	hidden, rest := map[string]bool{}, 0
	var shown []string
	for key, t := range sums {
		switch {
		case t.n == 0:
		case t.n < PublicLeast || nameless && key == "":
			hidden[key] = true
			rest += t.n
		default:
			shown = append(shown, key)
		}
	}
	slices.SortFunc(shown, func(a, b string) int { return cmp.Or(sums[a].n-sums[b].n, cmp.Compare(a, b)) })
	for _, key := range shown {
		if rest == 0 || rest >= PublicLeast {
			break
		}
		hidden[key] = true
		rest += sums[key].n
	}
	return hidden
}
