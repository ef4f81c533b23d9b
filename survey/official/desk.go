package official

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/chart"
	"minping/survey/rectify"
	"minping/survey/report"
)

// A Store keeps templates: every revision of them.
type Store interface {
	// Templates lists what is kept of each kind and language, the latest revision
	// of each.
	Templates(ctx context.Context) ([]Template, error)
	// Revisions lists all revisions of a template, the latest first.
	Revisions(ctx context.Context, kind Kind, lang string) ([]Template, error)
	// Notice returns what an order said when it was issued.
	Notice(ctx context.Context, order, lang string) (Paper, error)
	// KeepTemplate keeps the revision after the one that was read; survey.ErrStale
	// where there is one already.
	KeepTemplate(ctx context.Context, t Template, act survey.Act) error
}

// A Desk is where official documents are written. It is safe for concurrent use.
type Desk struct {
	Orders *rectify.Desk
	Awards *awards.Desk
	Now    func() time.Time

	store Store
}

// New returns a desk over a store, with the system's clock. From then on orders
// are issued with the notices that it writes.
func New(store Store, orders *rectify.Desk, given *awards.Desk) *Desk {
	d := &Desk{Orders: orders, Awards: given, Now: time.Now, store: store}
	orders.Write = d.notices
	return d
}

// Within returns the desk for somebody: what he may not see is
// survey.ErrNotFound, as what does not exist.
func (d *Desk) Within(v survey.Scoped) Room {
	return Room{d, v, d.Orders.Within(v), d.Awards.Within(v)}
}

// A Room is the Desk for somebody with certain rights.
type Room struct {
	desk   *Desk
	v      survey.Scoped
	orders rectify.Room
	awards awards.Room
}

// May reports whether whoever asks may edit templates. They are the house's own
// and not of a part of it.
func (r Room) May(ctx context.Context) (bool, error) {
	reach, err := r.v.Reach(ctx)
	return err == nil && reach.Holds(survey.ManageOrders, "", ""), err
}

func (r Room) require(ctx context.Context) error {
	may, err := r.May(ctx)
	if err == nil && !may {
		err = survey.ErrNotFound
	}
	return err
}

// Default returns the text that Minping brings along.
func Default(k Kind, lang string) Text {
	if lang == "en" {
		return defaultsEn[k]
	}
	return defaultsZh[k]
}

// Templates lists the templates of all kinds and languages.
func (r Room) Templates(ctx context.Context) ([]Template, error) {
	if err := r.require(ctx); err != nil {
		return nil, err
	}
	kept, err := r.desk.store.Templates(ctx)
	var all []Template
	for _, k := range Kinds {
		for _, lang := range Languages {
			all = append(all, latest(kept, k, lang))
		}
	}
	return all, err
}

// latest is what documents of a kind say: what is kept, or the default.
func latest(kept []Template, k Kind, lang string) Template {
	t := Template{Kind: k, Lang: lang, Default: true}
	if i := slices.IndexFunc(kept, func(t Template) bool { return t.Kind == k && t.Lang == lang }); i >= 0 {
		t = kept[i]
	}
	if t.Default {
		t.Text = Default(k, lang)
	}
	return t
}

// text is what documents of a kind say now.
func (r Room) text(ctx context.Context, k Kind, lang string) (Text, error) {
	kept, err := r.desk.store.Templates(ctx)
	return latest(kept, k, lang).Text, err
}

// Template returns one of them.
func (r Room) Template(ctx context.Context, k Kind, lang string) (Template, error) {
	if err := r.require(ctx); err != nil {
		return Template{}, err
	}
	if !k.Known() || !slices.Contains(Languages, lang) {
		return Template{}, fmt.Errorf("template %s: %w", survey.Clip(string(k)), survey.ErrNotFound)
	}
	kept, err := r.desk.store.Templates(ctx)
	return latest(kept, k, lang), err
}

// Revisions lists all that was kept of a template, the latest first.
func (r Room) Revisions(ctx context.Context, k Kind, lang string) ([]Template, error) {
	if _, err := r.Template(ctx, k, lang); err != nil {
		return nil, err
	}
	all, err := r.desk.store.Revisions(ctx, k, lang)
	for i := range all {
		if all[i].Default {
			all[i].Text = Default(k, lang)
		}
	}
	return all, err
}

// Edit keeps a text in place of the one that was read at a revision; with t.Default
// it goes back to the text that Minping brings along. A template that has changed
// since it was read is survey.ErrStale, what is wrong with the text survey.FieldErrors.
func (r Room) Edit(ctx context.Context, t Template) (Template, error) {
	was, err := r.Template(ctx, t.Kind, t.Lang)
	switch {
	case err != nil:
		return Template{}, err
	case was.Revision != t.Revision:
		return Template{}, survey.ErrStale
	}
	t.Text = t.Text.clean()
	if t.Default {
		t.Text = Text{}
	} else if errs := t.Text.Check(t.Kind); len(errs) > 0 {
		return Template{}, errs
	}
	t.Revision, t.Changed, t.By = was.Revision+1, r.desk.Now().UTC().Truncate(time.Millisecond), survey.ActorOf(ctx).Name
	detail := map[string]string{"lang": t.Lang}
	if t.Default {
		detail["default"] = "true"
	}
	act := survey.Act{Kind: survey.ActTemplateChanged, Object: string(t.Kind), Detail: detail}
	if err := r.desk.store.KeepTemplate(ctx, t, act); err != nil {
		return Template{}, err
	}
	if t.Default {
		t.Text = Default(t.Kind, t.Lang)
	}
	return t, nil
}

// results begins a document about a poll's results.
func (r Room) results(ctx context.Context, k Kind, poll, lang string) (resultsPaper, error) {
	p, err := r.v.ReadablePoll(ctx, poll)
	if err != nil {
		return resultsPaper{}, err
	}
	release, err := r.v.Release(ctx, poll)
	if err != nil {
		return resultsPaper{}, err
	}
	paper := resultsPaper{
		kind: k, lang: lang, poll: p, release: release, rankings: report.Rankings(release, lang), today: r.orders.Today(), zone: r.orders.Zone(),
		crowd: chart.NewCrowd(release),
	}
	orders, err := r.ordersOf(ctx, poll)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return resultsPaper{}, err
	}
	for _, o := range orders {
		paper.tasks += len(o.Tasks)
	}
	return paper, nil
}

// Poll writes a document of a poll: its results, or the lists of all orders that
// came of it; of feedback that to a unit.
func (r Room) Poll(ctx context.Context, k Kind, poll, unit, lang string) (File, error) {
	text, err := r.text(ctx, k, lang)
	if err != nil {
		return File{}, err
	}
	return r.ofPoll(ctx, k, poll, unit, lang, text)
}

func (r Room) ofPoll(ctx context.Context, k Kind, poll, unit, lang string, text Text) (File, error) {
	switch k {
	case Problems, Tasks, Responsibilities:
		if _, err := r.v.ReadablePoll(ctx, poll); err != nil {
			return File{}, err
		}
		orders, err := r.ordersOf(ctx, poll)
		if err != nil {
			return File{}, err
		}
		writer, err := r.ordersPaper(ctx, k, lang, orders)
		return writer.file(text), err
	case Circular, Supervision:
		results, err := r.results(ctx, k, poll, lang)
		if err != nil {
			return File{}, err
		}
		return results.file(text, ""), nil
	case Feedback:
		results, err := r.results(ctx, k, poll, lang)
		if err != nil {
			return File{}, err
		}
		if !hasFeedback(results.release, results.release.Unit(unit)) {
			return File{}, fmt.Errorf("feedback to %s: %w", survey.Clip(unit), survey.ErrNotFound)
		}
		return results.file(text, unit), nil
	}
	return File{}, fmt.Errorf("document %s: %w", survey.Clip(string(k)), survey.ErrNotFound)
}
