package main

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"minping/survey"
)

// An auditKeeper signs the head of the audit log once a day, and whenever the
// log is exported, into a file beside the key. Both lie outside the database,
// so that whoever has only that cannot cut off the log's end unseen.
type auditKeeper struct {
	key   ed25519.PrivateKey
	heads string // file
	log   survey.AuditLog
	now   func() time.Time
}

// auditKeyName is the key's file in a folder of data.
const auditKeyName = "audit.key"

// keyFile is where the key lies; "": nowhere, and heads are not signed.
func (f storageFlags) keyFile() string {
	if f.AuditKey == "" && f.DB == "" {
		return filepath.Join(f.Data, auditKeyName)
	}
	return f.AuditKey
}

// keeper returns the keeper of an open store's log; nil: there is no place for
// a key. The first makes the key.
func (f storageFlags) keeper(log survey.AuditLog) (*auditKeeper, error) {
	file := f.keyFile()
	if file == "" {
		return nil, nil
	}
	key, err := readAuditKey(file)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = makeAuditKey(file)
	}
	if err != nil {
		return nil, fmt.Errorf("audit key: %w", err)
	}
	return &auditKeeper{key: key, heads: headsOf(file), log: log, now: time.Now}, nil
}

// headsOf is the file of signed heads beside a key.
func headsOf(key string) string { return strings.TrimSuffix(key, ".key") + ".heads" }

func readAuditKey(file string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("%s does not hold a key; move it away, and a new one is made", file)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

func makeAuditKey(file string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) { // another server was first
		return readAuditKey(file)
	}
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintln(f, base64.StdEncoding.EncodeToString(key.Seed()))
	return key, errors.Join(err, f.Sync(), f.Close())
}

// tick signs the head of a day on which it was not signed yet.
func (k *auditKeeper) tick(ctx context.Context) error {
	if k == nil {
		return nil
	}
	day := k.now().Format(time.DateOnly)
	heads, err := k.read()
	if err != nil || len(heads) > 0 && strings.Contains(heads[len(heads)-1], " "+day+" ") {
		return err
	}
	return k.sign(ctx)
}

var _ survey.AuditSigner = (*auditKeeper)(nil)

// SignHead implements survey.AuditSigner; without a key nothing is signed.
func (k *auditKeeper) SignHead(ctx context.Context) error {
	if k == nil {
		return nil
	}
	return k.sign(ctx)
}

// SignedHead implements survey.AuditSigner.
func (k *auditKeeper) SignedHead() (day string, head survey.AuditHead, err error) {
	if k == nil {
		return "", head, nil
	}
	lines, err := k.read()
	for i := len(lines) - 1; i >= 0 && err == nil; i-- {
		if day, head, ok := survey.OpenAuditHead(k.key.Public().(ed25519.PublicKey), lines[i]); ok {
			return day, head, nil
		}
	}
	return "", survey.AuditHead{}, err
}

// sign signs the head that the log has now, unless that was done on this day.
func (k *auditKeeper) sign(ctx context.Context) error {
	head, err := k.log.AuditHead(ctx)
	if err != nil || head.Sequence == 0 {
		return err
	}
	line := survey.SignAuditHead(k.key, k.now().Format(time.DateOnly), head)
	if lines, err := k.read(); err != nil || len(lines) > 0 && lines[len(lines)-1] == line {
		return err
	}
	f, err := os.OpenFile(k.heads, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, line)
	return errors.Join(err, f.Sync(), f.Close())
}

// read returns the lines of the file of heads.
func (k *auditKeeper) read() (lines []string, err error) {
	f, err := os.Open(k.heads)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for scanner := bufio.NewScanner(f); ; {
		if !scanner.Scan() {
			return lines, scanner.Err()
		}
		lines = append(lines, scanner.Text())
	}
}

// noted returns the heads that were signed, and the lines whose signature is wrong.
func (k *auditKeeper) noted() (heads []survey.AuditHead, flaws []survey.AuditFlaw, err error) {
	lines, err := k.read()
	for i, line := range lines {
		_, h, ok := survey.OpenAuditHead(k.key.Public().(ed25519.PublicKey), line)
		if !ok {
			flaws = append(flaws, survey.AuditFlaw{Sequence: int64(i + 1), Key: "audit_signature"})
			continue
		}
		heads = append(heads, h)
	}
	return heads, flaws, err
}
