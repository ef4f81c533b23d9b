package projects

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// A column of the table of projects.
type column struct {
	name survey.Text
	cell func(p *Project, t tabled) string
}

// tabled is what cells look things up in.
type tabled struct {
	unit  func(id string) string
	today survey.Day
	lang  string
}

var columns = []column{
	{survey.Text{"zh": "编号", "en": "Id"}, func(p *Project, _ tabled) string { return p.ID }},
	{survey.Text{"zh": "工程", "en": "Programme"}, func(p *Project, _ tabled) string { return p.Programme }},
	{survey.Text{"zh": "项目", "en": "Project"}, func(p *Project, _ tabled) string { return p.Title }},
	{survey.Text{"zh": "发布范围", "en": "Offered below"}, func(p *Project, t tabled) string { return t.unit(p.Home) }},
	{survey.Text{"zh": "承办单位", "en": "Unit"}, func(p *Project, t tabled) string { return t.unit(p.Unit) }},
	{survey.Text{"zh": "责任领导", "en": "Lead"}, func(p *Project, _ tabled) string { return p.Lead }},
	{survey.Text{"zh": "责任人", "en": "Responsible"}, func(p *Project, _ tabled) string { return p.Person }},
	{survey.Text{"zh": "推进措施", "en": "Measures"}, func(p *Project, _ tabled) string { return p.Measures }},
	{survey.Text{"zh": "完成时限", "en": "Due"}, func(p *Project, _ tabled) string { return string(p.Due) }},
	{survey.Text{"zh": "状态", "en": "State"}, func(p *Project, t tabled) string { return p.State.Words().In(t.lang) }},
	{survey.Text{"zh": "进度", "en": "Done"}, func(p *Project, _ tabled) string {
		if p.Unit == "" {
			return ""
		}
		return strconv.Itoa(p.Share()) + "%"
	}},
	{survey.Text{"zh": "最近月报", "en": "Last report"}, func(p *Project, _ tabled) string {
		if len(p.Reports) == 0 {
			return ""
		}
		r := p.Reports[len(p.Reports)-1]
		return r.Month + " " + r.Text
	}},
	{survey.Text{"zh": "提示", "en": "Alerts"}, func(p *Project, t tabled) string {
		var words []string
		for _, a := range p.Alerts(t.today) {
			words = append(words, a.Words().In(t.lang))
		}
		return strings.Join(words, survey.Text{"zh": "、", "en": ", "}.In(t.lang))
	}},
	{survey.Text{"zh": "修订号", "en": "Revision"}, func(p *Project, _ tabled) string { return strconv.FormatInt(p.Revision, 10) }},
}

// Table writes projects as a table that is imported again as it is.
func (r Room) Table(ctx context.Context, projects []Project, lang string) (heads []string, rows [][]string, err error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, nil, err
	}
	t := tabled{unitNames(reach), r.Today(), lang}
	for _, c := range columns {
		heads = append(heads, c.name.In(lang))
	}
	for i := range projects {
		var row []string
		for _, c := range columns {
			row = append(row, c.cell(&projects[i], t))
		}
		rows = append(rows, row)
	}
	return heads, rows, nil
}

// unitNames calls units by their names, those that share one by their ids.
func unitNames(reach survey.Reach) func(id string) string {
	named, called := reach.Named(), map[string]int{}
	for _, u := range named {
		called[line(u.Name.In("zh"))]++
	}
	return func(id string) string {
		if name := line(named[id].Name.In("zh")); name != "" && called[name] == 1 {
			return name
		}
		return id
	}
}

// A Difference is what a table changes of the projects.
type Difference struct {
	Added   []Project `json:"added"`
	Changed []Project `json:"changed"`
	Same    int       `json:"unchanged"`
}

// An imported is the reading of one table.
type imported struct {
	room    Room
	reach   survey.Reach
	at      map[string]int // Chinese heading → place
	known   map[string]Project
	units   map[string][]string // name → ids
	met     map[string]int      // id → row
	line    func(row int) int
	now     Moment
	put     []Project
	diff    Difference
	wrong   []survey.CellError
	current int
}

// Import puts a table into the projects, all or nothing; check: it only says
// what that would change. A row with an id changes what is said of that
// project; one without is a new project, which the unit of its row has at once
// where it names one. What came of steps cannot be changed. Cells that are
// wrong are returned, and nothing is kept.
func (r Room) Import(ctx context.Context, header []string, rows [][]string, line func(row int) int, check bool) (Difference, []survey.CellError, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Difference{}, nil, err
	}
	all, err := r.desk.store.Projects(ctx)
	if err != nil {
		return Difference{}, nil, err
	}
	now := r.desk.Now()
	m := &imported{
		room: r, reach: reach, at: headings(header), known: map[string]Project{}, units: map[string][]string{}, met: map[string]int{}, line: line,
		now:  Moment{At: now, Today: survey.DayOf(now, r.desk.Zone), Actor: survey.ActorOf(ctx)},
		diff: Difference{Added: []Project{}, Changed: []Project{}},
	}
	for _, p := range all {
		if manages(reach, &p) {
			m.known[p.ID] = p
		}
	}
	named := reach.Named()
	for _, id := range slices.Sorted(maps.Keys(named)) {
		name := strings.TrimSpace(named[id].Name.In("zh"))
		m.units[name] = append(m.units[name], id)
		if id != name {
			m.units[id] = append(m.units[id], id)
		}
	}
	for _, need := range []string{"工程", "项目", "完成时限"} {
		if _, there := m.at[need]; !there {
			m.wrong = append(m.wrong, survey.CellError{Row: -1, Column: -1, FieldError: survey.FieldError{Key: "projects_columns", Args: survey.Args("column", need)}})
		}
	}
	if len(m.wrong) > 0 {
		return Difference{}, m.wrong, nil
	}
	for i, cells := range rows {
		m.row(i, cells)
	}
	if len(m.wrong) > 0 {
		return Difference{}, m.wrong, nil
	}
	if check || len(m.put) == 0 {
		return m.diff, nil, nil
	}
	return m.diff, nil, r.desk.store.PutProjects(ctx, m.put, []survey.Act{{Kind: survey.ActProjectsImported, Detail: map[string]string{
		"added": strconv.Itoa(len(m.diff.Added)), "changed": strconv.Itoa(len(m.diff.Changed)),
	}}})
}

// headings says which columns a table has, by their Chinese names; the first of
// those that are called alike counts.
func headings(header []string) map[string]int {
	at := map[string]int{}
	for i, h := range header {
		h = strings.ToLower(strings.Join(strings.Fields(h), " "))
		for _, c := range columns {
			if _, twice := at[c.name["zh"]]; !twice && h != "" && (h == c.name["zh"] || h == strings.ToLower(c.name["en"])) {
				at[c.name["zh"]] = i
			}
		}
	}
	return at
}

// fault notes what is wrong with a cell of the row that is read.
func (m *imported) fault(heading, key string, args ...any) {
	m.mistake(heading, survey.FieldError{Key: key, Args: survey.Args(args...)})
}

func (m *imported) mistake(heading string, e survey.FieldError) {
	column, there := m.at[heading]
	if !there {
		column = -1
	}
	m.wrong = append(m.wrong, survey.CellError{Row: m.current, Column: column, FieldError: e})
}

// row reads a row.
func (m *imported) row(i int, cells []string) {
	m.current = i
	said := func(heading string) string {
		if at, there := m.at[heading]; there && at < len(cells) {
			return strings.TrimSpace(cells[at])
		}
		return ""
	}
	before := len(m.wrong)
	p := Project{Programme: said("工程"), Title: said("项目"), Lead: said("责任领导"), Person: said("责任人"), Measures: said("推进措施"), Due: survey.Day(said("完成时限"))}.clean()
	for _, e := range p.check() {
		heading := map[string]string{"programme": "工程", "title": "项目", "lead": "责任领导", "person": "责任人", "measures": "推进措施", "due": "完成时限"}[e.Field]
		if e.Field == "due" && p.Due != "" {
			m.fault(heading, "projects_date", "value", survey.Clip(string(p.Due)))
			continue
		}
		m.mistake(heading, survey.FieldError{Key: e.Key, Args: e.Args})
	}
	home, unit := m.unit("发布范围", said("发布范围")), m.unit("承办单位", said("承办单位"))
	if len(m.wrong) > before {
		return
	}
	if id := said("编号"); id != "" {
		m.change(id, p, unit, said("修订号"))
		return
	}
	p.Home = home
	m.add(p, unit)
}

// unit finds a unit by its name or id; "" is none.
func (m *imported) unit(heading, value string) string {
	if value == "" {
		return ""
	}
	if ids := slices.Compact(slices.Clone(m.units[value])); len(ids) == 1 {
		return ids[0]
	}
	m.fault(heading, "projects_which", "value", survey.Clip(value))
	return ""
}

func (m *imported) add(p Project, unit string) {
	p = fresh(p)
	if !m.reach.Holds(survey.ManageOrders, p.Home, "") && (unit == "" || !m.reach.Holds(survey.ManageOrders, unit, "")) {
		m.fault("发布范围", "project_home", "unit", survey.Clip(p.Home))
		return
	}
	step := Step{Do: Imported, At: m.now.At.UTC(), By: m.now.Actor.ID, Name: m.now.Actor.Name, From: Offered, To: Offered, Unit: unit}
	if unit != "" {
		if !m.reach.Holds(survey.ManageOrders, unit, "") {
			m.fault("承办单位", "project_home", "unit", survey.Clip(unit))
			return
		}
		p.Unit, p.State, p.From, step.To = unit, Claimed, m.now.Today, Claimed
	}
	p.Steps = []Step{step}
	m.put, m.diff.Added = append(m.put, p), append(m.diff.Added, p)
}

func (m *imported) change(id string, said Project, unit, revision string) {
	p, there := m.known[id]
	if !there {
		m.fault("编号", "projects_unknown", "value", survey.Clip(id))
		return
	}
	if row, twice := m.met[id]; twice {
		m.fault("编号", "projects_twice", "row", m.line(row))
		return
	}
	m.met[id] = m.current
	if revision != "" && revision != strconv.FormatInt(p.Revision, 10) {
		m.fault("修订号", "projects_stale")
		return
	}
	if _, says := m.at["承办单位"]; says && unit != p.Unit {
		m.fault("承办单位", "projects_claimed")
		return
	}
	is := p
	is.Programme, is.Title, is.Lead, is.Person, is.Measures, is.Due = said.Programme, said.Title, said.Lead, said.Person, said.Measures, said.Due
	if is.Programme == p.Programme && is.Title == p.Title && is.Lead == p.Lead && is.Person == p.Person && is.Measures == p.Measures && is.Due == p.Due {
		m.diff.Same++
		return
	}
	if p.State != Offered && p.State != Claimed {
		m.fault("编号", "projects_state", "state", p.State.Words())
		return
	}
	is.Steps = append(slices.Clip(is.Steps), Step{Do: Imported, At: m.now.At.UTC(), By: m.now.Actor.ID, Name: m.now.Actor.Name, From: p.State, To: p.State, Due: is.Due})
	m.put, m.diff.Changed = append(m.put, is), append(m.diff.Changed, is)
}
