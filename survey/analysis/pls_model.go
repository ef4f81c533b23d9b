package analysis

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml"

	"minping/scoring"
)

// A plsModel is a path model as a file states it.
type plsModel struct {
	Latent []plsLatent `yaml:"latent"`
}

// A plsLatent is a latent variable, after those that cause it.
type plsLatent struct {
	Name   string   `yaml:"name"`
	Items  []string `yaml:"items"`
	Causes []string `yaml:"causes"`
}

// ecsiBlocks are the latent variables of the ECSI model (Tenenhaus et al. 2005)
// with the beginnings of their items' names and their causes. Without image it
// is the model of the ACSI (Fornell et al. 1996).
var ecsiBlocks = []struct {
	name     string
	prefixes string
	causes   []string
}{
	{"Image", "imag|image", nil},
	{"Expectation", "cuex|expe", []string{"Image"}},
	{"Quality", "perq|qual", []string{"Expectation"}},
	{"Value", "perv|val", []string{"Expectation", "Quality"}},
	{"Satisfaction", "cusa|sat", []string{"Image", "Expectation", "Quality", "Value"}},
	{"Complaints", "cusco|comp", []string{"Satisfaction"}},
	{"Loyalty", "cusl|loy", []string{"Image", "Satisfaction", "Complaints"}},
}

// model reads the model, or finds that of the ECSI in the columns.
func (m PLS) model(t *Table) (plsModel, error) {
	if len(m.Model) == 0 {
		return ecsi(t.Header)
	}
	var model plsModel
	const largest = 1 << 20
	if len(m.Model) > largest {
		return model, problem("模型文件超过 1 MiB", "the model file is larger than 1 MiB")
	}
	if err := yaml.NewDecoder(bytes.NewReader(m.Model), yaml.Strict()).Decode(&model); err != nil {
		return model, problem("模型文件读不懂：{why}。应为 latent: 下列出 name、items、causes", "the model file cannot be read: {why}. It should list name, items and causes under latent:", "why", yaml.FormatError(err, false, false))
	}
	return model, model.check(t)
}

// ecsi finds the items of the ECSI model by the beginnings of their names.
func ecsi(columns []string) (plsModel, error) {
	var model plsModel
	var found []string
	for _, b := range ecsiBlocks {
		item := regexp.MustCompile(`(?i)^(?:` + b.prefixes + `)[_ .-]?[0-9]*$`)
		latent := plsLatent{Name: b.name}
		for _, c := range columns {
			if item.MatchString(c) {
				latent.Items = append(latent.Items, c)
			}
		}
		for _, cause := range b.causes {
			if slices.Contains(found, cause) {
				latent.Causes = append(latent.Causes, cause)
			}
		}
		if len(latent.Items) > 0 {
			found, model.Latent = append(found, b.name), append(model.Latent, latent)
		}
	}
	for _, needed := range []string{"Quality", "Satisfaction"} {
		if !slices.Contains(found, needed) {
			return model, problem("列名里认不出 ECSI 模型的“{block}”（如 PERQ1、QUAL1，CUSA1、SAT1）；请用 --model 写明模型",
				"no column is recognised as “{block}” of the ECSI model (such as PERQ1 or QUAL1, CUSA1 or SAT1); state the model with --model", "block", needed)
		}
	}
	return model, nil
}

// check refuses a model that cannot be estimated, and puts the items' names as
// they stand in the table.
func (m *plsModel) check(t *Table) error {
	if len(m.Latent) < 2 {
		return problem("模型至少要两个潜变量；现有 {n} 个", "a model needs two latent variables or more; there are {n}", "n", len(m.Latent))
	}
	used, linked := map[string]string{}, map[string]bool{}
	for i := range m.Latent {
		l := &m.Latent[i]
		if l.Name == "" || slices.ContainsFunc(m.Latent[:i], func(o plsLatent) bool { return o.Name == l.Name }) {
			return problem("第 {i} 个潜变量没有名称，或与前面重名", "latent variable {i} has no name, or that of one before it", "i", i+1)
		}
		items, err := t.Columns(l.Items)
		if err != nil {
			return err
		}
		if l.Items = items; len(items) == 0 {
			return problem("潜变量“{name}”没有题目（items）", "latent variable “{name}” has no items", "name", l.Name)
		}
		for _, item := range items {
			if used[item] != "" {
				return problem("题目“{item}”同属“{a}”与“{b}”；每题只能属于一个潜变量", "item “{item}” is in “{a}” and in “{b}”; an item belongs to one latent variable", "item", item, "a", used[item], "b", l.Name)
			}
			used[item] = l.Name
		}
		for _, cause := range l.Causes {
			if !slices.ContainsFunc(m.Latent[:i], func(o plsLatent) bool { return o.Name == cause }) {
				return problem("“{name}”的原因“{cause}”应列在它之前", "“{cause}”, a cause of “{name}”, should be listed before it", "name", l.Name, "cause", cause)
			}
			linked[cause], linked[l.Name] = true, true
		}
	}
	for _, l := range m.Latent {
		if !linked[l.Name] {
			return problem("潜变量“{name}”既无原因也无结果；请写 causes，或去掉它", "latent variable “{name}” has neither cause nor effect; name causes, or leave it out", "name", l.Name)
		}
	}
	return nil
}

// pathModel returns the columns in the model's order and the model over them.
func (m plsModel) pathModel(scheme string) (items []string, path scoring.PathModel) {
	path.Scheme = map[string]scoring.InnerScheme{"centroid": scoring.Centroid, "factorial": scoring.Factorial, "path": scoring.PathScheme}[scheme]
	for _, l := range m.Latent {
		block, causes := []int{}, make([]bool, len(m.Latent))
		for _, item := range l.Items {
			block = append(block, len(items))
			items = append(items, item)
		}
		for j, other := range m.Latent {
			causes[j] = slices.Contains(l.Causes, other.Name)
		}
		path.Blocks, path.Path = append(path.Blocks, block), append(path.Path, causes)
	}
	return items, path
}
