package result

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// The parameters of a scenario: weights by node and group, and those left out;
// in an evaluation weights by kind of unit, and what becomes of empty groups.
const (
	weightParam    = "w."
	groupParam     = "g."
	dropParam      = "drop"
	dropGroupParam = "dropg"
	kindParam      = "k." // with tier and group
	emptyParam     = "empty"
	longestWeight  = 12 // characters
)

// A scenarioForm is a scenario as it was asked for.
type scenarioForm struct {
	scenario survey.Scenario
	typed    map[string]string // by parameter, where it is no weight
	errors   map[string]string // message by parameter; "" for the whole
}

// readScenario reads the parameters that a release has a place for. A weight
// left empty or as published changes nothing.
func readScenario(r *survey.Release, q url.Values) scenarioForm {
	f := scenarioForm{
		scenario: survey.Scenario{Nodes: map[string]float64{}, Groups: map[string]float64{}},
		typed:    map[string]string{},
	}
	f.scenario.Kinds = map[string]map[string]float64{}
	for _, n := range r.Nodes {
		f.read(q, weightParam, dropParam, n.ID, float64(n.Weight), f.scenario.Nodes)
	}
	for _, g := range r.Groups {
		f.read(q, groupParam, dropGroupParam, g.ID, float64(g.Weight), f.scenario.Groups)
	}
	f.readKinds(r, q)
	for _, e := range f.scenario.Check(r) {
		switch {
		case e.Problem == survey.ScenarioWhole:
			f.fail(kindField(e.Tier, e.Group), "whole")
		case e.Problem == survey.ScenarioSum:
			f.fail(kindParam+e.Tier, "sum")
		case e.Problem == survey.ScenarioRule:
			f.scenario.NoBallots = "" // no evaluation: no field of the form
			if len(r.Kinds()) > 0 {
				f.fail(emptyParam, "rule")
			}
		case e.Problem == survey.ScenarioNoNode || e.Problem == survey.ScenarioNoGroup:
			f.fail("", string(e.Problem))
		case e.Node != "": // no field of the form: nothing that it could change
			delete(f.scenario.Nodes, e.Node)
		default:
			delete(f.scenario.Groups, e.Group)
		}
	}
	return f
}

// read reads one weight.
func (f *scenarioForm) read(q url.Values, prefix, drop, id string, published float64, into map[string]float64) {
	if slices.Contains(q[drop], id) {
		if published != 0 || prefix == groupParam {
			into[id] = 0
		}
		return
	}
	text := strings.TrimSpace(q.Get(prefix + id))
	if text == "" {
		return
	}
	x, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || !(x >= 0) || math.IsInf(x, 1) || len(text) > longestWeight:
		f.typed[prefix+id] = text
		f.fail(prefix+id, "weight")
	case x != published:
		into[id] = x
	}
}

func (f *scenarioForm) fail(param, key string) {
	if f.errors == nil {
		f.errors = map[string]string{}
	}
	f.errors[param] = key
}

// address is the one query that a scenario has: what differs from the
// published weights, in order; language and size of text stay.
func (f scenarioForm) address(r *survey.Release, from url.Values) string {
	q := url.Values{}
	add := func(weights map[string]float64, id, prefix, drop string) {
		switch x, ok := weights[id]; {
		case ok && x == 0:
			q.Add(drop, id)
		case ok:
			q.Set(prefix+id, site.Number(x))
		}
	}
	for _, n := range r.Nodes {
		add(f.scenario.Nodes, n.ID, weightParam, dropParam)
	}
	for _, g := range r.Groups {
		add(f.scenario.Groups, g.ID, groupParam, dropGroupParam)
	}
	for _, k := range r.Kinds() {
		for i, g := range k.Groups {
			if x, ok := f.scenario.Kinds[k.Tier][g]; ok && x != k.Weights[i] {
				q.Set(kindField(k.Tier, g), site.Number(x))
			}
		}
	}
	if f.scenario.NoBallots != "" {
		q.Set(emptyParam, string(f.scenario.NoBallots))
	}
	for _, name := range []string{site.LangField, site.SizeField, site.SchemeField} {
		if from.Has(name) {
			q.Set(name, from.Get(name))
		}
	}
	return q.Encode()
}

// A weightRow is one field of the form, with those below it.
type weightRow struct {
	ID, Field, Name, DropName string // of the node or group; id of the field; parameters
	Title, Value, Share       string // Share: among its siblings under the scenario
	Dropped, Fixed            bool   // Fixed: no weight to give
	Whole                     bool   // a whole number from 0 to 100, of which 0 leaves it out
	Error                     string
	Stands                    string // an item stands for the node: what is below has no weight
	Below                     []weightRow
	Open                      bool // something below is changed or wrong
}

// weightRows are the fields of the index tree.
func (p *resultsPage) weightRows(f scenarioForm) []weightRow {
	if len(p.Release.Nodes) == 0 {
		return nil
	}
	return p.rowsBelow(f, &p.Release.Nodes[0])
}

func (p *resultsPage) rowsBelow(f scenarioForm, parent *survey.NodeInfo) []weightRow {
	if parent.StandIn != "" {
		return nil
	}
	var rows []weightRow
	var weights []float64
	for i := range p.Release.Nodes {
		n := &p.Release.Nodes[i]
		if n.Parent != parent.ID || i == 0 {
			continue
		}
		row, weight := p.field(f, f.scenario.Nodes, weightParam, dropParam, n.ID, float64(n.Weight))
		row.Field, row.Title = "w"+strconv.Itoa(i), p.nodeTitle(n.ID)
		row.Below = p.rowsBelow(f, n)
		if below := p.childrenOf(n.ID); n.StandIn != "" && below > 0 {
			row.Stands = p.T("whatif.stands", "n", below)
		}
		for _, b := range row.Below {
			_, changed := f.scenario.Nodes[b.ID]
			row.Open = row.Open || b.Open || changed || b.Error != ""
		}
		rows, weights = append(rows, row), append(weights, weight)
	}
	share(rows, weights)
	return rows
}

func (p *resultsPage) childrenOf(id string) (n int) {
	for _, o := range p.Release.Nodes {
		if o.Parent == id && o.Depth > 0 {
			n++
		}
	}
	return n
}

// groupRows are the fields of the groups.
func (p *resultsPage) groupRows(f scenarioForm) []weightRow {
	var rows []weightRow
	var weights []float64
	pooled := !slices.ContainsFunc(p.Release.Groups, func(g survey.GroupInfo) bool { return g.Weight > 0 })
	for i, g := range p.Release.Groups {
		row, weight := p.field(f, f.scenario.Groups, groupParam, dropGroupParam, g.ID, float64(g.Weight))
		row.Field, row.Title, row.Fixed = "g"+strconv.Itoa(i), g.Title.In(p.Lang), pooled
		rows, weights = append(rows, row), append(weights, weight)
	}
	share(rows, weights)
	return rows
}

// field fills in what a field shows, and its weight under the scenario.
func (p *resultsPage) field(f scenarioForm, weights map[string]float64, prefix, drop, id string, published float64) (weightRow, float64) {
	row := weightRow{ID: id, Name: prefix + id, DropName: drop, Value: site.Number(published)}
	x, ok := weights[id]
	switch {
	case !ok:
		x = published
	case x == 0:
		row.Dropped = true
	default:
		row.Value = site.Number(x)
	}
	if key, ok := f.errors[row.Name]; ok {
		row.Value, row.Error = f.typed[row.Name], p.T("whatif.error."+key)
	}
	return row, x
}

// share writes each row's share of the weights.
func share(rows []weightRow, weights []float64) {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for i, w := range weights {
		if sum > 0 {
			rows[i].Share = chart.Percent(survey.Num(w / sum))
		}
	}
}
