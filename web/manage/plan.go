package manage

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/scoring"
	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A planField is a number that the planner asks for.
type planField struct {
	Name       string
	Low, High  float64 // the range that it may have
	usual      float64
	Optional   bool // may be empty
	Whole      bool
	Value      string // as typed, or the default
	Error      string
	Label, Tip string
	number     float64 // NaN where empty or wrong
}

// planFields are the planner's fields in the order of the form; the texts are
// the messages plan.<name> and plan.<name>.tip.
var planFields = []planField{
	{Name: "half", Low: 0.1, High: 50, usual: 3},
	{Name: "drop", Low: 0.1, High: 100, usual: 5},
	{Name: "rank", Low: 1, High: 99, usual: 70},
	{Name: "sd", Low: 0.1, High: 50, usual: 20},
	{Name: "tau", Low: 0.01, High: 50, usual: 3},
	{Name: "units", Low: 1, High: 10000, usual: 64, Whole: true},
	{Name: "real", Low: 0, High: 10000, usual: 1, Whole: true},
	{Name: "level", Low: 50, High: 99.9, usual: 95},
	{Name: "power", Low: 50, High: 99.9, usual: 80},
	{Name: "cluster", Low: 1, High: 10000, usual: 1},
	{Name: "icc", Low: 0, High: 1, usual: 0},
	{Name: "population", Low: 2, High: 1e10, usual: math.NaN(), Optional: true, Whole: true},
	{Name: "response", Low: 0.1, High: 100, usual: 100},
	{Name: "n", Low: 2, High: 1e8, usual: math.NaN(), Optional: true, Whole: true},
}

// planAdjustments are the ways to adjust many tests, the default first.
var planAdjustments = map[string]scoring.Adjustment{"bh": scoring.BH, "bonferroni": scoring.Bonferroni, "none": scoring.Unadjusted}

// A planPage is the sample-size planner.
type planPage struct {
	site.Page
	Goals, Survey, Design []planField
	Adjust                []site.Choice
	Headline              string
	Said                  []string
	Rows                  []planRow
	Poll, From            string // the earlier poll that defaults come from
	Errors                int
}

// A planRow says what some number of ballots gives.
type planRow struct {
	N, Sent, Half, Drop, Rank string
	Given                     bool
}

// plan shows how many ballots a poll needs.
func (s *Pages) plan(c echo.Context) error {
	page := planPage{Page: s.Page(c, "plan.title")}
	q := c.QueryParams()
	defaults := map[string]float64{}
	if id := q.Get("poll"); id != "" {
		r, err := s.planRelease(c, id)
		if err != nil {
			return err
		}
		page.Poll, page.From = id, r.Title.In(page.Lang)
		if r.Poll != nil && len(r.Poll.Title) > 0 {
			page.From = r.Poll.Title.In(page.Lang)
		}
		defaults = planDefaults(r)
	}
	fields := readPlan(page.Page, q, defaults)
	adjust := q.Get("adjust")
	if _, ok := planAdjustments[adjust]; !ok {
		adjust = "bh"
	}
	page.Adjust = site.Choices(adjust, "bh", page.T("plan.adjust.bh"), "bonferroni", page.T("plan.adjust.bonferroni"), "none", page.T("plan.adjust.none"))
	page.Goals, page.Survey, page.Design = fields[:3], fields[3:9], fields[9:]
	for _, f := range fields {
		if f.Error != "" {
			page.Errors++
		}
	}
	status := http.StatusOK
	if page.Errors > 0 {
		page.Failed, status = true, http.StatusUnprocessableEntity
		page.Headline = page.T("plan.head.failed", "n", page.Errors)
	} else {
		page.answer(fields, planAdjustments[adjust])
	}
	return s.Render(c, status, "plan/plan", page)
}

// planRelease returns the release of a poll that the reader may read.
func (s *Pages) planRelease(c echo.Context, id string) (*survey.Release, error) {
	return s.Within(c).Release(c.Request().Context(), id)
}

// planDefaults takes the spread of answers and of units, their number and the
// usual number of ballots from an earlier release. A unit's standard deviation
// is se √n_eff, with the design effect of its sample in it.
func planDefaults(r *survey.Release) map[string]float64 {
	best := map[string]float64{}
	most := 0
	for _, t := range r.Tiers {
		var sd, n []float64
		for _, u := range r.Units {
			root := u.Nodes[r.Nodes[0].ID]
			if u.Tier == t.ID && u.Rank != nil && root.SE > 0 && root.NEff.OK() {
				sd, n = append(sd, float64(root.SE)*math.Sqrt(float64(root.NEff))), append(n, float64(root.N))
			}
		}
		if len(sd) <= most {
			continue
		}
		most = len(sd)
		best = map[string]float64{"units": float64(len(sd)), "sd": scoring.Median(sd), "n": math.Round(scoring.Median(n)), "level": 100 * float64(r.Method.Level)}
		if spread, ok := t.Spread[r.Nodes[0].ID]; ok && spread.Tau2 > 0 {
			best["tau"] = math.Sqrt(float64(spread.Tau2))
		}
	}
	return best
}

// readPlan reads the fields; one not given has its default.
func readPlan(p site.Page, q url.Values, defaults map[string]float64) []planField {
	fields := slices.Clone(planFields)
	for i := range fields {
		f := &fields[i]
		f.Label, f.Tip = p.T("plan."+f.Name), p.T("plan."+f.Name+".tip")
		f.number = f.usual
		if x, ok := defaults[f.Name]; ok {
			f.number = min(f.High, max(f.Low, x))
			if !f.Whole {
				f.number = math.Round(10*f.number) / 10
			}
		}
		if !math.IsNaN(f.number) {
			f.Value = site.Number(f.number)
		}
		if q.Has(f.Name) {
			f.read(p, strings.TrimSpace(q.Get(f.Name)))
		}
	}
	return fields
}

// read takes what was typed.
func (f *planField) read(p site.Page, text string) {
	f.Value = text
	f.number = math.NaN()
	if text == "" && f.Optional {
		return
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= f.Low && x <= f.High) || f.Whole && x != math.Trunc(x) {
		key := "plan.error"
		if f.Whole {
			key = "plan.error.whole"
		}
		f.Error = p.T(key, "low", site.Number(f.Low), "high", site.Number(f.High))
		return
	}
	f.number = x
}

// answer fills in what the numbers say.
func (p *planPage) answer(fields []planField, method scoring.Adjustment) {
	v := map[string]float64{}
	for _, f := range fields {
		v[f.Name] = f.number
	}
	plan := scoring.SamplePlan{SD: v["sd"], ICC: v["icc"], Cluster: v["cluster"], Weighting: 1, Population: math.Inf(1)}
	if v["population"] > 0 {
		plan.Population = v["population"]
	}
	level, power, units := v["level"]/100, v["power"]/100, int(v["units"])
	alpha := scoring.FamilyAlpha(1-level, units, min(units, int(v["real"])), power, method)
	sent := func(n int) string { return chart.Count(int(math.Ceil(float64(n) / (v["response"] / 100)))) }
	say := func(key string, n int, err error, args ...any) {
		if errors.Is(err, scoring.ErrSampleSize) {
			p.Said = append(p.Said, p.T("plan.never."+key, args...))
			return
		}
		p.Said = append(p.Said, p.T("plan.said."+key, append(args, "ballots", chart.Count(n), "sent", sent(n))...))
	}
	forHalf, errHalf := plan.ForHalfWidth(v["half"], level)
	forDrop, errDrop := plan.ForDrop(v["drop"], alpha, power)
	forRank, errRank := plan.ForRankability(v["rank"]/100, v["tau"])
	percent := func(x float64) string { return site.Number(x) + "%" }
	say("half", forHalf, errHalf, "half", site.Number(v["half"]), "level", percent(v["level"]))
	say("drop", forDrop, errDrop, "drop", site.Number(v["drop"]), "power", percent(v["power"]), "units", units)
	say("rank", forRank, errRank, "rank", percent(v["rank"]))
	if d := plan.Deff(); d > 1 {
		p.Said = append(p.Said, p.T("plan.said.deff", "deff", strconv.FormatFloat(d, 'f', 2, 64)))
	}
	p.Headline = p.T("plan.head", "half", site.Number(v["half"]), "ballots", chart.Count(forHalf), "drop", site.Number(v["drop"]), "m", chart.Count(forDrop))
	if errHalf != nil || errDrop != nil {
		p.Headline = p.T("plan.head.never")
	}
	sizes := []int{50, 100, 200, 300, 500, 1000}
	if v["n"] > 0 {
		sizes = append(sizes, int(v["n"]))
	}
	slices.Sort(sizes)
	for _, n := range slices.Compact(sizes) {
		if float64(n) > plan.Population {
			continue
		}
		p.Rows = append(p.Rows, planRow{
			N: chart.Count(n), Sent: sent(n), Given: float64(n) == v["n"],
			Half: planPoints(plan.HalfWidth(n, level)), Drop: planPoints(plan.DetectableDrop(n, alpha, power)),
			Rank: chart.Percent(survey.Num(plan.Rankability(n, v["tau"]))),
		})
	}
}

// planPoints writes an error in points; one that nothing bounds has none.
func planPoints(x float64) string {
	if math.IsInf(x, 1) || x > 100 {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}
