package analysis

import (
	"errors"
	"math"

	"minping/scoring"
	"minping/survey"
)

// NPS is the net promoter score.
type NPS struct {
	Items        []string `required:"" placeholder:"COL" help:"Columns of answers to: how likely are you to recommend us?"`
	Unit         string   `placeholder:"COL" help:"Also for each value of this column."`
	DetractorMax float64  `default:"6" help:"Detractors answer this or less."`
	PromoterMin  float64  `default:"9" help:"Promoters answer this or more."`
	Design
}

// About says what the method answers.
func (NPS) About() survey.Text {
	return survey.Text{
		"zh": "愿意推荐的人比不愿推荐的多多少（净推荐值），误差多大。",
		"en": "By how much do those who would recommend us outnumber those who would not (net promoter score), and how sure is that?",
	}
}

// npsFigures are the figures of NPS, by item.
type npsFigures struct {
	Rows
	Simple map[string]promoters         `json:"nps"`                  // as a simple random sample
	Design map[string]designedNPS       `json:"nps_design,omitempty"` // under the weights, strata and clusters
	By     map[string][]designedNPSUnit `json:"by,omitempty"`         // each unit as a domain of the design
}

type promoters struct {
	N          int        `json:"n"`
	Promoters  int        `json:"promoters"`
	Passives   int        `json:"passives"`
	Detractors int        `json:"detractors"`
	NPS        survey.Num `json:"nps"`
	SE         survey.Num `json:"se"`
	Low        survey.Num `json:"lo"`
	High       survey.Num `json:"hi"`
	Adjusted   survey.Num `json:"adj_wald"`
	AdjLow     survey.Num `json:"adj_lo"`
	AdjHigh    survey.Num `json:"adj_hi"`
}

type designedNPS struct {
	NPS  survey.Num `json:"nps"`
	SE   survey.Num `json:"se"`
	DF   survey.Num `json:"df"`
	Low  survey.Num `json:"lo"`
	High survey.Num `json:"hi"`
	N    int        `json:"n"`
}

type designedNPSUnit struct {
	By string `json:"by"`
	designedNPS
}

// Analyze counts promoters and detractors.
func (m NPS) Analyze(t *Table) (*Result, error) {
	if m.DetractorMax >= m.PromoterMin {
		return nil, problem("--detractor-max 应小于 --promoter-min", "--detractor-max should be below --promoter-min")
	}
	items, err := t.Columns(m.Items)
	if err != nil {
		return nil, err
	}
	sample, err := m.sample(t)
	if err != nil {
		return nil, err
	}
	f := &npsFigures{Rows: Rows{Rows: t.Len()}, Simple: map[string]promoters{}}
	r := &Result{Figures: f}
	if err := m.simple(t, items, f, r); err != nil {
		return nil, err
	}
	if m.Weight+m.Strata+m.Cluster+m.FPC != "" {
		if err := m.designed(t, items, sample, f, r); err != nil {
			return nil, err
		}
	}
	if m.Unit != "" {
		if err := m.by(t, items, sample, f, r); err != nil {
			return nil, err
		}
	}
	r.Notes = f.notes()
	return r, nil
}

func (m NPS) scale() scoring.PromoterScale {
	return scoring.PromoterScale{DetractorMax: m.DetractorMax, PromoterMin: m.PromoterMin}
}

func (m NPS) simple(t *Table, items []string, f *npsFigures, r *Result) error {
	grid := Grid{Head: head("题目", "Item", "回答数", "Answers", "推荐者", "Promoters", "中立者", "Passives", "贬损者", "Detractors",
		"净推荐值", "NPS", "标准误", "SE", "下限", "Low", "上限", "High", "校正下限", "Adjusted low", "校正上限", "Adjusted high")}
	answered := make([]bool, t.Len())
	for _, item := range items {
		y, err := t.Numbers(item)
		if err != nil {
			return err
		}
		for i, x := range y {
			if !answered[i] && !math.IsNaN(x) {
				answered[i] = true
				f.Used++
			}
		}
		p, err := scoring.NetPromoter(y, m.scale(), m.Level)
		if err != nil {
			return about(item, err)
		}
		w := promoters{
			p.N, p.Promoters, p.Passives, p.Detractors, survey.Num(p.NPS), survey.Num(p.SE), survey.Num(p.Low), survey.Num(p.High),
			survey.Num(p.Adjusted), survey.Num(p.AdjustedLow), survey.Num(p.AdjustedHigh),
		}
		f.Simple[item] = w
		f.drop("missing", item, p.Missing)
		grid.add(item, w.N, w.Promoters, w.Passives, w.Detractors, w.NPS, w.SE, w.Low, w.High, w.AdjLow, w.AdjHigh)
	}
	r.Grids = append(r.Grids, grid)
	return nil
}

func (m NPS) designed(t *Table, items []string, sample *scoring.Sample, f *npsFigures, r *Result) error {
	f.Design = map[string]designedNPS{}
	grid := Grid{
		Title: survey.Text{"zh": "计入权重、分层与整群", "en": "With weights, strata and clusters"},
		Head:  head("题目", "Item", "回答数", "Answers", "净推荐值", "NPS", "标准误", "SE", "自由度", "df", "下限", "Low", "上限", "High"),
	}
	for _, item := range items {
		y, err := t.Numbers(item)
		if err != nil {
			return err
		}
		w, err := m.estimate(sample, y)
		if err != nil {
			return about(item, err)
		}
		f.Design[item] = w
		grid.add(item, w.N, w.NPS, w.SE, w.DF, w.Low, w.High)
	}
	r.Grids = append(r.Grids, grid)
	return nil
}

// estimate is the score under the design; its error may be unknown.
func (m NPS) estimate(sample *scoring.Sample, y []float64) (designedNPS, error) {
	e, err := sample.NetPromoter(y, m.scale())
	if err != nil && !errors.Is(err, scoring.ErrLonelyUnit) {
		return designedNPS{}, err
	}
	return designedNPS{survey.Num(e.Value), survey.Num(e.SE), survey.Num(e.DF), survey.Num(e.Low), survey.Num(e.High), e.N}, nil
}

func (m NPS) by(t *Table, items []string, sample *scoring.Sample, f *npsFigures, r *Result) error {
	units, err := t.ids(m.Unit)
	if err != nil {
		return err
	}
	f.By = map[string][]designedNPSUnit{}
	for _, item := range items {
		y, err := t.Numbers(item)
		if err != nil {
			return err
		}
		grid := Grid{
			Title: say("{item}，按 {unit}", "{item} by {unit}", "item", item, "unit", m.Unit),
			Head:  append([]survey.Text{unitHead(m.Unit)}, head("回答数", "Answers", "净推荐值", "NPS", "标准误", "SE", "下限", "Low", "上限", "High")...),
		}
		for _, unit := range distinct(units) {
			w, err := m.estimate(sample.Domain(equal(units, unit)), y)
			if err != nil {
				continue // nobody of the unit has answered
			}
			f.By[item] = append(f.By[item], designedNPSUnit{unit, w})
			grid.add(unit, w.N, w.NPS, w.SE, w.Low, w.High)
		}
		r.Grids = append(r.Grids, grid)
	}
	return nil
}
