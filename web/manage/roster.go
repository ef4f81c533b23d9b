package manage

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
	"minping/web/site"
)

// rosterRoutes are the pages of the roster of people.
func (s *Pages) rosterRoutes() []site.Route {
	return []site.Route{
		site.Get("/manage/roster", site.Organiser, s.roster),
		site.Get("/manage/roster/person", site.Organiser, s.person),
		site.Post("/manage/roster/person", site.Organiser, s.putPerson),
		site.Get("/manage/roster/import", site.Organiser, s.rosterImportForm),
		site.Post("/manage/roster/import", site.Organiser, s.importRoster),
		site.Get("/manage/roster/:file", site.Organiser, s.rosterFile),
	}
}

// A rosterPage lists people.
type rosterPage struct {
	site.Page
	Search       string
	Teams, Ranks []site.Choice
	Kinds        []site.Choice
	Known        int // people in all
	Found        int
	Groups       []rosterGroup
	Parts        []site.ListPart // of a long list; none: it is whole
	Done         string          // what was done before
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

// rosterStep is how many people a page lists.
const rosterStep = 200

// A rosterWorld is the roster as whoever asks sees it, by id.
type rosterWorld struct {
	people []survey.Person
	units  []survey.Unit // that are no people
	person map[string]survey.Person
	unit   map[string]survey.Unit
}

func (s *Pages) rosterWorld(c echo.Context) (w rosterWorld, err error) {
	ctx := c.Request().Context()
	if w.people, err = s.Within(c).People(ctx); err != nil {
		return w, err
	}
	units, err := s.Within(c).Units(ctx)
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
func kindOr(p site.Page, tier string) string {
	if tier == "" {
		return p.T("roster.kind.none")
	}
	return p.T("roster.kind", "tier", survey.TierTitle(tier).In(p.Lang))
}

func (s *Pages) roster(c echo.Context) error {
	w, err := s.rosterWorld(c)
	if err != nil {
		return err
	}
	asked := func(name string) string { return strings.TrimSpace(c.QueryParam(name)) }
	page := rosterPage{Page: s.ManagePage(c, "roster.title"), Search: asked("q"), Known: len(w.people), Done: asked("done")}
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
		page.Parts = append(page.Parts, site.ListPart{Number: n, URL: "/manage/roster?" + query.Encode(), Current: n == part})
	}
	page.list(w, found[(part-1)*rosterStep:min(part*rosterStep, len(found))])
	return s.Render(c, http.StatusOK, "manage/roster", page)
}

// filters offers what the list can be narrowed to.
func (page *rosterPage) filters(w rosterWorld, asked func(string) string) {
	any := site.Choice{Title: page.T("roster.any")}
	page.Teams, page.Ranks, page.Kinds = []site.Choice{any}, []site.Choice{any}, []site.Choice{any}
	seen := map[string]bool{}
	once := func(what, value string) bool {
		first := !seen[what+value]
		seen[what+value] = true
		return first
	}
	for _, p := range w.people {
		u := w.unit[p.Team]
		if above, there := w.unit[u.Parent]; there && once("team", above.ID) {
			page.Teams = append(page.Teams, site.Choice{Value: above.ID, Title: above.Name.In(page.Lang), Chosen: above.ID == asked("team")})
		}
		if once("team", u.ID) {
			page.Teams = append(page.Teams, site.Choice{Value: u.ID, Title: u.Name.In(page.Lang), Chosen: u.ID == asked("team")})
		}
		if p.Rank != "" && once("rank", p.Rank) {
			page.Ranks = append(page.Ranks, site.Choice{Value: p.Rank, Title: p.Rank, Chosen: p.Rank == asked("rank")})
		}
		if kind := cmp.Or(p.Tier, "-"); once("kind", kind) {
			page.Kinds = append(page.Kinds, site.Choice{Value: kind, Title: kindOr(page.Page, p.Tier), Chosen: kind == asked("kind")})
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
	site.Page
	Edited                                           survey.Person
	Old                                              bool
	Was                                              string // digest of what he was when the form was shown
	Teams, Genders, Kinds, Superiors, Ranks, Reports []site.Choice
	Errors                                           []string
}

func (s *Pages) person(c echo.Context) error {
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

func (s *Pages) showPerson(c echo.Context, status int, w rosterWorld, p survey.Person, old bool, wrong []string) error {
	title := []any{"roster.new"}
	if old {
		title = []any{"roster.person", "name", w.person[p.ID].Name}
	}
	page := personPage{Page: s.ManagePage(c, title...), Edited: p, Old: old, Errors: wrong}
	page.Failed = len(wrong) > 0
	if old {
		page.Was = personDigest(w.person[p.ID])
	}
	for _, u := range w.units {
		page.Teams = append(page.Teams, site.Choice{Value: u.ID, Title: u.Name.In(page.Lang), Chosen: u.ID == p.Team})
	}
	page.Genders = []site.Choice{
		{Value: "", Title: page.T("roster.unsaid"), Chosen: p.Gender == ""},
		{Value: string(survey.Male), Title: page.T("roster.male"), Chosen: p.Gender == survey.Male},
		{Value: string(survey.Female), Title: page.T("roster.female"), Chosen: p.Gender == survey.Female},
	}
	tiers := []string{survey.TierHead, survey.TierDeputy, survey.TierPerson, ""}
	page.Superiors = []site.Choice{{Title: page.T("roster.superior.none")}}
	ranks := []string{"正职", "副职"}
	for _, q := range w.people {
		if !slices.Contains(tiers, q.Tier) {
			tiers = append(tiers, q.Tier)
		}
		if q.Rank != "" && !slices.Contains(ranks, q.Rank) {
			ranks = append(ranks, q.Rank)
		}
		if q.ID != p.ID {
			page.Superiors = append(page.Superiors, site.Choice{Value: q.ID, Title: page.T("roster.who", "name", q.Name, "team", w.unit[q.Team].Name.In(page.Lang)), Chosen: q.ID == p.Superior})
		}
		if old && q.Superior == p.ID {
			page.Reports = append(page.Reports, site.Choice{Value: "/manage/roster/person?id=" + url.QueryEscape(q.ID), Title: q.Name})
		}
	}
	for _, tier := range tiers {
		page.Kinds = append(page.Kinds, site.Choice{Value: tier, Title: kindOr(page.Page, tier), Chosen: tier == p.Tier})
	}
	for _, rank := range ranks {
		page.Ranks = append(page.Ranks, site.Choice{Value: rank})
	}
	return s.Render(c, status, "manage/person", page)
}

// personDigest tells whether somebody is as he was.
func personDigest(p survey.Person) string {
	document, err := json.Marshal(p)
	if err != nil {
		panic(err) // a type of ours
	}
	return site.Digest(document)[:16]
}

// errPersonTaken says that an id is somebody's already.
var errPersonTaken = errors.New("the id is somebody's")

// putPerson adds, changes or takes out one of the people.
func (s *Pages) putPerson(c echo.Context) error {
	ctx, lang := c.Request().Context(), site.Negotiate(c)
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
	switch field(site.FieldGo) {
	case "save":
	case "remove":
		change, done = survey.RosterChange{Gone: []string{p.ID}}, "removed"
	default:
		return site.ErrForm
	}
	_, err = s.Within(c).ChangeRoster(ctx, change, func(all []survey.Person) error {
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
		status, said = http.StatusConflict, []string{site.Translate(lang, "roster.taken", "id", p.ID)}
	case errors.Is(err, survey.ErrStale):
		status, said = http.StatusConflict, []string{site.Translate(lang, "roster.stale")}
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
			said[i] = site.Translate(lang, "roster.mistake", "field", site.Translate(lang, "roster.f."+field), "what", said[i])
		}
	}
	return said
}

// rosterFile sends the roster as a table, or a table to fill in: as they are
// read again.
func (s *Pages) rosterFile(c echo.Context) error {
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
	if err := roster.XLSX(&b, site.Negotiate(c)); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "minping-" + c.Param("file")}))
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}
