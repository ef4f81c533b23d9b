package analysis

import (
	"errors"

	"minping/scoring"
	"minping/survey"
)

// by estimates the means of each unit.
func (e *estimation) by(items []string, unit string) error {
	if unit == "" {
		return nil
	}
	names, err := e.t.ids(unit)
	if err != nil {
		return err
	}
	e.figures.By = map[string][]domain{}
	for _, item := range items {
		y, err := e.t.Numbers(item)
		if err != nil {
			return err
		}
		grid := Grid{Title: survey.Text{"zh": item + "，按 " + unit, "en": item + " by " + unit}, Head: head(unit, unit, "回答数", "Answers", "平均值", "Mean", "标准误", "SE", "下限", "Low", "上限", "High", "设计效应", "Design effect")}
		for _, d := range e.sample.MeansBy(y, names) {
			if d.Err != nil && !errors.Is(d.Err, scoring.ErrNoAnswers) && !e.tolerable(d.Err) {
				return about(item, d.Err)
			}
			w := domain{d.Name, survey.Num(d.Value), survey.Num(d.SE), survey.Num(d.Deff), survey.Num(d.Low), survey.Num(d.High), d.N}
			e.figures.By[item] = append(e.figures.By[item], w)
			grid.add(w.By, w.N, w.Mean, w.SE, w.Low, w.High, w.Deff)
		}
		e.Grids = append(e.Grids, grid)
	}
	return nil
}

// shares estimates the shares of the categories of each column.
func (e *estimation) shares(columns []string, interval string) error {
	columns, err := e.t.Columns(columns)
	if err != nil || len(columns) == 0 {
		return err
	}
	kind := map[string]scoring.ProportionInterval{
		"logit": scoring.LogitInterval, "mean": scoring.WaldInterval, "beta": scoring.BetaInterval,
	}[interval]
	e.figures.Prop, e.figures.CIProp = &propFigures{byItem{}, byItem{}}, map[string]share{}
	grid := Grid{Head: head("题目", "Item", "类别", "Category", "占比", "Share", "标准误", "SE", "下限", "Low", "上限", "High")}
	for _, column := range columns {
		category, err := e.t.Text(column)
		if err != nil {
			return err
		}
		e.answered(func(i int) bool { return category[i] != "" })
		for _, d := range e.sample.Shares(category, kind) {
			if !e.tolerable(d.Err) {
				return about(column, d.Err)
			}
			key := column + d.Name
			w := share{survey.Num(d.Value), survey.Num(d.SE), survey.Num(d.Low), survey.Num(d.High), d.N}
			e.figures.Prop.Mean[key], e.figures.Prop.SE[key], e.figures.CIProp[key] = w.P, w.SE, w
			grid.add(column, d.Name, w.P, w.SE, w.Low, w.High)
		}
	}
	e.Grids = append(e.Grids, grid)
	return nil
}
