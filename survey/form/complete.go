package form

import (
	"maps"
	"reflect"
	"slices"
	"strconv"

	"minping/survey"
)

// complete fills in what a file may leave out, so that everything behind Parse
// finds it written. It is told which paths the file holds.
func complete(q *survey.Questionnaire, written func(path string) bool) {
	completeLanguages(q)
	for _, scale := range q.Scales {
		completeOptions(scale, false)
	}
	for i := range q.Items {
		completeItem(&q.Items[i])
	}
	titles := titles(q)
	completeNodes(q.Index, titles)
	for i := range q.Flags {
		if f := &q.Flags[i]; f.Node == "" && f.Level == "" {
			f.Node = overall
		}
	}
	for i := range q.Supervision {
		if r := &q.Supervision[i]; r.Last > 0 {
			r.Times = orElse(r.Times, 1)
			r.Of = orElse(r.Of, r.Times)
		}
	}
	s := &q.Scoring
	otherwise(written, "scoring.aggregation", &s.Aggregation, "aggregate-first")
	otherwise(written, "scoring.strata", &s.Strata, "none")
	otherwise(written, "scoring.lonely", &s.Lonely, "fail")
	otherwise(written, "scoring.level", &s.Level, 0.95)
	otherwise(written, "disclosure.min_group", &q.Disclosure.MinGroup, 5)
	otherwise(written, "disclosure.min_comments", &q.Disclosure.MinComments, q.Disclosure.UsualComments())
	if len(q.Pages) == 0 {
		q.Pages = pages(q)
	}
}

// otherwise sets what the file does not.
func otherwise[T any](written func(string) bool, path string, x *T, value T) {
	if !written(path) {
		*x = value
	}
}

func orElse[T comparable](x, otherwise T) T {
	var zero T
	if x == zero {
		return otherwise
	}
	return x
}

// completeLanguages takes the languages from the title where none are
// declared, Chinese first, and puts plain strings under the default one.
func completeLanguages(q *survey.Questionnaire) {
	if len(q.Languages) == 0 {
		for _, lang := range slices.Sorted(maps.Keys(q.Title)) {
			switch lang {
			case "":
			case "zh":
				q.Languages = slices.Insert(q.Languages, 0, lang)
			default:
				q.Languages = append(q.Languages, lang)
			}
		}
	}
	if len(q.Languages) == 0 {
		q.Languages = []string{"zh"}
	}
	texts(reflect.ValueOf(q).Elem(), "", func(_ string, t survey.Text) {
		if s, plain := t[""]; plain {
			delete(t, "")
			t[q.Languages[0]] = s
		}
	})
}

// texts visits every text of the questionnaire with its path.
func texts(v reflect.Value, path string, visit func(path string, t survey.Text)) {
	switch {
	case v.Type() == textType:
		if !v.IsNil() {
			visit(path, v.Interface().(survey.Text))
		}
	case v.Kind() == reflect.Struct:
		for name, i := range fieldsOf(v.Type()).index {
			texts(v.Field(i), join(path, name), visit)
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		for i := range v.Len() {
			texts(v.Index(i), path+"["+strconv.Itoa(i)+"]", visit)
		}
	case v.Kind() == reflect.Map:
		for _, key := range v.MapKeys() {
			texts(v.MapIndex(key), join(path, key.String()), visit)
		}
	}
}

// completeOptions takes unscored options of a scored scale for don't know where
// the file does not say what they are, and marks the satisfied options where
// the file marks none.
func completeOptions(options []survey.Option, scored bool) {
	scored = scored || slices.ContainsFunc(options, func(o survey.Option) bool { return o.Score != nil })
	for i := range options {
		if o := &options[i]; scored && o.Score == nil && o.Kind == "" && !o.Satisfied {
			o.Kind = survey.DontKnow
		}
	}
	if slices.ContainsFunc(options, func(o survey.Option) bool { return o.Satisfied }) {
		return
	}
	for i := range options {
		if s := options[i].Score; s != nil && *s >= 60 && options[i].Kind == "" {
			options[i].Satisfied = true
		}
	}
}

// completeItem tells an item's type from its keys and limits texts.
func completeItem(it *survey.Item) {
	if it.Type == "" {
		switch {
		case it.Value != "":
			it.Type = survey.Calculated
		case len(it.Rows) > 0:
			it.Type = survey.Matrix
		case it.From != it.To:
			it.Type = survey.Rating
		case it.Scale != "" || len(it.Options) > 0:
			it.Type = survey.Choice
		}
	}
	completeOptions(it.Options, it.Type == survey.Rating)
	if it.Max == nil {
		switch it.Type {
		case survey.ShortText:
			it.Max = ptr(survey.ShortTextLimit)
		case survey.LongText:
			it.Max = ptr(survey.LongTextLimit)
		}
	}
}

func ptr(n int) *float64 { f := float64(n); return &f }

// titles are the texts of everything that a leaf can name.
func titles(q *survey.Questionnaire) map[string]survey.Text {
	t := make(map[string]survey.Text, len(q.Items))
	for _, it := range q.Items {
		t[it.ID] = it.Text
		for _, r := range it.Rows {
			t[it.ID+"."+r.ID] = r.Text
		}
	}
	return t
}

// completeNodes gives leaves their item's id and text, and nodes their level: a
// leaf is an indicator, what has leaves an area, the rest composites.
func completeNodes(nodes []survey.Node, titles map[string]survey.Text) {
	for i := range nodes {
		n := &nodes[i]
		completeNodes(n.Children, titles)
		if len(n.Children) == 0 {
			n.ID = orElse(n.ID, n.Item)
			n.Level = orElse(n.Level, survey.LevelIndicator)
			if n.Title == nil {
				n.Title = maps.Clone(titles[n.Item])
			}
			continue
		}
		if n.Level == "" {
			n.Level = survey.LevelComposite
			if slices.ContainsFunc(n.Children, func(c survey.Node) bool { return len(c.Children) == 0 }) {
				n.Level = survey.LevelArea
			}
		}
	}
}
