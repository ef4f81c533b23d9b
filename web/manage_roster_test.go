package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/report"
	"minping/web/site"
)

var knownDigest = regexp.MustCompile(`name="known" value="(\w+)"`)

// A table of people as a clerk has it is compared before it does anything, and
// what is exported is imported again without a change.
func TestRosterImportInSteps(t *testing.T) {
	d := newDesk(t)
	const at = "/manage/roster/import"
	table := "民政局花名册（共 3 人）,,,,,\n姓 名,性别,出生年月,所在,职务,上级\n沈远舟,男,1975.03,民政局,局长,\n陆清禾,女,1980.11,民政局,副局长,沈远舟\n陆青禾,女,,民政局,科员,沈远舟\n合计 4 人,,,,,\n"
	first := d.post(t, "wei", at, url.Values{"go": {"check"}, "name": {"r.csv"}, "list": {table}}, http.StatusUnprocessableEntity)
	if !strings.Contains(first, "r.csv, row 3: neither organisation nor team is said") {
		t.Errorf("without a unit:\n%s", first)
	}
	form := url.Values{"go": {"check"}, "name": {"r.csv"}, "list": {table}, "rated": {"1"}}
	for i, is := range []string{"name", "gender", "born", "office", "post", "superior"} {
		form.Set(fmt.Sprint("column.", i), is)
	}
	page := d.post(t, "wei", at, form, http.StatusOK)
	for _, want := range []string{"3 new, 0 changed, 0 the same", "differ by one character", "says “合计 4 人” but holds 3 people", "1 new organisation or team"} {
		if !strings.Contains(unmarked(page), want) {
			t.Errorf("%q is not told:\n%s", want, page)
		}
	}
	form.Set("go", "import")
	form.Set("known", "0")
	again := d.post(t, "wei", at, form, http.StatusConflict)
	form.Set("known", knownDigest.FindStringSubmatch(again)[1])
	d.post(t, "wei", at, form, http.StatusSeeOther)
	list := d.page(t, "wei", "/manage/roster", http.StatusOK)
	if !strings.Contains(list, "陆清禾") || !strings.Contains(list, "3 people") {
		t.Errorf("the list:\n%s", list)
	}
	if found := d.page(t, "wei", "/manage/roster?q=%E6%B2%88", http.StatusOK); !strings.Contains(found, "1 person found") {
		t.Errorf("the search:\n%s", found)
	}
	file := d.get("/manage/roster/roster.xlsx", "Cookie", d.cookies["wei"].String())
	same := d.upload(t, at, "roster.xlsx", file.Body.String(), url.Values{"go": {"check"}})
	if !strings.Contains(same.Body.String(), "新增 0 人，修改 0 人，不变 3 人") { // an upload says no language
		t.Errorf("what was exported:\n%s", same.Body)
	}
}

// One of the people is added, changed, not over another's change, and taken out.
func TestPersonForm(t *testing.T) {
	d := newDesk(t)
	const at = "/manage/roster/person"
	form := url.Values{"go": {"save"}, "name": {"沈远舟"}, "team": {"east"}, "tier": {"head"}, "born": {"1975-03"}}
	d.post(t, "wei", at, form, http.StatusSeeOther)
	shown := d.page(t, "wei", at+"?id=p1", http.StatusOK)
	form.Set("id", "p1")
	if page := d.post(t, "wei", at, form, http.StatusConflict); !strings.Contains(page, "There is somebody with the id “p1” already") {
		t.Errorf("added twice:\n%s", page)
	}
	form.Set("was", regexp.MustCompile(`name="was" value="(\w+)"`).FindStringSubmatch(shown)[1])
	form.Set("born", "1975.3")
	if page := d.post(t, "wei", at, form, http.StatusUnprocessableEntity); !strings.Contains(page, "Born: “1975.3” is no month") || !strings.Contains(page, `value="沈远舟"`) {
		t.Errorf("a bad month:\n%s", page)
	}
	form.Set("born", "1975-04")
	d.post(t, "wei", at, form, http.StatusSeeOther)
	if page := d.post(t, "wei", at, form, http.StatusConflict); !strings.Contains(page, "Somebody has just changed it") {
		t.Errorf("over another's change:\n%s", page)
	}
	shown = d.page(t, "wei", at+"?id=p1", http.StatusOK)
	gone := url.Values{"go": {"remove"}, "id": {"p1"}, "was": {regexp.MustCompile(`name="was" value="(\w+)"`).FindStringSubmatch(shown)[1]}}
	d.post(t, "wei", at, gone, http.StatusSeeOther)
	d.page(t, "wei", at+"?id=p1", http.StatusNotFound)
}

// Whatever the roster holds is read from its table as it is, in both languages.
func TestRosterTableIsLossless(t *testing.T) {
	units := []survey.Unit{{ID: "o", Name: survey.Text{"zh": "民政局"}}, {ID: "a", Name: survey.Text{"zh": "领导班子"}, Parent: "o"}, {ID: "b", Name: survey.Text{"zh": "办公室"}}}
	rapid.Check(t, func(t *rapid.T) {
		month := rapid.Map(rapid.IntRange(0, 1200), func(n int) string {
			if n == 0 {
				return ""
			}
			return fmt.Sprintf("%d-%02d", 1920+n/12, 1+n%12)
		})
		text := rapid.StringMatching(`([=+@'-]?[a-z王伟职务（）0-9.]{1,6} ?){0,3}`)
		people := make([]survey.Person, rapid.IntRange(1, 5).Draw(t, "people"))
		for i := range people {
			people[i] = survey.Person{
				ID: fmt.Sprint("p", i), Name: "n" + text.Draw(t, "name"), Gender: rapid.SampledFrom([]survey.Gender{"", "male", "female"}).Draw(t, "gender"),
				Born: month.Draw(t, "born"), Team: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "team"), Post: text.Draw(t, "post"), Since: month.Draw(t, "since"),
				Former: text.Draw(t, "former"), Rank: text.Draw(t, "rank"), Order: rapid.IntRange(0, 99).Draw(t, "order"), Promoted: rapid.Bool().Draw(t, "promoted"),
				Tier: rapid.SampledFrom([]string{"", "head", "deputy", "person", "leader"}).Draw(t, "tier"), Mail: "a@example.org", Phone: "010-1234",
			}.Clean()
			if i > 0 {
				people[i].Superior = people[rapid.IntRange(0, i-1).Draw(t, "superior")].ID
			}
		}
		var b bytes.Buffer
		if err := (report.Roster{People: people, Units: units}).XLSX(&b, rapid.SampledFrom(site.Languages).Draw(t, "lang")); err != nil {
			t.Fatal(err)
		}
		sheet, err := intake.UploadedPeople(&b, "x")
		if err != nil {
			t.Fatal(err)
		}
		table, err := sheet.Table("x", sheet.Guess())
		if err != nil {
			t.Fatal(err)
		}
		var got []survey.Person
		byName := map[string][]string{}
		for _, p := range people {
			byName[p.Name] = append(byName[p.Name], p.ID)
		}
		for _, row := range table.Rows {
			p := row.Person
			p.Team = map[string]string{"民政局领导班子": "a", "办公室": "b"}[row.Office+row.Division]
			if p.Superior = row.Above; len(byName[row.Above]) == 1 {
				p.Superior = byName[row.Above][0]
			}
			got = append(got, p)
		}
		if diff := cmp.Diff(people, got); diff != "" {
			t.Fatalf("-put +read:\n%s", diff)
		}
	})
}
