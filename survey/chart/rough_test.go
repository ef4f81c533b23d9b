package chart

import (
	"strings"
	"testing"

	"minping/survey"
)

// rough is small with the sixth city's score, and one of the third's, blurred.
func rough() *survey.Release {
	r := small()
	r.Method.Blur = &survey.Blur{Below: 10, Step: .5, Low: 5, High: 95}
	blurred := func(s float64) survey.NodeScore {
		return survey.NodeScore{Score: survey.Num(s), SE: nan, Low: nan, High: nan, N: 7, Rate: nan, DontKnow: nan, Blurred: true}
	}
	r.Units[2].Nodes["a2"] = blurred(70.5)
	r.Units[5].Nodes["overall"], r.Units[5].Unranked = blurred(71), survey.Roughly
	return r
}

// What is blurred is marked, and a note by the figure says how and why; where
// nothing is, there is neither.
func TestRough(t *testing.T) {
	for lang, how := range map[string]string{
		"zh": "作答不足 10 人，或精确公布便可由相减推出这样的得分，因此取整到 0.5 分、限在 5–95 之内",
		"en": "fewer than 10 answers, or exact ones would give such away by subtraction: they are rounded to steps of 0.5 points and kept within 5–95",
	} {
		f := Figures{Release: rough(), Lang: lang}
		plain := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
		for what, drawn := range map[string]string{
			"heat": string(f.Heat("city", HeatOptions{})), "ranking": string(f.Ranking("city")), "unit": f.RoughNote("c3"),
		} {
			if strings.Count(plain(drawn), how) != 1 {
				t.Errorf("%s %s does not say how it is blurred: %s", lang, what, drawn)
			}
		}
		if heat := string(f.Heat("city", HeatOptions{})); !strings.Contains(heat, ">≈70.5<") && !strings.Contains(heat, ">≈70<") && !strings.Contains(heat, ">≈71<") {
			t.Errorf("%s: the heat table does not mark the blurred score: %s", lang, heat)
		}
		if note := f.RoughNote("c3"); !strings.Contains(note, map[string]string{"zh": "甲二", "en": "A two"}[lang]) {
			t.Errorf("%s: the note names no score: %s", lang, note)
		}
		exact := Figures{Release: small(), Lang: lang}
		if all := string(exact.Heat("city", HeatOptions{})) + string(exact.Ranking("city")) + exact.RoughNote("c3") + exact.RoughNote("none"); strings.Contains(all, "≈") {
			t.Errorf("%s: nothing is blurred, but marked", lang)
		}
	}
}
