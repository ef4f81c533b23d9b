package report

import (
	"bytes"
	"embed"
	"html/template"
	"io"
	"slices"
	"strconv"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/foreign"
)

//go:embed templates/report.html templates/comments.html templates/report.css
var templateFiles embed.FS

var page = template.Must(template.ParseFS(templateFiles, "templates/report.html"))

// styles are those of the pages, and what only a report on paper needs.
var styles = func() template.CSS {
	own, err := templateFiles.ReadFile("templates/report.css")
	if err != nil {
		panic(err) // the file is part of the program
	}
	return template.CSS(chart.CSS() + string(own)) //nolint:gosec // our own style sheets
}()

// HTML writes the report as one page that needs no other file, to read on a
// screen or to print: the finding, each tier's ranking, the heat table, the
// problem list with its suggestions, and how the figures were made.
func HTML(w io.Writer, r *survey.Release, lang string) error {
	return fill(w, page, newPage(r, lang), lang)
}

// fill writes a page with what it says in another language marked.
func fill(w io.Writer, t *template.Template, view any, lang string) error {
	var b bytes.Buffer
	if err := t.Execute(&b, view); err != nil {
		return err
	}
	_, err := w.Write(foreign.Mark(lang, b.Bytes()))
	return err
}

// A pageView is what the template shows.
type pageView struct {
	words
	Lang, Title, Finding, Lead string
	Simulated                  bool
	CSS                        template.CSS
	Tiers                      []tierView
	Problems                   []problemView
	Suggestions                []suggestionView
	Notes                      []note
	Items                      []itemView
	Paper                      []PaperRow
	Votes                      []voteView
	Scored                     bool // else there are votes alone
}

type tierView struct {
	Name, Finding string
	Ranking, Heat template.HTML
	Behind        template.HTML // the figures behind the ranks
	Few           bool          // so few indicators that a heat table says nothing more
}

type problemView struct {
	ID, Unit, Node, Problem, Score, Interval, Median, Action string
	Certain                                                  bool
	Suggestions                                              []string
}

type suggestionView struct {
	ID, Node, Problem, Text, Measure, Days string
}

type itemView struct {
	Text, Asked, Valid, DontKnow, Abstain, Blank, Invalid string
}

// Say lets the template choose between the two languages.
func (v pageView) Say(zh, en string) string { return v.say(zh, en) }

func newPage(r *survey.Release, lang string) pageView {
	w := words{lang}
	v := pageView{
		words: w, Lang: w.say("zh-CN", "en"), Title: r.Title.In(lang), Finding: chart.Figures{Release: r, Lang: lang}.Headline(), Lead: w.basis(r),
		Simulated: r.Simulated, CSS: styles, Notes: w.notes(r), Paper: Paper(r, lang),
		Votes: w.voteViews(r), Scored: scored(r) || len(r.Votes) == 0,
	}
	if r.Poll != nil && r.Poll.Title != nil {
		v.Title = r.Poll.Title.In(lang)
	}
	if !v.Scored {
		if v.Finding = v.Votes[0].Finding; len(v.Votes) > 1 {
			v.Finding = w.sayf("%d 项表决的结果", "Results of %d votes", len(v.Votes))
		}
		return v
	}
	for _, t := range tiers(r) {
		v.Tiers = append(v.Tiers, tierView{
			Name: w.tierName(t.ID), Finding: w.tierFinding(r, t), Few: len(r.Nodes) < 3,
			Ranking: chart.Ranking(r, t.ID, lang), Behind: chart.Figures{Release: r, Lang: lang}.RankingFigures(t.ID), Heat: chart.Heat(r, t.ID, chart.HeatOptions{}, lang),
		})
	}
	v.Suggestions = w.suggestionViews(r)
	v.Problems = w.problemViews(r)
	for _, item := range r.Items {
		a := answersOf(r, item)
		v.Items = append(v.Items, itemView{
			Text: item.Text.In(lang), Asked: w.thousands(a.asked), Valid: percent(a.share(a.valid)),
			DontKnow: percent(a.share(a.dontKnow)), Abstain: percent(a.share(a.abstain)),
			Blank: percent(a.share(a.blank)), Invalid: percent(a.share(a.invalid)),
		})
	}
	return v
}

// suggestionNumber is what a report calls a suggestion: S1, S2, …
func suggestionNumber(i int) string { return "S" + strconv.Itoa(i+1) }

// numbers lists the numbers of a finding's suggestions.
func (w words) numbers(r *survey.Release, f *survey.Finding) []string {
	var list []string
	for _, id := range f.Suggestions {
		if i := slices.IndexFunc(r.Suggestions, func(s survey.Suggestion) bool { return s.ID == id }); i >= 0 {
			list = append(list, suggestionNumber(i))
		}
	}
	return list
}

func (w words) suggestionViews(r *survey.Release) []suggestionView {
	var list []suggestionView
	for i, s := range r.Suggestions {
		view := suggestionView{
			ID: suggestionNumber(i), Node: w.nodeTitle(r, s.Node), Problem: s.Problem.In(w.lang),
			Text: s.Text.In(w.lang), Measure: s.Measure.In(w.lang),
		}
		if s.Days > 0 {
			view.Days = w.sayf("%d 天", "%d days", s.Days)
		}
		list = append(list, view)
	}
	return list
}

func (w words) problemViews(r *survey.Release) []problemView {
	var list []problemView
	for i := range r.Findings {
		f := &r.Findings[i]
		s := f.Evidence.Score
		list = append(list, problemView{
			ID: f.ID, Unit: w.findingUnit(r, f), Node: w.nodeTitle(r, f.Node), Problem: f.Problem.In(w.lang),
			Score: score(s.Score), Interval: interval(s.Low, s.High), Median: score(f.Evidence.PeerMedian),
			Action: w.action(f.Action), Certain: certain(r, f), Suggestions: w.numbers(r, f),
		})
	}
	return list
}
