package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"golang.org/x/term"

	"minping/survey"
)

// codesListCmd lists batches.
type codesListCmd struct {
	storageFlags
	Poll string `arg:"" help:"Id of the poll."`
	JSON bool   `name:"json" help:"Print JSON."`
	speech
}

// Run prints what became of every batch. While the poll is open, spent codes
// are told in steps of the least group shown; of a batch of few, a band.
func (c codesListCmd) Run() error {
	return c.withService(func(ctx context.Context, s *survey.Service) error {
		batches, err := s.CodeBatches(ctx, c.Poll)
		if err != nil {
			return explainCodes(c.speech, c.Poll, err)
		}
		t := newTable("ID", c.say("名称", "LABEL"), c.say("测评主体", "GROUP"), c.say("测评对象", "UNITS"), c.say("发出", "ISSUED"), c.say("已用", "SPENT"), c.say("作废", "VOID"))
		for _, b := range batches {
			units := strings.Join(b.Units, " ")
			if units == "" {
				units = c.say("全部", "all")
			}
			void := ""
			if b.Void {
				void = c.say("是", "yes")
			}
			spent := strconv.Itoa(b.Spent)
			if b.Band != nil {
				spent = fmt.Sprintf("%.0f–%.0f%%", 100*b.Band.Low, 100*b.Band.High)
			}
			t.AppendRow(table.Row{b.ID, b.Label, b.Group, units, b.Issued, spent, void})
		}
		return printed(os.Stdout, c.JSON, append([]survey.CodeBatch{}, batches...), t)
	})
}

// confirmation asks before what cannot be undone.
type confirmation struct {
	Yes bool `help:"Do not ask."`
}

// errKept says that whoever was asked said no.
var errKept = errors.New("not confirmed, nothing was changed; --yes does not ask")

// ask returns nil where the answer is yes. Where nobody can answer, only --yes is.
func (c confirmation) ask(question string) error {
	if c.Yes {
		return nil
	}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return usageError{errKept}
	}
	return answered(os.Stdin, os.Stderr, question)
}

// answered asks a question and returns nil if the answer is yes.
func answered(in io.Reader, out io.Writer, question string) error {
	fmt.Fprint(out, question, " [y/N] ")
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes", "是":
		return nil
	}
	return errKept
}

// codesVoidCmd voids a batch.
type codesVoidCmd struct {
	storageFlags
	Poll  string `arg:"" help:"Id of the poll."`
	Batch string `arg:"" help:"Id of the batch; minping codes list shows it."`
	JSON  bool   `name:"json" help:"Print the batch as JSON."`
	confirmation
	speech
}

// Run voids the batch and prints what it is now.
func (c codesVoidCmd) Run() error {
	return c.withService(func(ctx context.Context, s *survey.Service) error {
		b, err := batchOf(ctx, s, c.speech, c.Poll, c.Batch)
		if err != nil {
			return err
		}
		if err := c.ask(voidQuestion(c.speech, b)); err != nil {
			return err
		}
		if err := s.VoidCodes(ctx, c.Poll, b.ID); err != nil {
			return err
		}
		b.Void = true
		if c.JSON {
			return printed(os.Stdout, true, b, nil)
		}
		fmt.Fprintf(os.Stderr, c.say("批次 %s 已作废。\n", "Batch %s is void.\n"), b.ID)
		return nil
	})
}

// codesReplaceCmd replaces a batch.
type codesReplaceCmd struct {
	storageFlags
	Poll  string `arg:"" help:"Id of the poll."`
	Batch string `arg:"" help:"Id of the batch; minping codes list shows it."`
	Count int    `help:"How many new codes; by default as many as are unspent by the list."`
	confirmation
	handOut
}

// Run voids the batch, makes the new codes and writes them to the file.
func (c codesReplaceCmd) Run() error {
	return c.give(c.storageFlags, c.Poll, c.Count, func(ctx context.Context, s *survey.Service) (survey.CodeBatch, []string, error) {
		b, err := batchOf(ctx, s, c.speech, c.Poll, c.Batch)
		if err != nil {
			return b, nil, err
		}
		question := voidQuestion(c.speech, b) + c.say("已经填答的人若拿到新码，能再答一次，查不出来。", " Whoever has answered and is handed a new code can answer a second time, and nothing will show it.")
		if err := c.ask(question); err != nil {
			return b, nil, err
		}
		return s.ReplaceCodes(ctx, c.Poll, b.ID, c.Count)
	})
}

// batchOf finds a batch.
func batchOf(ctx context.Context, s *survey.Service, c speech, poll, id string) (survey.CodeBatch, error) {
	batches, err := s.CodeBatches(ctx, poll)
	if err != nil {
		return survey.CodeBatch{}, explainCodes(c, poll, err)
	}
	for _, b := range batches {
		if b.ID == id {
			return b, nil
		}
	}
	return survey.CodeBatch{}, fmt.Errorf(c.say("没有批次 %q；minping codes list %s 列出各批", "there is no batch %q; minping codes list %s shows those there are"), id, poll)
}

func voidQuestion(c speech, b survey.CodeBatch) string {
	return fmt.Sprintf(c.say("作废批次 %s（%s，发出 %d 个）？未用的码从此无效，不能撤销。", "Void batch %s (%s, %d issued)? Its unspent codes are worth nothing from then on; this cannot be undone."), b.ID, b.Label, b.Issued)
}
