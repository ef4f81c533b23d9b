package store_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"minping/survey"
)

// Whatever stands in a table, it is refused with cells that are there, or each
// row is a project.
func FuzzProjectsTable(f *testing.F) {
	f.Add("工程,项目,完成时限\n强基工程,村级阵地,2099-06-30\n")
	f.Add("编号,工程,项目,完成时限,承办单位,修订号\npj_0,甲,乙,2099-01-01,a0,7\n")
	f.Add("项目,项目,工程,完成时限\n,,,\n\"a\nb\",x,y,2099-02-30\n")
	o, _ := sqliteOffice(f)
	o.twoCities(f)
	room := o.claiming("", survey.ManageOrders)
	f.Fuzz(func(t *testing.T, table string) {
		r := csv.NewReader(strings.NewReader(table))
		r.FieldsPerRecord = -1
		all, err := r.ReadAll()
		if err != nil || len(all) == 0 {
			t.Skip()
		}
		rows := all[1:]
		diff, wrong, err := room.Import(t.Context(), all[0], rows, func(i int) int { return i + 2 }, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range wrong {
			if e.Row < -1 || e.Row >= len(rows) || e.Column < -1 || e.Column >= len(all[0]) || e.Message("zh") == "" {
				t.Fatalf("%+v of %d rows", e, len(rows))
			}
		}
		if len(wrong) == 0 && len(diff.Added)+len(diff.Changed)+diff.Same != len(rows) {
			t.Fatalf("%+v of %d rows", diff, len(rows))
		}
	})
}
