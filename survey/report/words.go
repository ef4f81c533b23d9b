package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"minping/survey"
)

// words are what reports say, in both languages.
type words struct{ lang string }

// say chooses between the two languages.
func (w words) say(zh, en string) string {
	if w.lang == "en" {
		return en
	}
	return zh
}

func (w words) sayf(zh, en string, args ...any) string { return fmt.Sprintf(w.say(zh, en), args...) }

// score prints a score with one decimal, or with two where one would round it
// up to a line that it does not reach.
func score(n survey.Num) string {
	if !n.OK() {
		return "—"
	}
	return minus(strconv.FormatFloat(float64(n), 'f', decimals(float64(n)), 64))
}

// decimals is how many a score is printed with. Lines are the cuts of the heat
// table and all multiples of 5.
func decimals(x float64) int {
	rounded := math.Round(x*10) / 10
	if rounded-x < 1e-9 || rounded != math.Trunc(rounded) {
		return 1
	}
	isLine := math.Mod(rounded, 5) == 0
	for _, step := range heatSteps {
		isLine = isLine || step.below == rounded
	}
	if isLine {
		return 2
	}
	return 1
}

// point prints an end of an interval.
func point(n survey.Num) string {
	if !n.OK() {
		return "—"
	}
	return minus(strconv.FormatFloat(float64(n), 'f', 1, 64))
}

// signed prints a change in points with its sign.
func signed(n survey.Num) string {
	s := point(n)
	if n > 0 && s != "0.0" {
		return "+" + s
	}
	return s
}

func minus(s string) string {
	if s == "-0.0" {
		return "0.0"
	}
	return strings.Replace(s, "-", "−", 1)
}

// interval prints "75.8–76.8".
func interval(low, high survey.Num) string {
	if !low.OK() || !high.OK() {
		return "—"
	}
	return point(low) + "–" + point(high)
}

// percent prints a share of 0–1 as a percentage with one decimal.
func percent(n survey.Num) string {
	if !n.OK() {
		return "—"
	}
	return strconv.FormatFloat(100*float64(n), 'f', 1, 64) + "%"
}

// chance prints a probability with two decimals, never as a false certainty.
func chance(n survey.Num) string {
	switch {
	case !n.OK():
		return "—"
	case n < 0.005:
		return "<0.01"
	case n > 0.995:
		return ">0.99"
	}
	return strconv.FormatFloat(float64(n), 'f', 2, 64)
}

// level prints a confidence level: 95%.
func level(n survey.Num) string {
	return strconv.FormatFloat(100*float64(n), 'g', 4, 64) + "%"
}

// thousands prints a count with its thousands apart: 18 274 or 18,274.
func (w words) thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + w.say("\u202f", ",") + s[i:]
	}
	return s
}

// action names what a flag asks for.
func (w words) action(a survey.Action) string {
	switch a {
	case survey.Supervision:
		return w.say("督导检查", "Supervise")
	case survey.Inspection:
		return w.say("专项检查", "Inspect")
	case survey.Notice:
		return w.say("整改通知", "Rectify")
	case survey.Verify:
		return w.say("先核实", "Verify first")
	case survey.YellowCard:
		return w.say("黄牌督办", "Yellow card")
	}
	return string(a)
}

// reason says why something was not counted.
func (w words) reason(key string) string {
	text, ok := reasons[key]
	if !ok {
		return key
	}
	return text.In(w.lang)
}

// reasons are those of lenient reading.
var reasons = map[string]survey.Text{
	"unknown_unit":             {"zh": "单位不在名册中的票", "en": "ballots about units that are not in the roster"},
	"no_unit":                  {"zh": "没有填单位的票", "en": "ballots without a unit"},
	"unknown_group":            {"zh": "票种不明的票", "en": "ballots of an unknown group"},
	"no_group":                 {"zh": "没有填票种的票", "en": "ballots without a group"},
	survey.LeftOutPaper:        {"zh": "结束时未录完、经确认不计入的纸质票", "en": "sheets of paper that were not finished when the poll was closed, and left out on purpose"},
	"bad_weight":               {"zh": "权重有误的票", "en": "ballots with a bad weight"},
	"duplicate_id":             {"zh": "编号重复的票", "en": "ballots whose id was there before"},
	"field_count":              {"zh": "格数不对的票", "en": "ballots with the wrong number of fields"},
	"stray_quote":              {"zh": "引号有误的票", "en": "ballots with a misplaced quote"},
	"broken_encoding":          {"zh": "含有乱码的票", "en": "ballots with bytes that are no characters"},
	"unasked":                  {"zh": "回答了不问该层级测评对象的题", "en": "answers to items that are not asked about units of that tier"},
	"unknown_option":           {"zh": "不是选项的答案（按无效计）", "en": "answers that are no option (counted as void)"},
	"sheet_groups":             {"zh": "票种前后不一的测评表", "en": "sheets of several groups"},
	"sheet_twice":              {"zh": "同一对象出现两次的测评表", "en": "sheets with a unit twice"},
	"void_" + survey.VoidMost:  {"zh": "某档超过限额而整张无效的测评表", "en": "sheets that are void: a grade more often than allowed"},
	"void_" + survey.VoidCheck: {"zh": "前后矛盾而整张无效的测评表", "en": "sheets that are void: answers contradict one another"},
	"void_" + survey.VoidAlike: {"zh": "全部同分而整张无效的测评表", "en": "sheets that are void: one score throughout"},
	"void_" + survey.VoidOver:  {"zh": "推荐人数超额而整张无效的测评表", "en": "sheets that are void: more names than seats"},
	"unknown_column":           {"zh": "问卷中没有的列", "en": "columns that the questionnaire does not have"},
	"missing_column":           {"zh": "缺少的题目列（按未答计）", "en": "items without a column (counted as not answered)"},
	"duplicate_column":         {"zh": "重复的列", "en": "columns that were there twice"},
}

// ActionWords names what a flag asks for.
func ActionWords(a survey.Action, lang string) string { return words{lang}.action(a) }

// Thousands prints a count with its thousands apart.
func Thousands(n int, lang string) string { return words{lang}.thousands(n) }
