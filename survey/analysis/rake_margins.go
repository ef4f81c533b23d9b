package analysis

import (
	"errors"
	"slices"
	"strings"

	"minping/scoring"
	"minping/survey"
)

// margins are the known distributions of the population.
type margins struct {
	variables  []string // in order of first appearance
	list       []scoring.Margin
	categories [][]string // of each, in the order of the file
}

// margins reads the margins file.
func (m Rake) margins(t *Table) (*margins, error) {
	file, err := t.Open(m.Margins)
	if err != nil {
		return nil, err
	}
	out, err := readMargins(file, t)
	return out, within(m.Margins, err)
}

// marginColumns are the names that the columns of a margins file may have.
var marginColumns = [][]string{{"variable", "变量"}, {"category", "类别"}, {"population", "总体数", "总体"}}

func readMargins(file, t *Table) (*margins, error) {
	var names [3]string
	for k, known := range marginColumns {
		i := slices.IndexFunc(file.Header, func(h string) bool { return slices.Contains(known, strings.ToLower(h)) })
		if i < 0 {
			return nil, problem("没有“{name}”这一列；应有 variable、category、population 三列（变量、类别、总体数）",
				"there is no column “{name}”; there should be variable, category and population", "name", known[0])
		}
		names[k] = file.Header[i]
	}
	variable, err := file.Full(names[0])
	if err != nil {
		return nil, err
	}
	category, err := file.Full(names[1])
	if err != nil {
		return nil, err
	}
	population, err := file.fullNumbers(names[2])
	if err != nil {
		return nil, err
	}
	out := &margins{}
	for i, name := range variable {
		k := slices.Index(out.variables, name)
		if k < 0 {
			of, err := t.Full(name)
			if err != nil {
				return nil, err
			}
			k = len(out.variables)
			out.variables, out.categories = append(out.variables, name), append(out.categories, nil)
			out.list = append(out.list, scoring.Margin{Of: of, Population: map[string]float64{}})
		}
		if _, twice := out.list[k].Population[category[i]]; twice || population[i] <= 0 {
			return nil, file.wrong(i, names[2], file.cell(i, names[2]), "每个类别应只列一次，总体数应大于 0", "each category should be there once, with a population above 0")
		}
		out.list[k].Population[category[i]] = population[i]
		out.categories[k] = append(out.categories[k], category[i])
	}
	return out, nil
}

// name says which categories or totals do not match, where scoring only says
// that they do not.
func (m *margins) name(err error) error {
	var wrong []string
	for k, margin := range m.list {
		for _, category := range distinct(margin.Of) {
			if _, ok := margin.Population[category]; !ok {
				wrong = append(wrong, m.variables[k]+" = "+category)
			}
		}
		for _, category := range m.categories[k] {
			if !slices.Contains(margin.Of, category) {
				wrong = append(wrong, m.variables[k]+" = "+category)
			}
		}
	}
	switch {
	case errors.Is(err, scoring.ErrMarginCategory) && len(wrong) > 0:
		return problem("{why}：{which}", "{why}: {which}", "why", reasons[scoring.ErrMarginCategory], "which", wrong)
	case errors.Is(err, scoring.ErrMarginTotals):
		for k, margin := range m.list {
			total := 0.0
			for _, category := range m.categories[k] {
				total += margin.Population[category]
			}
			wrong = append(wrong, survey.Fill("{variable} {total}", "en", survey.Args("variable", m.variables[k], "total", total)))
		}
		return problem("{why}：{which}", "{why}: {which}", "why", reasons[scoring.ErrMarginTotals], "which", wrong)
	}
	return reason(err)
}

// grid compares the make-up of the sample before and after with the population's.
func (m *margins) grid(before, after []float64) Grid {
	grid := Grid{Head: head("变量", "Variable", "类别", "Category", "份数", "Rows", "原占比", "Share before", "新占比", "Share after", "总体占比", "Population", "总体数", "Population size")}
	for k, margin := range m.list {
		total := 0.0
		for _, category := range m.categories[k] {
			total += margin.Population[category]
		}
		for _, category := range m.categories[k] {
			n := 0
			for _, of := range margin.Of {
				if of == category {
					n++
				}
			}
			grid.add(m.variables[k], category, n, survey.Num(shareOf(before, margin.Of, category)), survey.Num(shareOf(after, margin.Of, category)),
				survey.Num(margin.Population[category]/total), survey.Num(margin.Population[category]))
		}
	}
	return grid
}

// shareOf is the weighted share of the rows of a category.
func shareOf(w []float64, of []string, category string) float64 {
	in, all := 0.0, 0.0
	for i, x := range w {
		all += x
		if of[i] == category {
			in += x
		}
	}
	return in / all
}
