package analysis

import "minping/survey"

// A Method is one statistical question with its options.
type Method interface {
	// About says in a sentence what the method answers.
	About() survey.Text
	// Analyze answers it from the table. What is wrong with the data or the
	// options is a *Problem.
	Analyze(t *Table) (*Result, error)
}

// A Result is what a method found.
type Result struct {
	// Figures is for programs: a struct that marshals to a JSON object with the
	// keys of the files of reference numbers, and Rows among its fields.
	Figures any
	// Grids and Notes say the same to people.
	Grids []Grid
	Notes []survey.Text
	// Save, if not nil, is a table to write to a file that the options name.
	Save *Saved
}

// Saved is a table to write, as CSV.
type Saved struct {
	Path string
	Rows [][]string // the first one names the columns
}

// Rows says what of a table was used; figures embed it.
type Rows struct {
	Rows    int       `json:"rows"` // in the table
	Used    int       `json:"used"` // of these, in at least one figure
	Dropped []Dropped `json:"dropped,omitempty"`
}

// Dropped counts rows that were left out, and says why.
type Dropped struct {
	Reason string `json:"reason"`       // a key of dropReasons
	Of     string `json:"of,omitempty"` // the column or variable that it is about
	Count  int    `json:"count"`
}

// dropReasons words the reasons for which rows are left out.
var dropReasons = map[string]survey.Text{
	"missing":    {"zh": "没有回答", "en": "not answered"},
	"incomplete": {"zh": "所需各列未填全", "en": "not complete in the columns needed"},
	"no_weight":  {"zh": "权重为 0", "en": "weight 0"},
	"no_unit":    {"zh": "没有填单位", "en": "no unit given"},
	"no_error":   {"zh": "没有得分或标准误", "en": "no score or no standard error"},
	"too_few":    {"zh": "份数不足", "en": "too few rows"},
}

// drop notes rows that were left out; none is not worth a note.
func (r *Rows) drop(reason, of string, count int) {
	if count > 0 {
		r.Dropped = append(r.Dropped, Dropped{reason, of, count})
	}
}

// drop1 notes one more row left out.
func (r *Rows) drop1(reason string) {
	for i, d := range r.Dropped {
		if d.Reason == reason && d.Of == "" {
			r.Dropped[i].Count++
			return
		}
	}
	r.drop(reason, "", 1)
}

// notes words what was used and left out.
func (r Rows) notes() []survey.Text {
	notes := []survey.Text{say("共 {rows} 行，用了 {used} 行。", "{rows} rows, {used} of them used.", "rows", r.Rows, "used", r.Used)}
	for _, d := range r.Dropped {
		notes = append(notes, say("略去 {count} 行[[（{of}）]]：{why}。", "{count} rows left out[[ ({of})]]: {why}.",
			"count", d.Count, "of", d.Of, "why", dropReasons[d.Reason]))
	}
	return notes
}

// say fills the arguments, names and values in turn, into a text.
func say(zh, en string, pairs ...any) survey.Text {
	args := survey.Args(pairs...)
	return survey.Text{"zh": survey.Fill(zh, "zh", args), "en": survey.Fill(en, "en", args)}
}
