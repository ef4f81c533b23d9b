package store_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/official"
	"minping/survey/pdf/pdftest"
	"minping/survey/rectify"
)

// papersOf is the desk of documents for somebody with rights below a unit.
func papersOf(o *office, unit string, rights ...survey.Right) official.Room {
	r := survey.Rights{}
	for _, right := range rights {
		r.Add(right, survey.Area{Unit: unit})
	}
	return official.New(o.store.People, o.rectifying(), o.givingDesk()).Within(o.Within(r))
}

func TestTemplatesAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		room := papersOf(o, "", survey.ManageOrders)
		was, err := room.Template(ctx, official.Notice, "zh")
		if ok(t, err); was.Revision != 0 || !was.Default || was.Text != official.Default(official.Notice, "zh") {
			t.Fatalf("at first there is %+v", was)
		}
		text := was.Text
		text.Head, text.Body = "某市委组织部文件", "{unit}共{count}个问题。\r\n"
		edited, err := room.Edit(ctx, official.Template{Kind: official.Notice, Lang: "zh", Text: text})
		if ok(t, err); edited.Revision != 1 || edited.Default || edited.Text.Body != "{unit}共{count}个问题。" {
			t.Errorf("it became %+v", edited)
		}
		if _, err := room.Edit(ctx, official.Template{Kind: official.Notice, Lang: "zh", Text: text}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("an edit of what had changed: %v", err)
		}
		var wrong survey.FieldErrors
		text.Body = "{unti}"
		if _, err := room.Edit(ctx, official.Template{Kind: official.Notice, Lang: "zh", Revision: 1, Text: text}); !errors.As(err, &wrong) || wrong[0].Key != "template_field" {
			t.Errorf("an unknown field: %v", err)
		}
		back, err := room.Edit(ctx, official.Template{Kind: official.Notice, Lang: "zh", Revision: 1, Default: true})
		if ok(t, err); back.Revision != 2 || !back.Default || back.Text != was.Text {
			t.Errorf("back is %+v", back)
		}
		revisions, err := room.Revisions(ctx, official.Notice, "zh")
		if ok(t, err); len(revisions) != 2 || revisions[0].Revision != 2 || revisions[0].Text != was.Text || revisions[1].Text != edited.Text {
			t.Errorf("kept are %+v", revisions)
		}
		if all, err := room.Templates(ctx); err != nil || len(all) != len(official.Kinds)*len(official.Languages) || all[0].Revision != 2 || all[1].Revision != 0 {
			t.Errorf("listed are %+v, %v", all, err)
		}
		if kinds := o.kinds(t); strings.Count(kinds, string(survey.ActTemplateChanged)) != 2 {
			t.Errorf("noted are %s", kinds)
		}
	})
}

// Of two people who edit one template at the same time, one is told.
func TestTemplateEditsAreNotLost(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = papersOf(o, "", survey.ManageOrders).Edit(ctx, official.Template{Kind: official.Circular, Lang: "en", Text: official.Text{Title: "x", Body: "y"}})
			})
		}
		wg.Wait()
		kept, told := 0, 0
		for _, err := range errs {
			switch {
			case err == nil:
				kept++
			case errors.Is(err, survey.ErrStale):
				told++
			}
		}
		if kept != 1 || told != 3 {
			t.Errorf("%d were kept, %d told: %v", kept, told, errs)
		}
	})
}

// A text is tried on what there is, as the document will say it; on what is not
// there, or not of its kind, it is not.
func TestTemplatesAreTried(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		order, tasks := o.issueOrder(t, "u0", 2)
		room := papersOf(o, "", survey.ManageOrders)
		for _, k := range official.Kinds {
			subjects, err := room.Subjects(ctx, k, "zh")
			ok(t, err)
			if about := slices.Contains(official.OfOrder, k); about != (len(subjects) == 1) || about && subjects[0].ID != order.ID {
				t.Errorf("%s is tried on %+v", k, subjects)
			}
			text := official.Default(k, "zh")
			if _, err := room.Preview(ctx, k, "zh", text, "nothing"); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s of nothing: %v", k, err)
			}
		}
		text := official.Text{Title: "试", Body: "{unit}有{count}个。\n{each problems}\n{no} {title}\n{end}"}
		paper, err := room.Preview(ctx, official.Notice, "zh", text, order.ID)
		ok(t, err)
		if fields := paper.Values; fields.Fields["count"] != "2" || len(fields.Lists["problems"]) != len(tasks) {
			t.Errorf("it says %+v", fields)
		}
		text.Body = "{unti}"
		if wrong := survey.FieldErrors(nil); !errors.As(second(room.Preview(ctx, official.Notice, "zh", text, order.ID)), &wrong) {
			t.Error("a wrong text is tried")
		}
	})
}

// Templates are the whole house's; documents of an order are for whoever sees it.
func TestDocumentsAreWithinRights(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		order, _ := o.issueOrder(t, "u0", 2)
		for name, room := range map[string]official.Room{
			"an inspector":            papersOf(o, "", survey.ReadOrders),
			"an organiser of a part":  papersOf(o, "u0", survey.ManageOrders),
			"somebody without rights": papersOf(o, ""),
		} {
			if _, err := room.Templates(ctx); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s reads templates: %v", name, err)
			}
			if _, err := room.Edit(ctx, official.Template{Kind: official.Notice, Lang: "zh", Default: true}); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s edits templates: %v", name, err)
			}
			if _, err := room.Preview(ctx, official.Notice, "zh", official.Default(official.Notice, "zh"), ""); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s sees previews: %v", name, err)
			}
		}
		for _, tt := range []struct {
			name string
			room official.Room
			sees bool
		}{
			{"its unit", papersOf(o, "u0", survey.WorkOrders), true},
			{"another unit", papersOf(o, "u1", survey.WorkOrders), false},
		} {
			for _, file := range []string{"notice.docx", "notice.pdf", "problems.xlsx", "tasks.docx", "responsibilities.pdf"} {
				_, write, err := tt.room.OfOrderFile(ctx, file, order.ID, "zh")
				if tt.sees != (err == nil) || err != nil && !errors.Is(err, survey.ErrNotFound) {
					t.Errorf("%s asks for %s: %v", tt.name, file, err)
				}
				var b bytes.Buffer
				if err == nil && (write(&b) != nil || b.Len() < 500) {
					t.Errorf("%s is %d bytes", file, b.Len())
				}
			}
		}
		for _, file := range []string{"notice.xlsx", "circular.docx", "notice", "other.pdf", "notice-docx.zip"} {
			if _, _, err := papersOf(o, "", survey.ManageOrders).OfOrderFile(ctx, file, order.ID, "zh"); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s: %v", file, err)
			}
		}
		if _, _, err := papersOf(o, "", survey.ManageOrders).OfPollFile(ctx, "notice-docx.zip", "none", "", "zh"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("notices of a poll that is none: %v", err)
		}
		_, write, err := papersOf(o, "u0", survey.WorkOrders).OfOrderFile(ctx, "notice.pdf", order.ID, "en")
		ok(t, err)
		ok(t, write(io.Discard))
	})
}

// A notice says what it said when it was issued, whatever becomes of its tasks
// and of the template; lists say what is.
func TestNoticesAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		all := survey.Rights{}
		for _, right := range []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.WorkOrders} {
			all.Add(right, survey.Area{})
		}
		desk := o.rectifying()
		papers := official.New(o.store.People, desk, o.givingDesk()).Within(o.Within(all))
		orders := desk.Within(o.Within(all))
		pdf := func(file, order string) string {
			t.Helper()
			_, write, err := papers.OfOrderFile(ctx, file, order, "zh")
			ok(t, err)
			var b bytes.Buffer
			ok(t, write(&b))
			return strings.Join(strings.Fields(pdftest.Text(t, b.Bytes())), "")
		}
		p, err := orders.AddProblem(ctx, rectify.Problem{Unit: "u0", Title: "公示时间短"})
		ok(t, err)
		p, err = orders.EditProblem(ctx, p.ID, rectify.ProblemEdit{Revision: 1, Title: p.Title, State: rectify.Confirmed})
		ok(t, err)
		order, err := orders.AddOrder(ctx, rectify.Order{Unit: "u0", Title: "关于整改的通知", Issuer: "某市委组织部", Due: "2026-03-03"}, []string{p.ID})
		ok(t, err)
		if draft := pdf("notice.pdf", order.ID); !strings.Contains(draft, "（草稿，未下发）") {
			t.Errorf("a draft says %s", draft)
		}
		order, err = orders.IssueOrder(ctx, order.ID, order.Revision)
		ok(t, err)
		issued := pdf("notice.pdf", order.ID)
		for _, want := range []string{"关于整改的通知", order.Number, "2026年3月3日", "请于2026年3月3日前逐项认领", "某市委组织部", "反馈问题清单"} {
			if !strings.Contains(issued, want) {
				t.Errorf("it lacks %s: %s", want, issued)
			}
		}
		if strings.Contains(issued, "草稿") || strings.Contains(issued, "民意调查") {
			t.Errorf("of no poll: %s", issued)
		}
		_, tasks, err := orders.Order(ctx, order.ID)
		ok(t, err)
		_, err = orders.Move(ctx, tasks[0].ID, tasks[0].Revision, rectify.Move{Do: rectify.Amend, Due: "2026-05-05", Why: "期限调整"})
		ok(t, err)
		_, err = papers.Edit(ctx, official.Template{Kind: official.Notice, Lang: "zh", Text: official.Text{Title: "另一个标题", Body: "{count}"}})
		ok(t, err)
		if now := pdf("notice.pdf", order.ID); now != issued {
			t.Errorf("it became %s", now)
		}
		if list := pdf("problems.pdf", order.ID); !strings.Contains(list, "2026年5月5日") {
			t.Errorf("the list says %s", list)
		}
	})
}

// The lists of a poll have what is issued and not withdrawn, its batch of notices
// no draft.
func TestListsHaveWhatIsIssued(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.openPoll(t, draft("p"))
		ok(t, o.ClosePoll(ctx, "p"))
		o.move(time.Hour)
		ok(t, o.Tick(ctx))
		task := func(id, order string, state rectify.State) rectify.Task {
			return rectify.Task{ID: id, Order: order, Unit: "u0", Poll: "p", State: state, Title: "问题" + id, Due: orderDue}
		}
		ok(t, o.store.People.ChangeOrders(ctx, rectify.Change{
			Orders: []rectify.Order{{ID: "or_0", Number: "1号", Title: "整改", Unit: "u0", Poll: "p", Issued: o.now()}, {ID: "or_1", Title: "整改", Unit: "u0", Poll: "p"}},
			Tasks: []rectify.Task{
				task("ta_0", "or_0", rectify.InProgress), task("ta_1", "or_0", rectify.Withdrawn), task("ta_2", "or_1", rectify.Draft), task("ta_3", "or_0", rectify.Closed),
			},
		}))
		papers := papersOf(o, "", survey.ReadOrders, survey.ManageOrders, survey.ReadUnpublished)
		for _, k := range []official.Kind{official.Problems, official.Tasks, official.Responsibilities} {
			f, err := papers.Poll(ctx, k, "p", "", "zh")
			ok(t, err)
			var b bytes.Buffer
			ok(t, f.Write(&b, "pdf"))
			text := strings.Join(strings.Fields(pdftest.Text(t, b.Bytes())), "")
			for id, want := range map[string]bool{"ta_0": true, "ta_1": false, "ta_2": false, "ta_3": true} {
				if strings.Contains(text, "问题"+id) != want {
					t.Errorf("%s of %s: %s", id, k, text)
				}
			}
			if !strings.Contains(text, "共2") {
				t.Errorf("%s counts: %s", k, text)
			}
		}
		if batch, err := papers.Batch(ctx, official.Notice, "p", "zh"); err != nil || len(batch.Files) != 1 {
			t.Errorf("%d notices, %v", len(batch.Files), err)
		}
		if from, err := papers.Sources(ctx); err != nil || len(from) != 1 || from[0].Orders != 1 {
			t.Errorf("%+v, %v", from, err)
		}
	})
}
