package chart

import (
	"cmp"
	"slices"
	"strings"

	"minping/survey"
)

// heatRows returns the rows that meet the options.
func (f Figures) heatRows(tier string, leaves []*survey.NodeInfo, o HeatOptions) []heatRow {
	var rows []heatRow
	for i := range f.Release.Units {
		u := &f.Release.Units[i]
		name := f.text(u.Name)
		if u.Tier != tier || o.Parent != "" && u.Parent != o.Parent || !strings.Contains(strings.ToLower(name), strings.ToLower(strings.TrimSpace(o.Query))) {
			continue
		}
		row := heatRow{Name: name, URL: f.unitURL(u.Unit), unit: u, scores: u.Nodes}
		if o.Group != "" {
			row.scores = u.Groups[o.Group].Nodes
		}
		if u.Rank != nil {
			row.Rank = u.Rank.Rank
		}
		if p := f.Release.Unit(u.Parent); p != nil && Whole(f.Release) != p {
			row.Of = f.text(p.Name)
		}
		if s, ok := row.scores[f.root()]; ok {
			row.Total, row.TotalRaw = Told(s), raw(s.Score)
		}
		for j, n := range leaves {
			c := cell(row.scores, n.ID)
			if strings.Contains(c.Class, "lo") {
				row.low++
			}
			if j == 0 || leaves[j-1].Parent != n.Parent {
				c.Class = "gap " + c.Class
			}
			row.Cells = append(row.Cells, c)
		}
		if !o.Low || row.low > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// cell draws one score; a missing one is hidden.
func cell(scores map[string]survey.NodeScore, node string) heatCell {
	s, ok := scores[node]
	if !ok || !finite(s.Score) {
		return heatCell{Class: "hid"}
	}
	band := 1
	for _, cut := range heatCuts {
		if s.Score >= cut {
			band++
		}
	}
	c := heatCell{Class: "h" + string(rune('0'+band)), Text: whole(s.Score), Raw: raw(s.Score)}
	if s.Blurred {
		c.Text = roughly + c.Text
	}
	switch {
	case s.Score >= lowLine:
	case finite(s.High) && s.High < lowLine:
		c.Class += " lo2"
	default:
		c.Class += " lo"
	}
	return c
}

// sortHeat sorts rows; those without a value come last.
func (f Figures) sortHeat(rows []heatRow, o HeatOptions) {
	node := o.Sort
	if node == "" || node == SortTotal {
		node = f.root()
	}
	slices.SortStableFunc(rows, func(a, b heatRow) int {
		c := 0
		switch o.Sort {
		case SortParent:
			c = cmp.Compare(a.Of, b.Of)
		case SortLow:
			c = cmp.Compare(b.low, a.low)
		}
		if c == 0 {
			x, okX := a.scores[node]
			y, okY := b.scores[node]
			if o.Sort == SortParent || o.Sort == SortLow {
				x, okX = a.scores[f.root()]
				y, okY = b.scores[f.root()]
			}
			if !okX || !okY {
				return cmp.Compare(boolean(!okX), boolean(!okY))
			}
			c = cmp.Compare(x.Score, y.Score)
		}
		if o.Desc {
			return -c
		}
		return c
	})
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// raw writes a score for scripts to sort by.
func raw(n survey.Num) string {
	if !finite(n) {
		return ""
	}
	return fixed(n, 2)
}
