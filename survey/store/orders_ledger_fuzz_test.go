package store_test

import (
	"bytes"
	"errors"
	"testing"

	"minping/survey/intake"
	"minping/survey/rectify"
	"minping/survey/store"
)

// Whatever table comes as a ledger, it is refused with words that say where, or
// read: each new task then has a problem, a deadline, a unit of whoever brings
// it and a place in an order, closed ones a cause and a measure, and each row
// has become one thing.
func FuzzLedger(f *testing.F) {
	f.Add([]byte(clerksLedger))
	f.Add([]byte("整改台账\n责任单位,问题,完成时限,状态,整改进展\nu0,短,46113,整改中,\"2026-03-02 30% 改\n2026.3.5 101% 又改\"\n"))
	f.Add([]byte("任务编号,修订号,问题\nta_1,1,改过\nta_1,1,再改\n,,新\n"))
	f.Add([]byte("问题;责任单位;完成时限;回头看;销号日期;状态\n短;u1;2026-04-01;2026-05-01 好;月底;长期坚持\n"))
	dir := f.TempDir()
	o := newOffice(reopener(f, func() (*store.Store, error) { return store.OpenSQLite(dir) })())
	o.prepare(f)
	room := organiserOf(o, "")
	if err := o.store.People.ChangeOrders(ctx, rectify.Change{
		Orders: []rectify.Order{{ID: "or_1", Unit: "u0", Title: "通知", Due: orderDue, Issued: start}},
		Tasks:  []rectify.Task{{ID: "ta_1", Order: "or_1", No: 1, Unit: "u0", State: rectify.Issued, Title: "旧问题", Due: orderDue}},
	}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		sheet, err := intake.UploadedTableUnder(bytes.NewReader(in), "x", rectify.LedgerHeading)
		if err != nil {
			return // FuzzUploads is about these
		}
		diff, wrong, err := room.ImportLedger(ctx, sheet.Header, sheet.Rows, sheet.Line, true)
		if err != nil {
			t.Fatal(err)
		}
		if len(wrong) > 0 {
			for _, w := range wrong {
				if w.Row < -1 || w.Row >= len(sheet.Rows) || w.Column < -1 || w.Column >= len(sheet.Header) {
					t.Fatalf("%+v is in no cell", w)
				}
			}
			var told *intake.Problems
			if err := sheet.Wrong("x", wrong); !errors.As(err, &told) || told.In("zh") == "" || told.In("en") == "" {
				t.Fatalf("no words for %+v", wrong)
			}
			return
		}
		if n := len(diff.Added) + len(diff.Changed) + diff.Same; n != len(sheet.Rows) {
			t.Fatalf("%d rows become %d", len(sheet.Rows), n)
		}
		for _, task := range diff.Added {
			if task.Title == "" || !task.Due.Valid() || task.Unit != "u0" && task.Unit != "u1" && task.Unit != "u2" && task.Unit != "city" || task.Order == "" || task.No < 1 {
				t.Fatalf("%+v is new", task)
			}
			if task.State == rectify.Closed && (task.Cause == "" || task.Measure == "" || task.ClosedBy() == nil) {
				t.Fatalf("%+v is closed", task)
			}
		}
	})
}
