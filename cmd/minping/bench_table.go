package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"minping/cmd/minping/bench"
)

// printBench prints a report for people.
func printBench(out io.Writer, r *bench.Report, s speech, markdown bool) error {
	m := r.Machine
	var b strings.Builder
	fmt.Fprintf(&b, s.say("%s，%d 核，%s，%s；%s，追加 4 KiB 落盘 %s ms\n", "%s, %d cores, %s, %s; %s, 4 KiB durably in %s ms\n"),
		cmp.Or(m.CPU, "CPU"), m.Cores, m.Go, m.System, cmp.Or(m.FileSystem, s.say("磁盘", "disk")), number(m.Fsync))
	if m.Postgres != "" {
		fmt.Fprintf(&b, "PostgreSQL %s\n", m.Postgres)
	}
	if m.Load > 1 {
		fmt.Fprintf(&b, s.say("开始时本机正忙（负载 %s）：数值不代表本机空闲时的水平。\n", "The machine was busy when this began (load %s): expect other figures when it is idle.\n"), number(m.Load))
	}
	fmt.Fprintf(&b, s.say("%d 轮的中位数（最小–最大），每次测量 %s 秒；已有 %d 张票\n", "Medians of %d rounds (least–most), %s s each; %d ballots\n"), r.Rounds, number(r.Seconds), r.Ballots)
	for _, t := range []table.Writer{figureTable(r, s), measurementTable(r, s)} {
		b.WriteByte('\n')
		if markdown {
			b.WriteString(t.RenderMarkdown())
		} else {
			b.WriteString(t.Render())
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// newBenchTable returns a table whose columns from the given one on are numbers.
func newBenchTable(numbers, columns int) table.Writer {
	t := table.NewWriter()
	t.SetStyle(plainTable())
	t.SuppressTrailingSpaces()
	var configs []table.ColumnConfig
	for k := numbers; k <= columns; k++ {
		configs = append(configs, table.ColumnConfig{Number: k, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	return t
}

func figureTable(r *bench.Report, s speech) table.Writer {
	t := newBenchTable(2, 4)
	t.AppendHeader(table.Row{s.say("指标", "figure"), s.say("中位数", "median"), s.say("最小–最大", "least–most"), s.say("目标", "aim"), ""})
	for _, f := range r.Figures {
		unit := ""
		if f.Unit != "ratio" && f.Unit != "submissions" && f.Unit != "requests" {
			unit = " " + f.Unit
		}
		aim, verdict := "", ""
		if f.Aim != nil {
			sign := map[string]string{"least": "≥ ", "most": "≤ "}[f.Aim.Bound]
			aim, verdict = sign+number(f.Aim.Value)+unit, s.say("未达标", "missed")
			if *f.Met {
				verdict = s.say("达标", "met")
			}
		}
		t.AppendRow(table.Row{f.Title.In(s.language()), number(f.Median) + unit, number(f.Min) + "–" + number(f.Max), aim, verdict})
	}
	return t
}

// measurementTable shows the servers measured, medians of the rounds.
func measurementTable(r *bench.Report, s speech) table.Writer {
	t := newBenchTable(2, 7)
	t.AppendHeader(table.Row{s.say("测量", "measurement"), s.say("份/秒", "per second"), "p50 ms", "p99 ms", s.say("CPU 微秒/份", "CPU µs each"), s.say("被拒", "refused"), s.say("内存 MiB", "peak MiB")})
	for _, m := range r.Measurements {
		median := func(of func(bench.Sample) float64) string {
			x := make([]float64, len(m.Rounds))
			for i, sample := range m.Rounds {
				x[i] = of(sample)
			}
			if v := bench.Median(x); v != 0 {
				return number(v)
			}
			return "–"
		}
		t.AppendRow(table.Row{
			m.Name,
			median(func(x bench.Sample) float64 { return x.Rate }),
			median(func(x bench.Sample) float64 { return x.P50 }),
			median(func(x bench.Sample) float64 { return x.P99 }),
			median(func(x bench.Sample) float64 { return x.CPU }),
			median(func(x bench.Sample) float64 { return float64(x.Refused) }),
			median(func(x bench.Sample) float64 { return x.Peak }),
		})
	}
	return t
}

// number prints a figure with three digits that count.
func number(v float64) string {
	switch {
	case v == float64(int(v)) || v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	default:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
}
