package manage

import (
	"cmp"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/web/site"
)

// sampleForm is how the respondents are drawn, and what is known of the people
// that they stand for.
type sampleForm struct {
	Strata, Lonely, Clusters, Weight []site.Choice

	SizeHead        []string // of the columns; none: one number
	Sizes           []site.GridRow
	Margins         []marginTable
	Rake            []site.Choice // items by which a table can be added
	Lowest, Highest string
	Kept            int  // margins that the form does not show
	Many            bool // too many numbers for a form
	SampleOpen      bool
}

// A marginTable is how the people of each unit are spread over the answers to
// an item.
type marginTable struct {
	Field string // of what the columns are: an item, and categories
	Title string
	Head  []string
	Rows  []site.GridRow
}

// maxSampleCells is how many numbers of one kind are asked for on a page.
const maxSampleCells = 5000

// StratumField is the field of how many people a stratum of a unit has; no id
// of a unit, group, item or option holds a colon.
func StratumField(unit, part string) string { return "size:" + unit + ":" + part }

// MarginField is the field of how many people of a unit are in a category.
func MarginField(item, unit, category string) string {
	return "margin:" + item + ":" + unit + ":" + category
}

// StrataOf is what the strata of a poll are: none, unit, group, or an item.
func StrataOf(q *survey.Questionnaire, s *survey.Sample) string {
	said := ""
	if s != nil {
		said = s.Strata
	}
	return cmp.Or(said, q.Scoring.Strata, "none")
}

// A stratumPart is a part of each unit that is a stratum.
type stratumPart struct{ ID, Title string }

// StrataParts are the parts of each unit that are strata; one without a name
// where units are.
func StrataParts(q *survey.Questionnaire, strata, lang string) (parts []stratumPart) {
	switch strata {
	case "none", "unit":
		return []stratumPart{{}}
	case "group":
		for _, g := range q.Groups {
			parts = append(parts, stratumPart{g.ID, g.Title.In(lang)})
		}
		return parts
	}
	for i := range q.Items {
		if q.Items[i].ID == strata {
			for _, o := range q.ItemOptions(&q.Items[i]) {
				parts = append(parts, stratumPart{o.Code, o.Label.In(lang)})
			}
		}
	}
	return parts
}

// profileOf lists the profile items of some types.
func profileOf(q *survey.Questionnaire, lang, chosen string, types ...survey.ItemType) (list []site.Choice) {
	for _, it := range q.Items {
		if it.Profile && slices.Contains(types, it.Type) {
			list = append(list, site.Choice{Value: it.ID, Title: it.Text.In(lang), Chosen: it.ID == chosen})
		}
	}
	return list
}

// fillSample fills in what is stored; rake are the tables that are to be there
// as well, each an item with categories.
func (p *setupPage) fillSample(names func(string) string, rake []string) {
	var s survey.Sample
	if p.Poll.Sample != nil {
		s = *p.Poll.Sample
	}
	said := StrataOf(p.Q, nil)
	asSaid := p.T("setup.sample.said", "what", p.T("setup.sample.strata."+map[bool]string{true: said, false: "item"}[slices.Contains(plainStrata, said)]))
	p.Strata = site.Choices(s.Strata, "", asSaid, "none", p.T("setup.sample.strata.none"), "unit", p.T("setup.sample.strata.unit"))
	if len(p.Q.Groups) > 0 {
		p.Strata = append(p.Strata, site.Choice{Value: "group", Title: p.T("setup.sample.strata.group"), Chosen: s.Strata == "group"})
	}
	p.Strata = append(p.Strata, profileOf(p.Q, p.Lang, s.Strata, survey.Choice, survey.Rating)...)
	p.Lonely = site.Choices(s.Lonely, "", p.T("setup.sample.lonely.said"), "fail", p.T("setup.sample.lonely.fail"), "adjust", p.T("setup.sample.lonely.adjust"), "certainty", p.T("setup.sample.lonely.certainty"))
	if items := profileOf(p.Q, p.Lang, s.Clusters, survey.Choice, survey.Rating, survey.Number, survey.ShortText, survey.Calculated); len(items) > 0 {
		p.Clusters = append(site.Choices(s.Clusters, "", p.T("setup.sample.clusters.none")), items...)
	}
	if items := profileOf(p.Q, p.Lang, s.Weight, survey.Number, survey.Calculated); len(items) > 0 {
		p.Weight = append(site.Choices(s.Weight, "", p.T("setup.sample.weight.none")), items...)
	}
	p.fillSizes(&s, names)
	p.fillMargins(&s, names, rake)
	p.Lowest, p.Highest = p.sent("lowest", decimal(s.Lowest)), p.sent("highest", decimal(s.Highest))
	p.SampleOpen = p.Open == "sample" || p.Poll.Sample != nil || p.anyWrong("strata", "lonely", "clusters", "weight", "lowest", "highest", "size:", "margin")
}

// plainStrata are the strata that are no item.
var plainStrata = []string{"none", "unit", "group"}

func (p *setupPage) fillSizes(s *survey.Sample, names func(string) string) {
	strata := StrataOf(p.Q, s)
	parts := StrataParts(p.Q, strata, p.Lang)
	units := p.Poll.Units
	if strata == "none" {
		units = []string{""}
	}
	if p.Many = len(units)*len(parts) > maxSampleCells; p.Many {
		return
	}
	sizes := map[string]float64{}
	for _, of := range s.Populations {
		sizes[StratumField(of.Unit, of.Group+of.Stratum)] = of.Size
	}
	for _, part := range parts {
		if part.ID != "" {
			p.SizeHead = append(p.SizeHead, part.Title)
		}
	}
	for _, u := range units {
		row := site.GridRow{Title: p.T("setup.sample.size.all")}
		if u != "" {
			row.Title = names(u)
		}
		for _, part := range parts {
			cell := site.GridCell{Field: StratumField(u, part.ID), Label: row.Title + " " + part.Title}
			cell.Value = decimal(sizes[cell.Field])
			p.settle(&cell)
			row.Cells = append(row.Cells, cell)
		}
		p.Sizes = append(p.Sizes, row)
	}
}

// fillMargins makes a table for each item by which there are margins of whole
// units, and for those that were asked for.
func (p *setupPage) fillMargins(s *survey.Sample, names func(string) string, rake []string) {
	columns := map[string][]string{}
	values := map[string]float64{}
	var order []string
	for _, m := range s.Margins {
		if m.Group != "" {
			p.Kept++
			continue
		}
		if _, seen := columns[m.Item]; !seen {
			order = append(order, m.Item)
		}
		for category, n := range m.Population {
			if !slices.Contains(columns[m.Item], category) {
				columns[m.Item] = append(columns[m.Item], category)
			}
			values[MarginField(m.Item, m.Unit, category)] = n
		}
	}
	for _, asked := range append(slices.Clone(rake), p.typed["margin"]...) {
		item, list, _ := strings.Cut(asked, "=")
		if _, seen := columns[item]; !seen {
			order, columns[item] = append(order, item), categoriesOf(p.Q, item, list)
		}
	}
	for _, item := range order {
		if len(columns[item])*len(p.Poll.Units) > maxSampleCells {
			p.Many = true
			continue
		}
		if cats := inOrder(p.Q, item, columns[item]); len(cats) > 0 {
			p.Margins = append(p.Margins, p.marginTable(item, cats, values, names))
		}
	}
	for _, c := range profileOf(p.Q, p.Lang, "", survey.Choice, survey.Rating, survey.Number) {
		if _, there := columns[c.Value]; !there {
			p.Rake = append(p.Rake, c)
		}
	}
}

func (p *setupPage) marginTable(item string, categories []string, values map[string]float64, names func(string) string) marginTable {
	t := marginTable{Field: item + "=" + strings.Join(categories, " "), Title: itemTitle(p.Q, item, p.Lang)}
	for _, category := range categories {
		t.Head = append(t.Head, categoryTitle(p.Page, p.Q, item, category))
	}
	for _, u := range p.Poll.Units {
		row := site.GridRow{Title: names(u)}
		for i, category := range categories {
			cell := site.GridCell{Field: MarginField(item, u, category), Label: row.Title + " " + t.Head[i]}
			if n, ok := values[cell.Field]; ok {
				cell.Value = site.Number(n)
			}
			p.settle(&cell)
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// categoriesOf are the categories that a list names, or else each answer by itself.
func categoriesOf(q *survey.Questionnaire, item, list string) (categories []string) {
	if categories = strings.Fields(list); len(categories) > 0 {
		return categories
	}
	for i := range q.Items {
		if it := &q.Items[i]; it.ID == item && it.Type != survey.Number {
			for _, o := range q.ItemOptions(it) {
				categories = append(categories, o.Code)
			}
		}
	}
	return categories
}

// inOrder sorts categories as the questionnaire has the answers, classes by
// their bounds.
func inOrder(q *survey.Questionnaire, item string, categories []string) []string {
	options := categoriesOf(q, item, "")
	rank := func(category string) float64 {
		first, _, _ := strings.Cut(category, "|")
		if i := slices.Index(options, first); i >= 0 {
			return float64(i)
		}
		x, err := strconv.ParseFloat(category, 64)
		if err != nil {
			return math.Inf(1)
		}
		return x
	}
	sorted := slices.Clone(categories)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	return slices.Compact(sorted)
}

// categoryTitle is what a category is called: options together, or a class from
// its lower bound on.
func categoryTitle(p site.Page, q *survey.Questionnaire, item, category string) string {
	for i := range q.Items {
		it := &q.Items[i]
		if it.ID != item {
			continue
		}
		if it.Type == survey.Number {
			return p.T("setup.sample.from", "from", category)
		}
		var labels []string
		for code := range strings.SplitSeq(category, "|") {
			label := code
			for _, o := range q.ItemOptions(it) {
				if o.Code == code {
					label = o.Label.In(p.Lang)
				}
			}
			labels = append(labels, label)
		}
		return site.JoinList(p.Lang, labels)
	}
	return category
}

// raked is the end of the address at which the tables of a form are there
// again, and the one that it asks for.
func raked(form url.Values, q *survey.Questionnaire) string {
	end := ""
	for _, table := range form["margin"] {
		end += "&rake=" + url.QueryEscape(table)
	}
	if item := form.Get("rake"); item != "" {
		end += "&rake=" + url.QueryEscape(item+"="+strings.Join(inOrder(q, item, strings.Fields(form.Get("classes"))), " "))
	}
	return end
}

// readSample reads the design; what the form does not show stays.
func readSample(form url.Values, q *survey.Questionnaire, poll *survey.Poll) (*survey.Sample, survey.FieldErrors) {
	if !posted(form, "strata") {
		return poll.Sample, nil
	}
	var s, was survey.Sample
	if poll.Sample != nil {
		was = *poll.Sample
	}
	s.Strata, s.Lonely, s.Clusters, s.Weight = form.Get("strata"), form.Get("lonely"), form.Get("clusters"), form.Get("weight")
	r := sampleReader{form: form}
	s.Lowest, _ = r.number("lowest", "sample.lowest")
	s.Highest, _ = r.number("highest", "sample.highest")
	if strata := StrataOf(q, &s); strata == StrataOf(q, &was) {
		s.Populations = r.sizes(q, strata, poll.Units, was.Populations)
	}
	s.Margins = r.margins(poll.Units, was.Margins)
	if len(s.Margins) == 0 {
		s.Lowest, s.Highest = 0, 0
	}
	if s.Strata+s.Lonely+s.Clusters+s.Weight == "" && len(s.Populations) == 0 && len(s.Margins) == 0 {
		return nil, r.wrong
	}
	return &s, r.wrong
}

// A sampleReader reads the numbers of a form.
type sampleReader struct {
	form  url.Values
	wrong survey.FieldErrors
}

// number reads one; ok is false where nothing is typed.
func (r *sampleReader) number(field, at string) (x float64, ok bool) {
	text := strings.ReplaceAll(strings.TrimSpace(r.form.Get(field)), ",", "")
	if text == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		r.wrong = append(r.wrong, mistake(at, "not_a_number"))
		return 0, false
	}
	return x, true
}

// sizes reads the sizes of strata.
func (r *sampleReader) sizes(q *survey.Questionnaire, strata string, units []string, was []survey.Population) (all []survey.Population) {
	if strata == "none" {
		units = []string{""}
	}
	parts := StrataParts(q, strata, "zh")
	if len(units)*len(parts) > maxSampleCells {
		return was
	}
	for _, u := range units {
		for _, part := range parts {
			field := StratumField(u, part.ID)
			size, ok := r.number(field, field)
			if !ok {
				continue
			}
			of := survey.Population{Unit: u, Size: size}
			if strata == "group" {
				of.Group = part.ID
			} else {
				of.Stratum = part.ID
			}
			all = append(all, of)
		}
	}
	return all
}

// margins reads the tables that the form shows, and keeps the others.
func (r *sampleReader) margins(units []string, was []survey.Margin) (all []survey.Margin) {
	shown := map[string][]string{}
	for _, table := range r.form["margin"] {
		item, list, _ := strings.Cut(table, "=")
		shown[item] = strings.Fields(list)
	}
	for _, m := range was {
		if _, ok := shown[m.Item]; !ok || m.Group != "" {
			all = append(all, m)
		}
	}
	for _, item := range slices.Sorted(maps.Keys(shown)) {
		for _, u := range units {
			m := survey.Margin{Unit: u, Item: item, Population: map[string]float64{}}
			for _, category := range shown[item] {
				field := MarginField(item, u, category)
				if n, ok := r.number(field, field); ok {
					m.Population[category] = n
				}
			}
			if missing := len(shown[item]) - len(m.Population); missing > 0 && len(m.Population) > 0 {
				r.wrong = append(r.wrong, mistake(MarginField(item, u, ""), "margin_gaps"))
			}
			if len(m.Population) > 0 {
				all = append(all, m)
			}
		}
	}
	return all
}
