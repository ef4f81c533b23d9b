package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"minping/survey"
)

// A verifiedAudit is what was found of the audit log.
type verifiedAudit struct {
	Sound   bool        `json:"sound"`
	Entries int64       `json:"entries"`
	Head    string      `json:"head"`   // "": there is no entry
	Signed  int         `json:"signed"` // heads that were held against it
	Flaws   []auditFlaw `json:"flaws"`
}

type auditFlaw struct {
	Entry   int64  `json:"entry"`
	Message string `json:"message"`
}

// releases is what the log is held against.
type releases interface {
	survey.AuditLog
	Release(ctx context.Context, poll string) ([]byte, error)
}

// verifyAudit follows the log from its first entry to its last, and compares
// the heads that were signed or noted, and the releases whose making it notes.
func (f storageFlags) verifyAudit(ctx context.Context, st releases, noted []survey.AuditHead, lang string) (v verifiedAudit, err error) {
	keeper, err := f.keeper(st)
	if err != nil {
		return v, err
	}
	check := survey.AuditCheck{Noted: noted}
	if keeper != nil {
		signed, flaws, err := keeper.noted()
		if err != nil {
			return v, err
		}
		check.Noted, check.Flaws = append(check.Noted, signed...), flaws
	}
	stored, err := st.AuditHead(ctx) // before the entries: more may come meanwhile
	if err != nil {
		return v, err
	}
	made := map[string]survey.AuditEntry{}
	err = st.EachAudit(ctx, 0, func(e survey.AuditEntry) error {
		if e.Kind == survey.ActReleaseMade {
			made[e.Poll] = e
		}
		if e.Sequence <= stored.Sequence || check.Last.Sequence < stored.Sequence {
			check.Add(e)
			return nil
		}
		return errBeyond
	})
	if err != nil && !errors.Is(err, errBeyond) {
		return v, err
	}
	check.End(stored)
	for poll, e := range made {
		document, err := st.Release(ctx, poll)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return v, err
		}
		if sum := sha256.Sum256(document); hex.EncodeToString(sum[:]) != e.Detail["hash"] {
			check.Flaws = append(check.Flaws, survey.AuditFlaw{Sequence: e.Sequence, Key: "audit_release"})
		}
	}
	v = verifiedAudit{Sound: len(check.Flaws) == 0, Entries: check.Last.Sequence, Signed: len(check.Noted), Flaws: []auditFlaw{}}
	if check.Last.Sequence > 0 {
		v.Head = check.Last.String()
	}
	for _, flaw := range check.Flaws {
		v.Flaws = append(v.Flaws, auditFlaw{flaw.Sequence, flaw.Message(lang)})
	}
	return v, nil
}

// errBeyond ends reading at the head that was read before.
var errBeyond = errors.New("beyond the head")

// err is errUnsound for a log that was altered, or what went wrong besides.
func (v verifiedAudit) err(besides error) error {
	if besides == nil && !v.Sound {
		return errUnsound
	}
	return besides
}

func (v verifiedAudit) print(out io.Writer, s speech) {
	verdict := s.say("有改动", "HAS BEEN ALTERED")
	if v.Sound {
		verdict = s.say("完好", "sound")
	}
	fmt.Fprintf(out, s.say("审计日志：%s。共 %d 条，对照了 %d 个记下的日志头。\n", "Audit log: %s. %d entries, held against %d heads that were noted.\n"), verdict, v.Entries, v.Signed)
	for _, f := range v.Flaws {
		fmt.Fprintln(out, "  "+f.Message)
	}
	if v.Head != "" {
		fmt.Fprintf(out, s.say("  日志头（抄下来，以后用 --audit-head 核对）：%s\n", "  Head (note it elsewhere, to give as --audit-head later): %s\n"), v.Head)
	}
}
