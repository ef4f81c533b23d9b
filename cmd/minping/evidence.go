package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"minping/survey/evidence"
	"minping/survey/store"
)

// evidenceFlags say which files a server takes as evidence.
type evidenceFlags struct {
	EvidenceFile  int           `default:"20" env:"MINPING_EVIDENCE_FILE" placeholder:"MIB" help:"MiB that one file of evidence may have, up to 500."`
	EvidenceQuota int           `default:"20480" env:"MINPING_EVIDENCE_QUOTA" placeholder:"MIB" help:"MiB that all files of evidence may have together."`
	ScanCommand   string        `env:"MINPING_SCAN_COMMAND" placeholder:"COMMAND" help:"Program that looks for viruses in each file before it is kept, such as 'clamdscan --fdpass --no-summary'; {file} stands for the path, which else comes last. It exits with 0 for a clean file and 1 for an infected one; with anything else, or too late, the file is not taken."`
	ScanTimeout   time.Duration `default:"1m" env:"MINPING_SCAN_TIMEOUT" help:"How long it may take for a file, up to 4m."`
}

// evidence returns where the files of evidence lie; "": nowhere, since the
// data are in a database and no folder was named.
func (f storageFlags) evidence() string {
	if f.Evidence != "" || f.DB != "" {
		return f.Evidence
	}
	return filepath.Join(f.Data, store.EvidenceFolder)
}

// checkEvidence says what is wrong with the flags.
func (f evidenceFlags) checkEvidence() error {
	if f.EvidenceFile < 0 || f.EvidenceFile > 500 {
		return fmt.Errorf("--evidence-file must be from 1 to 500 MiB, not %d", f.EvidenceFile)
	}
	if f.EvidenceQuota < 0 {
		return fmt.Errorf("--evidence-quota must be in MiB, such as 20480, not %d", f.EvidenceQuota)
	}
	if f.ScanTimeout < 0 || f.ScanTimeout > 4*time.Minute {
		return fmt.Errorf("--scan-timeout must be up to 4m, not %s", f.ScanTimeout)
	}
	if words := strings.Fields(f.ScanCommand); len(words) > 0 {
		if _, err := exec.LookPath(words[0]); err != nil {
			return fmt.Errorf("--scan-command: %w", err)
		}
	}
	return nil
}

// limits are those of the flags; of one that is 0, where flags were not read, the default.
func (f evidenceFlags) limits() evidence.Limits {
	l := evidence.DefaultLimits
	if f.EvidenceFile > 0 {
		l.File = int64(f.EvidenceFile) << 20
	}
	if f.EvidenceQuota > 0 {
		l.Total = int64(f.EvidenceQuota) << 20
	}
	return l
}

// folder opens the folder of evidence; nil where there is none.
func (f evidenceFlags) folder(dir string, log *slog.Logger) (*evidence.Folder, error) {
	if dir == "" {
		log.Warn("no files of evidence are taken: with --db, name a folder for them by --evidence DIR")
		return nil, nil //nolint:nilnil // there is none, which is no failure
	}
	var scanner evidence.Scanner
	if words := strings.Fields(f.ScanCommand); len(words) > 0 {
		scanner = scan{evidence.Command{Args: words, Timeout: max(f.ScanTimeout, time.Second)}, log}
	}
	return evidence.OpenFolder(dir, f.limits(), scanner)
}

// A scan says in the log what became of a scanner that did not simply find
// nothing: whoever uploads cannot mend it.
type scan struct {
	evidence.Command
	log *slog.Logger
}

// Scan implements evidence.Scanner.
func (s scan) Scan(ctx context.Context, path string) error {
	err := s.Command.Scan(ctx, path)
	switch {
	case errors.Is(err, evidence.ErrInfected):
		s.log.Warn("a file of evidence was refused by the virus scanner")
	case err != nil:
		s.log.Error("the virus scanner did not work; the file was not taken", "error", err)
	}
	return err
}

// shelf is where backups in a folder keep the contents of evidence.
func (f storageFlags) shelf(backups string) (store.FilesBeside, error) {
	dir := f.evidence()
	if dir == "" {
		return nil, nil //nolint:nilnil // there is none, which is no failure
	}
	from, err := evidence.ReadFolder(dir)
	if err != nil {
		return nil, err
	}
	return shelf{from, filepath.Join(backups, store.EvidenceFolder)}, nil
}

// A shelf keeps contents once for all backups in a folder.
type shelf struct {
	from *evidence.Folder
	to   string
}

// Bring implements store.FilesBeside.
func (s shelf) Bring(ctx context.Context, hashes []string) ([]string, error) {
	if hashes == nil {
		all, err := s.from.Hashes()
		if err != nil || len(all) == 0 {
			return nil, err
		}
		hashes = all
	}
	to, err := evidence.OpenFolder(s.to, evidence.Limits{}, nil)
	if err != nil {
		return nil, err
	}
	return s.from.CopyTo(ctx, to, hashes)
}

// Keep implements store.FilesBeside.
func (s shelf) Keep(ctx context.Context, hashes []string) error {
	if _, err := os.Stat(s.to); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	to, err := evidence.OpenFolder(s.to, evidence.Limits{}, nil)
	if err != nil {
		return err
	}
	_, err = to.Sweep(ctx, time.Now().Add(time.Minute), func(hash string) (bool, error) { // however new
		_, named := slices.BinarySearch(hashes, hash)
		return named, nil
	})
	return err
}

// bring returns what copies the contents that a backup names to where they are
// looked for, and notes what the backup lacks.
func (r restoreCmd) bring(missing *[]string) store.BringFiles {
	dir := r.evidence()
	if dir == "" {
		return nil
	}
	return func(ctx context.Context, hashes []string) error {
		from, err := evidence.ReadFolder(filepath.Join(filepath.Dir(r.From), store.EvidenceFolder))
		if err != nil {
			return err
		}
		to, err := evidence.OpenFolder(dir, evidence.Limits{}, nil)
		if err == nil {
			*missing, err = from.CopyTo(ctx, to, hashes)
		}
		return err
	}
}

// verifiedFiles are the files of evidence as they were found.
type verifiedFiles struct {
	Files  int              `json:"files"`  // that the data name
	Looked bool             `json:"looked"` // the folder is known
	Faults []evidence.Fault `json:"faults"`
}

// verifyFiles compares the files that the data name with those in the folder.
func (v verifyCmd) verifyFiles(ctx context.Context, st *store.Store) (found verifiedFiles, err error) {
	found.Faults = []evidence.Fault{}
	hashes, err := st.People.FileHashes(ctx)
	if err != nil {
		return found, err
	}
	found.Files = len(hashes)
	dir := v.evidence()
	if dir == "" {
		return found, nil
	}
	folder, err := evidence.ReadFolder(dir)
	if err != nil {
		return found, err
	}
	found.Looked = true
	found.Faults, err = folder.Verify(ctx, hashes)
	return found, err
}

func (f verifiedFiles) print(out io.Writer, s speech) {
	switch {
	case f.Files > 0 && !f.Looked:
		fmt.Fprintf(out, s.say("佐证文件：数据中有 %d 件，没有核对；请用 --evidence 指明文件夹。\n", "Files of evidence: the data name %d, which were not looked at; give --evidence DIR.\n"), f.Files)
	case len(f.Faults) == 0 && f.Files > 0:
		fmt.Fprintf(out, s.say("佐证文件：%d 件，完好。\n", "Files of evidence: %d, sound.\n"), f.Files)
	}
	for _, fault := range f.Faults {
		what := s.say("内容已变", "its content is another")
		if fault.Missing {
			what = s.say("不在文件夹中", "it is not in the folder")
		}
		fmt.Fprintf(out, s.say("佐证文件 %s：%s。\n", "File of evidence %s: %s.\n"), fault.Hash, what)
	}
}
