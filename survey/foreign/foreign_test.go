package foreign

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestForeignTextsAreMarked(t *testing.T) {
	for _, tt := range []struct{ name, lang, page, want string }{
		{"a name", "en", `<td>东岭区</td>`, `<td lang="zh">东岭区</td>`},
		{"with figures", "en", `<td> 东岭区 62.4 </td>`, `<td lang="zh"> 东岭区 62.4 </td>`},
		{"in a sentence", "en", `<p>In 东岭区 and 临水县 most.</p>`, `<p><bdi>In <bdi lang="zh">东岭区</bdi> and <bdi lang="zh">临水县</bdi> most.</bdi></p>`},
		{"with its punctuation", "en", `<p>See 《办法》（试行）， please</p>`, `<p><bdi>See <bdi lang="zh">《办法》（试行），</bdi> please</bdi></p>`},
		{"a list", "en", `<li>东岭区, 临水县</li>`, `<li lang="zh">东岭区, 临水县</li>`},
		{"in two parts", "en", `<p>Column (姓名): “陆青禾” slips</p>`, `<p><bdi>Column (<bdi lang="zh">姓名</bdi>): “<bdi lang="zh">陆青禾</bdi>” slips</bdi></p>`},
		{"with a word of letters", "en", `<li>用Excel导出</li>`, `<li lang="zh">用Excel导出</li>`},
		{"beside an element", "en", `<p><b>Unit</b> 东岭区</p>`, `<p><b>Unit</b><bdi lang="zh"> 东岭区</bdi></p>`},
		{"in a list of options", "en", `<option value="a">东岭区 (unit)</option>`, `<option value="a" lang="zh">东岭区 (unit)</option>`},
		{"of the page", "en", `<title>测评 · Minping</title>`, `<title lang="zh">测评 · Minping</title>`},
		{"typed", "en", `<input name="a" value="东岭区"><input type="hidden" value="东岭区"><textarea>a: 东</textarea>`, `<input name="a" value="东岭区" lang="zh"><input type="hidden" value="东岭区"><textarea lang="zh">a: 东</textarea>`},
		{"in a drawing", "en", `<svg><path d=""/><text>东岭区</text><text>In 东岭区</text></svg>`, `<svg><path d=""/><text lang="zh">东岭区</text><text><tspan>In <tspan lang="zh">东岭区</tspan></tspan></text></svg>`},
		{"marked already", "en", `<a lang="zh">中文<b>版</b></a><a lang="en">中文</a>`, `<a lang="zh">中文<b>版</b></a><a lang="en"><bdi lang="zh">中文</bdi></a>`},
		{"marked elements of one name", "en", `<i lang="zh"><i>一</i>二</i><i>三</i>`, `<i lang="zh"><i>一</i>二</i><i lang="zh">三</i>`},
		{"no text", "en", `<p title="东 > 西">a</p><script>'东'</script>`, `<p title="东 > 西">a</p><script>'东'</script>`},
		{"a comment", "zh", `<p>More notice before meetings, please.</p>`, `<p lang="en">More notice before meetings, please.</p>`},
		{"a title of a paper", "zh", `<p>见 The theory of scales，第 2 页</p>`, `<p><bdi>见 <bdi lang="en">The theory of scales</bdi>，第 2 页</bdi></p>`},
		{"names", "zh", `<p>Cronbach, L. J., Excel 2007 CSV UTF-8</p><p>用 Excel 打开 CSV</p>`, `<p>Cronbach, L. J., Excel 2007 CSV UTF-8</p><p>用 Excel 打开 CSV</p>`},
		{"a command", "zh", `<code>minping serve now</code>`, `<code>minping serve now</code>`},
		{"Chinese in Chinese", "zh", `<p>东岭区</p>`, `<p>东岭区</p>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(Mark(tt.lang, []byte(tt.page))); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

var foreignMark = regexp.MustCompile(`</?(?:bdi|tspan)>|<(?:bdi|tspan) lang="(?:zh|en)">| lang="(?:zh|en)"`)

// unmarked is a page without the marks of foreign texts.
func unmarked(page string) string { return foreignMark.ReplaceAllString(page, "") }

// Whatever people write, nothing of a page is lost, and no Chinese character of
// an English page stays without its language.
func FuzzMark(f *testing.F) {
	f.Add("东岭区 (a)", "In 东 & 西")
	f.Add("\"'><", "用 Excel 打开\n《表》 A3 纸")
	f.Add("three plain words", "\x00\xff々〇")
	f.Fuzz(func(t *testing.T, name, words string) {
		name, words = html.EscapeString(name), html.EscapeString(words)
		page := `<!doctype html><html><title>` + name + `</title><p title="` + name + `">` + words + `<b>` + name + `</b>` + words + `<br>` + name +
			`<select><option>` + words + `</select><svg><text>` + name + `<tspan>` + words + `</tspan>` + words + `</text></svg><textarea>` + words + `</textarea></html>`
		for _, lang := range []string{"zh", "en"} {
			marked := string(Mark(lang, []byte(page)))
			if got := unmarked(marked); got != unmarked(page) { // which has a tspan of its own
				t.Fatalf("%s: got  %s\nwant %s", lang, got, page)
			}
			if lang == "en" {
				eachText(t, marked, func(text, lang string) {
					if strings.ContainsFunc(text, isHan) && lang != "zh" {
						t.Fatalf("%q is not marked in %s", text, marked)
					}
				})
			}
		}
	})
}

// eachText calls f with each text of a page and the lang around it.
func eachText(t *testing.T, page string, f func(text, lang string)) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader([]byte(page)))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *html.Node, lang string)
	walk = func(n *html.Node, lang string) {
		for _, a := range n.Attr {
			if a.Key == "lang" {
				lang = a.Val
			}
		}
		if n.Type == html.TextNode {
			f(n.Data, lang)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, lang)
		}
	}
	walk(doc, "")
}
