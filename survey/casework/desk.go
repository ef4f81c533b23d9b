package casework

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"minping/survey"
)

// A Desk is where cases are kept. It is safe for concurrent use.
type Desk struct {
	// Now is the clock, Zone where days begin.
	Now  func() time.Time
	Zone *time.Location

	store  Store
	flood  flood
	public publicCache
	ticked atomic.Value // survey.Day of the last day on which Tick was done here
}

// New returns a desk over the store, with the system's clock and zone.
func New(store Store) *Desk { return &Desk{Now: time.Now, Zone: time.Local, store: store} }

// Today is the day by which deadlines go.
func (d *Desk) Today() survey.Day { return survey.DayOf(d.Now(), d.Zone) }

func (d *Desk) moment(ctx context.Context) Moment {
	now := d.Now()
	return Moment{At: now, Today: survey.DayOf(now, d.Zone), Actor: survey.ActorOf(ctx)}
}

// Tick does what a day asks for, once: it escalates what is overdue, puts imputed
// reviews, and erases contacts whose time is over; the server calls it often.
func (d *Desk) Tick(ctx context.Context) error {
	today := d.Today()
	if last, _ := d.ticked.Load().(survey.Day); last == today {
		return nil
	}
	set, err := d.store.CaseRules(ctx)
	if err != nil {
		return err
	}
	if set.Silent > 0 {
		_, err = d.store.Impute(ctx, today.Add(-set.Silent), today, set.Imputed)
	}
	_, erased := d.store.EraseContacts(ctx, today)
	if err := errors.Join(err, erased, d.chase(ctx, set)); err != nil {
		return err
	}
	d.ticked.Store(today)
	return nil
}

// chase escalates the cases whose deadlines have passed, each level once, warns
// of deadlines that are near, and tells of both. Cases
// that change meanwhile are left to the next time.
func (d *Desk) chase(ctx context.Context, set Settings) error {
	cases, err := d.store.Cases(ctx)
	if err != nil {
		return err
	}
	var all error
	for _, c := range cases {
		after, due := c.Chase(d.moment(ctx), set)
		if !due {
			continue
		}
		err := d.store.ChangeCases(ctx, Change{Cases: []Case{after}, Acts: []survey.Act{moved(after)}, Events: d.events(after, d.moment(ctx))})
		if err != nil && !errors.Is(err, survey.ErrStale) {
			all = errors.Join(all, fmt.Errorf("case %s: %w", c.ID, err))
		}
	}
	return all
}

// Within returns the desk for somebody: what he may not see is
// survey.ErrNotFound, as what does not exist.
func (d *Desk) Within(v survey.Scoped) Room { return Room{d, v} }

// A Room is the Desk for somebody with certain rights.
type Room struct {
	desk *Desk
	v    survey.Scoped
}

// Today is Desk.Today.
func (r Room) Today() survey.Day { return r.desk.Today() }

// caseRights are those by which somebody sees cases.
var caseRights = []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders}

// reach returns where the rights of whoever asks hold; survey.ErrNotFound
// where none of these holds anywhere.
func (r Room) reach(ctx context.Context, rights ...survey.Right) (survey.Reach, error) {
	reach, err := r.v.Reach(ctx)
	if err == nil && !slices.ContainsFunc(rights, reach.Anywhere) {
		err = survey.ErrNotFound
	}
	return reach, err
}

// sees reports whether whoever asks sees what is kept of a unit. Cases belong to
// no poll, so a right in one poll alone shows none.
func sees(reach survey.Reach, unit string) bool {
	return slices.ContainsFunc(caseRights, func(right survey.Right) bool { return reach.Holds(right, unit, "") })
}

// A Filter chooses cases; what is empty chooses all.
type Filter struct {
	Unit  string // and those below it
	State State
	Kind  Kind
	Open  bool
	Alert Alert
	Mine  bool   // whoever asks may take a step that its state waits for
	Text  string // of number, words, people or theme
}

// Cases lists the cases that whoever asks sees: what is most urgent first, then
// the latest.
func (r Room) Cases(ctx context.Context, f Filter) ([]Case, error) {
	reach, err := r.reach(ctx, caseRights...)
	if err != nil {
		return nil, err
	}
	set, err := r.desk.store.CaseRules(ctx)
	if err != nil {
		return nil, err
	}
	cases, err := r.desk.store.Cases(ctx)
	if err != nil {
		return nil, err
	}
	var below []string
	if f.Unit != "" {
		below = reach.Below(f.Unit)
	}
	today := r.Today()
	cases = slices.DeleteFunc(cases, func(c Case) bool {
		return !sees(reach, c.Unit) || f.Unit != "" && !slices.Contains(below, c.Unit) || !f.matches(&c, reach, today, set)
	})
	slices.Reverse(cases)
	slices.SortStableFunc(cases, func(a, b Case) int {
		return urgency(&a, today, set) - urgency(&b, today, set)
	})
	return cases, nil
}

// urgency is the place of a case in lists: alerts by their gravity, then what is
// open, then what is closed.
func urgency(c *Case, today survey.Day, set Settings) int {
	if i := slices.Index(Alerts, c.Alert(today, set)); i >= 0 {
		return i
	}
	if c.State.Open() {
		return len(Alerts)
	}
	return len(Alerts) + 1
}

func (f Filter) matches(c *Case, reach survey.Reach, today survey.Day, set Settings) bool {
	text := strings.ToLower(f.Text)
	return (f.State == "" || c.State == f.State) && (f.Kind == "" || c.Kind == f.Kind) && (!f.Open || c.State.Open()) &&
		(f.Alert == "" || c.Alert(today, set) == f.Alert) && (!f.Mine || waits(c, reach)) &&
		(text == "" || strings.Contains(strings.ToLower(strings.Join([]string{c.ID, c.Words, c.Person, c.Theme, c.Matter}, "\n")), text))
}

// waits reports whether a case waits for a step of whoever asks.
func waits(c *Case, reach survey.Reach) bool {
	return slices.ContainsFunc(c.Next(), func(d Do) bool {
		return rules[d].to != "" && d != Refer && d != Reopen && d != Appeal && c.State.Open() && reach.Holds(d.Right(), c.Unit, "")
	})
}

// Case returns one case.
func (r Room) Case(ctx context.Context, id string) (Case, error) {
	reach, err := r.reach(ctx, caseRights...)
	if err != nil {
		return Case{}, err
	}
	c, err := r.desk.store.Case(ctx, id)
	if err == nil && !sees(reach, c.Unit) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Case{}, fmt.Errorf("case %s: %w", id, err)
	}
	return c, nil
}

// May lists the steps that a case may take next and that whoever asks may take.
func (r Room) May(ctx context.Context, c Case) ([]Do, error) {
	reach, err := r.v.Reach(ctx)
	actor := survey.ActorOf(ctx).ID
	return slices.DeleteFunc(c.Next(), func(d Do) bool { return !reach.Holds(d.Right(), c.Unit, "") || c.ownWork(d, actor) }), err
}

// Move takes a step with a case that was read at a revision. A case that has
// changed since is survey.ErrStale, and nothing is kept; what is wrong with the
// step is survey.FieldErrors.
func (r Room) Move(ctx context.Context, id string, revision int64, m Move) (Case, error) {
	c, err := r.Case(ctx, id)
	if err != nil {
		return Case{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Case{}, err
	}
	rule, there := rules[m.Do]
	switch {
	case there && !reach.Holds(rule.right, c.Unit, ""):
		return Case{}, survey.ErrForbidden
	case c.Revision != revision:
		return Case{}, survey.ErrStale
	case m.Do == Refer && m.Unit != "" && !reach.Holds(survey.ManageOrders, m.Unit, ""):
		return Case{}, survey.FieldErrors{{Field: "unit", Key: "case_unit_unknown", Args: survey.Args("value", survey.Clip(m.Unit))}}
	}
	return r.desk.move(ctx, c, m, r.desk.moment(ctx))
}

// move takes a step and keeps it.
func (d *Desk) move(ctx context.Context, c Case, m Move, now Moment) (Case, error) {
	set, err := d.store.CaseRules(ctx)
	if err != nil {
		return Case{}, err
	}
	after, err := c.Apply(m, now, set)
	if err != nil {
		return Case{}, err
	}
	change := Change{Cases: []Case{after}, Events: d.events(after, now)}
	if !now.Citizen { // of whom the log would tell the time
		change.Acts = []survey.Act{moved(after)}
	}
	if after.Review != "" && after.Void != c.Void {
		change.Void = map[string]bool{after.Review: after.Void}
	}
	if after.Review != "" && after.Unit != c.Unit {
		charged, err := d.charged(ctx, after)
		if err != nil {
			return Case{}, err
		}
		change.Charged = map[string]Charge{after.Review: charged}
	}
	if err := d.store.ChangeCases(ctx, change); err != nil {
		return Case{}, err
	}
	after.Revision++
	return after, nil
}

// charged is for whom the review of a case counts that was referred: for its
// unit, and of its service points for none but the unit's own.
func (d *Desk) charged(ctx context.Context, c Case) (Charge, error) {
	to := Charge{Unit: c.Unit}
	if c.Point == "" {
		return to, nil
	}
	p, err := d.store.Point(ctx, c.Point)
	if errors.Is(err, survey.ErrNotFound) {
		return to, nil
	}
	if p.Unit == c.Unit {
		to.Point = p.ID
	}
	return to, err
}

// moved is the entry of a case's last step in the log of acts.
func moved(c Case) survey.Act {
	s := c.Steps[len(c.Steps)-1]
	return survey.Act{
		Kind: survey.ActCaseMoved, Object: c.ID, Unit: c.Unit,
		Detail: map[string]string{"do": string(s.Do), "from": string(s.From), "to": string(s.To)},
	}
}

// Contact returns how to reach whoever left a contact with a case, for those who
// call back, while the case is open. Each reading is noted.
func (r Room) Contact(ctx context.Context, id string) (string, error) {
	c, err := r.Case(ctx, id)
	if err != nil {
		return "", err
	}
	reach, err := r.v.Reach(ctx)
	switch {
	case err != nil:
		return "", err
	case !reach.Holds(survey.CheckOrders, c.Unit, ""):
		return "", survey.ErrForbidden
	case !c.Named || !c.State.Open():
		return "", survey.ErrNotFound
	}
	return r.desk.store.Contact(ctx, id, survey.Act{Kind: survey.ActContactRead, Object: id, Unit: c.Unit})
}

// ReadsContact reports whether whoever asks may read the contact of a case.
func (r Room) ReadsContact(ctx context.Context, c Case) (bool, error) {
	reach, err := r.v.Reach(ctx)
	return c.Named && c.State.Open() && reach.Holds(survey.CheckOrders, c.Unit, ""), err
}

// Rules returns the settings.
func (r Room) Rules(ctx context.Context) (Settings, error) {
	if _, err := r.reach(ctx, caseRights...); err != nil {
		return Settings{}, err
	}
	return r.desk.store.CaseRules(ctx)
}

// EditRules changes the settings, which hold for all units. Where the calendar has
// changed, the deadlines of open cases are counted anew by it.
func (r Room) EditRules(ctx context.Context, s Settings) (Settings, error) {
	if err := r.v.Require(survey.ManageOrders); err != nil {
		return Settings{}, err
	}
	s = s.clean()
	if errs := s.check(); len(errs) > 0 {
		return Settings{}, errs
	}
	for range tries {
		err := r.keepRules(ctx, s)
		if errors.Is(err, errCasesMoved) {
			continue
		}
		s.Revision++
		return s, err
	}
	return s, survey.ErrStale
}

// tries is how often deadlines are counted anew when cases change meanwhile.
const tries = 5

var errCasesMoved = errors.New("cases have changed meanwhile")

func (r Room) keepRules(ctx context.Context, s Settings) error {
	was, err := r.desk.store.CaseRules(ctx)
	if err != nil {
		return err
	}
	if was.Revision != s.Revision {
		return survey.ErrStale
	}
	change := Change{Settings: &s, Acts: []survey.Act{{Kind: survey.ActCaseRules}}}
	if !was.equal(s.Calendar) {
		cases, err := r.desk.store.Cases(ctx)
		if err != nil {
			return err
		}
		now := r.desk.moment(ctx)
		for _, c := range cases {
			if after, moves := c.recounted(was, s, now); moves {
				change.Cases, change.Acts = append(change.Cases, after), append(change.Acts, moved(after))
			}
		}
	}
	err = r.desk.store.ChangeCases(ctx, change)
	if errors.Is(err, survey.ErrStale) && len(change.Cases) > 0 {
		return errCasesMoved // or the settings, which the next try finds
	}
	return err
}

// EditsRules reports whether whoever asks may change the settings.
func (r Room) EditsRules() bool { return r.v.Require(survey.ManageOrders) == nil }

// newID returns a random id.
func newID(prefix string) string { return prefix + strings.ToLower(rand.Text()[:12]) }

// receiptLength is how many characters a receipt has, of five bits each.
const receiptLength = 16

// newReceipt returns what the author of a case holds, and its hash.
func newReceipt() (receipt, hash string) {
	text := rand.Text()[:receiptLength]
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:], hashOf(text)
}

// hashOf is the hash of a receipt however it is typed.
func hashOf(receipt string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '－' || r == '　' {
			return -1
		}
		return r
	}, strings.ToUpper(receipt))
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}
