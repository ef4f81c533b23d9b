package main

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"os"
	"strconv"
)

// generateCmd writes made-up ballots, the same on every machine and in every
// language that the generator is written in: 19 items, 77 units, 3 groups.
// Benchmarks and trials use them.
type generateCmd struct {
	N             int    `arg:"" help:"How many ballots."`
	Seed          uint64 `default:"20260101" help:"Where the generator starts, 1 to 2147483646."`
	Questionnaire string `type:"path" placeholder:"FILE" help:"Also write the questionnaire that the ballots answer."`
}

// generatedQuestionnaire is what generated ballots answer.
//
//go:embed generated.yaml
var generatedQuestionnaire []byte

// Run writes the ballots to standard output as CSV.
func (c *generateCmd) Run() error {
	if c.N < 1 {
		return usageError{fmt.Errorf("generate: %d ballots; ask for at least one", c.N)}
	}
	if c.Seed < 1 || c.Seed >= lehmerModulus {
		return usageError{fmt.Errorf("generate: seed %d; it must be 1 to %d", c.Seed, lehmerModulus-1)}
	}
	if c.Questionnaire != "" {
		err := writeFile(c.Questionnaire, func(w io.Writer) error {
			_, err := w.Write(generatedQuestionnaire)
			return err
		})
		if err != nil {
			return err
		}
	}
	return generate(os.Stdout, c.N, c.Seed)
}

const (
	generatedItems = 19
	generatedUnits = 77
)

// generate writes n ballots as CSV: unit 1–77, group 1–3, weight w in
// hundredths 50–199, q1–q19 answered 1–5 or 9, which is don't know.
func generate(w io.Writer, n int, seed uint64) error {
	out := bufio.NewWriterSize(w, 1<<16)
	line := []byte("unit,group,w")
	for j := range generatedItems {
		line = fmt.Appendf(line, ",q%d", j+1)
	}
	if _, err := out.Write(append(line, '\n')); err != nil {
		return err
	}
	draw := lehmer(seed)
	for range n {
		line = appendGenerated(line[:0], &draw)
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}

// appendGenerated appends one ballot. Its draws, in order: unit, group,
// weight, then one an item. Units with higher numbers are answered a little
// better, and groups likewise.
func appendGenerated(line []byte, draw *lehmer) []byte {
	unit := 1 + int(generatedUnits*draw.next())
	group := 3
	if u := draw.next(); u < 0.5 {
		group = 1
	} else if u < 0.8 {
		group = 2
	}
	hundredths := int(100 * (0.5 + 1.5*draw.next()))
	line = strconv.AppendInt(line, int64(unit), 10)
	line = append(line, ',', '0'+byte(group), ',')
	line = strconv.AppendInt(line, int64(hundredths), 10)
	// The conversions keep each product a product: some processors would
	// otherwise round once where others round twice.
	shift := float64(0.10*float64(unit-39))/generatedUnits + float64(0.03*float64(group-2))
	for range generatedItems {
		line = append(line, ',', generatedAnswer(draw.next(), shift))
	}
	return append(line, '\n')
}

func generatedAnswer(u, shift float64) byte {
	if u >= 0.95 {
		return '9'
	}
	answer := byte('1')
	for _, cut := range [...]float64{0.06, 0.18, 0.40, 0.75} {
		if u+shift >= cut {
			answer++
		}
	}
	return answer
}

const lehmerModulus = 1<<31 - 1

// lehmer is the "minimal standard" generator of Park and Miller (1988), CACM
// 31, 1192–1201.
type lehmer uint64

// next returns the next number, above 0 and below 1.
func (x *lehmer) next() float64 {
	*x = *x * 16807 % lehmerModulus
	return float64(*x) / lehmerModulus
}
