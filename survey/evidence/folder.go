package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"minping/survey"
)

// Limits are how much is kept.
type Limits struct {
	File  int64 // bytes of one file
	Total int64 // bytes of all
	Files int   // number of all
}

// DefaultLimits are for an office that keeps scans of some thousand orders.
var DefaultLimits = Limits{File: 20 << 20, Total: 20 << 30, Files: 100_000}

// A File is one that is kept.
type File struct {
	Hash string `json:"hash"` // SHA-256 of its content, hex
	Kind Kind   `json:"kind"`
	Size int64  `json:"size"`
}

// A Folder keeps files. It is safe for many goroutines, and for several processes
// on one folder; each counts what it keeps itself, and all there is at Sweep.
type Folder struct {
	dir     string
	limits  Limits
	scanner Scanner // nil: there is none

	mu    sync.Mutex // of what follows, and of naming and removing files
	bytes int64
	files int
}

// arriving is where files are written before they have a name.
const arriving = "arriving"

// stale is after how long what is half written was left by a crash.
const stale = time.Hour

// OpenFolder opens a folder of files, which it makes where there is none, and
// removes what crashes left half written.
func OpenFolder(dir string, limits Limits, scanner Scanner) (*Folder, error) {
	f := &Folder{dir: dir, limits: limits, scanner: scanner}
	if err := os.MkdirAll(filepath.Join(dir, arriving), 0o700); err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	if err := f.clear(time.Now().Add(-stale)); err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	if err := f.count(); err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return f, nil
}

// count counts what is there.
func (f *Folder) count() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var bytes int64
	var files int
	err := f.each(func(_ string, info fs.FileInfo) error {
		bytes += info.Size()
		files++
		return nil
	})
	if err == nil {
		f.bytes, f.files = bytes, files
	}
	return err
}

// clear removes what is half written and older than a time.
func (f *Folder) clear(older time.Time) error {
	entries, err := os.ReadDir(filepath.Join(f.dir, arriving))
	for _, e := range entries {
		info, gone := e.Info()
		if gone == nil && info.ModTime().Before(older) {
			if err := os.Remove(filepath.Join(f.dir, arriving, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return err
}

// Put takes a file in and answers once it is durable. What is wrong with the file
// is survey.FieldErrors; any other error is the server's own.
func (f *Folder) Put(ctx context.Context, name string, content io.Reader) (File, error) {
	if err := f.room(1); err != nil {
		return File{}, err
	}
	temp, err := os.CreateTemp(filepath.Join(f.dir, arriving), "")
	if err != nil {
		return File{}, fmt.Errorf("evidence: %w", err)
	}
	defer os.Remove(temp.Name())
	file, err := f.receive(ctx, temp, name, content)
	if closed := temp.Close(); err == nil && closed != nil {
		err = fmt.Errorf("evidence: %w", closed)
	}
	if err != nil {
		return File{}, err
	}
	return file, f.keep(temp.Name(), file)
}

// receive writes a file and looks at it.
func (f *Folder) receive(ctx context.Context, temp *os.File, name string, content io.Reader) (File, error) {
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(temp, hash), io.LimitReader(content, f.limits.File+1))
	if err != nil {
		return File{}, fmt.Errorf("evidence: %w", err)
	}
	if size > f.limits.File {
		return File{}, refuse("evidence_size", "max", float64(f.limits.File)/(1<<20))
	}
	kind, err := Sniff(name, temp, size)
	if err != nil {
		return File{}, err
	}
	if err := temp.Sync(); err != nil {
		return File{}, fmt.Errorf("evidence: %w", err)
	}
	if f.scanner != nil {
		switch err := f.scanner.Scan(ctx, temp.Name()); {
		case errors.Is(err, ErrInfected):
			return File{}, refuse("evidence_infected")
		case err != nil:
			return File{}, errors.Join(refuse("evidence_scanner"), err)
		}
	}
	return File{Hash: hex.EncodeToString(hash.Sum(nil)), Kind: kind, Size: size}, nil
}

// keep names a file by its hash, where it fits. What is there already stays,
// and Sweep leaves it for a while; a damaged one is mended.
func (f *Folder) keep(temp string, file File) error {
	sound, _ := f.sound(file.Hash)
	f.mu.Lock()
	defer f.mu.Unlock()
	if sound {
		now := time.Now()
		if err := os.Chtimes(f.path(file.Hash), now, now); unlessGone(err) != nil {
			return fmt.Errorf("evidence: %w", err)
		}
	}
	_, gone := os.Stat(f.path(file.Hash)) // swept by another process, if it was sound
	if sound && gone == nil {
		return nil
	}
	if gone != nil {
		if err := f.fits(file.Size); err != nil {
			return err
		}
	}
	if err := f.name(temp, file.Hash, file.Size); err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	return nil
}

// name names a file by its hash, in the place of what is there, under the lock.
func (f *Folder) name(temp, hash string, size int64) error {
	to := f.path(hash)
	before, lost := os.Stat(to)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := os.Rename(temp, to); err != nil {
		return err
	}
	f.bytes += size
	if lost == nil {
		f.bytes -= before.Size()
	} else {
		f.files++
	}
	return errors.Join(syncDir(filepath.Dir(to)), syncDir(f.dir))
}

// room is nil where so many more bytes fit.
func (f *Folder) room(size int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fits(size)
}

func (f *Folder) fits(size int64) error {
	if f.bytes+size > f.limits.Total || f.files >= f.limits.Files {
		return refuse("evidence_full")
	}
	return nil
}

// Limits are how much is kept at most.
func (f *Folder) Limits() Limits { return f.limits }

// Usage is how much is kept.
func (f *Folder) Usage() (bytes int64, files int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.bytes, f.files
}

// Open opens a file by its hash; survey.ErrNotFound where none is kept. Whoever
// opens it closes it.
func (f *Folder) Open(hash string) (*os.File, error) {
	if !validHash(hash) {
		return nil, fmt.Errorf("evidence: %w", survey.ErrNotFound)
	}
	file, err := os.Open(f.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("evidence %s: %w", hash, survey.ErrNotFound)
	}
	return file, err
}

// sound reports whether a content is what its name says.
func (f *Folder) sound(hash string) (bool, error) {
	file, err := f.Open(hash)
	if err != nil {
		return false, err
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return err == nil && hex.EncodeToString(sum.Sum(nil)) == hash, err
}

func (f *Folder) path(hash string) string { return filepath.Join(f.dir, hash[:2], hash) }

// validHash reports whether a text is a hash as files are named by: nothing else
// becomes a path.
func validHash(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// each calls do for every file that is kept, in the order of their hashes.
func (f *Folder) each(do func(hash string, info fs.FileInfo) error) error {
	folders, err := os.ReadDir(f.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, folder := range folders {
		if !folder.IsDir() || len(folder.Name()) != 2 {
			continue
		}
		files, err := os.ReadDir(filepath.Join(f.dir, folder.Name()))
		if err != nil {
			return err
		}
		for _, e := range files {
			if !validHash(e.Name()) || e.Name()[:2] != folder.Name() {
				continue
			}
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) { // it was swept
				continue
			}
			if err != nil {
				return err
			}
			if err := do(e.Name(), info); err != nil {
				return err
			}
		}
	}
	return nil
}

// syncDir makes names in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
