package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/store"
)

// backupCmd writes a backup, beside a running server or without one.
type backupCmd struct {
	storageFlags
	To   string `required:"" type:"path" env:"MINPING_BACKUP_TO" placeholder:"DIR" help:"Folder of backups; each gets a folder in it, named after the day."`
	Keep int    `default:"0" help:"How many backups stay in the folder; 0: all that differ by enough ballots."`
	JSON bool   `name:"json" help:"Print JSON."`
	speech
}

// Run writes one backup; told to stop, it leaves none.
func (b backupCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return b.run(ctx, os.Stdout)
}

func (b backupCmd) run(ctx context.Context, out io.Writer) (err error) {
	if b.Keep < 0 {
		return usageError{errors.New(b.say("--keep 不能小于 0", "--keep must not be below 0"))}
	}
	origin, err := b.origin()
	if err != nil {
		return b.explainBackup(err)
	}
	defer func() { err = errors.Join(err, origin.Close()) }()
	plan := backupPlan(b.To, b.Keep)
	if plan.Files, err = b.shelf(b.To); err != nil {
		return err
	}
	report, err := origin.Backup(ctx, plan)
	if err != nil {
		return b.explainBackup(err)
	}
	if b.JSON {
		return json.NewEncoder(out).Encode(newBackupOutput(report))
	}
	printBackup(out, b.speech, report)
	return nil
}

// nightlyBackup returns what backs up a server's store; given up, it leaves
// nothing.
func (s serveCmd) nightlyBackup(st *store.Store, log *slog.Logger) func(context.Context) error {
	return func(ctx context.Context) error {
		plan := backupPlan(s.BackupTo, s.BackupKeep)
		var err error
		if plan.Files, err = s.shelf(s.BackupTo); err != nil {
			return err
		}
		r, err := st.Origin().Backup(ctx, plan)
		if ctx.Err() != nil {
			return errors.New("given up, since the server stops; it makes one when it starts")
		}
		if err != nil {
			return s.explainBackup(err)
		}
		if len(r.Missing) > 0 {
			log.Error("files of evidence are missing or damaged, and not in the backup: minping verify names them", "files", len(r.Missing))
		}
		log.Info("backup", "path", r.Path, "replaced", len(r.Replaced), "dropped", len(r.Dropped))
		return st.People.Note(context.WithoutCancel(ctx), backupAct(r)) // also where the server stops now
	}
}

// backupAct is that a backup was made.
func backupAct(r store.BackupReport) survey.Act {
	return survey.Act{Kind: survey.ActBackupMade, Object: filepath.Base(r.Path), Detail: map[string]string{
		"replaced": strconv.Itoa(len(r.Replaced)), "dropped": strconv.Itoa(len(r.Dropped)),
	}}
}

// checkBackup makes the folder of backups, so that one that cannot be written
// to is known at the start and not at night.
func (s serveCmd) checkBackup() error {
	if s.BackupKeep < 0 {
		return errors.New("--backup-keep must not be below 0")
	}
	if s.BackupTo == "" {
		return nil
	}
	if err := os.MkdirAll(s.BackupTo, 0o700); err != nil {
		return fmt.Errorf("--backup-to: %w", err)
	}
	return nil
}

// origin opens what is to be backed up, for reading only.
func (f storageFlags) origin() (*store.Origin, error) {
	if f.DB == "" {
		return store.OriginSQLite(f.Data)
	}
	ballots, err := f.ballots()
	if err != nil {
		return nil, err
	}
	return store.OriginPostgres(f.DB, ballots)
}

// backupPlan is for a backup made now.
func backupPlan(to string, keep int) store.BackupPlan {
	return store.BackupPlan{
		To: to, Keep: keep, Now: time.Now(), Program: programVersion(),
		MinGroup: func(source []byte) (int, error) {
			q, err := form.Parse(source)
			if err != nil {
				return 0, err
			}
			return q.MinGroup(), nil
		},
	}
}

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return "minping " + info.Main.Version
	}
	return "minping"
}

// A backupOutput is what the command prints as JSON.
type backupOutput struct {
	Path     string           `json:"path"`
	Bytes    int64            `json:"bytes"`
	Replaced []replacedOutput `json:"replaced"`
	Dropped  []string         `json:"dropped"`
	Files    int              `json:"files"`         // of evidence
	Missing  []string         `json:"missing_files"` // of these, by their hashes
}

type replacedOutput struct {
	Name string `json:"name"`
	Poll string `json:"poll"`
	K    int    `json:"k"`
}

func newBackupOutput(r store.BackupReport) backupOutput {
	o := backupOutput{Path: r.Path, Bytes: r.Bytes, Replaced: []replacedOutput{}, Dropped: append([]string{}, r.Dropped...), Files: r.Files, Missing: append([]string{}, r.Missing...)}
	for _, old := range r.Replaced {
		o.Replaced = append(o.Replaced, replacedOutput(old))
	}
	return o
}

func printBackup(out io.Writer, s speech, r store.BackupReport) {
	fmt.Fprintf(out, s.say("已备份到 %s（%.1f MB）。其中有密钥和密码散列：请像数据本身一样保管。\n", "Wrote %s (%.1f MB). It holds keys and hashes of passwords: guard it as you guard the data.\n"), r.Path, float64(r.Bytes)/1e6)
	if r.Files > 0 {
		fmt.Fprintf(out, s.say("佐证文件 %d 件在 %s。\n", "Its %d files of evidence are in %s.\n"), r.Files-len(r.Missing), filepath.Join(filepath.Dir(r.Path), store.EvidenceFolder))
	}
	if len(r.Missing) > 0 {
		fmt.Fprintf(out, s.say("有 %d 件佐证文件丢失或损坏，未能备份；minping verify 逐一列出。\n", "%d files of evidence are missing or damaged and were not backed up; minping verify names them.\n"), len(r.Missing))
	}
	for _, old := range r.Replaced {
		fmt.Fprintf(out, s.say("它取代了 %s：两份备份在测评“%s”的某个单位和主体上相差不足 %d 张票，对照即可看出这几张票是何时投的。新备份含旧备份的全部票。\n",
			"It takes the place of %s: of some unit and group of poll “%s” the two differ by fewer than %d ballots, so that together they would tell when those were cast. The new one holds all ballots of the old one.\n"), old.Name, old.Poll, old.K)
	}
	for _, name := range r.Dropped {
		fmt.Fprintf(out, s.say("已删除最早的备份 %s（--keep）。\n", "Removed %s, the oldest (--keep).\n"), name)
	}
}

// explainBackup words an error of backup or restore in the user's language.
func (s speech) explainBackup(err error) error {
	if known, ok := errors.AsType[*store.BackupError](err); ok {
		return errors.New(known.Message(s.language()))
	}
	return err
}
