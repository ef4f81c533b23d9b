package access_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
	"minping/survey/access"
)

// cellsOf splits a table: rows by "/", cells by ",".
func cellsOf(text string) (header []string, rows [][]string) {
	for i, row := range strings.Split(text, "/") {
		if cells := strings.Split(row, ","); i == 0 {
			header = cells
		} else {
			rows = append(rows, cells)
		}
	}
	return header, rows
}

var china = time.FixedZone("CST", 8*3600)

func TestReadList(t *testing.T) {
	s, _, _, _ := claimed(t)
	header, rows := cellsOf("角色,姓名,,截止日期/ 领导 , 王小明 ,,2999.1.31/Auditor,王小明,,/,li,,/测评人,LI,,72686.5/client,bot,,2999年2月1日")
	got, wrong, err := s.ReadList(t.Context(), header, rows, china)
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%+v, %v", wrong, err)
	}
	want := []access.Invitee{
		{Name: "王小明", Grants: []access.Grant{
			{Role: access.Leader, Ends: time.Date(2999, 2, 1, 0, 0, 0, 0, china)},
			{Role: access.Auditor},
		}},
		// Python: date(1899, 12, 30) + timedelta(72686) is 2099-01-01
		{Name: "li", Grants: []access.Grant{{Role: access.Assessor, Ends: time.Date(2099, 1, 2, 0, 0, 0, 0, china)}}},
		{Name: "bot", Grants: []access.Grant{{Role: access.Client, Ends: time.Date(2999, 2, 2, 0, 0, 0, 0, china)}}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if accounts, err := s.Accounts(t.Context()); err != nil || len(accounts) != 1 {
		t.Errorf("reading made accounts: %v, %v", accounts, err)
	}
}

// Each mistake of a list has its row, its column and its message.
func TestReadListMistakes(t *testing.T) {
	s, _, _, _ := claimed(t)
	for _, tt := range []struct{ table, want string }{
		{"name/", "0 0 required"},
		{"name/Admin", "0 0 account_taken"},
		{"name/a\tb", "0 0 one_line"},
		{"role,name/leader,", "0 1 required"},
		{"name,role/li,king", "0 1 grant_role"},
		{"name,role,unit/li,operator,x", "0 2 grant_unit, 0 1 grant_whole"},
		{"name,role,poll/li,leader,x", "0 2 unknown_poll"},
		{"name,role,ends/li,,2999-01-01", "0 1 required"},
		{"name,role,ends/li,leader,soon", "0 2 list_day"},
		{"name,role,ends/li,leader,31.1.2999", "0 2 list_day"},
		{"name,role,ends/li,leader,2027-02-30", "0 2 list_day"},
		{"name,role,ends/li,leader,36525", "0 2 list_day"},
		{"name,role,ends/li,leader,2001-01-31", "0 2 grant_past"},
		{"name,role/li,leader/wang,leader/Li,领导/li,auditor", "2 0 list_twice"},
		{"name,role,untis/li,leader,x", "-1 2 list_column"},
		{"name,姓名/li,wang", "-1 1 list_column"},
		{"name,/li,x", "-1 1 list_column"},
		{"role/leader", "-1 -1 list_name"},
		{"name,unit/li,x", "-1 -1 list_role"},
		{"name" + strings.Repeat("/x", access.MaxList+1), fmt.Sprint(access.MaxList, " -1 list_long")},
	} {
		header, rows := cellsOf(tt.table)
		_, wrong, err := s.ReadList(t.Context(), header, rows, china)
		var got []string
		for _, e := range wrong {
			got = append(got, fmt.Sprint(e.Row, e.Column, e.Key))
			for _, lang := range []string{"zh", "en"} {
				if said := e.Message(lang); said == e.Key || strings.Contains(said, "{") {
					t.Errorf("%s in %s: %q", e.Key, lang, said)
				}
			}
		}
		if want := strings.ReplaceAll(tt.want, " ", ""); strings.ReplaceAll(strings.Join(got, ", "), " ", "") != want {
			t.Errorf("%.60s: %q, %v, want %s", tt.table, got, err, tt.want)
		}
	}
}

// Whatever cells a list has: they are told to be wrong, or make accounts with
// roles that there are, as many grants as rows at most.
func FuzzReadList(f *testing.F) {
	f.Add("姓名,角色,截止/王小明,领导,2999-1-31/王小明,审计员,72686")
	f.Add("name,role,unit,poll,ends/=1+1,operator,a,b,1e999")
	f.Add("name,role/li,leader/LI,leader/,")
	s, _, _, _ := claimed(f)
	f.Fuzz(func(t *testing.T, text string) {
		header, rows := cellsOf(text)
		for i := range rows {
			rows[i] = append(rows[i], make([]string, len(header))...)[:len(header)]
		}
		list, wrong, err := s.ReadList(t.Context(), header, rows, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range wrong {
			if e.Row < -1 || e.Row >= max(len(rows), 1) || e.Column < -1 || e.Column >= len(header) || e.Message("zh") == e.Key {
				t.Errorf("%+v of %d rows", e, len(rows))
			}
		}
		if len(wrong) > 0 {
			return
		}
		grants, names := 0, map[string]bool{}
		for _, who := range list {
			if folded := strings.ToLower(who.Name); folded == "" || names[folded] {
				t.Errorf("two accounts %q", who.Name)
			} else {
				names[folded] = true
			}
			for _, g := range who.Grants {
				if grants++; !g.Role.Known() || !g.Ends.IsZero() && !g.Ends.After(s.Now()) {
					t.Errorf("%s: %+v", who.Name, g)
				}
			}
		}
		if grants > len(rows) || len(list) > len(rows) {
			t.Errorf("%d accounts and %d grants of %d rows", len(list), grants, len(rows))
		}
	})
}

// Links come as a table that spreadsheets read, and compute nothing of.
func TestWriteLinks(t *testing.T) {
	var b strings.Builder
	made := []access.Invited{
		{Invitation: access.Invitation{Name: "王小明", Expires: time.Date(2027, 1, 31, 16, 30, 0, 0, time.UTC)}, Secret: "s1"},
		{Invitation: access.Invitation{Name: `=HYPERLINK("http://x","y")`}, Secret: "s2"},
	}
	if err := access.WriteLinks(&b, made, func(i access.Invited) string { return "https://x/" + i.Secret }, china); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffname,link,expires\r\n王小明,https://x/s1,2027-02-01 00:30\r\n\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",https://x/s2,0001-01-01 08:00\r\n"
	if got := b.String(); got != want {
		t.Errorf("%q", got)
	}
}

// roles are written in lists as messages offer them.
func TestListRoles(t *testing.T) {
	s, _, _, _ := claimed(t)
	_, wrong, err := s.ReadList(t.Context(), []string{"name", "role"}, [][]string{{"li", "king"}}, china)
	if err != nil || len(wrong) != 1 {
		t.Fatal(wrong, err)
	}
	offered, _ := wrong[0].Args["roles"].(survey.Text)
	for i, both := range strings.Split(offered["zh"], "、") {
		zh, en, _ := strings.Cut(strings.TrimSuffix(both, "）"), "（")
		for _, word := range []string{zh, strings.ToUpper(en)} {
			list, wrong, err := s.ReadList(t.Context(), []string{"name", "role"}, [][]string{{"li", word}}, china)
			if err != nil || len(wrong) > 0 || list[0].Grants[0].Role != access.Roles[i] {
				t.Errorf("%s: %+v, %+v, %v", word, list, wrong, err)
			}
		}
	}
}
