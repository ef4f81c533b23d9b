package survey

// disclose applies disclosure control: what may not be shown is hidden, what
// may not be shown exactly is blurred.
func (c *computation) disclose() {
	if c.in.MinGroup < 2 {
		return
	}
	s := newSuppression(c)
	s.settle()
	c.hide(s)
	s.raise(fewAnswers)
	s.settle()
	c.blur(s)
	if c.weighsParts() {
		c.hideCounts(s)
	}
	c.hidden = s
}

// hide takes out what is not shown: what rests on fewer than k
// ballots is hidden, and with it enough of its siblings that nobody can find
// it by subtraction, between the groups of a unit, between the units below a
// parent whose total is shown, and between the nodes of the index tree.
func (c *computation) hide(s *suppression) {
	for i := range c.out.Units {
		u := &c.out.Units[i]
		if u.Ballots > 0 && !s.shown(allBallots, i, 0) {
			u.Suppressed, u.Ballots = true, 0
			u.Nodes, u.Groups, u.Counts = map[string]NodeScore{}, s.attributable(u.Groups), nil
			continue
		}
		c.hideNodes(s, i, 0, u.Nodes)
		for g, id := range s.groups {
			result, ok := u.Groups[id]
			switch {
			case !ok:
			case s.shown(allBallots, i, g+1):
				c.hideNodes(s, i, g+1, result.Nodes)
			default:
				u.Groups[id] = GroupResult{Suppressed: true, Weight: result.Weight, Nodes: map[string]NodeScore{}}
			}
		}
	}
	c.hideCounts(s)
}

// hideCounts takes out the distributions that are not shown.
func (c *computation) hideCounts(s *suppression) {
	for i := range c.out.Units {
		for j, item := range c.out.Items {
			if !s.shown(1+len(c.out.Nodes)+j, i, 0) {
				delete(c.out.Units[i].Counts, item.ID)
			}
		}
	}
}

// hideNodes drops the nodes of a cell that are not shown.
func (c *computation) hideNodes(s *suppression, unit, slot int, nodes map[string]NodeScore) {
	for j, n := range c.out.Nodes {
		if !s.shown(1+j, unit, slot) {
			delete(nodes, n.ID)
		}
	}
}
