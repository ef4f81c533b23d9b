package result

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A weightingRow says how the ballots of one unit, or one group of it, were
// weighted to its population.
type weightingRow struct {
	Unit, URL, Group                      string
	Ballots, Population, NEff, Cost, Span string
	Doubt                                 string // what was left open, "" for nothing
}

// weighting lists the weighted units, those with something left open first,
// then the dearest.
func (p *resultsPage) weighting() []weightingRow {
	w := p.Release.Weighting
	if w == nil {
		return nil
	}
	units := slices.Clone(w.Units)
	slices.SortStableFunc(units, func(a, b survey.UnitWeighting) int {
		if open := p.weightingDoubt(a) != ""; open != (p.weightingDoubt(b) != "") {
			return map[bool]int{true: -1, false: 1}[open]
		}
		return int(math.Copysign(1, float64(b.Deff-a.Deff)))
	})
	rows := make([]weightingRow, len(units))
	for i, u := range units {
		rows[i] = weightingRow{
			Unit: p.unitName(u.Unit), URL: p.unitURL(u.Unit), Group: p.groupName(u.Group),
			Ballots: chart.Count(u.Ballots), Population: chart.Count(int(math.Round(float64(u.Population)))),
			NEff: chart.Points(u.NEff), Cost: ratio(u.Deff), Span: ratio(u.MinRatio) + "–" + ratio(u.MaxRatio),
			Doubt: p.weightingDoubt(u),
		}
	}
	return rows
}

// weightingDoubt puts what a weighting left open in words.
func (p *resultsPage) weightingDoubt(u survey.UnitWeighting) string {
	var parts []string
	if u.Failed != "" {
		parts = append(parts, p.T("weighting.failed."+u.Failed))
	}
	for _, e := range u.Empty {
		parts = append(parts, p.T("weighting.empty", "item", p.profileText(e.Item), "category", p.category(e.Item, e.Category)))
	}
	for _, a := range u.Unknown {
		parts = append(parts, p.T("weighting.unknown", "item", p.profileText(a.Item), "n", a.Ballots))
	}
	if u.Trimmed > 0 {
		parts = append(parts, p.T("weighting.trimmed", "n", u.Trimmed))
	}
	return strings.Join(parts, p.T("weighting.and"))
}

func (p *resultsPage) groupName(id string) string {
	for _, g := range p.Release.Groups {
		if g.ID == id {
			return g.Title.In(p.Lang)
		}
	}
	return ""
}

// profile returns an item about the respondent, nil where there is none.
func (p *resultsPage) profile(id string) *survey.ItemInfo {
	for i := range p.Release.Profile {
		if p.Release.Profile[i].ID == id {
			return &p.Release.Profile[i]
		}
	}
	return nil
}

func (p *resultsPage) profileText(id string) string {
	if it := p.profile(id); it != nil && it.Text.In(p.Lang) != "" {
		return it.Text.In(p.Lang)
	}
	return id
}

// category names a category: the labels of the options it joins, or its code.
func (p *resultsPage) category(item, category string) string {
	codes := strings.Split(category, "|")
	it := p.profile(item)
	for i, code := range codes {
		if it == nil {
			break
		}
		for _, o := range it.Options {
			if o.Code == code && o.Label.In(p.Lang) != "" {
				codes[i] = o.Label.In(p.Lang)
			}
		}
	}
	return site.JoinList(p.Lang, codes)
}

// ratio writes how many times as much: 1.24; – where there is none.
func ratio(x survey.Num) string {
	if !x.OK() {
		return "–"
	}
	if x >= 100 {
		return strconv.Itoa(int(math.Round(float64(x))))
	}
	return fmt.Sprintf("%.2f", float64(x))
}
