package projects

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minping/survey"
)

func at(day survey.Day, by string) Moment {
	t, _ := time.Parse(time.DateOnly, string(day))
	return Moment{At: t, Today: day, Actor: survey.Actor{ID: by, Name: by}}
}

func offer() Project {
	return fresh(Project{Programme: "强基工程", Title: "村级阵地规范化", Due: "2026-12-31"})
}

// taken is a project that a unit has from a day on.
func taken(t testing.TB, from survey.Day) Project {
	t.Helper()
	p := offer()
	for _, m := range []Move{{Do: Asking, Unit: "north", Why: "有基础"}, {Do: Agree, Unit: "north"}} {
		var err error
		if p, err = p.Apply(m, at(from, "li")); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// The whole way of a project: two ask, one gets it, it is reported, corrected,
// visited, handed in, returned, handed in again and accepted.
func TestProjectFromOfferToAccepted(t *testing.T) {
	p := offer()
	for i, tt := range []struct {
		day  survey.Day
		by   string
		move Move
		want State
	}{
		{"2026-01-05", "north", Move{Do: Asking, Unit: "north", Why: "有基础"}, Offered},
		{"2026-01-06", "south", Move{Do: Asking, Unit: "south", Why: "有需要"}, Offered},
		{"2026-01-08", "wei", Move{Do: Refuse, Unit: "south", Why: "力量不足"}, Offered},
		{"2026-01-08", "wei", Move{Do: Agree, Unit: "north"}, Claimed},
		{"2026-01-30", "north", Move{Do: Tell, Month: "2026-01", Share: 10, Why: "摸底"}, Claimed},
		{"2026-02-02", "north", Move{Do: Tell, Month: "2026-01", Share: 12, Why: "摸底完成"}, Claimed},
		{"2026-02-03", "wu", Move{Do: Seen, Why: "看了两个村"}, Claimed},
		{"2026-06-01", "wei", Move{Do: Amend, Why: "汛期", Due: "2027-01-31"}, Claimed},
		{"2026-11-01", "north", Move{Do: HandIn, Why: "全部建成"}, Done},
		{"2026-11-02", "wu", Move{Do: Return, Why: "缺档案"}, Claimed},
		{"2026-11-09", "north", Move{Do: HandIn, Why: "补齐"}, Done},
		{"2026-11-10", "wu", Move{Do: Accept, Why: "合格"}, Accepted},
	} {
		was := p
		after, err := p.Apply(tt.move, at(tt.day, tt.by))
		if err != nil || after.State != tt.want || len(after.Steps) != i+1 || len(was.Steps) != i {
			t.Fatalf("%s: %+v, %v", tt.move.Do, after, err)
		}
		p = after
	}
	if len(p.Reports) != 1 || p.Share() != 12 || p.Due != "2027-01-31" || p.From != "2026-01-08" || len(p.Visits) != 1 || p.Visits[0].Name != "wu" {
		t.Errorf("%+v", p)
	}
}

func TestWrongSteps(t *testing.T) {
	claimed := taken(t, "2026-03-01")
	done, err := claimed.Apply(Move{Do: HandIn, Why: "完"}, at("2026-05-01", "north"))
	if err != nil {
		t.Fatal(err)
	}
	asked, err := offer().Apply(Move{Do: Asking, Unit: "north", Why: "有基础"}, at("2026-03-01", "north"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, key string
		p         Project
		m         Move
	}{
		{"no such step", "project_do", claimed, Move{Do: "dance"}},
		{"agreed to twice", "project_not_now", claimed, Move{Do: Agree, Unit: "north"}},
		{"nobody asked", "project_not_asked", asked, Move{Do: Agree, Unit: "south"}},
		{"asked twice", "project_asked", asked, Move{Do: Asking, Unit: "north", Why: "再"}},
		{"asked without a reason", "project_why", offer(), Move{Do: Asking, Unit: "north"}},
		{"no month", "project_month", claimed, Move{Do: Tell, Share: 10, Why: "…"}},
		{"a month that is none", "project_month", claimed, Move{Do: Tell, Month: "2026-13", Share: 10, Why: "…"}},
		{"a month to come", "project_future", claimed, Move{Do: Tell, Month: "2026-06", Share: 10, Why: "…"}},
		{"a month before", "project_before", claimed, Move{Do: Tell, Month: "2026-02", Share: 10, Why: "…"}},
		{"more than all", "project_share", claimed, Move{Do: Tell, Month: "2026-04", Share: 101, Why: "…"}},
		{"accepted by whoever handed it in", "project_own_work", done, Move{Do: Accept, Why: "好"}},
		{"a day that is none", "project_due", claimed, Move{Do: Amend, Why: "改", Due: "2026-02-30"}},
	} {
		after, err := tt.p.Apply(tt.m, at("2026-05-02", "north"))
		var wrong survey.FieldErrors
		if !errors.As(err, &wrong) || !slices.ContainsFunc(wrong, func(e survey.FieldError) bool {
			return e.Key == tt.key && e.Message("zh") != "" && e.Message("en") != ""
		}) {
			t.Errorf("%s: %v", tt.name, err)
		}
		if len(after.Steps) != len(tt.p.Steps) {
			t.Errorf("%s: a step was noted", tt.name)
		}
	}
}

func TestAlerts(t *testing.T) {
	report := func(p Project, month string, share int, on survey.Day) Project {
		p, err := p.Apply(Move{Do: Tell, Month: month, Share: share, Why: "…"}, at(on, "north"))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	fresh := taken(t, "2026-07-01")
	told := report(fresh, "2026-09", 60, "2026-10-05")
	visited, err := told.Apply(Move{Do: Seen, Why: "…"}, at("2026-10-20", "wu"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		p    Project
		day  survey.Day
		want []Alert
	}{
		{"in the month of the claim", fresh, "2026-07-31", nil},
		{"nothing told of it", fresh, "2026-08-02", []Alert{Unreported}},
		{"a quarter of the time is gone", fresh, "2026-08-31", []Alert{Unreported, Behind}},
		{"told in time", told, "2026-10-06", nil},
		{"nobody came", told, "2026-12-31", []Alert{Unreported, Near, Unvisited}},
		{"somebody came", visited, "2026-12-31", []Alert{Unreported, Near}},
		{"late", visited, "2027-01-01", []Alert{Overdue, Unreported}},
		{"not claimed", offer(), "2027-01-01", nil},
	} {
		if got := tt.p.Alerts(tt.day); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	if e := fresh.Expected("2026-10-01"); e != 50 {
		t.Errorf("half of the time: %d %%", e)
	}
}

// Whatever steps are tried, a project has each month once, in order, a unit
// from the claim on, and one step more for each that was taken.
func TestStepsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, day := offer(), survey.Day("2026-01-01")
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			day = day.Add(rapid.IntRange(0, 40).Draw(t, "days"))
			m := Move{
				Do: rapid.SampledFrom(Dos).Draw(t, "do"), Unit: rapid.SampledFrom([]string{"", "north", "south"}).Draw(t, "unit"), Why: "因为",
				Month: rapid.SampledFrom([]string{day.Month(), monthBefore(day), "2026-01"}).Draw(t, "month"), Share: rapid.IntRange(-1, 101).Draw(t, "share"),
			}
			after, err := p.Apply(m, at(day, rapid.SampledFrom([]string{"a", "b"}).Draw(t, "by")))
			if err != nil {
				continue
			}
			if len(after.Steps) != len(p.Steps)+1 || after.Steps[len(after.Steps)-1].From != p.State {
				t.Fatalf("%+v after %+v", after, m)
			}
			if (after.State == Claimed || after.State == Done || after.State == Accepted) && (after.Unit == "" || after.From == "" || len(after.Asks) > 0) {
				t.Fatalf("nobody has it: %+v", after)
			}
			for i := range after.Reports {
				if r := after.Reports[i]; r.Month < after.From.Month() || i > 0 && r.Month <= after.Reports[i-1].Month {
					t.Fatalf("%+v", after.Reports)
				}
			}
			p = after
		}
	})
}

func TestUnreported(t *testing.T) {
	p := Project{State: Claimed, From: "2026-08-20"}
	for _, tt := range []struct {
		today   survey.Day
		reports []string
		want    string
	}{
		{"2026-08-25", nil, "2026-08"},
		{"2026-09-05", nil, "2026-08 2026-09"},
		{"2026-09-05", []string{"2026-08"}, "2026-09"},
		{"2026-10-05", []string{"2026-08"}, "2026-09 2026-10"},
		{"2026-09-05", []string{"2026-09"}, ""},
	} {
		p.Reports = nil
		for _, month := range tt.reports {
			p.Reports = append(p.Reports, Report{Month: month})
		}
		if got := strings.Join(p.Unreported(tt.today), " "); got != tt.want {
			t.Errorf("on %s after %v: %q, want %q", tt.today, tt.reports, got, tt.want)
		}
	}
}
