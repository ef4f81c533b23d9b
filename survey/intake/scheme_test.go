package intake

import (
	"errors"
	"strings"
	"testing"

	"minping/survey"
)

func appraised() (*survey.Scheme, []survey.Unit) {
	text := survey.Text{"zh": "述职", "en": "Duty"}
	return &survey.Scheme{
		Parts: []survey.SchemePart{
			{ID: "duty", Title: text, Weight: 50, Marks: true}, {ID: "card", Title: survey.Text{"zh": "积分"}, Weight: 50, Card: "c"},
		},
		Cards:  []survey.PointCard{{ID: "c", Items: []survey.PointItem{{ID: "absent", Points: -2}}}},
		Vetoes: []survey.SchemeVeto{{ID: "accident"}},
	}, []survey.Unit{{ID: "a"}, {ID: "b"}}
}

func TestSchemeTables(t *testing.T) {
	s, units := appraised()
	for _, tt := range []struct{ name, table, want string }{
		{"marks", "单位,述职,备注\na,90,\nb,,好\n", "a duty 90"},
		{"marks", "unit,Duty\na,101\nc,5\n", "row 2, column 2 (Duty): the mark 101; row 3, column 1 (unit): there is no unit"},
		{"marks", "unit,duty\na,ninety\n", `row 2, column 2 (duty): "ninety" is no number`},
		{"marks", "unit,duty\na,1\na,2\n", "row 3, column 2 (duty): “a” has a mark"},
		{"marks", "duty\n1\n", `row 1: there is no column "unit"`},
		{"points", "单位,项目,日期,录入人,审核人,分值\na,absent,2026-03-31,钱,孙,-1\nb,absent,2026-04-01,钱,,\n", "a c absent 2026-03-31 钱 孙 -1; b c absent 2026-04-01 钱"},
		{"points", "unit,item,date,entered,reviewed\na,absent,31.3.2026,钱,钱\n", "row 2, column 3 (date): “31.3.2026” is no date; row 2, column 5 (reviewed): “钱” entered it"},
		{"points", "unit,item,date,entered,points\na,absent,2026-03-31,钱,3\na,late,2026-03-31,钱,\n", "row 2, column 5 (points): 3 points; row 3, column 2 (item): “” has no item"},
		{"vetoes", "unit,veto,reason\na,accident,通报\n", "a accident 通报"},
		{"vetoes", "unit,veto,reason\na,theft,x\nb,accident,\n", "row 2, column 2 (veto): the scheme has no veto; row 3, column 3 (reason): state the reason"},
	} {
		sheet, err := ReadTable(strings.NewReader(tt.table), "x.csv")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		switch tt.name {
		case "marks":
			var marks []survey.SchemeMark
			marks, err = SchemeMarks(sheet, "x.csv", s, units)
			for _, m := range marks {
				got = append(got, strings.Join([]string{m.Unit, m.Part, number(&m.Value)}, " "))
			}
		case "points":
			var points []survey.PointEntry
			points, err = SchemePoints(sheet, "x.csv", s, units)
			for _, e := range points {
				got = append(got, strings.Join(strings.Fields(strings.Join([]string{e.Unit, e.Card, e.Item, e.Date, e.Entered, e.Reviewed, number(e.Points)}, " ")), " "))
			}
		default:
			var cases []survey.VetoCase
			cases, err = SchemeVetoes(sheet, "x.csv", s, units)
			for _, c := range cases {
				got = append(got, c.Unit+" "+c.Veto+" "+c.Reason)
			}
		}
		if wrong, is := errors.AsType[*Problems](err); is {
			for _, want := range strings.Split(tt.want, "; ") {
				if !strings.Contains(wrong.In("en"), want) {
					t.Errorf("%q: %s, want %s", tt.table, wrong.In("en"), want)
				}
			}
			continue
		}
		if all := strings.Join(got, "; "); err != nil || all != tt.want {
			t.Errorf("%q: %s, %v, want %s", tt.table, all, err, tt.want)
		}
	}
}

func number(x *float64) string {
	if x == nil {
		return ""
	}
	return survey.Fill("{x}", "en", survey.Args("x", *x))
}
