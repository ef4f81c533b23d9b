package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/survey"
)

// auditCmd prints the audit log.
type auditCmd struct {
	storageFlags
	Actor string `placeholder:"NAME" help:"Only what this account (name or id), or this user of the machine, did."`
	Kind  string `placeholder:"KIND" help:"Only this kind of act, such as poll.opened."`
	Poll  string `placeholder:"ID" help:"Only what was done to this poll."`
	From  string `placeholder:"DAY" help:"From this day on (2026-11-22), in the machine's time zone."`
	To    string `placeholder:"DAY" help:"Up to this day, with it."`
	Text  string `placeholder:"TEXT" help:"Only entries with this text in object, unit or detail."`
	Last  int    `default:"0" help:"Only so many entries, the latest; 0: all."`
	JSON  bool   `name:"json" help:"Print JSON, one entry a line, as it is hashed; then sign the head."`
	speech
}

// query is what the flags ask for.
func (a auditCmd) query() (q survey.AuditQuery, err error) {
	if a.Last < 0 {
		return q, usageError{errors.New(a.say("--last 不能小于 0", "--last must not be below 0"))}
	}
	q = survey.AuditQuery{Actor: a.Actor, Kind: survey.ActKind(a.Kind), Poll: a.Poll, Text: a.Text}
	q.From, q.To, err = survey.AuditDays(a.From, a.To, time.Local)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return q, usageError{errors.New("--" + wrong[0].Field + ": " + wrong[0].Message(a.language()))}
	}
	return q, err
}

// Run prints the entries, the first first.
func (a auditCmd) Run() error { return a.run(commandContext(), os.Stdout) }

func (a auditCmd) run(ctx context.Context, out io.Writer) (err error) {
	q, err := a.query()
	if err != nil {
		return err
	}
	st, err := a.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if q.After, err = a.since(ctx, st.People, q); err != nil {
		return err
	}
	if a.JSON {
		if err := survey.WriteAudit(ctx, out, "ndjson", st.People, q); err != nil {
			return err
		}
		keeper, err := a.keeper(st.People)
		if err != nil {
			return err
		}
		return keeper.SignHead(ctx)
	}
	t := newTable("#", "TIME", "BY", "VIA", "WHAT", "OBJECT", "POLL", "UNIT")
	err = survey.EachAuditOf(ctx, st.People, q, func(e survey.AuditEntry) error {
		t.AppendRow(table.Row{e.Sequence, e.Time.Format("2006-01-02 15:04:05"), e.Actor.Name, string(e.Actor.Via), string(e.Kind), e.Object, e.Poll, e.Unit})
		return nil
	})
	if err != nil {
		return err
	}
	return printed(out, false, nil, t)
}

// since returns the sequence after which the last entries that are asked for lie.
func (a auditCmd) since(ctx context.Context, log survey.AuditPager, q survey.AuditQuery) (int64, error) {
	if a.Last == 0 {
		return 0, nil
	}
	q.Most = a.Last
	page, err := log.AuditPage(ctx, q)
	if err != nil || len(page) == 0 {
		return 0, err
	}
	return page[len(page)-1].Sequence - 1, nil
}
