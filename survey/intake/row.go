package intake

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"minping/scoring"
	"minping/survey"
)

// A worker turns rows into ballots and counts them. It keeps what it has
// learnt of the texts in the file: the few units and groups come again and again.
type worker struct {
	*counting
	ballots  *survey.Counter
	ballot   scoring.Ballot
	rater    string                             // of the ballot, in an evaluation; "": not known
	sheet    string                             // that the ballot is on, in an evaluation; "": it is one by itself
	sheets   map[string][]sheetRow              // ballots that wait for the others of their sheet
	names    [sheetColumn + 1]map[string]string // by role: text in the file → unit, group, stratum, cluster, rater, sheet
	profiler *survey.Profiler                   // nil: the sample needs no answers
	said     [][]byte                           // answers to the profile items that it needs
	votes    *survey.VoteCounter                // nil: nothing is voted on
	voted    survey.Answers                     // of the ballot: what it votes
	problems *Problems

	hashes   []uint64 // of a block's ids
	repeated []bool
}

func (c *counting) worker() *worker {
	w := &worker{
		counting: c,
		ballots:  survey.NewCounter(c.q, c.o.Sample),
		profiler: survey.NewProfiler(c.q, c.o.Sample),
		said:     make([][]byte, len(c.vocabulary.asks)),
		problems: newProblems(c.o.Name),
		sheets:   map[string][]sheetRow{},
		votes:    survey.NewVoteCounter(c.q),
	}
	w.ballot.Answers = make([]int16, len(c.ins.Items))
	for i := range w.ballot.Answers {
		w.ballot.Answers[i] = scoring.Blank // of items without a column
	}
	for _, r := range []role{unitColumn, groupColumn, stratumColumn, clusterColumn, raterColumn, sheetColumn} {
		w.names[r] = map[string]string{}
	}
	return w
}

// A row is one record of a file.
type row struct {
	no       int
	fields   [][]byte
	encoding encoding
	repeated bool // its id was there before
	stray    int  // field with text after its quote; -1: none
}

// count counts one row. An unknown option voids the answer; any other problem
// leaves the ballot out.
func (w *worker) count(r row) {
	if isBlank(r.fields) {
		return
	}
	bad := w.shape(r)
	if bad == "" {
		bad = w.encode(r)
	}
	switch {
	case bad != "":
		w.problems.leave(bad)
	case r.repeated:
		w.report(r, w.layout.id, problem{key: keyDuplicateID})
		w.problems.leave(keyDuplicateID)
	case w.sheet != "":
		w.hold(r)
	default:
		w.ballots.AddFrom(w.rater, &w.ballot)
		countVote(w.votes, w.ballot.Unit, w.ballot.Group, w.voted)
	}
}

// shape checks that the row has the right number of fields, well written.
func (w *worker) shape(r row) (bad key) {
	if len(r.fields) != len(w.layout.columns) {
		w.problems.add(problem{row: r.no, key: keyFieldCount, n: len(r.fields), of: len(w.layout.columns)})
		return keyFieldCount
	}
	if r.stray >= 0 {
		w.report(r, r.stray, problem{key: keyStrayQuote})
		return keyStrayQuote
	}
	return ""
}

// encode fills in w.ballot. It returns the first problem that makes the ballot
// unfit to count.
func (w *worker) encode(r row) (bad key) {
	b := &w.ballot
	b.Group, b.Stratum, b.Cluster, b.Weight, b.Population, w.rater, w.sheet = "", "", "", 1, 0, "", ""
	if w.votes != nil {
		w.voted = survey.Answers{}
	}
	for i, col := range w.layout.columns {
		field := r.fields[i]
		var wrong key
		switch col.role {
		case left, idColumn:
		case itemColumn:
			j, ok := w.enc.Option(col.item, field)
			if !ok {
				j, ok = w.option(r, i, col.item)
			}
			if !ok {
				w.report(r, i, problem{key: keyUnknownOption, want: w.options[col.item]})
				w.problems.leave(keyUnknownOption)
			}
			b.Answers[col.item] = j
		case weightColumn:
			b.Weight, wrong = w.positive(r, i, keyBadWeight)
		case sizeColumn:
			b.Population = 0
			if len(bytes.TrimSpace(field)) > 0 {
				b.Population, wrong = w.positive(r, i, keyBadSize)
			}
		case profileColumn:
			w.said[col.item] = w.answer(r, i, col.item)
		case voteColumn:
			w.vote(r, i, col.item)
		default:
			wrong = w.name(r, i, col.role)
		}
		if bad == "" {
			bad = wrong
		}
	}
	if bad == "" {
		bad = w.unasked(r)
	}
	if bad == "" && w.profiler != nil && !w.profiler.Fill(b, w.said) {
		w.report(r, w.layout.profile(w.profiler.Weight()), problem{key: keyBadWeight})
		bad = keyBadWeight
	}
	return bad
}

// unasked looks for answers to what the ballot's unit is not asked about.
func (w *worker) unasked(r row) key {
	asked := w.asked[w.ballot.Unit]
	if asked == nil {
		return ""
	}
	for i, col := range w.layout.columns {
		if col.role == itemColumn && !asked[col.item] && w.ballot.Answers[col.item] != scoring.Blank {
			w.report(r, i, problem{key: keyUnasked})
			return keyUnasked
		}
	}
	return ""
}

// answer reads the answer to a profile item; nil where it is none.
func (w *worker) answer(r row, i, ask int) []byte {
	field := bytes.TrimSpace(r.fields[i])
	if r.encoding != gb18030 && w.profiler.Fits(ask, field) {
		return field
	}
	text, _ := r.encoding.text(field)
	said := []byte(plain(text))
	if w.profiler.Fits(ask, said) {
		return said
	}
	wrong := problem{key: keyBadNumber}
	if options := w.profiler.Options(ask); options != nil {
		wrong = problem{key: keyUnknownOption, want: strings.Join(options, ", ")}
	}
	w.report(r, i, wrong)
	w.problems.leave(wrong.key)
	return nil
}

// option reads an option code that is not written as the questionnaire writes
// it: with spaces around, as 5.0, in full-width digits. ok is false, and the
// answer void, where there is no such option.
func (w *worker) option(r row, i, item int) (index int16, ok bool) {
	text, _ := r.encoding.text(r.fields[i])
	if j, ok := w.enc.Option(item, []byte(plain(text))); ok {
		return j, true
	}
	return scoring.Invalid, false
}

// plain writes a code or name as people mean it.
func plain(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s))
	if whole, zeros, found := strings.Cut(s, "."); found && strings.Trim(zeros, "0") == "" {
		if _, err := strconv.Atoi(whole); err == nil {
			return whole
		}
	}
	return s
}

// positive reads a design weight or the size of a population.
func (w *worker) positive(r row, i int, bad key) (float64, key) {
	field := bytes.TrimSpace(r.fields[i])
	x, err := strconv.ParseFloat(string(field), 64)
	if err != nil {
		x, err = strconv.ParseFloat(strings.Replace(string(field), ",", ".", 1), 64)
	}
	if err != nil || !(x > 0) || math.IsInf(x, 1) {
		w.report(r, i, problem{key: bad})
		return 0, bad
	}
	return x, ""
}

// name sets the ballot's unit, group, stratum or cluster.
func (w *worker) name(r row, i int, of role) key {
	id, known := w.names[of][string(r.fields[i])]
	if !known {
		var wrong problem
		if id, wrong = w.resolve(r, i, of); wrong.key != "" {
			w.report(r, i, wrong)
			return wrong.key
		}
		w.names[of][string(r.fields[i])] = id
	}
	switch of {
	case unitColumn:
		w.ballot.Unit = id
	case groupColumn:
		if len(w.groups) > 0 {
			w.ballot.Group = id
		}
	case stratumColumn:
		w.ballot.Stratum = id
	case clusterColumn:
		w.ballot.Cluster = id
	case raterColumn:
		w.rater = id
	case sheetColumn:
		w.sheet = id
	}
	return ""
}

// resolve finds which unit, group, stratum or cluster a field means.
func (w *worker) resolve(r row, i int, of role) (id string, wrong problem) {
	text, ok := r.encoding.text(r.fields[i])
	if !ok {
		return "", problem{key: keyBrokenEncoding}
	}
	text = strings.TrimSpace(text)
	switch {
	case of == unitColumn && text == "":
		return "", problem{key: keyNoUnit}
	case of == unitColumn && w.units != nil:
		if id, ok = w.units.find(text); !ok {
			return "", problem{key: keyUnknownUnit, want: w.units.nearest(text)}
		}
		return id, problem{}
	case of == groupColumn && text == "" && len(w.groups) > 0:
		return "", problem{key: keyNoGroup, want: strings.Join(w.groupIDs, ", ")}
	case of == groupColumn && len(w.groups) > 0:
		if id, ok = w.groups.find(text); !ok {
			return "", problem{key: keyUnknownGroup, want: strings.Join(w.groupIDs, ", ")}
		}
		return id, problem{}
	}
	return text, problem{}
}

// report notes a problem of a field.
func (w *worker) report(r row, i int, p problem) {
	p.row, p.col, p.name = r.no, i+1, w.layout.columns[i].name
	if p.got == "" {
		p.got, _ = r.encoding.text(bytes.TrimSpace(r.fields[i]))
	}
	w.problems.add(p)
}

func isBlank(fields [][]byte) bool {
	for _, f := range fields {
		if len(f) > 0 {
			return false
		}
	}
	return true
}
