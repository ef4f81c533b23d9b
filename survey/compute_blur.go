package survey

import "math"

// Figures over fewer than fewAnswers people are blurred: where they are of one
// mind, an exact mean, an error of 0 or a share of 0 or 1 tells what each of
// them said.
const (
	fewAnswers = 10
	blurStep   = 0.5 // points
	blurEdge   = 5   // points: the ends of the scale are told as a band
)

// blur rounds the scores of small cells, keeps them off the ends of the scale
// and leaves out their errors and shares, whether or not they are of one mind,
// so that the blurring itself tells nothing. What would give an exact figure
// away by subtraction is blurred with it, by the rules of hiding.
func (c *computation) blur(s *suppression) {
	c.out.Method.Blur = &Blur{Below: fewAnswers, Step: blurStep, Low: blurEdge, High: 100 - blurEdge}
	for i, u := range c.out.Units {
		c.blurNodes(s, i, 0, u.Nodes)
		for g, id := range s.groups {
			c.blurNodes(s, i, g+1, u.Groups[id].Nodes)
		}
	}
}

func (c *computation) blurNodes(s *suppression, unit, slot int, nodes map[string]NodeScore) {
	none := Num(math.NaN())
	for j, n := range c.out.Nodes {
		score, ok := nodes[n.ID]
		if !ok || s.shown(1+j, unit, slot) {
			continue
		}
		rounded := blurStep * math.Round(float64(score.Score)/blurStep)
		nodes[n.ID] = NodeScore{
			Score: Num(min(max(rounded, blurEdge), 100-blurEdge)), N: score.N, Blurred: true,
			SE: none, Low: none, High: none, DF: none, NEff: none, Deff: none, Rate: none,
			DontKnow: none, Abstain: none, Blank: none, Invalid: none,
		}
	}
}
