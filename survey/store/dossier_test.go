package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/dossier"
	"minping/survey/form"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/rectify"
)

// shelf is the shelf of dossiers for somebody with rights below a unit.
func (o *office) shelf(unit string, rights ...survey.Right) dossier.Room {
	r := survey.Rights{}
	for _, right := range rights {
		r.Add(right, survey.Area{Unit: unit})
	}
	s := dossier.New(o.store.People, o.rectifying())
	s.Now, s.Projects = o.now, projects.New(o.store.People)
	s.Projects.Now = o.now
	s.Points = points.New(o.store.People, form.ParseScheme)
	s.Points.Now, s.Points.Zone = o.now, time.UTC
	return s.Within(o.Within(r))
}

// counted has eight units of three levels of satisfaction, and a published
// poll: u0 and u1 are alike and high, the others low.
func (o *office) counted(t testing.TB) {
	t.Helper()
	o.Parse = form.Parse
	_, err := o.AddQuestionnaire(ctx, []byte(rated))
	ok(t, err)
	units := []survey.Unit{{ID: "top", Name: survey.Text{"zh": "市"}, Tier: "city"}}
	var ids []string
	for i := range 8 {
		id := fmt.Sprint("u", i)
		units, ids = append(units, survey.Unit{ID: id, Name: survey.Text{"zh": "单位" + id}, Tier: "county", Parent: "top"}), append(ids, id)
	}
	ok(t, o.PutUnits(ctx, units))
	p := o.openPoll(t, survey.Poll{
		ID: "one", Questionnaire: survey.QuestionnaireRef{ID: "rated", Version: "1"}, Title: survey.Text{"zh": "第一轮"}, Access: survey.ByCode, Units: ids,
	})
	_, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{Label: "群众"}, 40)
	ok(t, err)
	for i, code := range codes {
		s := survey.Submission{Poll: p.ID, Code: code, Salt: random32()}
		for u, id := range ids {
			answers := "32133"
			if u > 1 {
				answers = "11213"
			}
			s.Ballots = append(s.Ballots, survey.Ballot{Unit: id, Answers: survey.Answers{"s": {answers[(i+u)%5 : (i+u)%5+1]}}})
		}
		_, err := o.Accept(ctx, s)
		ok(t, err)
	}
	ok(t, o.ClosePoll(ctx, p.ID))
	ok(t, o.PublishPoll(ctx, p.ID))
}

// A dossier has the parts that whoever asks may read, and no others.
func TestDossierWithinRights(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.counted(t)
		_, err := o.Within(survey.Rights{survey.ManageUnits: survey.Everything}).ChangeRoster(ctx, survey.RosterChange{People: []survey.Person{
			{ID: "shen", Name: "沈远舟", Team: "u0", Post: "主任", Mail: "shen@example.org", Phone: "12345678"},
		}}, func([]survey.Person) error { return nil })
		ok(t, err)
		_, tasks := o.issueOrder(t, "u0", 2)
		task := tasks[0]
		for _, m := range []rectify.Move{
			{Do: rectify.Claim, Person: "沈远舟"},
			{Do: rectify.Plan, Cause: "因", Measure: "法"},
			{Do: rectify.Submit, Why: "办完了", Evidence: []rectify.Evidence{{Name: "公示照片（存办公室）"}}},
		} {
			task, err = organiserOf(o, "").Move(ctx, task.ID, task.Revision, m)
			ok(t, err)
		}
		_, err = organiserOf(o, "").AddProblem(ctx, rectify.Problem{Unit: "u0", Title: "尚未列入"})
		ok(t, err)

		cardRoom := cardOrganiser(o, "")
		_, err = cardRoom.PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		for i := range 2 { // the second is not shown
			a, err := cardRoom.Compute(wen, points.AppraisalInput{Scheme: "year-2026", Year: cardRoom.Year()})
			ok(t, err)
			var verdicts []points.Verdict
			for _, u := range a.Result.Units {
				verdicts = append(verdicts, points.Verdict{Unit: u.Unit, Grade: "rest", Reason: "集体研究"})
			}
			a, err = cardRoom.Grade(wen, a.ID, 1, verdicts)
			ok(t, err)
			_, err = cardRoom.Show(wen, a.ID, a.Revision, i == 0, "研究决定")
			ok(t, err)
		}

		for _, tt := range []struct {
			name, unit, of              string
			rights                      []survey.Right
			results, open, free, people int // open: -1: no part
			ungraded                    bool
			fails                       bool
		}{
			{name: "whoever may do all", of: "u0", rights: []survey.Right{survey.ReadResults, survey.ManageOrders, survey.ManageUnits}, results: 1, open: 2, free: 1, people: 1},
			{name: "a reader of results", of: "u0", rights: []survey.Right{survey.ReadResults}, results: 1, open: -1},
			{name: "a reader of orders", of: "u0", rights: []survey.Right{survey.ReadOrders}, open: 2},
			{name: "a reader of the unit", unit: "u0", of: "u0", rights: []survey.Right{survey.ReadResults, survey.ReadOrders}, results: 1, open: 2},
			{name: "whoever looks after the directory", of: "u0", rights: []survey.Right{survey.ManageUnits}, open: -1, people: 1, ungraded: true},
			{name: "a reader of another", unit: "u1", of: "u0", rights: []survey.Right{survey.ReadResults, survey.ReadOrders, survey.ManageUnits}, fails: true},
			{name: "a stranger", of: "u0", fails: true},
			{name: "nobody there", of: "nowhere", rights: []survey.Right{survey.ReadResults, survey.ManageUnits}, fails: true},
		} {
			d, err := o.shelf(tt.unit, tt.rights...).Dossier(ctx, tt.of)
			if tt.fails {
				if !errors.Is(err, survey.ErrNotFound) {
					t.Errorf("%s: %+v, %v", tt.name, d, err)
				}
				continue
			}
			ok(t, err)
			open := -1
			if d.Orders != nil {
				open = d.Orders.Open
			}
			if len(d.Results) != tt.results || open != tt.open || len(d.Problems) != tt.free || len(d.Members) != tt.people || len(d.Graded) == 1 == tt.ungraded {
				t.Errorf("%s: %+v, orders %+v", tt.name, d, d.Orders)
			}
			if d.Orders != nil {
				var shown []string
				for _, task := range d.Orders.Tasks {
					for _, e := range task.Evidence {
						shown = append(shown, e.Name)
					}
				}
				if len(shown) != 1 || shown[0] != "公示照片（存办公室）" {
					t.Errorf("%s: evidence %q", tt.name, shown)
				}
			}
			if tt.unit == "u0" && len(d.Above) > 0 {
				t.Errorf("%s: what lies above is named: %+v", tt.name, d.Above)
			}
		}

		who, err := o.shelf("", survey.ManageUnits).Dossier(ctx, "shen")
		ok(t, err)
		if who.Person == nil || who.Person.Mail != "" || who.Person.Phone != "" || who.Person.Post != "主任" || len(who.Above) != 2 {
			t.Errorf("a person: %+v, %+v", who, who.Person)
		}
		if d, err := o.shelf("", survey.ReadResults).Dossier(ctx, "shen"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("whoever looks after no roster is told of %+v, %v", d, err)
		}
	})
}

// What a unit has taken on stands in its dossier, for those who see it.
func TestDossierTellsOfProjects(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoCities(t)
		room := o.claiming("", survey.ReadOrders, survey.ManageOrders, survey.WorkOrders)
		p, err := room.Add(ctx, projects.Project{Programme: "强基工程", Title: "村级阵地", Due: "2099-06-30"})
		ok(t, err)
		_, err = room.Move(ctx, p.ID, 1, projects.Move{Do: projects.Asking, Unit: "a0", Why: "有基础"})
		ok(t, err)
		_, err = room.Move(ctx, p.ID, 2, projects.Move{Do: projects.Agree, Unit: "a0"})
		ok(t, err)
		for name, tt := range map[string]struct {
			of    string
			right survey.Right
			want  int
		}{
			"its own": {"a0", survey.ReadOrders, 1}, "another's": {"a1", survey.ReadOrders, 0}, "without the right": {"a0", survey.ReadResults, 0},
		} {
			d, err := o.shelf("a", tt.right).Dossier(ctx, tt.of)
			ok(t, err)
			if len(d.Projects) != tt.want {
				t.Errorf("%s: %+v", name, d.Projects)
			}
		}
	})
}

// Sorted by a score, a sheet marks who cannot be told apart; what says nothing
// comes last.
func TestCandidateSheet(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.counted(t)
		o.issueOrder(t, "u3", 1)
		all := []survey.Right{survey.ReadResults, survey.ManagePolls, survey.ReadOrders}
		room := o.shelf("", all...)
		l, err := room.AddList(ctx, dossier.List{Title: " 示范  单位 ", Units: []string{"u3", "top", "u1", "u0", "u1"}, Columns: []dossier.Column{
			{Kind: dossier.Score, Poll: "one"}, {Kind: dossier.Open}, {Kind: dossier.Team}, {Kind: dossier.Post},
		}})
		ok(t, err)
		if l.Title != "示范 单位" || len(l.Units) != 4 || l.Revision != 1 {
			t.Errorf("%+v", l)
		}
		s, err := room.Sheet(ctx, l.ID, 0, false)
		ok(t, err)
		var order, marks []string
		for _, r := range s.Rows {
			order, marks = append(order, r.Unit), append(marks, dossier.Letters(r.Marks))
		}
		if len(s.Columns) != 3 || order[2] != "u3" || order[3] != "top" || marks[0] != "A" || marks[1] != "A" || marks[2] != "" || !s.Level.OK() {
			t.Errorf("columns %+v, order %v, marks %v, level %v", s.Columns, order, marks, s.Level)
		}
		table := s.Table("zh")
		if table.Heads[2] != "同字母者无法区分" || !strings.Contains(table.Rows[0][1], "–") || table.Rows[2][3] != "1" || table.Rows[2][4] != "市" {
			t.Errorf("%+v", table)
		}
		if s, err = room.Sheet(ctx, l.ID, 1, false); err != nil || s.Rows[0].Unit != "u3" || s.Level.OK() {
			t.Errorf("by open tasks: %+v, %v", s, err)
		}
		if s, err = room.Sheet(ctx, l.ID, -1, false); err != nil || s.Rows[1].Unit != "top" {
			t.Errorf("as chosen: %+v, %v", s, err)
		}
		var wrong survey.FieldErrors
		if _, err = room.Sheet(ctx, l.ID, 9, false); !errors.As(err, &wrong) {
			t.Errorf("no such column: %v", err)
		}

		// Who may not read a part is not told of its columns; who reads not all
		// of the units, not even of the list.
		s, err = o.shelf("", survey.ReadResults).Sheet(ctx, l.ID, 0, false)
		ok(t, err)
		if len(s.Columns) != 2 || s.Edits() {
			t.Errorf("a reader of results: %+v", s.Columns)
		}
		if lists, err := o.shelf("u1", all...).Lists(ctx); err != nil || len(lists) != 0 {
			t.Errorf("whoever reads one unit: %+v, %v", lists, err)
		}
		if _, err = o.shelf("u1", all...).Sheet(ctx, l.ID, 0, false); !errors.Is(err, survey.ErrNotFound) {
			t.Error(err)
		}
		if _, err = o.shelf("").Lists(ctx); !errors.Is(err, survey.ErrNotFound) {
			t.Error(err)
		}
	})
}

// Of two who edit a list at once the second is told.
func TestCandidateListRevisions(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.counted(t)
		room := o.shelf("", survey.ReadResults, survey.ManagePolls)
		column := []dossier.Column{{Kind: dossier.Score, Poll: "one"}}
		l, err := room.AddList(ctx, dossier.List{Title: "名单", Units: []string{"u0"}, Columns: column})
		ok(t, err)
		first := l
		first.Title = "名单一"
		after, err := room.EditList(ctx, first)
		ok(t, err)
		second := l
		second.Title = "名单二"
		if _, err = room.EditList(ctx, second); !errors.Is(err, survey.ErrStale) {
			t.Errorf("the second: %v", err)
		}
		if err = room.DropList(ctx, l.ID, l.Revision); !errors.Is(err, survey.ErrStale) {
			t.Errorf("dropped: %v", err)
		}
		if _, err = o.shelf("", survey.ReadResults).EditList(ctx, after); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a reader: %v", err)
		}
		ok(t, room.DropList(ctx, l.ID, after.Revision))
		if _, _, err = room.List(ctx, l.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Error(err)
		}
		if kinds := o.kinds(t); !strings.Contains(kinds, "candidates.made") || !strings.Contains(kinds, "candidates.changed") || !strings.Contains(kinds, "candidates.dropped") {
			t.Errorf("noted: %s", kinds)
		}

		for _, tt := range []struct {
			field string
			bad   dossier.List
		}{
			{"title", dossier.List{Units: []string{"u0"}, Columns: column}},
			{"units", dossier.List{Title: "无人", Columns: column}},
			{"units[0]", dossier.List{Title: "别处", Units: []string{"nowhere"}, Columns: column}},
			{"columns", dossier.List{Title: "无列", Units: []string{"u0"}}},
			{"columns[0].kind", dossier.List{Title: "怪列", Units: []string{"u0"}, Columns: []dossier.Column{{Kind: "height"}}}},
			{"columns[0].poll", dossier.List{Title: "无测评", Units: []string{"u0"}, Columns: []dossier.Column{{Kind: dossier.Score}}}},
			{"columns[0].poll", dossier.List{Title: "别的测评", Units: []string{"u0"}, Columns: []dossier.Column{{Kind: dossier.Score, Poll: "none"}}}},
		} {
			var wrong survey.FieldErrors
			_, err := room.AddList(ctx, tt.bad)
			if !errors.As(err, &wrong) || !slices.ContainsFunc(wrong, func(e survey.FieldError) bool { return e.Field == tt.field && e.Message("zh") != "" }) {
				t.Errorf("%s: %v", tt.field, err)
			}
		}
	})
}
