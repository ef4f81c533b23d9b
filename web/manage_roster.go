package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/report"
)

// rosterRoutes are the pages of the roster of people.
func (s *Site) rosterRoutes() []route {
	return []route{
		{http.MethodGet, "/manage/roster", organiser, s.roster},
		{http.MethodGet, "/manage/roster/person", organiser, s.person},
		{http.MethodPost, "/manage/roster/person", organiser, s.putPerson},
		{http.MethodGet, "/manage/roster/import", organiser, s.rosterImportForm},
		{http.MethodPost, "/manage/roster/import", organiser, s.importRoster},
		{http.MethodGet, "/manage/roster/:file", organiser, s.rosterFile},
	}
}

// A rosterPage lists people.
type rosterPage struct {
	Page
	Search       string
	Teams, Ranks []choice
	Kinds        []choice
	Known        int // people in all
	Found        int
	Groups       []rosterGroup
	Parts        []rosterPart // of a long list; none: it is whole
	Done         string       // what was done before
}

// A rosterGroup is people of one team, in their order.
type rosterGroup struct {
	Office, Title string
	Lines         []rosterLine
}

// A rosterLine is one of the people.
type rosterLine struct {
	survey.Person
	URL, Kind, Above string
}

// A rosterPart is a page of a long list.
type rosterPart struct {
	Number  int
	URL     string
	Current bool
}

// rosterStep is how many people a page lists.
const rosterStep = 200

// A rosterWorld is the roster as whoever asks sees it, by id.
type rosterWorld struct {
	people []survey.Person
	units  []survey.Unit // that are no people
	person map[string]survey.Person
	unit   map[string]survey.Unit
}

func (s *Site) rosterWorld(c echo.Context) (w rosterWorld, err error) {
	ctx := c.Request().Context()
	if w.people, err = s.within(c).People(ctx); err != nil {
		return w, err
	}
	units, err := s.within(c).Units(ctx)
	if err != nil {
		return w, err
	}
	w.person, w.unit = make(map[string]survey.Person, len(w.people)), make(map[string]survey.Unit, len(units))
	for _, p := range w.people {
		w.person[p.ID] = p
	}
	for _, u := range units {
		if _, is := w.person[u.ID]; !is {
			w.units = append(w.units, u)
			w.unit[u.ID] = u
		}
	}
	return w, nil
}

// home names the organisation and the team of somebody.
func (w rosterWorld) home(p survey.Person, lang string) (office, team string) {
	o, t := survey.Home(p, func(id string) (survey.Unit, bool) { u, ok := w.unit[id]; return u, ok })
	return o.In(lang), t.In(lang)
}

// kindOr names what somebody is evaluated as.
func kindOr(p Page, tier string) string {
	if tier == "" {
		return p.T("roster.kind.none")
	}
	return p.T("roster.kind", "tier", survey.TierTitle(tier).In(p.Lang))
}

func (s *Site) roster(c echo.Context) error {
	w, err := s.rosterWorld(c)
	if err != nil {
		return err
	}
	asked := func(name string) string { return strings.TrimSpace(c.QueryParam(name)) }
	page := rosterPage{Page: s.managePage(c, "roster.title"), Search: asked("q"), Known: len(w.people), Done: asked("done")}
	filter := survey.RosterFilter{Search: page.Search, Team: asked("team"), Rank: asked("rank"), Kind: asked("kind")}
	found := filter.Of(w.people, func(team string) string { return w.unit[team].Parent })
	page.filters(w, asked)
	page.Found = len(found)
	part, _ := strconv.Atoi(asked("part"))
	parts := (len(found) + rosterStep - 1) / rosterStep
	part = min(max(part, 1), max(parts, 1))
	query := c.QueryParams()
	for n := 1; n <= parts && parts > 1; n++ {
		query.Set("part", strconv.Itoa(n))
		page.Parts = append(page.Parts, rosterPart{n, "/manage/roster?" + query.Encode(), n == part})
	}
	page.list(w, found[(part-1)*rosterStep:min(part*rosterStep, len(found))])
	return s.render(c, http.StatusOK, "manage/roster", page)
}

// filters offers what the list can be narrowed to.
func (page *rosterPage) filters(w rosterWorld, asked func(string) string) {
	any := choice{Title: page.T("roster.any")}
	page.Teams, page.Ranks, page.Kinds = []choice{any}, []choice{any}, []choice{any}
	seen := map[string]bool{}
	once := func(what, value string) bool {
		first := !seen[what+value]
		seen[what+value] = true
		return first
	}
	for _, p := range w.people {
		u := w.unit[p.Team]
		if above, there := w.unit[u.Parent]; there && once("team", above.ID) {
			page.Teams = append(page.Teams, choice{above.ID, above.Name.In(page.Lang), above.ID == asked("team")})
		}
		if once("team", u.ID) {
			page.Teams = append(page.Teams, choice{u.ID, u.Name.In(page.Lang), u.ID == asked("team")})
		}
		if p.Rank != "" && once("rank", p.Rank) {
			page.Ranks = append(page.Ranks, choice{p.Rank, p.Rank, p.Rank == asked("rank")})
		}
		if kind := cmp.Or(p.Tier, "-"); once("kind", kind) {
			page.Kinds = append(page.Kinds, choice{kind, kindOr(page.Page, p.Tier), kind == asked("kind")})
		}
	}
}

// list shows people by team.
func (page *rosterPage) list(w rosterWorld, people []survey.Person) {
	for i, p := range people {
		if i == 0 || people[i-1].Team != p.Team {
			office, team := w.home(p, page.Lang)
			if team == "" {
				office, team = "", office
			}
			page.Groups = append(page.Groups, rosterGroup{Office: office, Title: team})
		}
		g := &page.Groups[len(page.Groups)-1]
		g.Lines = append(g.Lines, rosterLine{p, "/manage/roster/person?id=" + url.QueryEscape(p.ID), kindOr(page.Page, p.Tier), w.person[p.Superior].Name})
	}
}

// A personPage is the form of one of the people.
type personPage struct {
	Page
	Edited                                           survey.Person
	Old                                              bool
	Was                                              string // digest of what he was when the form was shown
	Teams, Genders, Kinds, Superiors, Ranks, Reports []choice
	Errors                                           []string
}

func (s *Site) person(c echo.Context) error {
	w, err := s.rosterWorld(c)
	if err != nil {
		return err
	}
	id := c.QueryParam("id")
	p, there := w.person[id]
	if id != "" && !there {
		return survey.ErrNotFound
	}
	if !there {
		p = survey.Person{Team: c.QueryParam("team"), Tier: survey.TierPerson}
	}
	return s.showPerson(c, http.StatusOK, w, p, there, nil)
}

func (s *Site) showPerson(c echo.Context, status int, w rosterWorld, p survey.Person, old bool, wrong []string) error {
	title := []any{"roster.new"}
	if old {
		title = []any{"roster.person", "name", w.person[p.ID].Name}
	}
	page := personPage{Page: s.managePage(c, title...), Edited: p, Old: old, Errors: wrong}
	page.Failed = len(wrong) > 0
	if old {
		page.Was = personDigest(w.person[p.ID])
	}
	for _, u := range w.units {
		page.Teams = append(page.Teams, choice{u.ID, u.Name.In(page.Lang), u.ID == p.Team})
	}
	page.Genders = []choice{
		{"", page.T("roster.unsaid"), p.Gender == ""},
		{string(survey.Male), page.T("roster.male"), p.Gender == survey.Male},
		{string(survey.Female), page.T("roster.female"), p.Gender == survey.Female},
	}
	tiers := []string{survey.TierHead, survey.TierDeputy, survey.TierPerson, ""}
	page.Superiors = []choice{{Title: page.T("roster.superior.none")}}
	ranks := []string{"正职", "副职"}
	for _, q := range w.people {
		if !slices.Contains(tiers, q.Tier) {
			tiers = append(tiers, q.Tier)
		}
		if q.Rank != "" && !slices.Contains(ranks, q.Rank) {
			ranks = append(ranks, q.Rank)
		}
		if q.ID != p.ID {
			page.Superiors = append(page.Superiors, choice{q.ID, page.T("roster.who", "name", q.Name, "team", w.unit[q.Team].Name.In(page.Lang)), q.ID == p.Superior})
		}
		if old && q.Superior == p.ID {
			page.Reports = append(page.Reports, choice{Value: "/manage/roster/person?id=" + url.QueryEscape(q.ID), Title: q.Name})
		}
	}
	for _, tier := range tiers {
		page.Kinds = append(page.Kinds, choice{tier, kindOr(page.Page, tier), tier == p.Tier})
	}
	for _, rank := range ranks {
		page.Ranks = append(page.Ranks, choice{Value: rank})
	}
	return s.render(c, status, "manage/person", page)
}

// personDigest tells whether somebody is as he was.
func personDigest(p survey.Person) string {
	document, err := json.Marshal(p)
	if err != nil {
		panic(err) // a type of ours
	}
	return digest(document)[:16]
}

// errPersonTaken says that an id is somebody's already.
var errPersonTaken = errors.New("the id is somebody's")

// putPerson adds, changes or takes out one of the people.
func (s *Site) putPerson(c echo.Context) error {
	ctx, lang := c.Request().Context(), negotiate(c)
	field := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	p := survey.Person{
		ID: field("id"), Name: field("name"), Gender: survey.Gender(field("gender")), Born: field("born"), Team: field("team"), Post: field("post"),
		Since: field("since"), Former: field("former"), Rank: field("rank"), Superior: field("superior"), Mail: field("mail"), Phone: field("phone"),
		Promoted: field("promoted") != "", Tier: field("tier"),
	}.Clean()
	was := field("was")
	order, err := strconv.Atoi(cmp.Or(field("order"), "0"))
	if err != nil {
		order = -1 // is told with what else is wrong
	}
	p.Order = order
	change := survey.RosterChange{People: []survey.Person{p}}
	done := "saved"
	switch field(fieldGo) {
	case "save":
	case "remove":
		change, done = survey.RosterChange{Gone: []string{p.ID}}, "removed"
	default:
		return errForm
	}
	_, err = s.within(c).ChangeRoster(ctx, change, func(all []survey.Person) error {
		i := slices.IndexFunc(all, func(q survey.Person) bool { return q.ID == p.ID && p.ID != "" })
		if was != "" && (i < 0 || personDigest(all[i]) != was) {
			return survey.ErrStale
		}
		if was == "" && i >= 0 {
			return errPersonTaken
		}
		return nil
	})
	var wrong survey.FieldErrors
	var status int
	var said []string
	switch {
	case errors.As(err, &wrong):
		status, said = http.StatusUnprocessableEntity, personMistakes(lang, wrong)
	case errors.Is(err, errPersonTaken):
		status, said = http.StatusConflict, []string{translate(lang, "roster.taken", "id", p.ID)}
	case errors.Is(err, survey.ErrStale):
		status, said = http.StatusConflict, []string{translate(lang, "roster.stale")}
	case err != nil:
		return err
	default:
		return c.Redirect(http.StatusSeeOther, "/manage/roster?done="+done)
	}
	w, err := s.rosterWorld(c)
	if err != nil {
		return err
	}
	_, there := w.person[p.ID]
	p.Order = max(p.Order, 0)
	return s.showPerson(c, status, w, p, there && was != "", said)
}

// personMistakes words what is wrong with the form of one person, each with the
// field that it is about.
func personMistakes(lang string, wrong survey.FieldErrors) []string {
	said := make([]string, len(wrong))
	for i, e := range wrong {
		said[i] = e.Message(lang)
		if _, field, ok := strings.Cut(e.Field, "]."); ok {
			said[i] = translate(lang, "roster.mistake", "field", translate(lang, "roster.f."+field), "what", said[i])
		}
	}
	return said
}

// rosterFile sends the roster as a table, or a table to fill in: as they are
// read again.
func (s *Site) rosterFile(c echo.Context) error {
	w, err := s.rosterWorld(c)
	if err != nil {
		return err
	}
	roster := report.Roster{People: w.people, Units: w.units}
	switch c.Param("file") {
	case "roster.xlsx":
	case "template.xlsx":
		roster = report.Roster{
			Units: []survey.Unit{{ID: "a", Name: survey.Text{"zh": "青岚市民政局"}}, {ID: "b", Parent: "a", Name: survey.Text{"zh": "局领导班子"}}},
			People: []survey.Person{
				{Name: "沈远舟", Gender: survey.Male, Born: "1975-03", Team: "b", Post: "局长", Since: "2019-05", Rank: "正职", Order: 1, Tier: survey.TierHead},
				{Name: "陆清禾", Gender: survey.Female, Born: "1980-10", Team: "b", Post: "副局长", Since: "2021-11", Former: "办公室主任", Rank: "副职", Order: 2, Promoted: true, Tier: survey.TierDeputy},
			},
		}
	default:
		return survey.ErrNotFound
	}
	var b bytes.Buffer
	if err := roster.XLSX(&b, negotiate(c)); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "minping-" + c.Param("file")}))
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}
