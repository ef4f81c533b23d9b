package builder

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/form"
	"minping/web/site"
)

// A draftMatrix says for each kind of unit which groups may rate it, and with
// what weight.
type draftMatrix struct {
	Groups []string
	Rows   []draftMatrixRow
}

// A draftMatrixRow is a kind of unit in it.
type draftMatrixRow struct {
	Path, Name string
	Cells      []draftMatrixCell
	Sum        string // of the weights, which are to be 100
	Wrong      []string
}

// A draftMatrixCell is a group: its weight, and whether it may rate.
type draftMatrixCell struct {
	Group, Label string
	Weight       draftField
	Rates        bool
}

const (
	typesPath      = "evaluation.types"
	thresholdsPath = "evaluation.thresholds"
)

// evaluation shows how teams and people are evaluated.
func (b *draftForms) evaluation() {
	pick := func(path, usual string, values ...string) draftField {
		all := []site.Choice{{Value: "", Title: b.T(usual)}}
		for _, v := range values {
			all = append(all, site.Choice{Value: v, Title: b.T("builder.evaluation." + v)})
		}
		return b.value(path, "select", all...)
	}
	types := b.rows(typesPath, "types", b.evaluationType)
	blocks := []draftBlock{types}
	if b.tree.Len(typesPath) > 0 {
		blocks = append(blocks,
			draftBlock{Title: b.T("builder.matrix"), Matrix: b.matrix()},
			draftBlock{Title: b.T("builder.sheet"), Wrong: b.wrong("evaluation", false), Fields: []draftField{
				pick("evaluation.empty", "builder.evaluation.usual", "renormalise", "block", "zero"),
				pick("evaluation.all_top", "builder.evaluation.nothing", "refuse", "flag"),
				pick("evaluation.all_alike", "builder.evaluation.nothing", "refuse", "flag"),
				b.hinted(b.value("evaluation.trim_above", "number")), b.value("evaluation.linked", "check"),
			}},
			b.rows(thresholdsPath, "thresholds", b.threshold))
	}
	b.Blocks = blocks
}

func (b *draftForms) evaluationType(at string) []draftField {
	grades := []site.Choice{{Value: "", Title: b.T("builder.no")}}
	for _, id := range b.itemsOf(survey.Choice) {
		if b.scored(b.itemAt(id)) {
			grades = append(grades, site.Choice{Value: id, Title: clip(id+" "+b.itemText(id), 40)})
		}
	}
	roundings := []site.Choice{{Value: "", Title: b.T("builder.evaluation.half_up")}}
	for _, r := range []survey.Rounding{survey.RoundHalfUp, survey.RoundDown, survey.RoundUp} {
		roundings = append(roundings, site.Choice{Value: string(r), Title: b.T("builder.evaluation." + string(r))})
	}
	tier := b.valueCalled(b.T("builder.f.kindofunit"), at+".tier", "line")
	tier.Hint = b.T("builder.hint.kindofunit")
	return []draftField{
		tier, b.value(at+".grade", "select", grades...), b.hinted(b.value(at+".best_at_most", "number")),
		b.hinted(b.value(at+".best_share", "number")), b.hinted(b.value(at+".fits", "number")),
		b.hinted(b.valueCalled(b.T("builder.f.quota"), at+".quota.share", "number")),
		b.value(at+".quota.rounding", "select", roundings...),
	}
}

func (b *draftForms) threshold(at string) []draftField {
	tiers := []site.Choice{{Value: "", Title: b.T("builder.evaluation.every")}}
	for i := range b.tree.Len(typesPath) {
		tier := b.tree.Get(fmt.Sprintf("%s[%d].tier", typesPath, i))
		tiers = append(tiers, site.Choice{Value: tier, Title: survey.TierTitle(tier).In(b.Lang)})
	}
	fields := append([]draftField{b.value(at+".id", "line")}, b.text(at+".title", "line")...)
	return append(fields, b.valueCalled(b.T("builder.f.kindofunit"), at+".tier", "select", tiers...), b.hinted(b.value(at+".options", "line")),
		b.hinted(b.value(at+".above", "number")), b.hinted(b.value(at+".least", "number")))
}

// matrix is who may rate whom, with what weight.
func (b *draftForms) matrix() *draftMatrix {
	m := &draftMatrix{}
	groups := b.groupIDs()
	for _, id := range groups {
		m.Groups = append(m.Groups, b.groupName(id))
	}
	for i := range b.tree.Len(typesPath) {
		at := fmt.Sprintf("%s[%d]", typesPath, i)
		row := draftMatrixRow{Path: at, Name: survey.TierTitle(b.tree.Get(at + ".tier")).In(b.Lang), Wrong: append(b.wrong(at+".weights", false), b.wrong(at+".raters", true)...)}
		raters, sum := b.tree.List(at+".raters"), 0
		for j, id := range groups {
			name := b.T("builder.matrix.of", "group", m.Groups[j], "unit", row.Name)
			cell := draftMatrixCell{Group: id, Label: b.T("builder.matrix.rates", "of", name), Rates: len(raters) == 0 || slices.Contains(raters, id)}
			cell.Weight = b.valueCalled(b.T("builder.weight.of", "what", name), at+".weights."+id, "number")
			n, _ := strconv.Atoi(cell.Weight.Value)
			sum += n
			row.Cells = append(row.Cells, cell)
		}
		row.Sum = b.T("builder.matrix.own")
		if b.tree.Has(at + ".weights") {
			row.Sum = b.T("builder.matrix.sum", "sum", sum)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// groupIDs are the ids of the groups.
func (b *draftForms) groupIDs() (ids []string) {
	for i := range b.tree.Len("groups") {
		ids = append(ids, b.tree.Get(fmt.Sprintf("groups[%d].id", i)))
	}
	return ids
}

func (b *draftForms) groupName(id string) string {
	for i, known := range b.groupIDs() {
		if title := b.tree.Label(fmt.Sprintf("groups[%d].title", i), b.Lang); known == id && title != "" {
			return title
		}
	}
	return id
}

// itemAt is the path of an item.
func (b *draftForms) itemAt(id string) string {
	for i := range b.tree.Len("items") {
		if at := fmt.Sprintf("items[%d]", i); b.tree.Get(at+".id") == id {
			return at
		}
	}
	return ""
}

// ratersEdit writes which groups may rate: m:PATH holds those that are ticked.
// All of them, or none, is no list.
func ratersEdit(tree *form.Tree, path string, posted url.Values) []form.Edit {
	b := draftForms{tree: tree}
	groups := b.groupIDs()
	var ticked []string
	for _, id := range groups {
		if slices.Contains(posted["m:"+path], id) {
			ticked = append(ticked, id)
		}
	}
	was := tree.List(path)
	same := len(was) == len(ticked)
	for _, id := range was {
		same = same && slices.Contains(ticked, id)
	}
	switch {
	case same, len(was) == 0 && len(ticked) == len(groups):
		return nil
	case len(ticked) == 0, len(ticked) == len(groups):
		if !tree.Has(path) {
			return nil
		}
		return []form.Edit{form.Remove(path)}
	}
	var all []form.Value
	for _, id := range ticked {
		all = append(all, form.Str(id))
	}
	return []form.Edit{form.Set(path, form.Seq(all...))}
}

// pruned takes away what an edit has left without content: weights and quota of
// a kind of unit, lists of votes and evaluations.
func pruned(src []byte) ([]byte, error) {
	for {
		tree, err := form.ReadTree(src)
		if err != nil {
			return nil, err
		}
		gone := ""
		empty := func(path string) {
			if gone == "" && tree.Has(path) && tree.Len(path) == 0 && strings.TrimSpace(tree.Get(path)) == "" {
				gone = path
			}
		}
		for i := range tree.Len(typesPath) {
			at := fmt.Sprintf("%s[%d]", typesPath, i)
			empty(at + ".weights")
			empty(at + ".quota")
		}
		for _, path := range []string{typesPath, thresholdsPath, "evaluation", "votes", "supervision"} {
			empty(path)
		}
		if gone == "" {
			return src, nil
		}
		if src, err = form.Apply(src, form.Remove(gone)); err != nil {
			return nil, err
		}
	}
}
