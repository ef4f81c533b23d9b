package official

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"minping/survey"
	"minping/survey/rectify"
)

// Order writes a document of an order, by its id.
func (r Room) Order(ctx context.Context, k Kind, order, lang string) (File, error) {
	text, err := r.text(ctx, k, lang)
	if err != nil {
		return File{}, err
	}
	if k != Notice {
		return r.ofOrder(ctx, k, order, lang, text)
	}
	o, tasks, err := r.orders.Order(ctx, order)
	if err != nil {
		return File{}, err
	}
	return r.notice(ctx, o, tasks, lang, text)
}

func (r Room) ofOrder(ctx context.Context, k Kind, order, lang string, text Text) (File, error) {
	if !slices.Contains(OfOrder, k) {
		return File{}, fmt.Errorf("document %s: %w", survey.Clip(string(k)), survey.ErrNotFound)
	}
	o, tasks, err := r.orders.Order(ctx, order)
	if err != nil {
		return File{}, err
	}
	writer, err := r.ordersPaper(ctx, k, lang, []OrderOf{{o, tasks}})
	if err != nil {
		return File{}, err
	}
	return writer.file(text), nil
}

// notice is what an order said when it was issued: the number and the date that
// it bears stand for that text and no other. A draft says what it would, and so
// does an order of which no notice was kept, as those of a ledger that was
// imported.
func (r Room) notice(ctx context.Context, o rectify.Order, tasks []rectify.Task, lang string, text Text) (File, error) {
	if !o.Issued.IsZero() {
		paper, err := r.desk.store.Notice(ctx, o.ID, lang)
		if err == nil {
			return File{Kind: Notice, Name: nameOf(Notice, lang, paper.Values.Fields["unit"]), Lang: lang, paper: paper}, nil
		}
		if !errors.Is(err, survey.ErrNotFound) {
			return File{}, err
		}
	}
	writer, err := r.ordersPaper(ctx, Notice, lang, []OrderOf{{o, tasks}})
	if err != nil {
		return File{}, err
	}
	return writer.file(text), nil
}

// notices writes what an order says that is being issued.
func (d *Desk) notices(ctx context.Context, v survey.Scoped, o rectify.Order, tasks []rectify.Task) (all []rectify.Notice, err error) {
	r := d.Within(v)
	for _, lang := range Languages {
		text, err := r.text(ctx, Notice, lang)
		if err != nil {
			return nil, err
		}
		writer, err := r.ordersPaper(ctx, Notice, lang, []OrderOf{{o, tasks}})
		if err != nil {
			return nil, err
		}
		paper, err := json.Marshal(writer.paper(text))
		if err != nil {
			return nil, fmt.Errorf("notice: %w", err)
		}
		all = append(all, rectify.Notice{Order: o.ID, Lang: lang, Paper: paper})
	}
	return all, nil
}

// ordersPaper begins a document about orders, without what was withdrawn.
func (r Room) ordersPaper(ctx context.Context, k Kind, lang string, orders []OrderOf) (ordersPaper, error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return ordersPaper{}, err
	}
	units := reach.Named()
	p := ordersPaper{kind: k, lang: lang, orders: orders, today: r.orders.Today(), zone: r.orders.Zone(), unit: func(id string) string {
		if u, there := units[id]; there {
			return u.Name.In(lang)
		}
		return id
	}}
	title, polls := map[string]bool{}, map[string]bool{}
	for i := range orders {
		o := &orders[i]
		o.Tasks = slices.DeleteFunc(slices.Clone(o.Tasks), func(t rectify.Task) bool { return t.State == rectify.Withdrawn })
		for _, t := range o.Tasks {
			if t.Poll != "" && !polls[t.Poll] {
				polls[t.Poll] = true
				of, err := r.v.ReadablePoll(ctx, t.Poll)
				if err != nil && !errors.Is(err, survey.ErrNotFound) { // whoever sees an order need not see the poll
					return p, err
				}
				p.maker, p.simulated = cmp.Or(p.maker, of.Organiser.In(lang)), p.simulated || of.Simulated
			}
			for _, x := range t.Origins {
				if s := plain(x.Title.In(lang)); s != "" {
					p.poll, title[s] = s, true
				}
			}
		}
	}
	if len(title) > 1 {
		p.poll = ""
	}
	return p, nil
}

// ordersOf lists the orders that hold a task of a poll, with those tasks: what is
// issued and not withdrawn.
func (r Room) ordersOf(ctx context.Context, poll string) ([]OrderOf, error) {
	tasks, orders, err := r.orders.Tasks(ctx)
	if err != nil {
		return nil, err
	}
	var all []OrderOf
	for _, t := range tasks {
		if t.Poll != poll || !counts(t) {
			continue
		}
		i := slices.IndexFunc(all, func(o OrderOf) bool { return o.ID == t.Order })
		if i < 0 {
			i, all = len(all), append(all, OrderOf{Order: orders[t.Order]})
		}
		all[i].Tasks = append(all[i].Tasks, t)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("orders of %s: %w", survey.Clip(poll), survey.ErrNotFound)
	}
	for _, o := range all {
		slices.SortStableFunc(o.Tasks, func(a, b rectify.Task) int { return a.No - b.No })
	}
	return all, nil
}

// counts reports whether lists of a poll have a task.
func counts(t rectify.Task) bool { return t.State != rectify.Draft && t.State != rectify.Withdrawn }
