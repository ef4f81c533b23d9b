package survey

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExpressionErrors(t *testing.T) {
	for _, tt := range []struct {
		src  string
		want string // "offset key; …"
	}{
		{"s1 in [1, 7]", "10 expression_code"},
		{"s1 == 7 or s2 == 8", "6 expression_code; 17 expression_code"},
		{"sx == 1", "0 expression_item"},
		{"m == 1", "0 expression_matrix"},
		{"m.r9 == 1", "0 expression_item"},
		{"note == 1", "0 expression_item"},
		{"s1 in [1", "7 expression_end"},
		{"s1 in [1，5]", "8 expression_width"},
		{"s1 = 1", "3 expression_syntax"},
		{"", "0 expression_end"},
		{"s1 matches 'x'", "3 expression_operator"},
		{"age % 2 == 0", "4 expression_operator"},
		{"filter([1], true)", "0 expression_function"},
		{"lenn(more) > 1", "0 expression_function"},
		{"len() > 1", "0 expression_arguments"},
		{"len(more, order) > 1", "10 expression_one"},
		{"len(s1) > 1", "4 expression_len"},
		{"answered(1)", "9 expression_name"},
		{"score(name) > 1", "6 expression_score"},
		{"not age", "4 expression_truth"},
		{"age and true", "0 expression_truth"},
		{"age + 'x' > 1", "6 expression_number"},
		{"name == 1", "5 expression_kinds"},
		{"more == 'a'", "5 expression_contains"},
		{"'a' in name", "7 expression_in"},
		{"'q' in more", "0 expression_code"},
		{"[1, 2]", "0 expression_list"},
		{"{a: 1}", "0 expression_form"},
		{"let x = 1; x", "4 expression_form"},
		{"m?.r1 == 1", "3 expression_form"},
		{strings.Repeat("age + ", 400) + "age", "0 expression_long"},
		{"1 < 2 or " + strings.Repeat("x", maxExpressionLength), "0 expression_long"},
		{strings.Repeat("(", 900) + "1" + strings.Repeat(")", 900), ""},
	} {
		_, err := NewVocabulary(sample()).Parse(tt.src)
		var got []string
		var errs ExpressionErrors
		errors.As(err, &errs)
		for _, e := range errs {
			got = append(got, fmt.Sprint(e.Offset, " ", e.Key))
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s: %q, want %q", Clip(tt.src), s, tt.want)
		}
	}
}

func TestCirclesAndChains(t *testing.T) {
	q := sample()
	q.Items = append(q.Items,
		Item{ID: "c1", Type: Calculated, Value: "c2 + 1"},
		Item{ID: "c2", Type: Calculated, Value: "c1 + 1"},
		Item{ID: "d0", Type: Calculated, Value: "age + age"})
	for i := 1; i < 40; i++ { // written out, each is twice the one before
		q.Items = append(q.Items, Item{ID: fmt.Sprint("d", i), Type: Calculated, Value: fmt.Sprintf("d%d + d%d", i-1, i-1)})
	}
	v := NewVocabulary(q)
	_, err1 := v.Calculated("c1")
	_, err2 := v.Calculated("c2")
	if err := errors.Join(err1, err2); err == nil || strings.Count(err.Error(), "depends on itself") != 1 {
		t.Errorf("a circle gives %v, not one mistake", err)
	}
	if _, err := v.Calculated("d3"); err != nil {
		t.Errorf("a short chain gives %v", err)
	}
	for i := 1; i < 40; i++ {
		if e, err := v.Calculated(fmt.Sprint("d", i)); err == nil && e.root.size > maxExpressionTerms {
			t.Errorf("d%d has %d terms", i, e.root.size)
		}
	}
}

func FuzzExpression(f *testing.F) {
	for _, s := range []string{
		"s1 in [1, 2]", "not (age > 3) and answered(m.r1)", "mean(score(m.r1), score(m.r2)) / 0",
		"'a' in more ? 1 : nil", "s1 == '5'", "((((", "a.b.c", "count(s1, s2) >= 1", "since < '2026-01-01'", "-(-age) * 1e308 * 10",
	} {
		f.Add(s, "5")
	}
	q := sample()
	f.Fuzz(func(t *testing.T, src, answer string) {
		x, err := NewVocabulary(q).Parse(src)
		if err != nil {
			var errs ExpressionErrors
			if !errors.As(err, &errs) {
				t.Fatalf("error is a %T", err)
			}
			for _, e := range errs {
				if _, ok := messages[e.Key]; !ok {
					t.Errorf("no message for %q", e.Key)
				}
				if e.Offset < 0 || e.Offset > utf8.RuneCountInString(src) {
					t.Errorf("offset %d outside %q", e.Offset, src)
				}
			}
			return
		}
		a := Answers{}
		for _, name := range x.Names() {
			a[name.ID] = []string{answer}
		}
		for _, a := range []Answers{{}, a} {
			v := x.root.eval(a)
			if x.Condition() && v.kind != truthValue {
				t.Errorf("condition %q yields %v", src, v)
			}
			if _, err := json.Marshal(v.json()); err != nil {
				t.Errorf("%q yields what JSON cannot hold: %v", src, err)
			}
		}
		if _, err := json.Marshal(x.root.tree()); err != nil {
			t.Errorf("%q: %v", src, err)
		}
	})
}
