package awards

import (
	"context"
	"math"
	"slices"
	"strconv"

	"minping/survey"
)

// Table writes an award as a table: a row for each candidate, those with prizes
// first, with what each round said of it.
func (r Room) Table(ctx context.Context, a Award, lang string) (heads []string, rows [][]string, err error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, nil, err
	}
	named := reach.Named()
	name := func(unit string) string {
		if t := named[unit].Name.In(lang); t != "" {
			return t
		}
		return unit
	}
	for _, h := range []survey.Text{{"zh": "奖项", "en": "Prize"}, {"zh": "参评项目", "en": "Entry"}, {"zh": "单位", "en": "Unit"}} {
		heads = append(heads, h.In(lang))
	}
	for _, round := range a.Rounds {
		for _, h := range []survey.Text{{"zh": "得票或得分", "en": "figure"}, {"zh": "名次", "en": "rank"}, {"zh": "结果", "en": "result"}} {
			heads = append(heads, round.Title+survey.Text{"zh": "", "en": ", "}.In(lang)+h.In(lang))
		}
	}
	heads = append(heads, survey.Text{"zh": "备注", "en": "Remark"}.In(lang))
	for _, c := range a.Ranked() {
		row := []string{a.PrizeOf(c).In(lang), c.Title, name(c.Unit)}
		for i := range a.Rounds {
			row = append(row, a.told(i, c.ID, lang)...)
		}
		remark := ""
		if c.Out != nil {
			remark = string(c.Out.Day) + " " + c.Out.Why
		}
		rows = append(rows, append(row, remark))
	}
	return heads, rows, nil
}

// told is what a round says of a candidate: figure, rank, what follows.
func (a *Award) told(round int, candidate, lang string) []string {
	r := &a.Rounds[round]
	l := r.line(candidate)
	if l.Candidate == "" {
		return []string{"", "", ""}
	}
	figure, rank := "", ""
	if l.Value.OK() {
		figure = l.Figure()
		if l.Low.OK() {
			figure += " (" + Number(l.Low, 2) + "–" + Number(l.High, 2) + ")"
		}
		rank = strconv.Itoa(l.Rank)
	}
	return []string{figure, rank, a.Outcome(round, l).In(lang)}
}

// Decided words what follows from a line of a round that is decided.
func (a *Award) Decided(round int, l Line) survey.Text {
	out := survey.Text{"zh": "未入选", "en": "not chosen"}
	switch {
	case l.Class > 0 && round == len(a.Rounds)-1:
		out = survey.Text{"zh": a.Prizes[l.Class-1].Title, "en": a.Prizes[l.Class-1].Title}
	case l.Class > 0:
		out = survey.Text{"zh": "进入下一轮", "en": "goes on"}
	}
	return out
}

// Outcome is Decided, with ties said.
func (a *Award) Outcome(round int, l Line) survey.Text {
	out := a.Decided(round, l)
	if l.Tied {
		out = survey.Text{"zh": out["zh"] + "（并列，经研究决定）", "en": out["en"] + " (tied; decided)"}
	}
	return out
}

// PrizeOf words the prize of a candidate; empty: none.
func (a *Award) PrizeOf(c *Candidate) survey.Text {
	switch {
	case c.Prize == 0 || a.State == Running || a.State == Planned:
		return survey.Text{"zh": "", "en": ""}
	case c.Out != nil:
		return survey.Text{"zh": a.Prizes[c.Prize-1].Title + "（已撤销）", "en": a.Prizes[c.Prize-1].Title + " (revoked)"}
	}
	return survey.Text{"zh": a.Prizes[c.Prize-1].Title, "en": a.Prizes[c.Prize-1].Title}
}

// Ranked are the candidates: by prize, then by how far they came and stood.
func (a *Award) Ranked() []*Candidate {
	type place struct{ prize, round, rank int }
	at := map[string]place{}
	all := make([]*Candidate, len(a.Candidates))
	for i := range a.Candidates {
		c := &a.Candidates[i]
		all[i] = c
		p := place{prize: c.Prize}
		for j := range a.Rounds {
			if l := a.Rounds[j].line(c.ID); l.Candidate != "" {
				p.round, p.rank = j+1, l.Rank
			}
		}
		if p.prize == 0 {
			p.prize = len(a.Prizes) + 1
		}
		if p.rank == 0 {
			p.rank = len(a.Candidates) + 1
		}
		at[c.ID] = p
	}
	slices.SortStableFunc(all, func(x, y *Candidate) int {
		p, q := at[x.ID], at[y.ID]
		for _, d := range []int{p.prize - q.prize, q.round - p.round, p.rank - q.rank} {
			if d != 0 {
				return d
			}
		}
		return 0
	})
	return all
}

// Figure writes what a line is ranked by: votes as whole numbers, all else with two
// decimals, to which it is compared.
func (l *Line) Figure() string {
	if v := float64(l.Value); !l.Low.OK() && v == math.Trunc(v) {
		return Number(l.Value, 0)
	}
	return Number(l.Value, 2)
}

// Number writes a number with so many decimals.
func Number(v survey.Num, decimals int) string {
	return strconv.FormatFloat(float64(v), 'f', decimals, 64)
}
