package store_test

import (
	"path/filepath"
	"testing"

	"minping/survey/store"
)

// A backup whose tables are of a later version is refused; one of an earlier
// version is brought up to date, in either engine.
func TestBackupOfOtherVersion(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.furnish(t)
	path := backup(t, o.store)
	ok(t, store.Reschema(ctx, path, 1000))
	if _, err := store.RestoreSQLite(ctx, path, filepath.Join(t.TempDir(), "new"), nil); backupKind(err) != "newer" {
		t.Errorf("of a later version: %v", err)
	}
	path = backup(t, o.store)
	ok(t, store.Reschema(ctx, path, 6))
	for name, restore := range engines {
		t.Run(name, func(t *testing.T) {
			got := newOffice(restore(t, path))
			if v := verified(t, got, "codes"); !v.Sound() {
				t.Errorf("a recount finds %+v", v)
			}
			ok(t, got.Tick(ctx))
		})
	}
}
