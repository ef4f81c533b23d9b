package chart

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// Figures draws one release in one language. It is safe for concurrent use.
type Figures struct {
	Release *survey.Release
	Lang    string // "zh" or "en"
	// UnitURL returns the address of a unit's page; nil: names are no links.
	UnitURL func(unit string) string
	Paper   bool // pictures are for print
	// NodeURL returns the address of the page of a tier at a node of the index
	// tree; nil: titles are no links.
	NodeURL func(tier, node string) string
	// Rounds are the polls up to this one, the earliest first, for trends; nil:
	// none are drawn.
	Rounds []survey.Round
	// Digest is Digest(Release), where many pictures are drawn of one release; "":
	// it is computed for each.
	Digest string
	// Crowd is NewCrowd(Release), where many pictures are drawn of one release; nil:
	// peers are looked for each time.
	Crowd Crowd
	// Opinions are those on one question, as whoever asks may read them; nil: none
	// are drawn.
	Opinions *survey.OpinionList
	// Zone is the time zone of dates; nil: UTC.
	Zone *time.Location
}

//go:embed templates/*.html
var templateFiles embed.FS

var templates = parseTemplates()

// parseTemplates binds the templates to each language.
func parseTemplates() map[string]*template.Template {
	all := make(map[string]*template.Template, len(languages))
	for _, lang := range languages {
		funcs := template.FuncMap{
			"t":      func(key string, args ...any) string { return word(lang, key, args...) },
			"next":   func(i int) int { return i + 1 },
			"list":   func(names []string) string { return joined(lang, names) },
			"titled": func(desc string, a axis, title string) axisHead { return axisHead{title, desc, a} },
		}
		all[lang] = template.Must(template.New("").Funcs(funcs).ParseFS(templateFiles, "templates/*.html"))
	}
	return all
}

// draw executes a template. One that fails is a bug in this package.
func (f Figures) draw(name string, data any) template.HTML {
	var b bytes.Buffer
	if err := templates[f.lang()].ExecuteTemplate(&b, name, data); err != nil {
		panic(fmt.Errorf("chart: %s: %w", name, err))
	}
	return template.HTML(b.String()) //nolint:gosec // made by html/template
}

func (f Figures) lang() string {
	if slices.Contains(languages, f.Lang) {
		return f.Lang
	}
	return languages[0]
}

func (f Figures) word(key string, args ...any) string { return word(f.lang(), key, args...) }
func (f Figures) text(t survey.Text) string           { return t.In(f.lang()) }

func (f Figures) unitURL(unit string) string {
	if f.UnitURL == nil {
		return ""
	}
	return f.UnitURL(unit)
}

func (f Figures) nodeURL(tier, node string) string {
	if f.NodeURL == nil {
		return ""
	}
	return f.NodeURL(tier, node)
}

// tierName names the units of a tier inside a sentence: 市, cities.
func (f Figures) tierName(tier string) string {
	if tier == "" {
		return f.word("units")
	}
	name := f.text(survey.TierTitle(tier))
	if f.lang() == "en" {
		return strings.ToLower(name)
	}
	return name
}

// TierName names the units of a tier inside a sentence.
func (f Figures) TierName(tier string) string { return f.tierName(tier) }

// level is the confidence level for people: 95%.
func (f Figures) level() string { return Percent(f.Release.Method.Level) }

// root is the id of the overall node.
func (f Figures) root() string {
	if len(f.Release.Nodes) == 0 {
		return ""
	}
	return f.Release.Nodes[0].ID
}

// tier returns what the release says about a tier.
func (f Figures) tier(id string) survey.TierInfo {
	for _, t := range f.Release.Tiers {
		if t.ID == id {
			return t
		}
	}
	return survey.TierInfo{ID: id}
}

// ranked returns the ranked units of a tier, the best first.
func (f Figures) ranked(tier string) []*survey.UnitResult {
	var units []*survey.UnitResult
	for i := range f.Release.Units {
		if u := &f.Release.Units[i]; u.Tier == tier && u.Rank != nil {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(a, b *survey.UnitResult) int { return cmp.Compare(a.Rank.Rank, b.Rank.Rank) })
	return units
}

// Whole returns the one unit that all others belong to (the province of a
// provincial poll), or nil.
func Whole(r *survey.Release) *survey.UnitResult {
	var whole *survey.UnitResult
	for i := range r.Units {
		if u := &r.Units[i]; u.Parent == "" {
			if whole != nil {
				return nil
			}
			whole = u
		}
	}
	if whole == nil || len(r.Units) == 1 || whole.Suppressed || len(whole.Nodes) == 0 {
		return nil
	}
	return whole
}
