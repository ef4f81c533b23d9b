package intake

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"minping/survey"
)

// Whatever table of units comes, with whatever columns, it is refused with words
// or read: each unit with an id of its own and a name, parents that there are,
// and the same table put again changes nothing.
func FuzzSheetUnits(f *testing.F) {
	f.Add([]byte("代码,单位名称,英文名,层级,上级\nu1,青岚市,Qinglan,city,\nu2,柳溪县,,county,u1\n"), uint32(0))
	f.Add([]byte("单位名称;层级\n青岚市;city\n\"柳\n溪县\";county\n"), uint32(0))
	f.Add([]byte("a,b\nu1,青岚市\nu1,青岚市\n"), uint32(0o21))
	f.Add([]byte("a,b,c\n x ,東,north\n-,'=1+1,x\n"), uint32(0o521))
	f.Add([]byte(workbook(f)), uint32(0))
	known := []survey.Unit{
		{ID: "north", Name: survey.Text{"zh": "北原市", "en": "Beiyuan"}, Tier: "city"},
		{ID: "east", Name: survey.Text{"zh": "东江县"}, Tier: "county", Parent: "north"},
	}
	f.Fuzz(func(t *testing.T, in []byte, choice uint32) {
		sheet, err := UploadedTable(bytes.NewReader(in), "x")
		if err != nil {
			return // FuzzUploads is about these
		}
		columns := sheet.GuessUnitColumns()
		if choice > 0 { // an octal digit a column
			for i := range columns {
				columns[i] = append([]string{""}, UnitColumns...)[int(choice>>(3*(i%10)))&7%(len(UnitColumns)+1)]
			}
		}
		units, err := sheet.Units("x", columns, known)
		if err != nil {
			var wrong *Problems
			if !errors.As(err, &wrong) || wrong.In("zh") == "" || wrong.In("en") == "" {
				t.Fatalf("no words for %v", err)
			}
			return
		}
		after := survey.DiffUnits(known, units)
		all := checkRead(t, known, units)
		again, err := sheet.Units("x", columns, all)
		if err != nil {
			t.Fatalf("read once, and not again: %v (%d new, %d changed)", err, len(after.Added), len(after.Changed))
		}
		if diff := survey.DiffUnits(all, again); len(diff.Added)+len(diff.Changed) > 0 {
			t.Fatalf("put again, %+v is new and %+v is other", diff.Added, diff.Changed)
		}
		if third, err := sheet.Units("x", columns, all); err != nil || !reflect.DeepEqual(again, third) {
			t.Fatalf("the same table reads otherwise: %v\n%v\n%v", err, again, third)
		}
	})
}

// checkRead checks units that were read and returns them put beside the known.
func checkRead(t *testing.T, known, units []survey.Unit) (all []survey.Unit) {
	t.Helper()
	at := map[string]int{}
	for _, u := range known {
		at[u.ID] = len(all)
		all = append(all, u)
	}
	seen := map[string]bool{}
	for _, u := range units {
		if u.ID == "" || seen[u.ID] || strings.TrimSpace(u.ID) != u.ID || len(u.Name) == 0 {
			t.Fatalf("unit %+v, seen before: %v", u, seen[u.ID])
		}
		seen[u.ID] = true
		if i, ok := at[u.ID]; ok {
			all[i] = u
			continue
		}
		at[u.ID] = len(all)
		all = append(all, u)
	}
	for _, u := range all {
		if _, ok := at[u.Parent]; u.Parent != "" && !ok {
			t.Fatalf("unit %s is below %q, which there is not", u.ID, u.Parent)
		}
	}
	return all
}
