package store_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/dossier"
	"minping/survey/duty"
	"minping/survey/evidence"
	"minping/survey/form"
	"minping/survey/points"
	"minping/survey/projects"
)

// What units earned and took on stands on their dossiers and compares them on
// candidate lists; whoever looks after one unit reads of that one alone.
func TestDossierTellsWhatWasEarned(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.counted(t)
		whole := cardOrganiser(o, "")
		learning := strings.Replace(cardScheme, "grades:\n", "  - {id: hours, kind: credits, title: {zh: 学时卡}, items: [{id: course, title: {zh: 培训}, points: 8}]}\ngrades:\n", 1)
		_, err := whole.PutScheme(wen, "year-2026", 0, []byte(learning))
		ok(t, err)
		earn(t, whole, points.Input{Unit: "u0", Card: "hours", Item: "course", Matter: "参加培训", Day: survey.DayOf(o.now(), time.UTC)})
		for range 2 {
			earn(t, whole, points.Input{Unit: "u0", Card: "year", Item: "award", Matter: "获表彰", Day: survey.DayOf(o.now(), time.UTC)})
		}
		earn(t, whole, points.Input{Unit: "u1", Card: "year", Item: "award", Matter: "获表彰", Day: survey.DayOf(o.now(), time.UTC)})

		claimed := projects.New(o.store.People)
		claimed.Now, claimed.Zone = o.now, time.UTC
		room := claimed.Within(o.Within(rightsBelow("", survey.ReadOrders, survey.ManageOrders, survey.WorkOrders)))
		p, err := room.Add(wen, projects.Project{Programme: "强基", Title: "村级阵地", Due: survey.DayOf(o.now().AddDate(1, 0, 0), time.UTC)})
		ok(t, err)
		for _, m := range []projects.Move{{Do: projects.Asking, Unit: "u1", Why: "有条件"}, {Do: projects.Agree, Unit: "u1"}} {
			p, err = room.Move(wen, p.ID, p.Revision, m)
			ok(t, err)
		}

		reports := o.dutyDesk().Within(o.Within(rightsBelow("", survey.ReadOrders, survey.ManageOrders)))
		r, err := reports.Add(wen, duty.Review{Title: "年终述职", Year: "2026", Due: survey.DayOf(o.now(), time.UTC), Sections: []string{"履职"}, Items: []duty.Item{{Title: "实绩", Full: 50}}, Units: []string{"u0", "u1"}})
		ok(t, err)
		r, err = reports.Move(wen, r.ID, r.Revision, duty.Move{Do: duty.Start})
		ok(t, err)
		folder, _ := shelf(t)
		cabinet := evidence.NewCabinet(o.store.People)
		cabinet.Now, cabinet.Folder = o.now, folder
		cabinet.Owners = map[string]evidence.Owner{"project": claimed.Place, "duty": o.dutyDesk().Place}
		files := cabinet.Within(o.Within(rightsBelow("", survey.ReadOrders, survey.ManageOrders, survey.WorkOrders)))
		for i, of := range []evidence.Of{{Kind: "project", ID: p.ID}, {Kind: "project", ID: p.ID}, {Kind: "duty", ID: r.ID + ":u0"}} {
			_, err = files.Add(wen, of, fmt.Sprintf("%d.png", i), "", bytes.NewReader(photo(t, i)))
			ok(t, err)
		}
		given := map[string]duty.Mark{}
		for i, unit := range r.Units {
			_, err = reports.MoveReport(wen, r.ID, unit, 0, duty.ReportMove{Do: duty.HandIn, Texts: []string{"…"}})
			ok(t, err)
			given[unit] = duty.Mark{Items: []float64{float64(40 + 5*i)}}
		}
		for _, m := range []duty.Move{{Do: duty.Score, Judge: "甲", Given: given}, {Do: duty.Publish}} {
			r, err = reports.Move(wen, r.ID, r.Revision, m)
			ok(t, err)
		}

		appraise := func(show bool) {
			t.Helper()
			a, err := whole.Compute(wen, points.AppraisalInput{Scheme: "year-2026", Year: whole.Year()})
			ok(t, err)
			var verdicts []points.Verdict
			for _, u := range a.Result.Units {
				verdicts = append(verdicts, points.Verdict{Unit: u.Unit, Grade: map[bool]string{true: "best", false: "rest"}[u.Unit == "u1"], Reason: "集体研究"})
			}
			a, err = whole.Grade(wen, a.ID, a.Revision, verdicts)
			ok(t, err)
			if show {
				_, err = whole.Show(wen, a.ID, a.Revision, true, "研究决定")
				ok(t, err)
			}
		}
		for i, unit := range []string{"u0", "u1"} {
			mark := float64(40 + i)
			earn(t, whole, points.Input{Unit: unit, Part: "duty", Points: &mark})
		}
		appraise(true)
		o.move(time.Hour)
		mark := 50.0
		earn(t, whole, points.Input{Unit: "u2", Part: "duty", Points: &mark})
		appraise(false)

		for range 2 {
			o.complain(t, o.window(t, "u0").ID)
		}
		o.move(40 * 24 * time.Hour)
		o.complain(t, o.window(t, "u0").ID)

		shelf := dossier.New(o.store.People, o.rectifying())
		desk := points.New(o.store.People, form.ParseScheme)
		desk.Now, desk.Zone = o.now, time.UTC
		shelf.Now, shelf.Projects, shelf.Points, shelf.Duty = o.now, claimed, desk, o.dutyDesk()
		shelf.Cases, shelf.Files = o.counter(), cabinet
		all := []survey.Right{survey.ReadResults, survey.ReadOrders, survey.ManagePolls, survey.ManageOrders}
		in := shelf.Within(o.Within(rightsBelow("", all...)))
		d, err := in.Dossier(ctx, "u0")
		ok(t, err)
		if len(d.Cards) != 2 || d.Cards[0].Balance != 80 || d.Cards[1].Kind != survey.CardCredits || d.Cards[1].Balance != 8 || len(d.Projects) != 0 || len(d.Duty) != 1 || d.Duty[0].Score != 80 {
			t.Errorf("the dossier: %+v, %+v, %+v", d.Cards, d.Projects, d.Duty)
		}
		if len(d.Files) != 1 || d.Files[0].Name != "2.png" || d.Files[0].Title != "年终述职" || d.Cases == nil || *d.Cases != (dossier.Cases{Open: 3, Overdue: 2}) {
			t.Errorf("files and cases of the dossier: %+v, %+v", d.Files, d.Cases)
		}
		if g := d.Graded; len(g) != 1 || g[0].Total != 80 || g[0].Grade.In("zh") != "其余" || g[0].Place != 2 || g[0].Year != whole.Year() {
			t.Errorf("appraisals of the dossier: %+v", g)
		}
		columns := []dossier.Column{{Kind: dossier.Points}, {Kind: dossier.Work}, {Kind: dossier.Duties}, {Kind: dossier.Proof}, {Kind: dossier.Said}, {Kind: dossier.Credits}}
		list, err := in.AddList(ctx, dossier.List{Title: "名单", Units: []string{"u0", "u1", "u2"}, Columns: columns})
		ok(t, err)
		sheet, err := in.Sheet(ctx, list.ID, 0, false)
		ok(t, err)
		if got := fmt.Sprint(sheet.Table("zh").Rows); got != "[[单位u0 80  80.00（年终述职） 1 3（逾期 2） 8] [单位u1 70 1（村级阵地 0%） 90.00（年终述职） 2 0 0] [单位u2 60   0 0 0]]" {
			t.Errorf("the list: %s", got)
		}
		if got := sheet.Table("zh").Heads[1]; got != "积分（年度考核·积分卡 "+whole.Year()+"）" {
			t.Errorf("the heading: %q", got)
		}
		// Cards of several schemes do not add up: a column is of one, and sorts by it.
		_, err = whole.PutScheme(wen, "", 0, []byte(strings.NewReplacer("year-2026", "second", "年度考核", "专项考核", "积分卡", "专项卡", "base: 60", "base: 10").Replace(cardScheme)))
		ok(t, err)
		extra, err := whole.Add(wen, points.Input{Scheme: "second", Unit: "u2", Item: "award", Matter: "获表彰", Day: survey.DayOf(o.now(), time.UTC)})
		ok(t, err)
		_, err = whole.Step(du, extra.ID, 1, points.Confirm, "")
		ok(t, err)
		several, err := in.AddList(ctx, dossier.List{Title: "两张卡", Units: []string{"u0", "u1", "u2"}, Columns: []dossier.Column{{Kind: dossier.Points}, {Kind: dossier.Points, Scheme: "second", Card: "year"}}})
		ok(t, err)
		for sort, want := range []string{"[[单位u0 80 10] [单位u1 70 10] [单位u2 60 20]]", "[[单位u2 60 20] [单位u0 80 10] [单位u1 70 10]]"} {
			sheet, err := in.Sheet(ctx, several.ID, sort, false)
			ok(t, err)
			if table := sheet.Table("zh"); fmt.Sprint(table.Rows) != want || table.Heads[2] != "积分（专项考核·专项卡 "+whole.Year()+"）" {
				t.Errorf("by %d: %q %s", sort, table.Heads, table.Rows)
			}
		}
		down, err := in.Sheet(ctx, list.ID, 2, false)
		ok(t, err)
		if got := down.Table("en").Rows[0][0]; got == "" || down.Rows[0].Unit != "u1" {
			t.Errorf("by duty reports: %+v", down.Rows)
		}

		for column, first := range map[int]string{3: "u1", 4: "u0"} {
			if down, err = in.Sheet(ctx, list.ID, column, false); err != nil || down.Rows[0].Unit != first {
				t.Errorf("by column %d: %v, %+v", column, err, down.Rows)
			}
		}
		graded, err := in.AddList(ctx, dossier.List{Title: "等次", Units: []string{"u2", "u0", "u1"}, Columns: []dossier.Column{{Kind: dossier.Grade}, {Kind: dossier.Total, Scheme: "year-2026", Year: whole.Year()}, {Kind: dossier.Total, Year: "1999"}}})
		ok(t, err)
		for sort, want := range []string{"[[单位u1 优秀 74.80] [单位u2 其余 ] [单位u0 其余 80.00]]", "[[单位u0 其余 80.00] [单位u1 优秀 74.80] [单位u2 其余 ]]"} {
			sheet, err := in.Sheet(ctx, graded.ID, sort, false)
			ok(t, err)
			table := sheet.Table("zh")
			if got := fmt.Sprint(table.Rows); got != want || table.Heads[1] != "考核等次（年度考核 "+whole.Year()+"）" || len(table.Heads) != 3 {
				t.Errorf("by %d: %s, %q", sort, got, table.Heads)
			}
		}
		for field, c := range map[string]dossier.Column{
			"columns[0].scheme": {Kind: dossier.Grade, Scheme: "none"}, "columns[0].year": {Kind: dossier.Total, Year: "26"},
			"columns[0].card": {Kind: dossier.Points, Scheme: "year-2026", Card: "hours"},
		} {
			if _, err := in.AddList(ctx, dossier.List{Title: "错", Units: []string{"u0"}, Columns: []dossier.Column{c}}); !wrongAt(err, field) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		for _, c := range []dossier.Column{{Kind: dossier.Said, Scheme: "year-2026"}, {Kind: dossier.Points, Scheme: "year-2026"}, {Kind: dossier.Credits, Year: "2026"}, {Kind: dossier.Grade, Scheme: "year-2026", Card: "year"}} {
			if _, err := in.AddList(ctx, dossier.List{Title: "错", Units: []string{"u0"}, Columns: []dossier.Column{c}}); !wrongAt(err, "columns[0].scheme") {
				t.Errorf("%+v: %v", c, err)
			}
		}
		choice, err := in.Choice(ctx)
		if err != nil || len(choice.Columns) != 5 || choice.Columns[1].Kind != dossier.Credits || choice.Columns[4].Kind != dossier.Grade || choice.Columns[4].Year != whole.Year() {
			t.Errorf("to choose from: %+v, %v", choice.Columns, err)
		}
		reader := shelf.Within(o.Within(rightsBelow("", survey.ReadResults))) // of no orders
		if seen, err := reader.Sheet(ctx, graded.ID, 0, false); err != nil || len(seen.Columns) != 2 {
			t.Errorf("whoever reads results is told no grades: %+v, %v", seen, err)
		}
		seen, err := reader.Sheet(ctx, list.ID, 0, false)
		ok(t, err)
		for _, head := range seen.Columns {
			if head.Kind == dossier.Said {
				t.Error("cases are told to whoever reads no orders")
			}
		}

		own := shelf.Within(o.Within(rightsBelow("u1", all...)))
		if d, err := own.Dossier(ctx, "u1"); err != nil || len(d.Cards) != 3 || len(d.Projects) != 1 || len(d.Graded) != 1 || d.Graded[0].Grade.In("zh") != "优秀" {
			t.Errorf("%v, %+v", err, d)
		}
		if _, err := own.Dossier(ctx, "u0"); err == nil {
			t.Error("somebody else's dossier is read")
		}
	})
}
