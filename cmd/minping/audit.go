package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/survey"
)

// auditCmd prints the audit log.
type auditCmd struct {
	storageFlags
	JSON bool `name:"json" help:"Print JSON, one entry a line, as it is hashed; then sign the head."`
	Last int  `default:"0" help:"Only so many entries, the latest; 0: all."`
	speech
}

// Run prints the entries, the first first.
func (a auditCmd) Run() error { return a.run(commandContext(), os.Stdout) }

func (a auditCmd) run(ctx context.Context, out io.Writer) (err error) {
	if a.Last < 0 {
		return usageError{errors.New(a.say("--last 不能小于 0", "--last must not be below 0"))}
	}
	st, err := a.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	head, err := st.People.AuditHead(ctx)
	if err != nil {
		return err
	}
	after := int64(0)
	if a.Last > 0 {
		after = max(0, head.Sequence-int64(a.Last))
	}
	if a.JSON {
		if err := survey.WriteAuditLines(ctx, out, st.People, after); err != nil {
			return err
		}
		keeper, err := a.keeper(st.People)
		if err == nil && keeper != nil {
			err = keeper.sign(ctx)
		}
		return err
	}
	t := newTable("#", "TIME", "BY", "VIA", "WHAT", "OBJECT", "POLL", "UNIT")
	err = st.People.EachAudit(ctx, after, func(e survey.AuditEntry) error {
		t.AppendRow(table.Row{e.Sequence, e.Time.Format("2006-01-02 15:04:05"), e.Actor.Name, string(e.Actor.Via), string(e.Kind), e.Object, e.Poll, e.Unit})
		return nil
	})
	if err != nil {
		return err
	}
	return printed(out, false, nil, t)
}
