package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/projects"
)

// claiming is the desk of projects for somebody with rights below a unit.
func (o *office) claiming(unit string, rights ...survey.Right) projects.Room {
	r := survey.Rights{}
	for _, right := range rights {
		r.Add(right, survey.Area{Unit: unit})
	}
	d := projects.New(o.store.People)
	d.Now, d.Zone = o.now, time.UTC
	return d.Within(o.Within(r))
}

// twoCities has a city of two counties, and another.
func (o *office) twoCities(t testing.TB) {
	t.Helper()
	var units []survey.Unit
	for _, city := range []string{"a", "b"} {
		units = append(units, survey.Unit{ID: city, Name: survey.Text{"zh": city + "市"}, Tier: "city"})
		for i := range 2 {
			id := fmt.Sprint(city, i)
			units = append(units, survey.Unit{ID: id, Name: survey.Text{"zh": id + "县"}, Tier: "county", Parent: city})
		}
	}
	ok(t, o.PutUnits(ctx, units))
}

// Both choose: a unit asks, whoever offers agrees. Who sees what follows from
// whose it is, and of those who ask nobody is told but himself and whoever answers.
func TestProjectsWithinRights(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoCities(t)
		all := []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.CheckOrders, survey.WorkOrders}
		unit := []survey.Right{survey.ReadOrders, survey.WorkOrders}
		city := o.claiming("a", all...)
		due := survey.DayOf(o.now(), time.UTC).Add(300)
		p, err := city.Add(ctx, projects.Project{Programme: "强基工程", Title: "村级阵地", Home: "a", Due: due})
		ok(t, err)
		var wrong survey.FieldErrors
		if _, err = city.Add(ctx, projects.Project{Programme: "强基工程", Title: "别处", Home: "b", Due: due}); !errors.As(err, &wrong) {
			t.Errorf("offered elsewhere: %v", err)
		}
		if _, err = city.Add(ctx, projects.Project{Programme: "强基工程", Title: "到处", Due: due}); !errors.As(err, &wrong) {
			t.Errorf("offered to all: %v", err)
		}
		if _, err = o.claiming("b0", unit...).Project(ctx, p.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the other city: %v", err)
		}
		if _, err = o.claiming("b0", unit...).Move(ctx, p.ID, 1, projects.Move{Do: projects.Asking, Unit: "b0", Why: "…"}); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the other city asks: %v", err)
		}
		for i, who := range []string{"a0", "a1"} {
			_, err = o.claiming(who, unit...).Move(ctx, p.ID, int64(i+1), projects.Move{Do: projects.Asking, Unit: who, Why: "有基础"})
			ok(t, err)
		}
		if _, err = o.claiming("a0", unit...).Move(ctx, p.ID, 3, projects.Move{Do: projects.Retract, Unit: "a1"}); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("for another: %v", err)
		}
		if _, err = o.claiming("a0", unit...).Move(ctx, p.ID, 3, projects.Move{Do: projects.Agree, Unit: "a0"}); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("agrees to itself: %v", err)
		}
		own, err := o.claiming("a0", unit...).Project(ctx, p.ID)
		ok(t, err)
		both, err := city.Project(ctx, p.ID)
		ok(t, err)
		if len(own.Asks) != 1 || len(own.Steps) != 1 || len(both.Asks) != 2 {
			t.Errorf("asks: %+v, %+v", own.Asks, both.Asks)
		}
		if _, err = city.Move(ctx, p.ID, 2, projects.Move{Do: projects.Agree, Unit: "a0"}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("as it was before: %v", err)
		}
		_, err = city.Move(ctx, p.ID, 3, projects.Move{Do: projects.Agree, Unit: "a0"})
		ok(t, err)
		if _, err = o.claiming("a1", unit...).Project(ctx, p.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("whoever did not get it: %v", err)
		}
		month := survey.DayOf(o.now(), time.UTC).Month()
		_, err = o.claiming("a0", unit...).Move(ctx, p.ID, 4, projects.Move{Do: projects.Tell, Month: month, Share: 10, Why: "摸底"})
		ok(t, err)
		may, err := o.claiming("a0", unit...).May(ctx, p)
		ok(t, err)
		if !slices.Equal(may, []projects.Do{projects.Asking}) {
			t.Errorf("a unit may %v", may)
		}

		c, err := city.Circular(ctx, month)
		ok(t, err)
		heads, rows := c.Table("zh")
		if c.Reported != 1 || c.Silent != 0 || len(rows) != 1 || len(rows[0]) != len(heads) || rows[0][3] != "10%" || rows[0][5] != "摸底" {
			t.Errorf("%+v, %v", c, rows)
		}
		if c, err = o.claiming("b", all...).Circular(ctx, month); err != nil || len(c.Lines) != 0 {
			t.Errorf("the other city is told %+v, %v", c, err)
		}
		if _, err = o.claiming("").Projects(ctx, projects.Filter{}); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
		if kinds := o.kinds(t); !strings.Contains(kinds, "project.offered") || strings.Count(kinds, "project.moved") != 4 {
			t.Errorf("noted: %s", kinds)
		}
	})
}

// A table of projects comes out as it went in, and changes what it says anew.
func TestProjectsTable(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.twoCities(t)
		room := o.claiming("", survey.ReadOrders, survey.ManageOrders)
		put := func(table string, check bool) (projects.Difference, string) {
			t.Helper()
			sheet, err := intake.UploadedTable(bytes.NewReader([]byte(table)), "projects.csv")
			ok(t, err)
			diff, cells, err := room.Import(ctx, sheet.Header, sheet.Rows, sheet.Line, check)
			ok(t, err)
			if len(cells) > 0 {
				return diff, sheet.Wrong("projects.csv", cells).In("zh")
			}
			return diff, ""
		}
		const list = "工程,项目,完成时限,承办单位,责任领导\n强基工程,村级阵地,2099-06-30,a0县,卓砚青\n强基工程,头雁计划,2099-12-31,,\n"
		if diff, wrong := put(list, true); wrong != "" || len(diff.Added) != 2 {
			t.Fatalf("%+v, %s", diff, wrong)
		}
		if all, err := room.Projects(ctx, projects.Filter{}); err != nil || len(all) != 0 {
			t.Fatalf("checked, and kept %+v, %v", all, err)
		}
		put(list, false)
		all, err := room.Projects(ctx, projects.Filter{})
		ok(t, err)
		if len(all) != 2 || all[0].State != projects.Claimed || all[0].Unit != "a0" || all[1].State != projects.Offered {
			t.Fatalf("%+v", all)
		}
		heads, rows, err := room.Table(ctx, all, "zh")
		ok(t, err)
		out := strings.Join(heads, ",") + "\n" + strings.Join(rows[0], ",") + "\n" + strings.Join(rows[1], ",") + "\n"
		if diff, wrong := put(out, false); wrong != "" || diff.Same != 2 || len(diff.Added)+len(diff.Changed) != 0 {
			t.Errorf("as it came out: %+v, %s", diff, wrong)
		}
		if diff, wrong := put(strings.Replace(out, "卓砚青", "闻以澄", 1), false); wrong != "" || len(diff.Changed) != 1 || diff.Changed[0].Lead != "闻以澄" {
			t.Errorf("changed: %+v, %s", diff, wrong)
		}
		for name, bad := range map[string]string{
			"缺少“完成时限”一列":     "工程,项目\n甲,乙\n",
			"“下月”不是日期":       "工程,项目,完成时限\n甲,乙,下月\n",
			"没有单位“乙县”":       "工程,项目,完成时限,承办单位\n甲,乙,2099-01-01,乙县\n",
			"没有编号为“pj_0”的项目": "编号,工程,项目,完成时限\npj_0,甲,乙,2099-01-01\n",
			"在导出之后已经变动":      out,
			"已有承办单位":         "编号,工程,项目,完成时限,承办单位\n" + all[0].ID + ",强基工程,村级阵地,2099-06-30,a1县\n",
		} {
			if _, wrong := put(bad, false); !strings.Contains(wrong, name) {
				t.Errorf("%s: %s", name, wrong)
			}
		}
	})
}
