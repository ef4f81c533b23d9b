package report

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// voted is a release of two votes: on a proposal, and among names.
func voted() *survey.Release {
	text := func(zh, en string) survey.Text { return survey.Text{"zh": zh, "en": en} }
	return &survey.Release{
		Title:  text("表决", "Vote"),
		Nodes:  []survey.NodeInfo{{ID: "overall"}},
		Groups: []survey.GroupInfo{{ID: "a", Title: text("委员", "Members")}},
		Units:  []survey.UnitResult{{Unit: "u1", Name: text("任职议案", "=Proposal")}},
		Votes: []survey.VoteResult{
			{
				Item: "vote", Text: text("是否同意", "Do you agree"), Quorum: "2/3", Majority: "1/2", Base: survey.BaseExpected,
				Options:    []survey.Option{{Code: "Y", Label: text("同意", "For")}, {Code: "N", Label: text("不同意", "Against")}},
				VoteSheets: survey.VoteSheets{Expected: 30, Cast: 22, Invalid: 1, Abstained: 2},
				Candidates: []survey.Candidate{{
					ID: "u1", Name: text("任职议案", "=Proposal"), Votes: 15, Sheets: &survey.VoteSheets{Expected: 30, Cast: 22, Invalid: 1, Abstained: 2},
					Options: map[string]int{"Y": 15, "N": 4}, Verdict: "lost", Groups: map[string]int{"a": 15}, Rank: 1,
					Earlier: []survey.EarlierVote{{Votes: 14, Cast: 20, Verdict: "lost"}},
				}},
			},
			{
				Item: "names", Unit: "u1", Text: text("推荐", "Names"), Places: []int{1}, VoteSheets: survey.VoteSheets{Cast: 20},
				Candidates: []survey.Candidate{
					{ID: "k1", Name: text("甲", "A"), Votes: 9, Rank: 1, Tied: true, Upper: 1},
					{Name: text("丙", "C"), Written: true, Votes: 9, Rank: 1, Tied: true, Upper: 1},
				},
			},
			{Item: "few", Text: text("人少", "Few"), Few: true, VoteSheets: survey.VoteSheets{Cast: 3}},
		},
	}
}

func TestVotesAsCSV(t *testing.T) {
	var out bytes.Buffer
	if err := CSV(&out, voted(), "en"); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		if row[7] == "vote" {
			got = append(got, strings.Join(append([]string{row[0], row[4], row[5], row[8]}, row[len(row)-len(csvVote):]...), "|"))
		}
	}
	want := []string{
		"u1||vote|false|u1|'=Proposal|false||15|30|22|1|2|lost|1|0|false",
		"u1||vote|false|u1|'=Proposal|false|Y|15||||||||",
		"u1||vote|false|u1|'=Proposal|false|N|4||||||||",
		"u1|a|vote|false|u1|'=Proposal|false||15||||||||",
		"u1||names|false|k1|A|false||9|0|20|0|0||1|0|true",
		"u1||names|false||C|true||9|0|20|0|0||1|0|true",
		"||few|true|||||||||||||",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestVotesAsWorkbook(t *testing.T) {
	for lang, want := range map[string][]string{
		"zh": {
			"1 | 任职议案 | 15 | 50.0% | 两次未通过 |  | 15 | 4 | 15 | 14", "应到 30 人，收回 22 张，有效 21 张，无效 1 张，弃权 2 张。参加的须达应到的 2/3。赞成超过应到人数的 1/2 为通过。",
			"1 | 丙（另提） | 9 | 45.0% |  | 同票待定：入选或未入选", "参加的人太少，不公布票数。",
		},
		"en": {"1 | =Proposal | 15 | 50.0% | lost twice |  | 15 | 4 | 15 | 14", "Carried with more than 1/2 of those expected.", "tied: chosen or none"},
	} {
		var out bytes.Buffer
		if err := XLSX(&out, voted(), lang); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		if names := book.GetSheetList(); len(names) != 3 { // nothing else: nothing is scored
			t.Errorf("sheets %v", names)
		}
		var dump strings.Builder
		for _, name := range book.GetSheetList() {
			rows, err := book.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				dump.WriteString(strings.Join(row, " | ") + "\n")
			}
		}
		for _, w := range want {
			if !strings.Contains(dump.String(), w) {
				t.Errorf("%s lacks %q:\n%s", lang, w, dump.String())
			}
		}
	}
}

// A report of votes alone has no ranking and no list of problems; each vote has
// its finding, its rule and all candidates.
func TestVotesAsPage(t *testing.T) {
	for lang, want := range map[string][]string{
		"zh": {"3 项表决的结果", "任职议案：两次未通过，赞成 15 票", "应到 30 人，收回 22 张", "<th scope=\"row\">丙（另提）</th>", "0 个入选，2 个同票待定", "同票待定：入选或未入选", "14（收回 20）", "参加的人太少，不公布票数"},
		"en": {"Results of 3 votes", "=Proposal: lost twice, 15 for", "30 expected; 22 returned", "C (written in)", "0 chosen, 2 tied for the rest", "14 of 20", "Too few took part"},
	} {
		var out bytes.Buffer
		if err := HTML(&out, voted(), lang); err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(out.String(), s) {
				t.Errorf("%s: no %q", lang, s)
			}
		}
		for _, id := range []string{`id="problems"`, `id="ranking"`, `href="#problems"`} {
			if strings.Contains(out.String(), id) {
				t.Errorf("%s: a page of votes has %s", lang, id)
			}
		}
		if n := strings.Count(out.String(), `<section class="sec"`); n != 3 {
			t.Errorf("%s: %d votes", lang, n)
		}
	}
	scored := voted()
	scored.Items = []survey.ItemInfo{{ID: "a", Text: survey.Text{"zh": "题", "en": "Item"}}}
	var out bytes.Buffer
	if err := HTML(&out, scored, "en"); err != nil || !strings.Contains(out.String(), `href="#problems"`) || !strings.Contains(out.String(), `id="votes"`) {
		t.Errorf("scores and votes: %v", err)
	}
}
