package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"minping/survey"
	"minping/survey/form"
)

// verifyCmd recounts stored ballots.
type verifyCmd struct {
	storageFlags
	Polls []string `arg:"" optional:"" name:"poll" help:"Polls to recount; by default all that have ended."`
	Head  []string `name:"audit-head" placeholder:"N:HASH" help:"A head of the audit log that was noted earlier; may be given several times."`
	JSON  bool     `name:"json" help:"Print JSON."`
	speech
}

// errUnsound makes the command exit with 1; what was found is printed.
var errUnsound = errors.New("verification found differences")

// Run prints what a recount of each poll shows.
func (v verifyCmd) Run() error { return v.run(os.Stdout) }

func (v verifyCmd) run(out io.Writer) (err error) {
	noted, err := v.heads()
	if err != nil {
		return usageError{err}
	}
	st, err := v.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	service := survey.NewService(st.People, st.Ballots, form.Parse)
	found, err := v.verify(context.Background(), service, st.Inspect)
	if err != nil {
		return err
	}
	if found.Storage == "" {
		if found.Audit, err = v.verifyAudit(context.Background(), st.People, noted, v.language()); err != nil {
			return err
		}
		if found.Evidence, err = v.verifyFiles(context.Background(), st); err != nil {
			return err
		}
		found.Sound = found.Sound && found.Audit.Sound && len(found.Evidence.Faults) == 0
	}
	if v.JSON {
		err = json.NewEncoder(out).Encode(found)
	} else {
		found.print(out, v.speech)
	}
	if err == nil && !found.Sound {
		err = errUnsound
	}
	return err
}

// A verified is what the command found.
type verified struct {
	Sound   bool           `json:"sound"`
	Storage string         `json:"storage"` // "": sound
	Strays  []string       `json:"strays"`  // polls whose ballots lie in no box
	Polls   []verifiedPoll `json:"polls"`
	Backup  string         `json:"backup"` // night of the last nightly one; "": none
	Audit   verifiedAudit  `json:"audit"`

	Evidence verifiedFiles `json:"evidence"`
}

type verifiedPoll struct {
	Poll        string              `json:"poll"`
	Release     string              `json:"release"` // SHA-256 of the stored release, as records of the count have it; "": there is none
	Sound       bool                `json:"sound"`
	Submissions int                 `json:"submissions"`
	Ballots     int                 `json:"ballots"`
	Figures     int                 `json:"figures"` // fields of the release that were compared
	Differences []survey.Difference `json:"differences"`
	Problems    []boxProblem        `json:"problems"`
}

type boxProblem struct {
	Where   string `json:"where"`
	Message string `json:"message"`
}

func (v verifyCmd) verify(ctx context.Context, service *survey.Service, inspect func(context.Context) error) (*verified, error) {
	polls, err := v.ended(ctx, service)
	if err != nil {
		return nil, err
	}
	last, err := service.LastBackup(ctx)
	if err != nil {
		return nil, err
	}
	found := &verified{Strays: []string{}, Polls: []verifiedPoll{}, Backup: last}
	if damage := inspect(ctx); damage != nil { // what is damaged cannot be recounted
		found.Storage = damage.Error()
		return found, nil //nolint:nilerr // damage is what was to be found out
	}
	strays, err := service.Strays(ctx)
	if err != nil {
		return nil, err
	}
	found.Strays = append(found.Strays, strays...)
	found.Sound = len(strays) == 0
	for _, id := range polls {
		one, err := service.Verify(ctx, id)
		if err != nil {
			return nil, err
		}
		p := verifiedPoll{
			Poll: id, Sound: one.Sound(), Submissions: one.Submissions, Ballots: one.Ballots, Figures: one.Figures,
			Differences: append([]survey.Difference{}, one.Differences...), Problems: []boxProblem{},
		}
		if p.Release, err = service.ReleaseHash(ctx, id); err != nil && !errors.Is(err, survey.ErrNotFound) {
			return nil, err
		}
		for _, e := range one.Problems {
			p.Problems = append(p.Problems, boxProblem{e.Field, e.Message(v.language())})
		}
		found.Polls = append(found.Polls, p)
		found.Sound = found.Sound && p.Sound
	}
	return found, nil
}

// heads reads --audit-head.
func (v verifyCmd) heads() (heads []survey.AuditHead, err error) {
	for _, text := range v.Head {
		h, err := survey.ParseAuditHead(text)
		if err != nil {
			return nil, fmt.Errorf("--audit-head: %w", err)
		}
		heads = append(heads, h)
	}
	return heads, nil
}

// ended returns the polls to recount.
func (v verifyCmd) ended(ctx context.Context, service *survey.Service) ([]string, error) {
	if len(v.Polls) > 0 {
		for _, id := range v.Polls {
			switch p, err := service.Poll(ctx, id); {
			case errors.Is(err, survey.ErrNotFound):
				return nil, errors.New(v.say("没有测评“"+id+"”", "there is no poll "+id))
			case err != nil:
				return nil, err
			case p.State == survey.Draft || p.State == survey.Open:
				return nil, errors.New(v.say("测评“"+id+"”尚未结束，没有可核对的结果", "poll "+id+" has not ended; there is nothing to verify yet"))
			}
		}
		return v.Polls, nil
	}
	all, err := service.Polls(ctx)
	var ids []string
	for _, p := range all {
		if p.State != survey.Draft && p.State != survey.Open {
			ids = append(ids, p.ID)
		}
	}
	return ids, err
}

func (f *verified) print(out io.Writer, s speech) {
	if f.Storage == "" {
		fmt.Fprintln(out, s.say("数据库：完好。", "Databases: sound."))
	} else {
		fmt.Fprintln(out, s.say("数据库（未复核任何测评）：", "Databases (no poll was recounted): ")+f.Storage)
		return
	}
	if f.Backup != "" {
		fmt.Fprintf(out, s.say("最近一次成功的夜间备份：%s。\n", "The last nightly backup that succeeded: %s.\n"), f.Backup)
	}
	for _, id := range f.Strays {
		fmt.Fprintf(out, s.say("%s：有票或标记，但没有票箱。\n", "%s: there are ballots or markers, but no box.\n"), id)
	}
	if len(f.Polls) == 0 {
		fmt.Fprintln(out, s.say("还没有已结束的测评。", "No poll has ended yet."))
	}
	for _, p := range f.Polls {
		p.print(out, s)
	}
	f.Audit.print(out, s)
	f.Evidence.print(out, s)
}

// maxShown is the most differences of a poll in words: one ballot moves many figures.
const maxShown = 40

func (p *verifiedPoll) print(out io.Writer, s speech) {
	verdict := s.say("与存储的票不符", "DOES NOT follow from the stored ballots")
	if p.Sound {
		verdict = s.say("与存储的票一致", "follows from the stored ballots")
	}
	fmt.Fprintf(out, s.say("%s：%s。提交 %d 次，票 %d 张，复核 %d 项。\n", "%s: %s. %d submissions, %d ballots, %d fields compared.\n"),
		p.Poll, verdict, p.Submissions, p.Ballots, p.Figures)
	if p.Release != "" {
		fmt.Fprintf(out, s.say("  结果文件 SHA-256：%s\n", "  SHA-256 of the release: %s\n"), p.Release)
	}
	for _, e := range p.Problems {
		fmt.Fprintf(out, s.say("  %s：%s\n", "  %s: %s\n"), e.Where, e.Message)
	}
	absent := s.say("无", "nothing")
	for i, d := range p.Differences {
		if i == maxShown {
			fmt.Fprintf(out, s.say("  另有 %d 处，--json 列出全部。\n", "  and %d more; --json lists all.\n"), len(p.Differences)-i)
			break
		}
		fmt.Fprintf(out, s.say("  %s：发布为 %s，复算为 %s\n", "  %s: released %s, recounted %s\n"), d.Path, cmp.Or(short(d.Released), absent), cmp.Or(short(d.Recounted), absent))
	}
}

// short is a text cut to what fits a line.
func short(text string) string {
	const most = 80
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
