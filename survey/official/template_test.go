package official

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/document"
	"minping/survey/report"
)

func TestDefaultsAreRight(t *testing.T) {
	for _, k := range Kinds {
		for _, lang := range Languages {
			text := Default(k, lang)
			if errs := text.Check(k); len(errs) > 0 {
				t.Errorf("%s %s: %v", k, lang, said(errs, "en"))
			}
			if text != text.clean() {
				t.Errorf("%s %s is kept as another", k, lang)
			}
			example := textOf(Example(k, lang, text).Document())
			for name, words := range map[string]string{"title": one("title", text.Title, Example(k, lang, text).Values)} {
				if !strings.Contains(example, tight(strings.ReplaceAll(words, "\n", " / "), lang)) {
					t.Errorf("%s %s: the example lacks the %s", k, lang, name)
				}
			}
			if strings.Contains(example, "{") {
				t.Errorf("%s %s: a field is left in %s", k, lang, example)
			}
		}
	}
}

func said(errs survey.FieldErrors, lang string) (all []string) {
	for _, e := range errs {
		all = append(all, e.Field+": "+e.Message(lang))
	}
	return all
}

// A mistake is told with its line and what would be right, in both languages.
func TestMistakesInTemplates(t *testing.T) {
	for _, tt := range []struct {
		name, body, zh, en string
	}{
		{"a field that is none", "一\n{unti}", "第 2 行：没有字段“unti”；可用：{issuer} {date}", "Line 2: there is no field “unti”; there are {issuer} {date}"},
		{"a list's field outside it", "{detail}", "第 1 行：没有字段“detail”", "there is no field “detail”"},
		{"a list that is none", "{each problem}\n{end}", "没有清单“problem”；可用：{problems}", "there is no list “problem”; there are {problems}"},
		{"a table that is none", "\n\n{table lists}", "第 3 行：没有表格“lists”；可用：{list}", "no table “lists”; there are {list}"},
		{"a condition on nothing", "{if x}\n{end}", "没有字段“x”", "no field “x”; there are {issuer}"},
		{"no end", "a\n{each problems}\n{title}", "第 2 行：这里开始的部分没有结束标记", "Line 2: what begins here is not ended"},
		{"an end too many", "{end}", "多出一个结束标记", "closes nothing"},
		{"an open brace", "a {unit", "花括号没有配对", "brace is not closed"},
		{"a table in a line", "见 {table list}", "“table list”须单独成行", "has to stand on a line of its own"},
		{"no name", "{单位}", "“单位”不是字段名", "is no name of a field"},
		{"open brackets", "[[{unit}", "双方括号没有配对", "double brackets are not closed"},
		{"nothing", "", "", ""},
	} {
		text := Text{Title: "x", Body: tt.body}
		errs := text.Check(Notice)
		if len(errs) != 1 || errs[0].Field != "body" {
			t.Errorf("%s: %v", tt.name, said(errs, "en"))
			continue
		}
		if zh, en := errs[0].Message("zh"), errs[0].Message("en"); !strings.Contains(zh, tt.zh) || !strings.Contains(en, tt.en) {
			t.Errorf("%s: %s\n%s", tt.name, zh, en)
		}
	}
	if errs := (Text{Title: "{each problems}\n{end}", Body: "x"}).Check(Notice); len(errs) != 1 || errs[0].Key != "template_body" {
		t.Errorf("a list in a title: %v", said(errs, "en"))
	}
	if errs := (Text{Title: strings.Repeat("题", 501), Body: "x"}).Check(Notice); len(errs) != 1 || errs[0].Key != "too_long" {
		t.Errorf("a long title: %v", said(errs, "en"))
	}
}

func TestFill(t *testing.T) {
	v := Values{
		Fields: map[string]string{"unit": "某县", "empty": ""},
		Lists:  map[string][]Values{"problems": {{Fields: map[string]string{"no": "1"}}, {Fields: map[string]string{"no": "2", "unit": "乙县"}}}},
		Tables: map[string]Block{"list": {Caption: "表"}},
	}
	for text, want := range map[string]string{
		"{unit}：{{x}":                           "某县：{x}",
		"[[共{empty}。]]{unit}":                   "某县",
		"[[共{empty}。]]":                         "",
		"[[{unit}]]，[[无{empty}]]好":              "某县，好",
		"{each problems}\n{no}{unit}\n{end}\n完": "1某县|2乙县|完",
		"{if empty}\n甲\n{end}\n{if problems}\n乙\n{end}\n{if unit}\n丙\n{end}": "乙|丙",
		"前\n{table list}\n后": "前|<表>|后",
		"a ]] b":             "a ]] b",
	} {
		lines, errs := parse("body", text)
		if len(errs) > 0 {
			t.Errorf("%q: %v", text, said(errs, "en"))
		}
		var got []string
		for _, f := range fill(lines, v) {
			if f.table != nil {
				f.text = "<" + f.table.Caption + ">"
			}
			got = append(got, f.text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q is filled as %q, want %q", text, got, want)
		}
	}
}

// Whatever is typed, a text is read without end, is refused or fills, and what is
// put into fields is never read as a template again.
func FuzzTemplate(f *testing.F) {
	for _, k := range Kinds {
		f.Add(Default(k, "zh").Body)
	}
	f.Add("{each problems}\n{each problems}\n{end}")
	f.Add("[[{unit}]] {{ }} ]] {if unit}")
	f.Fuzz(func(t *testing.T, body string) {
		text := Text{Title: "x", Body: body}.clean()
		if errs := text.Check(Notice); len(errs) > 0 {
			for _, e := range errs {
				if strings.TrimSpace(e.Message("zh")) == "" || e.Message("en") == e.Key {
					t.Errorf("%v says nothing", e)
				}
			}
			return
		}
		v := Example(Notice, "zh", text).Values
		v.Fields["unit"] = "{due}{each problems}"
		lines, _ := parse("body", text.Body)
		for _, line := range fill(lines, v) {
			if line.table == nil && strings.Contains(body, "{unit}") && strings.Contains(line.text, "〔完成时限") && !strings.Contains(body, "due") {
				t.Errorf("a field was read as a template: %q", line.text)
			}
		}
	})
}

func TestHeadingsOfLetters(t *testing.T) {
	for text, level := range map[string]int{"一、存在的问题": 1, "（十二）公示不够": 2, "## (1) Claim": 2, "# 1. Problems": 1, "（一）公示不够。现场查看，仍未张贴。": 0, "正文": 0, "1. 其一": 0} {
		got := 0
		if h, is := blockOf(filled{text: text}, "zh").(document.Heading); is {
			got = h.Level
		}
		if got != level {
			t.Errorf("%q is a heading of level %d, want %d", text, got, level)
		}
	}
	if got := tight("得分 72.2 分（上轮 80 分），共 14\u202f259 张 A 级", "zh"); got != "得分72.2分（上轮80分），共14\u202f259张 A 级" {
		t.Errorf("%q", got)
	}
	if got := numeral(21) + numeral(10) + numeral(19) + numeral(100); got != "二十一十十九100" {
		t.Errorf("%q", got)
	}
}

// Every figure of the circular is the release's: scores, intervals, ranks and
// chances of every ranked unit, and who is called certain is flagged so.
func TestCircularSaysTheRelease(t *testing.T) {
	results := resultsOf(t, Circular, "zh")
	text := textOf(results.file(Default(Circular, "zh"), "").Document())
	r := results.release
	rows := 0
	for _, ranking := range report.Rankings(r, "zh") {
		for _, row := range ranking.Rows {
			u := r.Units[slices.IndexFunc(r.Units, func(u survey.UnitResult) bool { return u.Name["zh"] == row.Name })]
			if u.Rank == nil || u.Rank.Of < 2 {
				continue
			}
			rows++
			score := u.Nodes[r.Nodes[0].ID]
			want := strings.Join([]string{row.Rank, row.Interval, row.Name, decimal(score.Score), decimal(score.Low) + "–" + decimal(score.High), row.Last}, " | ")
			if !strings.Contains(text, want) {
				t.Errorf("the circular lacks %s", want)
			}
		}
	}
	if rows != 77 {
		t.Errorf("%d units are ranked", rows)
	}
	certain, unsure := regexp.MustCompile(`可以确定居于末\d+位之列的：(.*)。`), regexp.MustCompile(`不能确定的：(.*?)。`)
	told := map[string]bool{}
	for sure, form := range map[bool]*regexp.Regexp{true: certain, false: unsure} {
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			for name := range strings.SplitSeq(m[1], "、") {
				told[name] = sure
			}
		}
	}
	flagged := 0
	for _, f := range r.Flags {
		if f.Kind == "last" && f.Node == r.Nodes[0].ID {
			flagged++
			if sure, there := told[r.Unit(f.Unit).Name["zh"]]; !there || sure != f.Certain {
				t.Errorf("%s is told %v, %v; the flag says %v", f.Unit, there, sure, f.Certain)
			}
		}
	}
	if flagged != len(told) {
		t.Errorf("%d units are named, %d flagged", len(told), flagged)
	}
}

func decimal(n survey.Num) string { return strings.Replace(report1(n), "-", "−", 1) }

// Every problem of a notice stands with the score, interval, number of answers and
// median that its finding has, and so does a unit's report.
func TestNoticeSaysTheRelease(t *testing.T) {
	orders := ordersOf(t, Notice, "zh", false)
	notice := textOf(orders.file(Default(Notice, "zh")).Document())
	results := resultsOf(t, Feedback, "zh")
	unit := flaggedUnit(results.release)
	feedback := textOf(results.file(Default(Feedback, "zh"), unit).Document())
	n := 0
	for _, f := range results.release.Findings {
		if f.Unit != unit {
			continue
		}
		n++
		s := f.Evidence.Score
		want := "得分" + decimal(s.Score) + "（" + decimal(s.Low) + "–" + decimal(s.High) + "）"
		for name, text := range map[string]string{"notice": notice, "feedback": feedback} {
			if !strings.Contains(text, want) || !strings.Contains(text, "同级中位数"+decimal(f.Evidence.PeerMedian)) || !strings.Contains(text, tight(stop(f.Problem["zh"]), "zh")) {
				t.Errorf("the %s does not say %s of %s", name, want, f.ID)
			}
		}
	}
	if n < 3 {
		t.Errorf("%d problems", n)
	}
	u := results.release.Unit(unit)
	for id, s := range u.Nodes {
		if !strings.Contains(feedback, results.release.Node(id).Title["zh"]+" | "+decimal(s.Score)+" | "+decimal(s.Low)+"–"+decimal(s.High)) {
			t.Errorf("the profile lacks %s", id)
		}
	}
}
