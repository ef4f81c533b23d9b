package analysis

import "math"

// waves lays the two waves out.
func (m Change) waves(t *Table) (*waves, error) {
	switch wide, long := m.Before != "" && m.After != "", m.Score != "" && m.Wave != ""; {
	case wide && m.Score+m.Wave+m.ID == "" && len(m.Waves) == 0:
		return m.wide(t)
	case long && m.Before+m.After == "":
		return m.long(t)
	}
	return nil, problem("请给出 --before 与 --after（每人一行），或 --score 与 --wave（每轮各有自己的行）",
		"give --before and --after (a row a respondent), or --score and --wave (each wave has its own rows)")
}

// wide reads a row a respondent, and stacks the two columns.
func (m Change) wide(t *Table) (*waves, error) {
	w := &waves{paired: t}
	var err error
	if w.before, err = t.Numbers(m.Before); err != nil {
		return nil, err
	}
	if w.after, err = t.Numbers(m.After); err != nil {
		return nil, err
	}
	if w.unit, err = m.units(t); err != nil {
		return nil, err
	}
	n := t.Len()
	twice := make([]int, 2*n)
	for i := range twice {
		twice[i] = i % n
		w.first, w.second = append(w.first, i < n), append(w.second, i >= n)
	}
	w.y = append(append(w.y, w.before...), w.after...)
	w.stacked, w.stackedUnit = t.pick(twice), at(w.unit, twice)
	return w, nil
}

// long reads a row an answer, and pairs the respondents where they are known.
func (m Change) long(t *Table) (*waves, error) {
	w := &waves{stacked: t}
	var err error
	if w.y, err = t.Numbers(m.Score); err != nil {
		return nil, err
	}
	wave, err := t.ids(m.Wave)
	if err != nil {
		return nil, err
	}
	which := m.Waves
	if len(which) == 0 {
		which = distinct(wave)
	}
	if len(which) != 2 {
		return nil, problem("“{wave}”列有 {n} 种值：{values}；请用 --waves 指明比较哪两轮", "column “{wave}” has {n} values: {values}; say which two to compare with --waves",
			"wave", m.Wave, "n", len(which), "values", someOf(which))
	}
	w.first, w.second = equal(wave, which[0]), equal(wave, which[1])
	if w.stackedUnit, err = m.units(t); err != nil {
		return nil, err
	}
	if m.ID != "" {
		return w, m.pair(t, w)
	}
	return w, nil
}

// units returns the column of units, blank where there is none.
func (m Change) units(t *Table) ([]string, error) {
	if m.Unit == "" {
		return make([]string, t.Len()), nil
	}
	return t.ids(m.Unit)
}

// pair finds each respondent's answers in both waves; unit and design are those
// of the first one.
func (m Change) pair(t *Table, w *waves) error {
	id, err := t.uncoded().Full(m.ID)
	if err != nil {
		return err
	}
	place := map[string]int{}
	var rows []int
	for i, name := range id {
		if !w.first[i] && !w.second[i] {
			continue
		}
		k, seen := place[name]
		if !seen {
			k = len(rows)
			place[name] = k
			rows = append(rows, i)
			w.before, w.after = append(w.before, math.NaN()), append(w.after, math.NaN())
		}
		answer := &w.before[k]
		if w.second[i] {
			answer = &w.after[k]
		}
		if !math.IsNaN(*answer) {
			return t.wrong(i, m.ID, name, "同一人在一轮中应只有一行", "a respondent should have one row in a wave")
		}
		*answer = w.y[i]
	}
	w.paired, w.unit = t.pick(rows), at(w.stackedUnit, rows)
	return nil
}
