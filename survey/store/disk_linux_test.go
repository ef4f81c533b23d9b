package store_test

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A diskEvent is something that a process did to the files of its folder, or
// said, in the order in which it began; a flush stands where it ended.
type diskEvent struct {
	kind  string // create, write, size, flush, remove, say
	file  string // its name; "" is the folder itself
	data  []byte // written, or said
	at    int64  // offset of a write; new size
	since int    // of a flush: the number of events before it began
}

// Lines of strace -f -y -xx: whole calls, and such as another thread came into.
var (
	tracedCall   = regexp.MustCompile(`^(\d+) +(\w+)\((.*)$`)
	tracedResume = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>(.*)$`)
	tracedText   = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
	tracedFile   = regexp.MustCompile(`^\d+<((?:\\x[0-9a-f]{2})*)>`)
)

// readTrace returns what a trace tells of the files in a folder.
func readTrace(r io.Reader, folder string) (events []diskEvent, err error) {
	flushes := map[string]diskEvent{} // by thread: begun
	begin := func(thread, call, rest string, whole bool) error {
		e := diskEvent{since: len(events)}
		path := ""
		if f := tracedFile.FindStringSubmatch(rest); f != nil {
			path = unhex(f[1])
		} else if s := tracedText.FindStringSubmatch(rest); s != nil {
			path = unhex(s[1])
		}
		said := call == "write" && strings.HasPrefix(rest, "1<")
		if !said && path != folder && filepath.Dir(path) != folder {
			return nil
		}
		if path != folder {
			e.file = filepath.Base(path)
		}
		text := tracedText.FindStringSubmatch(rest)
		switch call {
		case "write", "pwrite64":
			e.kind, e.data = "write", []byte(unhex(text[1]))
			if said {
				e.kind = "say"
			} else if call == "write" {
				return fmt.Errorf("a write without a place: %.200s", rest)
			} else if e.at, err = lastNumber(rest); err != nil {
				return err
			}
		case "ftruncate":
			e.kind = "size"
			if e.at, err = lastNumber(rest); err != nil {
				return err
			}
		case "open", "openat":
			if !strings.Contains(rest, "O_CREAT") {
				return nil
			}
			e.kind = "create"
		case "unlink", "unlinkat":
			e.kind = "remove"
		case "fsync", "fdatasync":
			e.kind = "flush"
			if !whole {
				flushes[thread] = e
				return nil
			}
		default:
			return fmt.Errorf("a call that is not known: %s(%.200s", call, rest)
		}
		events = append(events, e)
		return nil
	}
	for lines := bufio.NewReader(r); ; {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			return events, nil
		}
		if err != nil {
			return nil, err
		}
		line = strings.TrimSuffix(line, "\n")
		if c := tracedResume.FindStringSubmatch(line); c != nil {
			if e, ok := flushes[c[1]]; ok && strings.HasSuffix(strings.TrimSpace(c[3]), "= 0") {
				events = append(events, e)
			}
			delete(flushes, c[1])
		} else if c := tracedCall.FindStringSubmatch(line); c != nil {
			if err := begin(c[1], c[2], c[3], !strings.Contains(c[3], "<unfinished")); err != nil {
				return nil, err
			}
		}
	}
}

// lastNumber returns the last argument of a call: …, N) = or …, N <unfinished.
func lastNumber(rest string) (int64, error) {
	rest, _, _ = strings.Cut(rest, ")")
	rest, _, _ = strings.Cut(rest, " <unfinished")
	return strconv.ParseInt(strings.TrimSpace(rest[strings.LastIndexByte(rest, ',')+1:]), 10, 64)
}

// unhex reads \x2f\x74….
func unhex(s string) string {
	b, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	if err != nil {
		panic(err)
	}
	return string(b)
}

// A disk is a folder as it may be found after the power was cut: all that was
// flushed is there; of what was not, each sector holds any of the states that
// it went through since, each file has any of its sizes, and files that were
// made or removed may be there or not until their folder was flushed.
type disk struct {
	flushed map[string][]byte // nil: not there
	pending map[string][]diskEvent
	entries map[string]bool // made or removed, and the folder not flushed since: made
}

const sector = 512

// diskAfter returns the disk after some events, which began with these files.
func diskAfter(start map[string][]byte, events []diskEvent) *disk {
	d := &disk{map[string][]byte{}, map[string][]diskEvent{}, map[string]bool{}}
	for name, content := range start {
		d.flushed[name] = slices.Clone(content)
	}
	begun := map[string][]int{} // of pending: their numbers
	for i, e := range events {
		switch e.kind {
		case "create":
			if d.flushed[e.file] == nil {
				d.flushed[e.file], d.entries[e.file] = []byte{}, true
			}
		case "remove":
			d.entries[e.file] = false
		case "write", "size":
			d.pending[e.file] = append(d.pending[e.file], e)
			begun[e.file] = append(begun[e.file], i)
		case "flush":
			if e.file == "" {
				d.flushFolder()
				continue
			}
			n := 0
			for n < len(begun[e.file]) && begun[e.file][n] < e.since {
				n++
			}
			d.flushed[e.file] = afterwards(d.flushed[e.file], d.pending[e.file][:n])
			d.pending[e.file], begun[e.file] = d.pending[e.file][n:], begun[e.file][n:]
		}
	}
	return d
}

// flushFolder makes durable which files there are.
func (d *disk) flushFolder() {
	for name, made := range d.entries {
		if !made {
			delete(d.flushed, name)
			delete(d.pending, name)
		}
	}
	clear(d.entries)
}

// afterwards returns a file after some changes.
func afterwards(content []byte, changes []diskEvent) []byte {
	for _, e := range changes {
		size := e.at + int64(len(e.data))
		if e.kind == "size" && size < int64(len(content)) {
			content = content[:size]
		}
		if missing := size - int64(len(content)); missing > 0 {
			content = append(content, make([]byte, missing)...)
		}
		copy(content[e.at:], e.data)
	}
	return content
}

// write puts one of the states in which the disk may be found into a folder.
func (d *disk) write(folder string, random *rand.Rand) error {
	luck := []float64{0, random.Float64(), random.Float64(), 1}[random.IntN(4)] // of what was not flushed
	for name, content := range d.flushed {
		if _, unsure := d.entries[name]; unsure && random.IntN(2) == 0 {
			continue
		}
		content = found(content, d.pending[name], luck, random)
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// found returns a file as it may be found: of each sector, and of the size, so
// many changes from the first on have reached the disk. A sector that was cut
// off is empty once the size is known to have been less.
func found(content []byte, changes []diskEvent, luck float64, random *rand.Rand) []byte {
	reached := func() int {
		switch u := random.Float64(); {
		case u < luck:
			return len(changes)
		case u < (1+luck)/2:
			return random.IntN(len(changes) + 1)
		default:
			return 0
		}
	}
	sized := reached()
	size := len(afterwards(slices.Clone(content), changes[:sized]))
	out := make([]byte, size)
	for from := 0; from < size; from += sector {
		n := reached()
		for i := n; i < sized; i++ { // what the size tells of this sector
			if changes[i].kind == "size" && int(changes[i].at) < from+sector {
				n = i + 1
			}
		}
		copy(out[from:min(from+sector, size)], sectorAfter(content, changes[:n], from))
	}
	return out
}

// sectorAfter returns a sector of a file after some changes.
func sectorAfter(content []byte, changes []diskEvent, from int) []byte {
	s := make([]byte, sector)
	copy(s, content[min(from, len(content)):])
	for _, e := range changes {
		at := int(e.at) - from
		switch {
		case e.kind == "size" && at < sector:
			clear(s[max(0, at):])
		case e.kind == "write" && at < sector && at+len(e.data) > 0:
			copy(s[max(0, at):], e.data[max(0, -at):])
		}
	}
	return s
}
