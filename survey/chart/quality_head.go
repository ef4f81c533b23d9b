package chart

import "minping/survey"

// QualityHeadline says how reliably the areas are measured, and which items do
// not fit.
func (f Figures) QualityHeadline() string {
	return f.say(f.reliabilityHead(), f.misfitHead())
}

// ReliabilityHeadline says which areas are measured reliably, as far as their
// intervals allow.
func (f Figures) ReliabilityHeadline() string { return f.say(f.reliabilityHead()) }

func (f Figures) reliabilityHead() string {
	q := f.Release.Quality
	if q == nil {
		return f.word("quality.head.none")
	}
	by, n := map[reliability][]string{}, 0
	for _, node := range measuredNodes(q) {
		r := reliabilityOf(q, node)
		by[r] = append(by[r], f.nodeTitle(node))
		n++
	}
	switch {
	case n == 1 && len(by[reliable]) == 1:
		return f.word("quality.head.whole")
	case len(by[reliable]) == n:
		return f.word("quality.head.all", "n", n)
	case len(by[unknown]) == n:
		return f.word("quality.head.unknown")
	}
	parts := []string{}
	for _, r := range []struct {
		reliability
		key string
	}{{reliable, "good"}, {fair, "fair"}, {poor, "poor"}, {unknown, "open"}} {
		if names := by[r.reliability]; len(names) > mostNames {
			parts = append(parts, f.word("quality.head."+r.key+".n", "n", len(names), "of", n))
		} else if len(names) > 0 {
			parts = append(parts, f.word("quality.head."+r.key, "names", joined(f.lang(), names), "n", len(names)))
		}
	}
	return f.say(parts...)
}

// misfitHead names the items that do not fit their area; "" where there are
// none.
func (f Figures) misfitHead() string {
	items := f.Misfits()
	if len(items) == 0 {
		return ""
	}
	if len(items) > mostNames {
		return f.word("quality.head.misfits", "n", len(items))
	}
	names := make([]string, len(items))
	for i, item := range items {
		names[i] = f.itemTitle(item)
	}
	return f.word("quality.head.misfit", "names", joined(f.lang(), names), "n", len(names))
}

// FitHeadline says whether every item fits its area.
func (f Figures) FitHeadline() string {
	if s := f.misfitHead(); s != "" {
		return f.say(s)
	}
	items, sure := 0, 0
	if q := f.Release.Quality; q != nil {
		for _, node := range measuredNodes(q) {
			for _, s := range judged(q, node) {
				for _, item := range s.Items {
					items++
					if item.RLow >= fitR {
						sure++
					}
				}
			}
		}
	}
	switch {
	case items == 0:
		return f.word("quality.fit.none")
	case sure == items:
		return f.word("quality.fit.all")
	}
	return f.word("quality.fit.open")
}

// MissingHeadline names the item that most people cannot answer.
func (f Figures) MissingHeadline() string {
	most := -1
	q := f.Release.Quality
	if q == nil {
		return f.word("quality.missing.none")
	}
	for i, item := range q.Items {
		if finite(item.Missing.DontKnow) && (most < 0 || item.Missing.DontKnow > q.Items[most].Missing.DontKnow) {
			most = i
		}
	}
	if most < 0 || q.Items[most].Missing.DontKnow == 0 {
		return f.word("quality.missing.none")
	}
	return f.word("quality.missing.head", "item", f.itemTitle(q.Items[most].Item), "share", Percent(q.Items[most].Missing.DontKnow))
}

// CarelessHeadline says how many ballots tick the same place throughout.
func (f Figures) CarelessHeadline() string {
	if q := f.Release.Quality; q != nil && len(q.Careless) > 0 && finite(q.Careless[0].Alike) {
		return f.word("quality.careless.head", "alike", Percent(q.Careless[0].Alike), "run", Percent(q.Careless[0].HalfRun))
	}
	return f.word("quality.careless.none")
}

// Fits says what the interval of an item's correlation with the rest allows:
// "fits", "misfit" or "open".
func Fits(item survey.ScaleItem) string {
	switch {
	case item.RHigh < fitR:
		return "misfit"
	case item.RLow >= fitR:
		return "fits"
	}
	return "open"
}
