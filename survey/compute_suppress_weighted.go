package survey

// amongWeighted protects what is hidden where units are rolled up and groups
// have weights: a unit's own score weighs its groups, a group's figure of the
// unit above adds the same people up over units. Two units of which the same two
// groups are hidden would be four sums in four equations. What is hidden first
// are figures of groups of units above, so that units keep their scores.
func (s *suppression) amongWeighted() (changed bool) {
	for m := range s.measures {
		for i := range s.units {
			for obstacles := s.weightedObstacles(m, i); !withstand(obstacles, s.measures[m].least); obstacles = s.weightedObstacles(m, i) {
				if !s.hideWeighted(m, i) {
					break
				}
				changed = true
			}
		}
	}
	return changed
}

// weightedObstacles returns what combinations of the figures of a unit, and of
// those below it that have units below, must fulfil. There are none where the
// unit's own figures follow from others.
func (s *suppression) weightedObstacles(m, unit int) []obstacle {
	if s.measures[m].weigh == nil || len(s.children[unit]) == 0 || len(s.figures(m, unit)) == 0 {
		return nil
	}
	var tree []int
	var figures [][2]int
	var gather func(i int)
	gather = func(i int) {
		tree, figures = append(tree, i), append(figures, s.figures(m, i)...)
		for _, child := range s.children[i] {
			gather(child)
		}
	}
	gather(unit)
	var obstacles []obstacle
	for _, i := range tree {
		if o := s.gap(m, i, figures); len(o.rows) > 0 {
			obstacles = append(obstacles, o)
		}
	}
	return obstacles
}

// figures returns the figures shown of a unit with units below that do not
// follow from other figures shown.
func (s *suppression) figures(m, i int) (figures [][2]int) {
	x := &s.measures[m]
	if len(s.children[i]) == 0 {
		return nil
	}
	whole := s.shown(m, i, 0)
	follows := true
	for g := 1; g < len(x.count[i]); g++ {
		if s.others(m, i, g) == 0 {
			continue
		}
		if !s.shown(m, i, g) {
			follows = follows && x.weigh[i][g] == 0
			continue
		}
		own, told := s.others(m, i, g), true
		for _, child := range s.children[i] {
			n := s.others(m, child, g)
			own, told = own-n, told && (n == 0 || s.shown(m, child, g))
		}
		if own > 0 || !told {
			figures = append(figures, [2]int{i, g})
		}
	}
	if whole && !follows {
		figures = append(figures, [2]int{i, 0})
	}
	return figures
}

// gap returns what combinations of figures must fulfil at a unit's own people.
func (s *suppression) gap(m, i int, figures [][2]int) obstacle {
	x := &s.measures[m]
	slots := len(x.count[i])
	var hidden, people []int
	for g := 1; g < slots; g++ {
		own := s.others(m, i, g)
		for _, child := range s.children[i] {
			own -= s.others(m, child, g)
		}
		if own <= 0 || len(s.children[i]) == 0 && s.shown(m, i, g) {
			continue
		}
		hidden, people = append(hidden, g), append(people, own)
	}
	var weigh []float64
	if len(s.children[i]) == 0 && s.shown(m, i, 0) {
		weigh = x.weigh[i]
	}
	sums := make([][]float64, 0, len(figures))
	for _, f := range figures {
		sum := make([]float64, slots)
		if s.below(i, f[0]) {
			if f[1] == 0 {
				copy(sum, x.weigh[f[0]])
			} else {
				sum[f[1]] = 1
			}
		}
		sums = append(sums, sum)
	}
	return newObstacle(hidden, people, weigh, sums)
}

// below reports whether a unit is another one or below it.
func (s *suppression) below(i, above int) bool {
	for ; i >= 0; i = s.parent[i] {
		if i == above {
			return true
		}
	}
	return false
}

// hideWeighted hides the smallest figure of a group of a unit that does not
// follow from others; where there is none, the figure of the smallest unit below
// of which something is hidden, or else the unit's own.
func (s *suppression) hideWeighted(m, unit int) bool {
	at := [2]int{-1, 0}
	for _, f := range s.figures(m, unit) {
		if f[1] > 0 && (at[0] < 0 || s.others(m, unit, f[1]) < s.others(m, unit, at[1])) {
			at = f
		}
	}
	if at[0] >= 0 {
		return s.hide(m, at[0], at[1])
	}
	var smallest func(i int)
	smallest = func(i int) {
		for _, child := range s.children[i] {
			if s.shown(m, child, 0) && s.anyHidden(m, child) && (at[0] < 0 || s.others(m, child, 0) < s.others(m, at[0], 0)) {
				at = [2]int{child, 0}
			}
			smallest(child)
		}
	}
	if smallest(unit); at[0] < 0 {
		at = [2]int{unit, 0}
	}
	return s.hide(m, at[0], at[1])
}
