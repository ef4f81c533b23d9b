package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"minping/survey"
	"minping/survey/store"
)

// restoreCmd puts a backup into an empty place.
type restoreCmd struct {
	From string `arg:"" type:"path" help:"The backup: one folder, such as backups/2026-11-22."`
	storageFlags
	JSON bool `name:"json" help:"Print JSON."`
	speech
}

// Run restores; told to stop, it leaves nothing.
func (r restoreCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return r.run(ctx, os.Stdout)
}

func (r restoreCmd) run(ctx context.Context, out io.Writer) error {
	missing := []string{}
	day, err := r.restore(ctx, r.bring(&missing))
	if errors.Is(err, store.ErrInUse) {
		return fmt.Errorf(r.say("%s 正被另一个民评进程使用；只能恢复到空的文件夹", "%s is in use by another Minping; backups are restored to an empty folder only"), r.Data)
	}
	if err != nil {
		return r.explainBackup(err)
	}
	audit, err := r.noteRestored(ctx, day)
	if err != nil {
		return err
	}
	if r.JSON {
		err := json.NewEncoder(out).Encode(struct {
			To      string        `json:"to"`
			Day     string        `json:"day"`
			Missing []string      `json:"missing_files"` // of evidence, which the backup lacks, by their hashes
			Audit   verifiedAudit `json:"audit"`
		}{r.where(), day, append([]string{}, missing...), audit})
		return audit.err(err)
	}
	fmt.Fprintf(out, r.say("已把 %s 的备份恢复到 %s。\n", "Restored the backup of %s to %s.\n"), day, r.where())
	fmt.Fprintln(out, r.say("所有人须重新登录。密码、API 令牌和作废的测评码回到了备份那天的样子：此后改过、吊销或作废的，请重做一遍。用 minping verify 复核计票结果。",
		"Everybody signs in again. Passwords, API tokens and void codes are as they were on that day: change, revoke and void again what was since. Recount with minping verify."))
	if len(missing) > 0 {
		fmt.Fprintf(out, r.say("备份中缺 %d 件佐证文件；minping verify 逐一列出。\n", "The backup lacks %d files of evidence; minping verify names them.\n"), len(missing))
	}
	audit.print(out, r.speech)
	return audit.err(nil)
}

// noteRestored checks the audit log that came out of the backup, and notes in it
// that acts after that day are gone.
func (r restoreCmd) noteRestored(ctx context.Context, day string) (v verifiedAudit, err error) {
	st, err := r.open()
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if v, err = r.verifyAudit(ctx, st.People, nil, r.language()); err != nil {
		return v, err
	}
	by := survey.WithActor(ctx, survey.ActorOf(commandContext()))
	return v, st.People.Note(by, survey.Act{Kind: survey.ActBackupRestored, Object: day})
}

func (r restoreCmd) restore(ctx context.Context, files store.BringFiles) (day string, err error) {
	if r.DB == "" {
		return store.RestoreSQLite(ctx, r.From, r.Data, files)
	}
	ballots, err := r.ballots()
	if err != nil {
		return "", err
	}
	return store.RestorePostgres(ctx, r.From, r.DB, ballots, files)
}
