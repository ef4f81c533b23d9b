package survey

import (
	"math"
	"strconv"

	"minping/scoring"
)

// rootNode is the id of the index tree's root.
const rootNode = "overall"

var rootTitle = Text{"zh": "综合得分", "en": "Overall score"}

// A column is one scored item as ballots hold it.
type column struct {
	id      string
	text    Text
	options []Option
	tiers   []string // whose units it is asked about; none: all
}

// columns returns the items that the index tree uses, and those that grade
// units as a whole, in the order of q.Items.
func (q *Questionnaire) columns() []column {
	used := make(map[string]bool)
	var walk func([]Node)
	walk = func(nodes []Node) {
		for _, n := range nodes {
			used[n.Item], used[n.StandIn] = true, true
			walk(n.Children)
		}
	}
	walk(q.Index)
	for _, t := range q.Evaluation.Types {
		used[t.Grade] = true
	}
	var cols []column
	add := func(id string, text Text, it *Item) {
		if used[id] {
			cols = append(cols, column{id, text, q.ItemOptions(it), it.Tiers})
		}
	}
	for i := range q.Items {
		it := &q.Items[i]
		if it.Type != Matrix {
			add(it.ID, it.Text, it)
			continue
		}
		for _, row := range it.Rows {
			add(it.ID+"."+row.ID, row.Text, it)
		}
	}
	return cols
}

// ItemOptions returns the options of an item, wherever they are written: of
// its own, of its scale, or the numbers of a rating, scored linearly.
func (q *Questionnaire) ItemOptions(it *Item) []Option {
	switch {
	case it.Type == Rating:
		return ratingOptions(it)
	case it.Scale != "":
		return q.Scales[it.Scale]
	default:
		return it.Options
	}
}

// MaxRatingSteps bounds a rating's range; form demands it.
const MaxRatingSteps = 100

// ratingOptions gives a rating one option a number, from From to To, then any
// options of its own (don't know). A range that no rating may have has none.
func ratingOptions(it *Item) []Option {
	if steps := it.To - it.From; steps < 1 || steps > MaxRatingSteps {
		return it.Options
	}
	options := make([]Option, 0, it.To-it.From+1+len(it.Options))
	for y := it.From; y <= it.To; y++ {
		score := 100 * float64(y-it.From) / float64(it.To-it.From)
		if it.Reverse {
			score = 100 - score
		}
		code := strconv.Itoa(y)
		options = append(options, Option{Code: code, Label: Text{"zh": code, "en": code}, Score: &score})
	}
	return append(options, it.Options...)
}

// scoringOptions turns options into scoring's, with the default of what counts
// as satisfied: where no option says so, a score of 60 or more.
func scoringOptions(options []Option) []scoring.Option {
	marked := false
	for _, o := range options {
		marked = marked || o.Satisfied
	}
	out := make([]scoring.Option, len(options))
	for i, o := range options {
		so := scoring.Option{Code: o.Code, Score: math.NaN(), Satisfied: o.Satisfied}
		if o.Score != nil {
			so.Score = *o.Score
			so.Satisfied = o.Satisfied || !marked && *o.Score >= 60
		}
		switch o.Kind {
		case DontKnow:
			so.Kind = scoring.DontKnow
		case Abstain:
			so.Kind = scoring.Abstain
		case NotApplicable:
			so.Kind = scoring.NotApplicable
		}
		out[i] = so
	}
	return out
}

// Instrument returns what scoring must know of q, with the items in column
// order: those that the index tree uses and those that grade units, in the order
// of q.Items (matrix rows in place).
func (q *Questionnaire) Instrument() *scoring.Instrument {
	in := &scoring.Instrument{}
	if q.Scoring.Aggregation == "respondent-first" {
		in.Method = scoring.RespondentFirst
	}
	index := map[string]int{"": -1}
	for i, col := range q.columns() {
		index[col.id] = i
		in.Items = append(in.Items, scoring.Item{ID: col.id, Options: scoringOptions(col.options)})
	}
	for _, g := range q.Groups {
		in.Groups = append(in.Groups, scoring.Group{ID: g.ID, Weight: g.Weight})
	}
	in.Nodes = append(in.Nodes, scoring.Node{ID: rootNode, Parent: -1, Weight: 1, Item: -1, StandItem: -1})
	q.walkNodes(func(n *Node, parent, _ int) {
		in.Nodes = append(in.Nodes, scoring.Node{
			ID: n.ID, Parent: parent, Weight: n.Weight, Item: index[n.Item], StandItem: index[n.StandIn],
		})
	})
	return in
}

// Design returns how ballots are taken to be sampled.
func (s Scoring) Design() scoring.Design {
	d := scoring.Design{Level: s.Level}
	switch s.Strata {
	case "unit":
		d.Strata = scoring.UnitStrata
	case "group":
		d.Strata = scoring.GroupStrata
	}
	switch s.Lonely {
	case "adjust":
		d.Lonely = scoring.LonelyAdjust
	case "certainty":
		d.Lonely = scoring.LonelyCertainty
	}
	return d
}

// walkNodes visits the index tree in preorder; the root, number 0, is left out.
func (q *Questionnaire) walkNodes(visit func(n *Node, parent, depth int)) {
	next := 1
	var walk func(nodes []Node, parent, depth int)
	walk = func(nodes []Node, parent, depth int) {
		for i := range nodes {
			me := next
			next++
			visit(&nodes[i], parent, depth)
			walk(nodes[i].Children, me, depth+1)
		}
	}
	walk(q.Index, 0, 1)
}

// nodeInfos describes the index tree, in the order of Instrument's nodes.
func (q *Questionnaire) nodeInfos() []NodeInfo {
	texts := make(map[string]Text)
	for _, col := range q.columns() {
		texts[col.id] = col.text
	}
	title := q.Overall
	if title == nil {
		title = rootTitle
	}
	infos := []NodeInfo{{ID: rootNode, Level: LevelOverall, Title: title, Weight: 1}}
	q.walkNodes(func(n *Node, parent, depth int) {
		info := NodeInfo{
			ID: n.ID, Parent: infos[parent].ID, Level: n.Level, Depth: depth,
			Title: n.Title, Weight: Num(n.Weight), Item: n.Item, StandIn: n.StandIn,
		}
		if info.Title == nil {
			info.Title = texts[n.Item]
		}
		infos = append(infos, info)
	})
	return infos
}
