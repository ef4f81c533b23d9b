package survey

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// usedKeys returns the message keys that the Go files of a folder name, with
// where.
func usedKeys(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	keys := make(map[string]string)
	note := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			key, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			keys[key] = files.Position(lit.Pos()).String()
		}
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				noteKey(n, note)
			case *ast.CallExpr:
				noteCall(n, note)
			}
			return true
		})
	}
	return keys
}

// noteKey notes FieldError{Key: "…"} and ExpressionError{0, "…", nil}, also
// inside lists of them, where the type is left out.
func noteKey(n *ast.CompositeLit, note func(ast.Expr)) {
	name := typeName(n.Type)
	for i, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if k, ok := kv.Key.(*ast.Ident); ok && k.Name == "Key" && slices.Contains([]string{"FieldError", ""}, name) {
				note(kv.Value)
			}
		} else if i == 1 && name == "ExpressionError" {
			note(e)
		} else if inner, ok := e.(*ast.CompositeLit); ok && name == "ExpressionErrors" && len(inner.Elts) == 3 {
			note(inner.Elts[1])
		}
	}
}

// noteCall notes wrong(place, "key", …), and say, malformed and refuse("key", …).
func noteCall(n *ast.CallExpr, note func(ast.Expr)) {
	switch typeName(n.Fun) {
	case "wrong":
		if len(n.Args) > 1 {
			note(n.Args[1])
		}
	case "say", "malformed", "refuse":
		note(n.Args[0])
	}
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	default:
		return ""
	}
}

func TestEveryKeyHasMessages(t *testing.T) {
	total := 0
	for _, dir := range []string{".", "access", "evidence", "../api"} {
		for key, where := range usedKeys(t, dir) {
			total++
			if _, ok := messages[key]; !ok {
				t.Errorf("%s: key %q has no message", where, key)
			}
		}
	}
	if total < 40 {
		t.Errorf("only %d keys found: the search is broken", total)
	}
}

// Both languages fill in the same arguments, Chinese text is Chinese, and no
// message is empty.
func TestMessagesAgree(t *testing.T) {
	argument := regexp.MustCompile(`\{(\w+)\}`)
	names := func(s string) string {
		found := argument.FindAllString(s, -1)
		slices.Sort(found)
		return strings.Join(slices.Compact(found), " ")
	}
	for key, m := range messages {
		if zh, en := names(m.zh), names(m.en); zh != en {
			t.Errorf("%s: arguments %q in Chinese, %q in English", key, zh, en)
		}
		if strings.TrimSpace(m.zh) == "" || strings.TrimSpace(m.en) == "" {
			t.Errorf("%s: a language is empty", key)
		}
		if key != "check" && !regexp.MustCompile(`\p{Han}`).MatchString(m.zh) {
			t.Errorf("%s: %q is not Chinese", key, m.zh)
		}
	}
}

func TestMessage(t *testing.T) {
	for _, tt := range []struct {
		give     FieldError
		lang, in string
	}{
		{FieldError{Key: "too_many", Args: Args("max", 3.0, "count", 4.0)}, "zh", "最多选择 3 项（现选了 4 项）。"},
		{FieldError{Key: "too_many", Args: Args("max", 3.0, "count", 4.0)}, "fr", "Please choose at most 3 (you chose 4)."},
		{FieldError{Key: "unknown_item", Args: Args("item", "a", "near", "")}, "en", "The questionnaire has no item “a”."},
		{FieldError{Key: "unknown_item", Args: Args("item", "{near}", "near", "b")}, "en", "The questionnaire has no item “{near}”. Did you mean “b”?"},
		{FieldError{Key: "unknown_option", Args: Args("option", "x", "options", []string{"1", "2"})}, "zh-Hans", "没有选项“x”；可选：1、2。"},
		{FieldError{Key: "check", Args: Args("message", Text{"zh": "不对", "en": "wrong"})}, "zh", "不对"},
		{FieldError{Key: "no such key"}, "en", "no such key"},
	} {
		if got := tt.give.Message(tt.lang); got != tt.in {
			t.Errorf("%s in %s: %q, want %q", tt.give.Key, tt.lang, got, tt.in)
		}
	}
	errs := FieldErrors{{Field: "s1", Key: "required"}, {Field: "s2", Key: "one_answer"}}
	if got, want := errs.Error(), "s1: Please answer this question.\ns2: Please choose only one option."; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

func TestNearest(t *testing.T) {
	words := []string{"scale", "options", "show_if", "required", "a"}
	for wrong, want := range map[string]string{
		"scal": "scale", "sacle": "scale", "option": "options", "showif": "show_if", "requird": "required",
		"colour": "", "x": "", "": "", "权重": "",
	} {
		if got := Nearest(wrong, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", wrong, got, want)
		}
	}
}
