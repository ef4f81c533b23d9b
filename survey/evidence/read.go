package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ReadFolder opens a folder beside whoever keeps files in it, to be copied and
// verified only: nothing in it is made, cleared away or counted. One that is not
// there is an empty one.
func ReadFolder(dir string) (*Folder, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = errors.New("is no folder")
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("evidence: %s: %w", dir, err)
	}
	return &Folder{dir: dir}, nil
}

// Has reports whether a content is there.
func (f *Folder) Has(hash string) bool {
	if !validHash(hash) {
		return false
	}
	_, err := os.Stat(f.path(hash))
	return err == nil
}
