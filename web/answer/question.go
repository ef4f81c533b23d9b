package answer

import (
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"

	"minping/survey"
	"minping/web/site"
)

// A Question is an item as a page shows it.
type Question struct {
	ID       string // of the item; "m.r" for a row of a matrix
	Number   int    // 0: none
	Kind     string // template: choice, multiple, select, matrix, ranking, rating, number, date, text, longtext, info
	Text     string
	Hint     string
	Asked    []piece // Text and Hint in pieces, where they quote an answer
	Advised  []piece // of the same screen
	Measure  string  // unit of measure
	From, To string  // labels of a rating's ends
	Required bool
	InRow    bool     // the options fit side by side
	Options  []Option // those on the scale
	Apart    []Option // 不了解 and the like
	Rows     []Question
	Places   [][]Option // ranking: the options of each place
	Value    string
	Limit    string // of characters, "" for none
	If       string // when it is asked, as a tree for the browser; "" always
	Error    string
	Doubt    string
}

// An Option is one possible answer as a page shows it.
type Option struct {
	Code, Label string
	Chosen      bool
	Full        bool // no more ballots of people who say so are needed
}

// Href is where an error summary's link leads.
func (q Question) Href() string { return "#q-" + q.ID }

// Answered reports whether there is an answer.
func (q Question) Answered() bool {
	chosen := func(o Option) bool { return o.Chosen }
	switch {
	case len(q.Rows) > 0:
		return !slices.ContainsFunc(q.Rows, func(r Question) bool { return !r.Answered() })
	case len(q.Places) > 0:
		return slices.ContainsFunc(q.Places, func(p []Option) bool { return slices.ContainsFunc(p, chosen) })
	}
	return q.Value != "" || slices.ContainsFunc(q.Options, chosen) || slices.ContainsFunc(q.Apart, chosen)
}

const (
	manyOptions  = 15 // more are a drop-down list
	manyRatings  = 11 // more are typed
	rowOptions   = 5  // so many options fit side by side on a phone,
	rowRunes     = 5  // if each is no longer than this
	defaultChars = 2000
)

// questions returns the questions of a section, numbered from first, and the
// number after the last. On the same screen are the items in onScreen.
func (p *Paper) questions(lang string, sec section, onScreen []survey.Item, first int) ([]Question, int) {
	items := sec.Items
	if sec.Shuffle {
		items = shuffled(items, p.Seed, sec.ID)
	}
	visible := p.Q.Visible(p.Answers)
	var out []Question
	for _, it := range items {
		tree := p.condition(sec.condition(it), onScreen)
		if !visible[it.ID] && tree == "" {
			continue
		}
		qu := p.question(lang, it)
		p.markFull(&qu, onScreen)
		if tree != "" {
			qu.If, qu.Required = tree, false
		}
		p.quoteHere(&qu, it, lang, onScreen)
		if numbered(it) && tree == "" {
			p.count(it, first)
			qu.Number = first
			first++
		}
		out = append(out, qu)
	}
	return out, first
}

// condition returns a condition as a tree for the browser, "" if it is known
// already whether it holds.
func (p *Paper) condition(condition string, onScreen []survey.Item) string {
	if !dependsOn(p.Q, condition, onScreen) {
		return ""
	}
	tree, _ := p.Q.Branch(condition) // dependsOn has read it
	b, _ := json.Marshal(tree)       // plain lists and strings
	return string(b)
}

// numbered reports whether an item has a number of its own: follow-up
// questions and texts have none, so that no number is ever missing.
func numbered(it survey.Item) bool { return it.ShowIf == "" && it.Type != survey.Information }

// question returns one item.
func (p *Paper) question(lang string, it survey.Item) Question {
	qu := Question{
		ID: it.ID, Required: it.Required,
		Kind:    string(it.Type),
		Text:    p.Q.Quote(it.Text, lang, p.Answers),
		Hint:    p.Q.Quote(it.Hint, lang, p.Answers),
		Measure: it.Unit.In(lang),
		From:    it.FromLabel.In(lang), To: it.ToLabel.In(lang),
	}
	values := p.Answers[it.ID]
	if len(values) > 0 {
		qu.Value = values[0]
	}
	switch it.Type {
	case survey.Choice, survey.Multiple:
		qu.Value = ""
		qu.setOptions(p.options(it), lang, values)
		if it.Type == survey.Choice && len(qu.Options) > manyOptions {
			qu.Kind = "select"
		}
	case survey.Matrix:
		qu.Rows = p.rows(lang, it)
	case survey.Rating:
		qu.setRating(it)
	case survey.Ranking:
		qu.Value = ""
		qu.setPlaces(p.options(it), it, lang, values)
	case survey.ShortText, survey.LongText:
		qu.Limit = strconv.Itoa(defaultChars)
		if it.Max != nil {
			qu.Limit = strconv.Itoa(int(*it.Max))
		}
	}
	if hint := limits(lang, it); hint != "" && qu.Hint == "" {
		qu.Hint = hint
	}
	return qu
}

// options returns an item's options in the order in which this respondent
// sees them.
func (p *Paper) options(it survey.Item) []survey.Option {
	opts := p.Q.ItemOptions(&it)
	if it.Shuffle && it.Type != survey.Matrix {
		opts = shuffled(opts, p.Seed, it.ID)
	}
	return opts
}

// rows returns a matrix's rows.
func (p *Paper) rows(lang string, it survey.Item) []Question {
	rows := it.Rows
	if it.Shuffle {
		rows = shuffled(rows, p.Seed, it.ID)
	}
	out := make([]Question, len(rows))
	for i, r := range rows {
		id := it.ID + "." + r.ID
		out[i] = Question{ID: id, Kind: "choice", Text: p.Q.Quote(r.Text, lang, p.Answers), Required: it.Required}
		out[i].setOptions(p.options(it), lang, p.Answers[id])
	}
	return out
}

// setOptions parts the options on the scale from don't know and its like.
func (q *Question) setOptions(opts []survey.Option, lang string, values []string) {
	q.InRow = true
	for _, o := range opts {
		shown := Option{Code: o.Code, Label: o.Label.In(lang), Chosen: slices.Contains(values, o.Code)}
		if o.Kind != "" {
			q.Apart = append(q.Apart, shown)
			continue
		}
		q.Options = append(q.Options, shown)
		q.InRow = q.InRow && utf8.RuneCountInString(shown.Label) <= rowRunes
	}
	q.InRow = q.InRow && len(q.Options) <= rowOptions && q.Kind == "choice"
}

// setRating turns a short rating into a choice of numbers.
func (q *Question) setRating(it survey.Item) {
	if it.To-it.From >= manyRatings {
		q.Kind = "number"
		return
	}
	for n := it.From; n <= it.To; n++ {
		code := strconv.Itoa(n)
		q.Options = append(q.Options, Option{Code: code, Label: code, Chosen: code == q.Value})
	}
	q.Value = ""
}

// setPlaces makes one list of options for each place of a ranking.
func (q *Question) setPlaces(opts []survey.Option, it survey.Item, lang string, values []string) {
	n := len(opts)
	if it.Max != nil {
		n = min(n, int(*it.Max))
	}
	for place := range n {
		list := make([]Option, len(opts))
		for i, o := range opts {
			list[i] = Option{Code: o.Code, Label: o.Label.In(lang), Chosen: place < len(values) && values[place] == o.Code}
		}
		q.Places = append(q.Places, list)
	}
}

// limits says in words how an item wants to be answered, "" if that is plain.
func limits(lang string, it survey.Item) string {
	count := func(f *float64) int { return int(*f) }
	number := func(f *float64) string { return strconv.FormatFloat(*f, 'f', -1, 64) }
	least, most := it.Min != nil, it.Max != nil
	switch it.Type {
	case survey.Multiple, survey.Ranking:
		switch {
		case least && most && *it.Min == *it.Max:
			return site.Translate(lang, "limit.exact", "n", count(it.Max))
		case least && most:
			return site.Translate(lang, "limit.between", "min", count(it.Min), "max", count(it.Max))
		case most:
			return site.Translate(lang, "limit.most", "n", count(it.Max))
		case least:
			return site.Translate(lang, "limit.least", "n", count(it.Min))
		case it.Type == survey.Multiple:
			return site.Translate(lang, "limit.any")
		}
	case survey.Number:
		if least && most {
			return site.Translate(lang, "limit.number", "min", number(it.Min), "max", number(it.Max))
		}
	case survey.Rating:
		if it.To-it.From >= manyRatings {
			return site.Translate(lang, "limit.number", "min", it.From, "max", it.To)
		}
	case survey.LongText:
		return site.Translate(lang, "limit.name")
	}
	return ""
}

// complaint says what is wrong with the answer. Where an option is missing it
// reminds of don't know, which is an answer like any other.
func (q Question) complaint(lang string, e survey.FieldError) string {
	if e.Key != "required" {
		return e.Message(lang)
	}
	switch {
	case len(q.Rows) > 0:
		return site.Translate(lang, "required.rows")
	case len(q.Apart) > 0:
		return site.Translate(lang, "required.apart", "option", q.Apart[0].Label)
	case len(q.Options) > 0:
		return site.Translate(lang, "required.option")
	}
	return e.Message(lang)
}
