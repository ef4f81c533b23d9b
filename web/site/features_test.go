package site

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minping/survey/chart"
)

// What citizens' styles and scripts use of browsers. Chromium 86 of October
// 2020, which old telephones have inside of other programs, knows all of it.
const (
	styleRules      = "@media @supports"
	styleSelectors  = "::-moz-progress-bar ::-webkit-details-marker ::-webkit-progress-bar ::-webkit-progress-value ::backdrop ::before :active :checked :disabled :empty :first-child :first-of-type :focus-visible :focus-within :hover :lang :last-child :not :root"
	styleFunctions  = "calc env inset lang linear-gradient minmax not radial-gradient repeat rotate selector translate var"
	styleProperties = "-webkit-appearance -webkit-text-size-adjust -webkit-user-select align-items appearance background background-color border border-bottom border-color border-left border-radius border-right border-top border-width bottom box-shadow box-sizing break-inside clear clip-path color color-scheme content cursor display flex flex-direction flex-wrap float font font-family font-size font-style font-variant-numeric font-weight gap grid-column grid-template-columns height justify-content left letter-spacing line-break line-height list-style margin margin-bottom margin-left margin-right margin-top max-width min-height min-width outline outline-offset overflow overflow-wrap padding padding-bottom padding-left padding-right padding-top place-items position resize right scroll-margin scroll-margin-top scroll-padding text-align text-decoration text-decoration-color text-decoration-thickness text-underline-offset top transform user-select white-space width word-break word-spacing z-index"
	scriptCalls     = "abort abs add catch addEventListener adoptNode append assign ceil charCodeAt clear close closest contains createElement delete dispatchEvent endsWith every exec fill filter find findIndex floor forEach focus get getAttribute getBoundingClientRect getElementById getItem getRandomValues has imul includes indexOf isArray clz32 join keys lastIndexOf map max min now observe padStart parse parseFromString postMessage prepend preventDefault print push querySelector querySelectorAll reduce removeItem replace replaceAll replaceState replaceSync replaceWith scrollIntoView set setAttribute setItem showModal slice some sort split startsWith stringify submit test text then toLocaleString toLowerCase toString toggle toUpperCase trim values"
	scriptMakes     = "AbortController CSSStyleSheet DOMParser Date Error Event FormData Int32Array Map ResizeObserver URLSearchParams Uint8Array"
	scriptOwn       = "begin live offer quote work" // of our modules
)

// What later browsers know, and pages do without, docs/answering.md tells.
const (
	laterSelectors  = ":has" // within @supports only
	laterProperties = "forced-color-adjust overflow-clip-margin text-autospace"
)

var (
	styleComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	scriptComment = regexp.MustCompile(`(?m)(^|\s)//.*$`)
	atRule        = regexp.MustCompile(`@[\w-]+`)
	declarations  = regexp.MustCompile(`\{[^{}]*\}`)
	pseudo        = regexp.MustCompile(`::?[a-z-]+`)
	function      = regexp.MustCompile(`([\w-]+)\(`)
	property      = regexp.MustCompile(`[{;]\s*(-?[a-z][a-z-]*):[^{}]*[;}]`)
	call          = regexp.MustCompile(`\.([a-zA-Z]\w*)\(`)
	made          = regexp.MustCompile(`\bnew ([A-Z]\w+)`)
	queries       = regexp.MustCompile(`@media[^{]*`)
	known         = regexp.MustCompile(`@supports selector\(:has\(\*\)\)\{(?:[^{}]*\{[^{}]*\})*\}`)
)

// strange returns what re finds that is in none of the lists.
func strange(src string, re *regexp.Regexp, lists ...string) []string {
	listed := strings.Fields(strings.Join(lists, " "))
	var out []string
	for _, m := range re.FindAllStringSubmatch(src, -1) {
		if s := m[len(m)-1]; !slices.Contains(listed, s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func TestOldBrowsersKnowTheStyles(t *testing.T) {
	var sheets strings.Builder
	for _, name := range []string{"citizen.css", "kiosk.css", "sheet.css", "sheet-grid.css"} {
		sheets.Write(assets[name].content)
	}
	css := styleComment.ReplaceAllString(usedTokens(chart.Tokens(), sheets.String())+sheets.String(), "")
	selectors := declarations.ReplaceAllString(queries.ReplaceAllString(css, ""), "{}")
	for what, found := range map[string][]string{
		"rules":      strange(css, atRule, styleRules),
		"selectors":  strange(selectors, pseudo, styleSelectors, laterSelectors),
		"functions":  strange(css, function, styleFunctions, "has"),
		"properties": strange(css, property, styleProperties, laterProperties),
	} {
		if len(found) > 0 {
			t.Errorf("%s that are on no list: %q", what, found)
		}
	}
	if rest := known.ReplaceAllString(css, ""); strings.Contains(rest, ":has(") {
		at := strings.Index(rest, ":has(")
		t.Errorf(":has outside of @supports: %s", rest[max(0, at-40):min(at+60, len(rest))])
	}
}

func TestOldBrowsersKnowTheScripts(t *testing.T) {
	for _, name := range []string{"citizen", "send", "begun", "branch", "proof", "embed", "kiosk", "quote", "sheet"} {
		src, err := os.ReadFile("../static/" + name + ".js")
		if err != nil {
			t.Fatal(err)
		}
		js := scriptComment.ReplaceAllString(string(src), "")
		if found := strange(js, call, scriptCalls, scriptOwn); len(found) > 0 {
			t.Errorf("%s.js calls what is on no list: %q", name, found)
		}
		if found := strange(js, made, scriptMakes); len(found) > 0 {
			t.Errorf("%s.js makes what is on no list: %q", name, found)
		}
		if strings.Contains(js, "confirm(") || strings.Contains(js, "alert(") {
			t.Errorf("%s.js asks by a dialog, which frames of other sites may not", name)
		}
	}
}

func TestLaterFeaturesAreTold(t *testing.T) {
	doc, err := os.ReadFile("../../docs/answering.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range strings.Fields(laterSelectors + " " + laterProperties) {
		if !strings.Contains(string(doc), "`"+s+"`") {
			t.Errorf("docs/answering.md does not say how pages do without %s", s)
		}
	}
}
