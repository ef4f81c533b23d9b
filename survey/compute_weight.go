package survey

import (
	"errors"
	"maps"
	"slices"

	"minping/scoring"
)

// weigh rakes the ballots to the margins of the sample, before they are rolled
// up and scored, and says in the release what came of it.
func (c *computation) weigh() {
	c.tallies = c.in.Ballots.Tallies()
	c.describeSample()
	s := c.in.Sample
	if s == nil || len(s.Margins) == 0 {
		return
	}
	plan := s.calibrations()
	weighted, reports := c.tallies.Calibrate(plan)
	if totals, failed := totalsOnly(plan, reports); failed {
		weighted, _ = c.tallies.Calibrate(totals)
	}
	c.tallies = weighted
	w := &Weighting{Items: s.raked(), Lowest: Num(s.Lowest), Highest: Num(s.Highest), Units: []UnitWeighting{}}
	for i, r := range reports {
		w.Units = append(w.Units, unitWeighting(plan[i], r))
	}
	c.out.Weighting = w
}

// describeSample says in the release how the respondents were drawn.
func (c *computation) describeSample() {
	m, s := &c.out.Method, c.in.Sample
	m.Strata, m.Lonely = c.in.Questionnaire.strata(s), c.in.Questionnaire.lonely(s)
	if s != nil {
		m.Clusters, m.FPC = s.Clusters, len(s.Populations) > 0
		m.Weighted = m.Weighted || s.Weight != ""
	}
	if c.in.Stratified {
		m.Strata = FromFile
	}
	if c.in.Clustered {
		m.Clusters = FromFile
	}
	m.FPC = m.FPC || c.in.Corrected
	m.FPCRefused = c.tallies.Check() != nil
	if s != nil {
		c.out.Profile = s.profileInfos(c.in.Questionnaire)
	}
}

// profileInfos describes the items that the sample names.
func (s *Sample) profileInfos(q *Questionnaire) (infos []ItemInfo) {
	named := append([]string{s.Strata, s.Clusters, s.Weight}, s.raked()...)
	for i := range q.Items {
		if it := &q.Items[i]; slices.Contains(named, it.ID) {
			infos = append(infos, ItemInfo{ID: it.ID, Text: it.Text, Options: q.ItemOptions(it)})
		}
	}
	return infos
}

// FromFile stands for a column of the ballots' file where a release names an
// item that says how respondents were drawn.
const FromFile = "file"

// raked returns the items of the margins.
func (s *Sample) raked() []string {
	var ids []string
	for _, m := range s.Margins {
		if !slices.Contains(ids, m.Item) {
			ids = append(ids, m.Item)
		}
	}
	return ids
}

// calibrations returns the margins as scoring rakes to them: one calibration
// for each unit or group, its margins where Profiler puts their categories.
func (s *Sample) calibrations() []scoring.Calibration {
	var plan []scoring.Calibration
	at := make(map[marginKey]int)
	for _, m := range s.Margins {
		key := marginKey{m.Unit, m.Group}
		i, known := at[key]
		if !known {
			i = len(plan)
			at[key] = i
			plan = append(plan, scoring.Calibration{Unit: m.Unit, Group: m.Group, Lowest: s.Lowest, Highest: s.Highest})
		}
		population := maps.Clone(m.Population)
		maps.DeleteFunc(population, func(_ string, people float64) bool { return people == 0 })
		plan[i].Margins = append(plan[i].Margins, scoring.TallyMargin{
			Name: m.Item, At: 1 + len(plan[i].Margins), Population: population,
		})
	}
	return plan
}

// totalsOnly returns the plan with those calibrations that failed reduced to
// the size of the population: within a unit that changes nothing, but among
// the units of a parent, or groups that are pooled, each keeps its place.
func totalsOnly(plan []scoring.Calibration, reports []scoring.CalibrationReport) (totals []scoring.Calibration, failed bool) {
	totals = slices.Clone(plan)
	for i, r := range reports {
		if r.Failed == nil || errors.Is(r.Failed, scoring.ErrNoBallots) {
			continue
		}
		failed = true
		people := 0.0
		for _, n := range plan[i].Margins[0].Population {
			people += n
		}
		totals[i] = scoring.Calibration{Unit: plan[i].Unit, Group: plan[i].Group, Margins: []scoring.TallyMargin{
			{Name: plan[i].Margins[0].Name, Population: map[string]float64{everybody: people}},
		}}
	}
	return totals, failed
}

// unitWeighting says what a calibration did.
func unitWeighting(plan scoring.Calibration, r scoring.CalibrationReport) UnitWeighting {
	w := UnitWeighting{
		Unit: plan.Unit, Group: plan.Group, Ballots: r.Ballots, Population: Num(r.Population),
		Converged: r.Converged, Sweeps: r.Sweeps, MaxError: Num(r.MaxError),
		MinRatio: Num(r.MinRatio), MaxRatio: Num(r.MaxRatio), Trimmed: r.Trimmed, Deff: Num(r.KishDeff), NEff: Num(r.NEff),
	}
	for i, m := range plan.Margins {
		if i < len(r.Empty) {
			for _, category := range r.Empty[i] {
				w.Empty = append(w.Empty, EmptyCategory{m.Name, category})
			}
		}
		if i < len(r.Unknown) && r.Unknown[i] > 0 {
			w.Unknown = append(w.Unknown, UnknownAnswers{m.Name, r.Unknown[i]})
		}
	}
	switch {
	case r.Failed == nil:
	case errors.Is(r.Failed, scoring.ErrNoBallots):
		w.Failed = "no_ballots"
	case errors.Is(r.Failed, scoring.ErrMarginCategory):
		w.Failed = "no_answers"
	default:
		w.Failed = "no_convergence"
	}
	return w
}

// hideWeights takes out of the release what it says of the weighting of units
// and groups that are hidden. Where units are rolled up it says nothing of
// those with others below: their own ballots are a cell that nobody shows.
func (c *computation) hideWeights() {
	w := c.out.Weighting
	if w == nil {
		return
	}
	w.Mixed = c.mixed()
	if c.in.MinGroup < 2 {
		return
	}
	parents := make(map[string]bool)
	if c.in.Questionnaire.Scoring.RollUp {
		for _, u := range c.out.Units {
			parents[u.Parent] = true
		}
	}
	w.Units = slices.DeleteFunc(w.Units, func(uw UnitWeighting) bool {
		u := c.out.Unit(uw.Unit)
		return u != nil && (u.Suppressed || parents[uw.Unit] || uw.Group != "" && u.Groups[uw.Group].Suppressed)
	})
}

// mixed reports whether units are counted together of which some have margins
// and some have not.
func (c *computation) mixed() bool {
	if !c.in.Questionnaire.Scoring.RollUp {
		return false
	}
	with := make(map[string]bool)
	for _, m := range c.in.Sample.Margins {
		with[m.Unit] = true
	}
	children := make(map[string]bool)
	for _, u := range c.out.Units {
		children[u.Parent] = true
	}
	for _, u := range c.out.Units {
		if u.Ballots > 0 && !children[u.Unit] && !with[u.Unit] {
			return true
		}
	}
	return false
}
