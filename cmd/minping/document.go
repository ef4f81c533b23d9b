package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/form"
	"minping/survey/official"
	"minping/survey/rectify"
)

// documentCmd writes official documents of orders and polls.
type documentCmd struct {
	storageFlags
	Kind  string `arg:"" help:"What to write: notice, problems, tasks, responsibilities, circular, supervision, feedback."`
	Order string `placeholder:"ID" xor:"of" help:"Of this order."`
	Poll  string `placeholder:"ID" xor:"of" help:"Of this poll: its results, or the lists of all orders that came of it."`
	Unit  string `placeholder:"ID" help:"Feedback to this unit."`
	All   bool   `help:"With --poll: all notices, or all feedback reports, into a ZIP archive of the format of --format."`
	As    string `name:"format" default:"docx" enum:"docx,pdf" help:"Format of the files in an archive."`
	Out   string `required:"" placeholder:"FILE" help:"Where to write; the ending says in what format: .docx, .pdf, .xlsx (lists) or .zip (--all)."`
	speech
}

// Help says in Chinese what the command does.
func (documentCmd) Help() string {
	return "生成公文：整改通知书、问题清单、任务清单、责任清单、通报、督导名单、反馈报告；可一次生成全部。见 docs/documents.md。"
}

// Run writes the document.
func (d documentCmd) Run() error { return d.run(commandContext()) }

// everything are the rights of whoever has the database.
func everything() survey.Rights {
	r := survey.Rights{}
	for _, right := range []survey.Right{survey.ReadResults, survey.ReadOrders, survey.ManageOrders} {
		r.Add(right, survey.Area{})
	}
	return r
}

func (d documentCmd) run(ctx context.Context) (err error) {
	file, err := d.file()
	if err != nil {
		return err
	}
	st, err := d.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	service := survey.NewService(st.People, st.Ballots, form.Parse)
	room := official.New(st.People, rectify.New(st.People), awards.New(st.People)).Within(service.Within(everything()))
	var write func(io.Writer) error
	if d.Order != "" {
		_, write, err = room.OfOrderFile(ctx, file, d.Order, d.language())
	} else {
		_, write, err = room.OfPollFile(ctx, file, d.Poll, d.Unit, d.language())
	}
	if errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf(d.say("没有可写的内容：请核对 --order、--poll、--unit（测评须已结束；通知和清单须已有整改通知）：%w", "there is nothing to write: check --order, --poll and --unit (the poll has to have ended; notices and lists need orders): %w"), err)
	}
	if err != nil {
		return err
	}
	return writeFile(d.Out, write)
}

// file is the document's name, as official.Parts reads it.
func (d documentCmd) file() (string, error) {
	wrong := func(zh, en string, args ...any) (string, error) {
		return "", usageError{fmt.Errorf(d.say(zh, en), args...)}
	}
	k, format := official.Kind(d.Kind), strings.TrimPrefix(strings.ToLower(filepath.Ext(d.Out)), ".")
	switch {
	case !k.Known():
		return wrong("没有 %q 这种公文；可用：%v", "there is no document %q; there are: %v", d.Kind, official.Kinds)
	case d.Order == "" && d.Poll == "":
		return wrong("请用 --order 或 --poll 指明写什么的公文", "say of what, by --order or --poll")
	case d.All && (d.Poll == "" || k != official.Notice && k != official.Feedback):
		return wrong("--all 用于一次测评（--poll）的 notice 或 feedback", "--all is for notice or feedback of a poll (--poll)")
	case d.All && format != "zip":
		return wrong("--all 的 --out 须以 .zip 结尾", "with --all, --out must end in .zip")
	case d.All:
		return d.Kind + "-" + d.As + ".zip", nil
	}
	for _, f := range k.Formats() {
		if f == format {
			return d.Kind + "." + format, nil
		}
	}
	return wrong("%s 不能写成 %q；--out 可以此结尾：%v", "%s is not written as %q; --out may end in: %v", d.Kind, format, k.Formats())
}
