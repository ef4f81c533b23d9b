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
// so that the blurring itself tells nothing.
func (c *computation) blur() {
	if c.in.MinGroup < 2 {
		return
	}
	for _, u := range c.out.Units {
		blurNodes(u.Nodes)
		for _, g := range u.Groups {
			blurNodes(g.Nodes)
		}
	}
}

func blurNodes(nodes map[string]NodeScore) {
	none := Num(math.NaN())
	for id, s := range nodes {
		if s.N >= fewAnswers {
			continue
		}
		rounded := blurStep * math.Round(float64(s.Score)/blurStep)
		nodes[id] = NodeScore{
			Score: Num(min(max(rounded, blurEdge), 100-blurEdge)), N: s.N, Blurred: true,
			SE: none, Low: none, High: none, DF: none, NEff: none, Rate: none,
			DontKnow: none, Abstain: none, Blank: none, Invalid: none,
		}
	}
}
