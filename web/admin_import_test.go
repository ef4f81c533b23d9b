package web

import (
	"bytes"
	"encoding/csv"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"minping/survey/access"
	"minping/survey/intake"
	"minping/web/site"
)

const importPath = "/admin/invitations/import"

var hiddenList = regexp.MustCompile(`(?s)name="list" value="([^"]*)"`)

// names lists the accounts that there are.
func (d desk) names(t *testing.T) string {
	t.Helper()
	accounts, err := d.Access.Accounts(t.Context())
	must(t, err)
	all := make([]string, len(accounts))
	for i, a := range accounts {
		all[i] = a.Name
	}
	return strings.Join(all, " ")
}

// apply sends what a preview holds.
func (d desk) apply(t *testing.T, preview string) *httptest.ResponseRecorder {
	t.Helper()
	list := hiddenList.FindStringSubmatch(preview)
	if list == nil {
		t.Fatalf("nothing to apply:\n%s", preview)
	}
	return d.send(importPath, url.Values{"go": {"import"}, "name": {"list"}, "list": {html.UnescapeString(list[1])}}, d.cookies["wei"])
}

func workbook(t *testing.T, rows ...[]any) string {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		must(t, err)
		must(t, book.SetSheetRow("Sheet1", cell, &row))
	}
	var b bytes.Buffer
	must(t, book.Write(&b))
	return b.String()
}

// A list in whatever form is shown, which changes nothing; applied, it makes
// accounts with working links, and applied again nothing.
func TestImportAccounts(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("姓名;角色;单位;截止\n\n王小明;领导;east;2099.1.1\n王小明;审计员;;\n李四;;;\n")
	must(t, err)
	for name, file := range map[string]string{
		"UTF-8":   "\ufeffname,role,unit,ends\n王小明,Leader,east,2099-01-01\n王小明,auditor,,\n李四,,,\n",
		"GB18030": gb,
		"XLSX":    workbook(t, []any{"账号", "角色", "单位", "截止"}, []any{"王小明", "领导", "east", 72686}, []any{"王小明", "审计员"}, []any{"李四"}),
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			before := d.names(t)
			rec := d.upload(t, importPath, "名单.csv", file, url.Values{"go": {"check"}})
			preview := rec.Body.String()
			for _, want := range []string{"将生成 2 个账号、2 项授权", `<th scope="row">王小明</th><td>领导</td>`, `<span class="vh">王小明</span></th><td>审计员</td>`, "<td>领导</td><td>east</td><td>全部</td><td class=\"nb\">2099-01-01</td>", "暂不授予", "名单.csv"} {
				if rec.Code != http.StatusOK || !strings.Contains(preview, want) {
					t.Fatalf("%d, no %s in\n%s", rec.Code, want, preview)
				}
			}
			if after := d.names(t); after != before || inviteURL.MatchString(preview) {
				t.Fatalf("a preview makes accounts: %s", after)
			}
			rec = d.apply(t, preview)
			if rec.Code != http.StatusCreated || !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment") || rec.Header().Get("Cache-Control") != "no-store" {
				t.Fatalf("%d %v\n%s", rec.Code, rec.Header(), rec.Body)
			}
			links := inviteURL.FindAllStringSubmatch(rec.Body.String(), -1)
			if len(links) != 2 || d.names(t) == before {
				t.Fatalf("%s\n%s", d.names(t), rec.Body)
			}
			d.visit(t, links[0][0]).sees(http.StatusOK, "Set a password", "王小明")
			if page := d.page(t, "wei", "/admin/invitations", http.StatusOK); strings.Contains(page, links[0][1]) || !strings.Contains(page, "王小明") {
				t.Errorf("afterwards:\n%s", page)
			}
			after := d.names(t)
			if again := d.apply(t, preview); again.Code != http.StatusUnprocessableEntity || inviteURL.MatchString(again.Body.String()) || d.names(t) != after {
				t.Errorf("again: %d, %s", again.Code, d.names(t))
			}
		})
	}
}

// A list with a mistake makes nothing, and the mistake is told by its place.
func TestImportMistakes(t *testing.T) {
	d := newDesk(t)
	before := d.names(t)
	for file, want := range map[string]string{
		"":                  "第一行应是列名",
		"name,role\n":       "没有数据",
		"name,role\nzhao\n": "第 2 行：本行有 1 格，应有 2 格",
		"姓名,角色\nzhao,领导\n\nwei,领导\n":             "名单.csv 第 4 行第 1 列（姓名）：已有名为“wei”的账号",
		"姓名,角色\nzhao,村长\n":                       "名单.csv 第 2 行第 2 列（角色）：没有角色“村长”；可用：运维员（operator）、",
		"姓名,角色,单位\nzhao,领导,nowhere\n":            "名单.csv 第 2 行第 3 列（单位）：没有单位“nowhere”",
		"name,role,poll\nzhao,leader,none\n":     "名单.csv 第 2 行第 3 列（poll）：没有测评“none”",
		"name,role,ends\nzhao,leader,1.31\n":     "“1.31”不是日期；应写成 2027-01-31 这样",
		"name,rolle\nzhao,leader\n":              "名单.csv 第 1 行第 2 列（rolle）：没有这样的列",
		"name,role\nzhao,leader\nZhao,领导\n":      "前面已有一行给“Zhao”同样的角色、单位和测评",
		"\xff\xff,name\n":                        "UTF-8",
		"PK\x03\x04 no workbook":                 "不是可读的 Excel 工作簿",
		"name\n\"<script>alert(1)</script>\nx\"": "请写在一行内",
	} {
		for _, asked := range []string{"check", "import"} {
			rec := d.upload(t, importPath, "名单.csv", file, url.Values{"go": {asked}})
			if rec.Code != http.StatusUnprocessableEntity || !strings.Contains(html.UnescapeString(rec.Body.String()), want) || hiddenList.MatchString(rec.Body.String()) {
				t.Errorf("%s %q: %d, no %s in\n%s", asked, file, rec.Code, want, rec.Body)
			}
		}
	}
	if rec := d.upload(t, importPath, "l.csv", "name\nzhao\n", url.Values{"go": {"nothing"}}); rec.Code != http.StatusUnprocessableEntity {
		t.Errorf("no act: %d", rec.Code)
	}
	if rec := d.upload(t, importPath, "l.csv", "name\n"+strings.Repeat("x", intake.MaxUpload), url.Values{"go": {"check"}}); !strings.Contains(rec.Body.String(), "MiB") {
		t.Errorf("a large file: %d", rec.Code)
	}
	for name, rec := range map[string]*httptest.ResponseRecorder{
		"file": d.upload(t, importPath, "l.csv", strings.Repeat("x", site.MaxListForm), url.Values{"go": {"check"}}),
		"form": d.send(importPath, url.Values{"go": {"import"}, "list": {strings.Repeat("x", site.MaxListForm)}}, d.cookies["wei"]),
	} {
		if rec.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("a %s beyond what is read: %d", name, rec.Code)
		}
	}
	if rec := d.send(importPath, url.Values{"go": {"import"}, "list": {"name\nzhao\n"}}, d.cookies["li"]); rec.Code != http.StatusNotFound {
		t.Errorf("an organiser imports: %d", rec.Code)
	}
	if after := d.names(t); after != before {
		t.Errorf("mistakes made accounts: %s, before %s", after, before)
	}
}

// Hostile names are texts on the page and in the file.
func TestImportHostileNames(t *testing.T) {
	d := newDesk(t)
	const script, formula = `"><script>alert(1)</script>`, `=HYPERLINK("http://evil.example","x")`
	var b strings.Builder
	must(t, csv.NewWriter(&b).WriteAll([][]string{{"name"}, {script}, {formula}, {"@sum"}, {"</textarea>{{.}}"}}))
	preview := d.upload(t, importPath, script+".csv", b.String(), url.Values{"go": {"check"}}).Body.String()
	if strings.Contains(preview, "<script>alert") || strings.Contains(preview, "</textarea>") || !strings.Contains(preview, "&lt;script&gt;alert") {
		t.Errorf("preview:\n%s", preview)
	}
	text, _ := strings.CutPrefix(d.apply(t, preview).Body.String(), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	must(t, err)
	for i, want := range []string{"name", script, "'" + formula, "'@sum", "</textarea>{{.}}"} {
		if rows[i][0] != want {
			t.Errorf("row %d: %q, want %q", i, rows[i][0], want)
		}
	}
}

// The template is a list as the page wants it, in both languages; roles may be
// written as pages name them.
func TestImportTemplate(t *testing.T) {
	d := newDesk(t)
	for _, lang := range []string{"zh", "en"} {
		rec := d.get(importPath+".csv", "Cookie", d.cookies["wei"].String(), "Accept-Language", lang)
		preview := d.upload(t, importPath, "t.csv", rec.Body.String(), url.Values{"go": {"check"}})
		if rec.Code != http.StatusOK || preview.Code != http.StatusOK || !strings.Contains(preview.Body.String(), "将生成 1 个账号、1 项授权") {
			t.Errorf("%s: %d %q, %d\n%s", lang, rec.Code, rec.Body, preview.Code, preview.Body)
		}
		for _, role := range access.Roles {
			name, _, _ := strings.Cut(site.Translate(lang, "invite.role."+string(role)), " (")
			list, wrong, err := d.Access.ReadList(t.Context(), []string{"name", "role"}, [][]string{{"sun", name}}, d.Zone)
			if err != nil || len(wrong) > 0 || list[0].Grants[0].Role != role {
				t.Errorf("%s: %+v, %+v, %v", name, list, wrong, err)
			}
		}
	}
}
