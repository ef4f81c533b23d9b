package casework

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// Imported is what a table brings.
type Imported struct {
	Cases   int `json:"cases"`
	Reviews int `json:"reviews"` // that are no cases
	Matters int `json:"matters"`
}

// importColumns are the columns of a table of entries, by their headings.
var importColumns = map[string][]string{
	"kind": {"类型", "kind", "type"}, "unit": {"责任单位", "单位", "unit"}, "point": {"服务点", "窗口", "service point", "point"},
	"channel": {"渠道", "channel"}, "day": {"日期", "收到日期", "办件日期", "date", "day"}, "matter": {"办件编号", "办件号", "matter", "number"},
	"grade": {"评分", "评价", "满意度", "grade"}, "words": {"内容", "评价内容", "反映内容", "words"}, "contact": {"联系方式", "联系电话", "contact"},
	"invited": {"邀评", "邀请评价", "invited"},
}

// An importing is the reading of one table.
type importing struct {
	header  []string
	columns map[string]int
	reach   survey.Reach
	units   map[string][]string // plain name → ids
	points  map[string][]Point  // plain name → points
	set     Settings
	now     Moment
	store   Store
	met     map[string]int // matter → row
	change  Change
	done    Imported
	wrong   []survey.CellError
}

// Import enters a table of reviews, letters, visits, calls and matters, all or
// nothing; check: it only says what that would bring. line says where a row
// stands, for what is told. A row with a grade is a review whatever its kind
// says. Cells that are wrong are returned, and nothing is kept.
func (r Room) Import(ctx context.Context, header []string, rows [][]string, line func(row int) int, check bool) (Imported, []survey.CellError, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Imported{}, nil, err
	}
	set, err := r.desk.store.CaseRules(ctx)
	if err != nil {
		return Imported{}, nil, err
	}
	points, err := r.desk.store.Points(ctx)
	if err != nil {
		return Imported{}, nil, err
	}
	in := &importing{
		header: header, columns: map[string]int{}, reach: reach, units: map[string][]string{}, points: map[string][]Point{}, set: set,
		now: r.desk.moment(ctx), store: r.desk.store, met: map[string]int{},
	}
	named := reach.Named()
	for _, id := range slices.Sorted(maps.Keys(named)) {
		if reach.Holds(survey.ManageOrders, id, "") {
			in.units[plain(named[id].Name.In("zh"))] = append(in.units[plain(named[id].Name.In("zh"))], id)
			if en := plain(named[id].Name.In("en")); en != plain(named[id].Name.In("zh")) {
				in.units[en] = append(in.units[en], id)
			}
		}
	}
	for _, p := range points {
		in.points[p.Name] = append(in.points[p.Name], p)
	}
	for i, h := range header {
		h = strings.ToLower(plain(h))
		for field, names := range importColumns {
			if _, twice := in.columns[field]; !twice && slices.Contains(names, h) {
				in.columns[field] = i
			}
		}
	}
	_, unit := in.columns["unit"]
	_, point := in.columns["point"]
	if !unit && !point {
		in.fault(-1, "unit", "case_columns", "column", "责任单位")
	}
	for i, cells := range rows {
		if !unit && !point {
			break
		}
		if err := in.row(ctx, i, cells, line); err != nil {
			return Imported{}, nil, err
		}
	}
	if len(in.wrong) > 0 || check || in.done == (Imported{}) {
		return in.done, in.wrong, nil
	}
	in.change.Acts = []survey.Act{{Kind: survey.ActCasesImported, Detail: map[string]string{
		"cases": strconv.Itoa(in.done.Cases), "reviews": strconv.Itoa(in.done.Reviews), "matters": strconv.Itoa(in.done.Matters),
	}}}
	err = r.desk.store.ChangeCases(ctx, in.change)
	if errors.Is(err, survey.ErrConflict) { // a matter was reviewed meanwhile
		err = survey.ErrStale
	}
	return in.done, nil, err
}

func (in *importing) fault(row int, field, key string, args ...any) {
	at, there := in.columns[field]
	if !there {
		at = -1
	}
	in.wrong = append(in.wrong, survey.CellError{Row: row, Column: at, FieldError: survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)}})
}

// says is what a row says in a column; "" also where there is no such column.
func (in *importing) says(cells []string, field string) string {
	at, there := in.columns[field]
	if !there || at >= len(cells) {
		return ""
	}
	return strings.TrimSpace(survey.FromPlainCell(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(cells[at])))
}

func (in *importing) row(ctx context.Context, i int, cells []string, line func(int) int) error {
	before := len(in.wrong)
	e := Entry{
		Kind: in.kind(i, cells), Day: survey.ReadDay(in.says(cells, "day")), Words: in.says(cells, "words"), Matter: in.says(cells, "matter"),
		Contact: in.says(cells, "contact"), Invited: in.says(cells, "invited") != "", Grade: in.grade(i, cells),
	}
	if e.Grade != 0 {
		e.Kind = ByReview
	}
	if said := in.says(cells, "channel"); said != "" {
		e.Channel = find(Channels, said, Channel.Words)
		if e.Channel == "" {
			in.fault(i, "channel", "case_channel", "value", survey.Clip(said))
		}
	}
	if e.Day == "" {
		e.Day = in.now.Today
	}
	about := in.place(i, cells, &e)
	if len(in.wrong) > before {
		return nil
	}
	if e.Matter != "" {
		if first, twice := in.met[e.Matter]; twice {
			in.fault(i, "matter", "case_matter_twice", "row", line(first))
			return nil
		}
		in.met[e.Matter] = i
	}
	if e.Kind == Handled {
		in.matter(i, e)
		return nil
	}
	e = e.clean()
	for _, wrong := range e.check(in.now.Today) {
		in.fault(i, wrong.Field, wrong.Key)
		in.wrong[len(in.wrong)-1].Args = wrong.Args
	}
	if e.Matter != "" && e.Kind == ByReview {
		switch said, err := in.store.MatterReview(ctx, e.Matter); {
		case err == nil && !said.Imputed:
			in.fault(i, "matter", "case_matter_again", "value", survey.Clip(e.Matter))
		case err != nil && !errors.Is(err, survey.ErrNotFound):
			return err
		}
	}
	if len(in.wrong) > before {
		return nil
	}
	acts := in.change.Acts
	if in.change.add(e, about, in.now, in.set).Case != "" {
		in.done.Cases++
	} else {
		in.done.Reviews++
	}
	in.change.Acts = acts // the import is noted as a whole
	return nil
}

// matter takes a row that is something handled.
func (in *importing) matter(i int, e Entry) {
	switch {
	case e.Matter == "":
		in.fault(i, "matter", "case_matter")
	case !e.Day.Valid():
		in.fault(i, "day", "case_date", "value", survey.Clip(string(e.Day)))
	case e.Day > in.now.Today:
		in.fault(i, "day", "case_future")
	default:
		if errs := long("matter", e.Matter, mostName); len(errs) > 0 {
			in.fault(i, "matter", errs[0].Key, "max", mostName, "count", errs[0].Args["count"])
			return
		}
		in.change.Matters = append(in.change.Matters, Matter{e.Matter, e.Unit, e.Point, e.Day})
		in.done.Matters++
	}
}

// kind is what a row says that it is; where it says nothing, a review.
func (in *importing) kind(i int, cells []string) Kind {
	said := in.says(cells, "kind")
	if said == "" || said == "评价" || strings.EqualFold(said, "review") {
		return ByReview
	}
	k := find(append(slices.Clone(Kinds), Handled), said, Kind.Words)
	if k == "" {
		in.fault(i, "kind", "case_kind", "value", survey.Clip(said))
	}
	return k
}

func (in *importing) grade(i int, cells []string) int {
	said := in.says(cells, "grade")
	if said == "" {
		return 0
	}
	for grade := range gradeWords {
		if w := gradeWords[grade]; w != nil && (said == strconv.Itoa(grade) || said == w["zh"] || strings.EqualFold(said, w["en"])) {
			return grade
		}
	}
	in.fault(i, "grade", "case_grade")
	return 0
}

// place finds the unit and point of a row, and what a review there is about.
func (in *importing) place(i int, cells []string, e *Entry) PointKind {
	if said := in.says(cells, "unit"); said != "" {
		ids := in.units[plain(said)]
		if in.reach.Holds(survey.ManageOrders, said, "") {
			ids = []string{said}
		}
		switch len(ids) {
		case 1:
			e.Unit = ids[0]
		case 0:
			in.fault(i, "unit", "case_unit_unknown", "value", survey.Clip(said))
			return Window
		default:
			in.fault(i, "unit", "case_which", "value", survey.Clip(said), "count", len(ids))
			return Window
		}
	}
	said := in.says(cells, "point")
	if said == "" {
		if e.Unit == "" {
			in.fault(i, "unit", "missing")
		}
		return Window
	}
	var found []Point
	for _, list := range in.points {
		for _, p := range list {
			if p.ID == said {
				found = []Point{p}
			}
		}
	}
	if found == nil {
		found = slices.Clone(in.points[plain(said)])
	}
	found = slices.DeleteFunc(found, func(p Point) bool {
		return e.Unit != "" && p.Unit != e.Unit || !in.reach.Holds(survey.ManageOrders, p.Unit, "")
	})
	switch len(found) {
	case 1:
		e.Point, e.Unit = found[0].ID, found[0].Unit
		return found[0].Kind
	case 0:
		in.fault(i, "point", "case_point", "value", survey.Clip(said))
	default:
		in.fault(i, "point", "case_which", "value", survey.Clip(said), "count", len(found))
	}
	return Window
}

// find returns what is called so, by its id or its name in either language.
func find[T ~string](all []T, said string, words func(T) survey.Text) T {
	for _, x := range all {
		if w := words(x); strings.EqualFold(said, string(x)) || said == w["zh"] || strings.EqualFold(said, w["en"]) {
			return x
		}
	}
	return ""
}
