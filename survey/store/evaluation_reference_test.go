package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minping/survey"
)

// everyone is one group that everybody knows, so that nothing is hidden.
var everyone = []survey.Group{{ID: "rater", Attributable: true}}

func TestEvaluationOf49CompaniesMeetsR(t *testing.T) {
	ref := readReference(t, "lq2002")
	var all []string
	for i := range 11 {
		all = append(all, fmt.Sprintf("LEAD%02d", i+1))
	}
	release := func(items ...string) *survey.Release {
		p := &evaluationPoll{questionnaire: evaluationOf(steps(1, 5), items...)}
		p.questionnaire.Groups = everyone
		for _, row := range ref.rows {
			b := survey.Ballot{Unit: "c" + row["COMPID"], Group: "rater", Answers: survey.Answers{}}
			for _, id := range items {
				b.Answers[id] = []string{row[id]}
			}
			p.sheets = append(p.sheets, referenceSheet{"rater", []survey.Ballot{b}})
		}
		return p.release(t)
	}
	type group struct {
		Grp           string
		RWG, RWGJ, AD float64
		N             int
		Raw, EB       float64
	}
	agrees := func(r *survey.Release, id string, of func(g group) float64, figure func(a *survey.RaterAgreement) survey.Num) {
		var groups []group
		c := ref.check(t, id, &groups)
		for _, want := range groups {
			_, e := evaluated(t, r, "c"+want.Grp)
			a := e.Raters.Agreement
			c.close(e.Unit, figure(a), of(want))
			if want.N > 0 && a.N != want.N {
				t.Errorf("%s: %d raters, R used %d", e.Unit, a.N, want.N)
			}
		}
		if c.compared != 49 {
			t.Errorf("%s: %d compared", id, c.compared)
		}
	}
	agrees(release("LEAD01"), "lead.rwg", func(g group) float64 { return g.RWG }, func(a *survey.RaterAgreement) survey.Num { return a.RWG })
	r := release(all...)
	agrees(r, "lead.rwgj", func(g group) float64 { return g.RWGJ }, func(a *survey.RaterAgreement) survey.Num { return a.RWG })
	agrees(r, "lead.adm", func(g group) float64 { return g.AD }, func(a *survey.RaterAgreement) survey.Num { return a.AD })

	var icc struct {
		ICC1, ICC2, MSB, MSW, F, P float64
		Groups                     float64 `json:"k_groups"`
		N                          float64
		Size                       float64 `json:"mean_group_size"`
		N0                         float64
		ICC1N0                     float64 `json:"icc1_n0"`
	}
	c, tier := ref.check(t, "lead.icc1_2", &icc), r.Evaluation.Tiers[0].Reliability
	const square = 25 * 25
	for what, pair := range map[string][2]float64{
		"ICC(1)": {float64(tier.ICC1), icc.ICC1}, "ICC(2)": {float64(tier.ICC2), icc.ICC2}, "ICC(1) by n0": {float64(tier.ICC1N0), icc.ICC1N0},
		"MSB": {float64(tier.MSB) / square, icc.MSB}, "MSW": {float64(tier.MSW) / square, icc.MSW}, "F": {float64(tier.F), icc.F}, "p": {float64(tier.P), icc.P},
		"groups": {float64(tier.Units), icc.Groups}, "n": {float64(tier.N), icc.N}, "mean size": {float64(tier.MeanSize), icc.Size}, "n0": {float64(tier.N0), icc.N0},
	} {
		c.close(what, survey.Num(pair[0]), pair[1])
	}

	var reml struct {
		Mu, Tau2, Sigma2, ICC float64
		Shrunken              []group
	}
	c = ref.check(t, "lead.reml", &reml)
	c.close("μ", pointsOf(tier.Mu), reml.Mu)
	c.close("τ²", tier.Tau2/square, reml.Tau2)
	c.close("σ²", tier.Sigma2/square, reml.Sigma2)
	c.close("ICC", tier.ICC, reml.ICC)
	for _, want := range reml.Shrunken {
		u, e := evaluated(t, r, "c"+want.Grp)
		c.close(e.Unit+" raw", pointsOf(u.Nodes["overall"].Score), want.Raw)
		c.close(e.Unit, pointsOf(e.Shrunken.Score), want.EB)
	}
}

// Tables of subjects and raters, in which each rater hands in one sheet about all.
func TestEvaluationOfTablesMeetsR(t *testing.T) {
	for _, tt := range []struct {
		name, short string
		raters      []string
		first, most int
	}{
		{"shrout_fleiss", "sf", []string{"J1", "J2", "J3", "J4"}, 1, 10},
		{"anxiety", "anx", []string{"rater1", "rater2", "rater3"}, 1, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ref := readReference(t, tt.name)
			p := &evaluationPoll{questionnaire: evaluationOf(steps(tt.first, tt.most), "mark")}
			p.questionnaire.Groups, p.questionnaire.Evaluation.Linked, p.questionnaire.Evaluation.TrimAbove = everyone, true, 5
			for _, rater := range tt.raters {
				sheet := referenceSheet{group: "rater"}
				for i, row := range ref.rows {
					sheet.about = append(sheet.about, survey.Ballot{Unit: fmt.Sprintf("s%d", i), Group: "rater", Answers: survey.Answers{"mark": {row[rater]}}})
				}
				p.sheets = append(p.sheets, sheet)
			}
			r := p.release(t)
			table := r.Evaluation.Tiers[0].Table
			if table == nil || table.Units != len(ref.rows) || table.Raters != len(tt.raters) {
				t.Fatalf("the table of raters: %+v", table)
			}
			form := func(name string) survey.ICCRow {
				return table.ICC[slices.IndexFunc(table.ICC, func(f survey.ICCRow) bool { return f.Form == name })]
			}
			var psych []struct {
				Form                     string
				ICC, F, DF1, DF2, Lo, Hi float64
			}
			c := ref.check(t, tt.short+".icc_psych", &psych)
			for _, want := range psych {
				got := form(want.Form)
				c.close(want.Form, got.ICC, want.ICC)
				c.close(want.Form+" F", got.F, want.F)
				c.close(want.Form+" df1", got.DF1, want.DF1)
				c.close(want.Form+" df2", got.DF2, want.DF2)
				c.close(want.Form+" low", got.Low, want.Lo)
				c.close(want.Form+" high", got.High, want.Hi)
			}
			var irr []struct {
				Type, Unit          string
				ICC, F, DF1, DF2, P float64
				Lo, Hi              *float64
			}
			c = ref.check(t, tt.short+".icc_irr", &irr)
			for _, want := range irr {
				name := "ICC(" + strings.ToUpper(want.Type[:1]) + "," + map[string]string{"single": "1", "average": "k"}[want.Unit] + ")"
				got := form(name)
				c.close(name, got.ICC, want.ICC)
				c.close(name+" F", got.F, want.F)
				c.close(name+" df2", got.ApproxDF2, want.DF2)
				c.close(name+" p", got.ApproxP, want.P)
				if want.Lo != nil {
					c.close(name+" low", got.Low, *want.Lo)
					c.close(name+" high", got.High, *want.Hi)
				}
			}
			var one struct{ ICC, Lo, Hi float64 }
			c = ref.check(t, tt.short+".icc_oneway", &one)
			got := form("ICC(1,1)")
			c.close("ICC(1,1)", got.ICC, one.ICC)
			c.close("low", got.Low, one.Lo)
			c.close("high", got.High, one.Hi)
			var w struct{ W, ChiSq, P float64 }
			c = ref.check(t, tt.short+".kendall_w", &w)
			c.close("W", table.W, w.W)
			c.close("χ²", table.Chi2, w.ChiSq)
			c.close("p", table.P, w.P)
			// A fifth of three or four raters off each end is none, and so it is where
			// trimming begins above five.
			var means []float64
			c = ref.check(t, tt.short+".trimmed", &means)
			for i, want := range means {
				_, e := evaluated(t, r, fmt.Sprintf("s%d", i))
				c.close(e.Unit, 1+e.Raters.Mean*survey.Num(tt.most-1)/100, want)
				if e.Raters.Trimmed.OK() {
					t.Errorf("%s: trimmed %g of %d raters", e.Unit, float64(e.Raters.Trimmed), e.Raters.N)
				}
			}
			if tt.short == "sf" {
				var printed map[string]float64
				c = ref.check(t, "sf.published", &printed)
				for key, name := range map[string]string{"icc11": "ICC(1,1)", "icc21": "ICC(A,1)", "icc31": "ICC(C,1)", "icc14": "ICC(1,k)", "icc24": "ICC(A,k)", "icc34": "ICC(C,k)"} {
					c.close(name, form(name).ICC, printed[key])
				}
			}
		})
	}
}

// Each rater hands in one sheet about those whom he rated; raw and adjusted
// means are R's, by fixed and by random effects.
func TestEvaluationWithSevereRatersMeetsR(t *testing.T) {
	ref := readReference(t, "ratings1")
	items := []string{"k1", "k2", "k3", "k4", "k5"}
	p := &evaluationPoll{questionnaire: evaluationOf(steps(0, 4), items...)}
	p.questionnaire.Groups, p.questionnaire.Evaluation.Linked = everyone, true
	sheets := map[string]int{}
	for _, row := range ref.rows {
		i, there := sheets[row["rater"]]
		if !there {
			i = len(p.sheets)
			sheets[row["rater"]] = i
			p.sheets = append(p.sheets, referenceSheet{group: "rater"})
		}
		b := survey.Ballot{Unit: row["idstud"], Group: "rater", Answers: survey.Answers{}}
		for _, id := range items {
			b.Answers[id] = []string{row[id]}
		}
		p.sheets[i].about = append(p.sheets[i].about, b)
	}
	r := p.release(t)
	s := r.Evaluation.Tiers[0].Severity
	total := func(x survey.Num) survey.Num { return 15 * x / 100 } // of five criteria of 0 to 3
	const square = 15 * 15 / 1e4
	type expected struct {
		Mu       float64
		VarRatee float64 `json:"var_ratee"`
		VarRater float64 `json:"var_rater"`
		VarRes   float64 `json:"var_res"`
		Rater    []struct{ N int }
		Ratee    []struct {
			Ratee         string
			Raw, Adjusted float64
			N             int
		}
	}
	var ols, reml expected
	c := ref.check(t, "r1.severity_ols", &ols)
	if s == nil || s.Parts != 1 || s.Raters != len(ols.Rater) || s.Ratings != len(ref.rows) {
		t.Fatalf("%+v", s)
	}
	c.close("μ", total(s.Fixed[0].Mean), ols.Mu)
	for _, want := range ols.Ratee {
		_, e := evaluated(t, r, want.Ratee)
		c.close(want.Ratee+" raw", total(e.Severity.Raw), want.Raw)
		c.close(want.Ratee, total(e.Severity.Adjusted), want.Adjusted)
		if e.Severity.Raters != want.N {
			t.Errorf("%s: %d raters, want %d", want.Ratee, e.Severity.Raters, want.N)
		}
	}
	c = ref.check(t, "r1.severity_reml", &reml)
	c.close("μ", total(s.Random.Mean), reml.Mu)
	c.close("variance of ratees", s.Random.RateeVariance*square, reml.VarRatee)
	c.close("variance of raters", s.Random.RaterVariance*square, reml.VarRater)
	c.close("residual", s.Random.Residual*square, reml.VarRes)
	for _, want := range reml.Ratee {
		_, e := evaluated(t, r, want.Ratee)
		c.close(want.Ratee, total(e.Severity.Random), want.Adjusted)
	}
	if !s.OrderDepends || s.Swapped == 0 || s.Fixed[0].P > 0.001 {
		t.Errorf("severe and lenient raters change the order, and nobody is warned: %+v", s)
	}
}

// With disclosure in force the release shows of the same 360 what rests on
// enough people, exactly as before or to half points, and nothing else.
func TestEvaluationOf360KeepsItsLimits(t *testing.T) {
	ref := readReference(t, "r360_synth")
	open, kept := poll360(ref, true).release(t), poll360(ref, false).release(t)
	exact, blurred, hidden := 0, 0, 0
	for _, u := range open.Units {
		told := kept.Unit(u.Unit)
		for id, want := range u.Groups {
			got := told.Groups[id]
			switch n := want.Nodes["overall"].N; {
			case id == "self" || id == "boss":
				if got.Nodes["overall"].Score != want.Nodes["overall"].Score {
					t.Errorf("%s of %s, whom everybody knows: %+v", id, u.Unit, got)
				}
			case n > 0 && n < 3:
				hidden++
				if len(got.Nodes) > 0 || got.Ballots > 0 {
					t.Errorf("%d %ss of %s are told: %+v", n, id, u.Unit, got)
				}
			}
		}
		_, e := evaluated(t, kept, u.Unit)
		switch root, there := told.Nodes["overall"]; {
		case !there:
			t.Errorf("%s has no score", u.Unit)
		case root.Blurred:
			blurred++
			if gap := e.Self.Nodes["overall"]; e.Raters != nil || gap.SE.OK() || !gap.Blurred || float64(gap.Others) != float64(root.Score) {
				t.Errorf("%s is blurred, but for %+v", u.Unit, e)
			}
		default:
			exact++
			if root.Score != u.Nodes["overall"].Score {
				t.Errorf("%s: %+v", u.Unit, root)
			}
		}
	}
	if exact == 0 || blurred == 0 || hidden == 0 {
		t.Errorf("%d exact, %d blurred, %d groups hidden: nothing was put to the test", exact, blurred, hidden)
	}
}
