package rectify

import "testing"

func TestDateCell(t *testing.T) {
	for in, want := range map[string]string{
		"46113": "2026-04-01", "2026.4.1": "2026-04-01", "2026年04月01日": "2026-04-01", "2026/4/1": "2026-04-01", "月底": "月底", "": "",
	} {
		if got := dateCell(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func FuzzDateCell(f *testing.F) {
	f.Add("2026年4月1日")
	f.Add("46113.0")
	f.Fuzz(func(t *testing.T, s string) {
		if once := dateCell(s); dateCell(once) != once {
			t.Errorf("%q is %q, then %q", s, once, dateCell(once))
		}
	})
}
