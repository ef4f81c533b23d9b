package store

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A generation is one backup in a folder of them: 2026-11-22, and
// 2026-11-22-2 for another one of that day.
type generation struct {
	name, day string
	number    int // within the day, from 1
}

var generationName = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?:-([1-9]\d{0,5}))?$`)

// generations lists the backups in a folder, the oldest first.
func generations(dir string) ([]generation, error) {
	entries, err := os.ReadDir(dir)
	var all []generation
	for _, e := range entries {
		if m := generationName.FindStringSubmatch(e.Name()); m != nil && e.IsDir() {
			number, _ := strconv.Atoi(cmp.Or(m[2], "1"))
			all = append(all, generation{e.Name(), m[1], number})
		}
	}
	slices.SortFunc(all, func(a, b generation) int {
		return cmp.Or(strings.Compare(a.day, b.day), a.number-b.number)
	})
	return all, err
}

// nextGeneration names the backup of a day: never before those that are there,
// also where the clock was set back.
func nextGeneration(all []generation, day string) generation {
	next := generation{name: day, day: day, number: 1}
	if len(all) > 0 {
		if last := all[len(all)-1]; last.day >= day {
			next.day, next.number = last.day, last.number+1
			next.name = last.day + "-" + strconv.Itoa(next.number)
		}
	}
	return next
}

// The ends of names that are no generations: what is being written, and what
// is being removed.
const (
	partialEnd = ".partial"
	removedEnd = ".removed"
)

// tidy removes what a backup that was broken off left behind: what it had
// begun to write, to remove, and had said it would replace.
func tidy(dir string) error {
	all, err := generations(dir)
	if err != nil {
		return err
	}
	for _, g := range all {
		m, err := readManifest(filepath.Join(dir, g.name))
		if err != nil {
			continue // whoever compares with it says so
		}
		for _, name := range m.Replaces {
			if slices.ContainsFunc(all, func(g generation) bool { return g.name == name }) {
				if err := discard(dir, name); err != nil {
					return err
				}
			}
		}
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, ".") && (strings.HasSuffix(name, partialEnd) || strings.HasSuffix(name, removedEnd)) {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	return err
}

// discard removes a generation: at no moment does half of one look whole.
func discard(dir, name string) error {
	hidden := filepath.Join(dir, "."+name+removedEnd)
	if err := os.Rename(filepath.Join(dir, name), hidden); err != nil {
		return err
	}
	if err := flushFolder(dir); err != nil {
		return err
	}
	return os.RemoveAll(hidden)
}
