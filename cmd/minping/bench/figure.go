package bench

import (
	"slices"
	"strings"

	"minping/survey"
)

// A Figure is one row of the report.
type Figure struct {
	Name   string      `json:"name"`
	Title  survey.Text `json:"title"`
	Unit   string      `json:"unit"`          // ratio, ms, MiB, KB, s, requests, submissions
	Aim    *Aim        `json:"aim,omitempty"` // none: told beside the others
	Rounds []float64   `json:"rounds"`
	Median float64     `json:"median"`
	Min    float64     `json:"min"`
	Max    float64     `json:"max"`
	Met    *bool       `json:"met,omitempty"` // whether the median reaches the aim
}

// An Aim is what a figure should be at least, or at most.
type Aim struct {
	Bound string  `json:"bound"` // least, most
	Value float64 `json:"value"`
}

// A kind of figure says how it follows from the measurements of a round, and
// which of them it needs.
type kind struct {
	name  string
	title survey.Text
	unit  string
	aim   *Aim
	needs []string
	value func(round) float64
}

// A round holds the samples of one round by measurement.
type round map[string]Sample

func least(v float64) *Aim { return &Aim{"least", v} }

func most(v float64) *Aim { return &Aim{"most", v} }

// The kinds of servers that measurements are named after, with the number of
// connections.
const (
	bare     = "bare"
	durable  = "durable"
	single   = "single"
	filled   = "filled"
	postgres = "postgres"
)

// perRate is a rate divided by another.
func perRate(name string, title survey.Text, aim float64, over, under string) kind {
	return kind{name, title, "ratio", least(aim), []string{over, under}, func(r round) float64 { return r[over].Rate / r[under].Rate }}
}

// told is a number of one sample.
func told(name string, title survey.Text, unit string, aim *Aim, from string, value func(Sample) float64) kind {
	return kind{name, title, unit, aim, []string{from}, func(r round) float64 { return value(r[from]) }}
}

// kinds are all figures, in the order to show.
var kinds = slices.Concat([]kind{
	perRate("durable-64", survey.Text{"zh": "入箱 ÷ 只校验，64 连接", "en": "durable ÷ bare, 64 connections"}, 0.25, "durable-64", "bare-64"),
	perRate("durable-256", survey.Text{"zh": "入箱 ÷ 只校验，256 连接", "en": "durable ÷ bare, 256 connections"}, 0.33, "durable-256", "bare-256"),
	perRate("durable-1000", survey.Text{"zh": "入箱 ÷ 只校验，1000 连接", "en": "durable ÷ bare, 1000 connections"}, 0.40, "durable-1000", "bare-1000"),
	perRate("group-commit", survey.Text{"zh": "合并提交 ÷ 逐票提交，256 连接", "en": "group commit ÷ one per transaction, 256 connections"}, 4, "durable-256", "single-256"),
}, open("1000", 5), open("3000", 10), []kind{
	told("memory", survey.Text{"zh": "服务器内存峰值，1000 连接", "en": "peak memory of the server, 1000 connections"}, "MiB", most(128), "durable-1000", Sample.peak),
	perRate("filled", survey.Text{"zh": "箱中已有大量票 ÷ 空箱，256 连接", "en": "box filled beforehand ÷ empty, 256 connections"}, 0.8, "filled-256", "durable-256"),
	perRate("postgres", survey.Text{"zh": "PostgreSQL ÷ SQLite，256 连接", "en": "PostgreSQL ÷ SQLite, 256 connections"}, 0.8, "postgres-256", "durable-256"),
	told("page-bytes", survey.Text{"zh": "答题页：压缩后大小", "en": "answer page: compressed size"}, "KB", most(10), "page", func(s Sample) float64 { return float64(s.Bytes) / 1000 }),
	told("page-requests", survey.Text{"zh": "答题页：请求数", "en": "answer page: requests"}, "requests", most(3), "page", func(s Sample) float64 { return float64(s.Requests) }),
	told("release", survey.Text{"zh": "磁盘上的票到结果存好", "en": "ballots on disk to a stored release"}, "s", most(1), "release", func(s Sample) float64 { return s.Release }),
	told("closing", survey.Text{"zh": "整个结束过程，含重写票箱", "en": "the whole of closing, box rewritten"}, "s", nil, "release", func(s Sample) float64 { return s.Closing }),
	{
		"growth",
		survey.Text{"zh": "十倍的票：计票用时 ÷ 一倍的", "en": "ten times the ballots: time to the release ÷ that of one time"},
		"ratio", most(10.5),
		[]string{"release", "release-10x"},
		func(r round) float64 { return r["release-10x"].Release / r["release"].Release },
	},
	told("growth-memory", survey.Text{"zh": "十倍的票：内存峰值", "en": "ten times the ballots: peak memory"}, "MiB", most(256), "release-10x", Sample.peak),
	told("growth-closing", survey.Text{"zh": "十倍的票：整个结束过程", "en": "ten times the ballots: the whole of closing"}, "s", nil, "release-10x", func(s Sample) float64 { return s.Closing }),
	{"lost", survey.Text{"zh": "已确认而丢失的票", "en": "acknowledged ballots lost"}, "submissions", most(0), nil, func(r round) float64 { return r.sum(func(s Sample) int { return s.Lost }) }},
	{"doubled", survey.Text{"zh": "多计的票", "en": "ballots stored but not acknowledged, or twice"}, "submissions", most(0), nil, func(r round) float64 { return r.sum(func(s Sample) int { return s.Doubled }) }},
})

// open are the figures of an open loop.
func open(rate string, aim float64) []kind {
	from := "open-" + rate
	title := func(zh, en string) survey.Text {
		return survey.Text{"zh": "每秒来 " + rate + " 份：" + zh, "en": rate + " offered a second: " + en}
	}
	return []kind{
		told(from+"-p50", title("中位等待", "p50"), "ms", nil, from, func(s Sample) float64 { return s.P50 }),
		told(from+"-p99", title("p99 等待", "p99"), "ms", most(aim), from, func(s Sample) float64 { return s.P99 }),
		told(from+"-refused", title("被拒", "refused"), "submissions", most(0), from, func(s Sample) float64 { return float64(s.Refused) }),
	}
}

func (s Sample) peak() float64 { return s.Peak }

func (r round) sum(of func(Sample) int) (total float64) {
	for _, s := range r {
		total += float64(of(s))
	}
	return total
}

// Names lists the names of all figures.
func Names() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// chosen returns the kinds that a plan asks for.
func (p *Plan) chosen() []kind {
	var list []kind
	for _, k := range kinds {
		if p.wants(k) {
			list = append(list, k)
		}
	}
	return list
}

// wants reports whether a plan asks for a figure; what needs databases or much
// time is left out where nobody asked for it.
func (p *Plan) wants(k kind) bool {
	switch {
	case k.needs == nil:
		return true
	case slices.Contains(k.needs, "postgres-256") && p.People == "":
		return false
	case slices.Contains(k.needs, "release-10x") && !p.Full:
		return false
	}
	return len(p.Only) == 0 || slices.ContainsFunc(p.Only, func(o string) bool { return Matches(o, k.name) })
}

// Matches reports whether a word of --only means a figure: its name, or what
// it begins with.
func Matches(word, name string) bool { return name == word || strings.HasPrefix(name, word+"-") }

// figures computes the figures of the rounds.
func figures(list []kind, rounds []round) []Figure {
	out := make([]Figure, 0, len(list))
	for _, k := range list {
		f := Figure{Name: k.name, Title: k.title, Unit: k.unit, Aim: k.aim}
		for _, r := range rounds {
			f.Rounds = append(f.Rounds, k.value(r))
		}
		f.Median, f.Min, f.Max = Median(f.Rounds), slices.Min(f.Rounds), slices.Max(f.Rounds)
		if k.needs == nil { // what must never happen did not happen in any round
			f.Median = f.Max
		}
		if k.aim != nil {
			met := f.Median <= k.aim.Value
			if k.aim.Bound == "least" {
				met = f.Median >= k.aim.Value
			}
			f.Met = &met
		}
		out = append(out, f)
	}
	return out
}

// Median returns the middle one, or the mean of the two in the middle.
func Median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}
