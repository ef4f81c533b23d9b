package report

import (
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/document"
)

// textOf are the texts of tables and paragraphs.
func textOf(blocks []document.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		switch x := x.(type) {
		case document.Table:
			for _, row := range x.Rows {
				for _, c := range row {
					b.WriteString(c.Text + "|")
				}
			}
		case document.Paragraph:
			for _, r := range x.Runs {
				b.WriteString(r.Text)
			}
		}
	}
	return b.String()
}

// Adjusted scores stand beside raw ones, with what of the order is the raters'.
func TestSeverityInReports(t *testing.T) {
	r := evaluation(t)
	if got := textOf((&summary{words: words{"en"}, r: r, tier: "member"}).severity()); got != "" {
		t.Errorf("nothing is linked, but %q", got)
	}
	tier := &r.Evaluation.Tiers[0]
	tier.Severity = &survey.TierSeverity{Parts: 1, Raters: 12, OrderDepends: true, Swapped: 3, Fixed: []survey.PartSeverity{{Part: 1, Raters: 12, Spread: 4.5}}}
	r.Evaluation.Units[0].Severity = &survey.UnitSeverity{Part: 1, Raters: 12, Raw: 81.3, Adjusted: 78.5, SE: 1, RawRank: 1, AdjustedRank: 2}
	unit := r.Evaluation.Units[0].Unit
	s := &summary{words: words{"en"}, r: r, tier: "member"}
	s.units = s.ranked()
	for _, want := range []string{"Member 1|81.3|78.5 ± 2.0|1 → 2|", "12 raters", "3 pairs change places", "depends on who rated whom"} {
		if got := textOf(s.severity()); !strings.Contains(got, want) {
			t.Errorf("the summary lacks %q: %s", want, got)
		}
	}
	if got := textOf(Feedback(r, unit, "en").Blocks); !strings.Contains(got, "freed of their severity 78.5 ± 2.0") || !strings.Contains(got, "take the rank with care") {
		t.Errorf("the feedback: %s", got)
	}
	tier.Severity.Parts = 2
	if got := textOf(s.severity()); !strings.Contains(got, "Member 1 (part 1)|") || !strings.Contains(got, "units of different parts cannot be compared") {
		t.Errorf("in parts: %s", got)
	}
	r.Evaluation.Units[0].Severity = nil
	if got := textOf(s.severity()); !strings.Contains(got, "cannot be compared") {
		t.Errorf("no unit tells, but the order depends: %q", got)
	}
}
