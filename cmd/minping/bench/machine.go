package bench

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Machine is what figures hold for.
type Machine struct {
	CPU        string  `json:"cpu,omitempty"` // its model, as Linux tells it
	Cores      int     `json:"cores"`         // that may be used
	Go         string  `json:"go"`
	System     string  `json:"system"`               // and kernel
	FileSystem string  `json:"file_system"`          // of the folder, as Linux tells it
	Fsync      float64 `json:"fsync_ms"`             // milliseconds to append 4 KiB durably, median
	Load       float64 `json:"load"`                 // processes that wanted to run in the minute before, as Linux tells it
	Postgres   string  `json:"postgresql,omitempty"` // where that is measured too
}

// thisMachine describes the machine, with the disk of a folder.
func thisMachine(dir string) (Machine, error) {
	m := Machine{Cores: runtime.GOMAXPROCS(0), Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, FileSystem: FileSystem(dir)}
	for line := range strings.Lines(content("/proc/cpuinfo")) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			m.CPU = strings.TrimSpace(value)
		}
	}
	if kernel := strings.TrimSpace(content("/proc/sys/kernel/osrelease")); kernel != "" {
		m.System += " " + kernel
	}
	if fields := strings.Fields(content("/proc/loadavg")); len(fields) > 0 {
		m.Load, _ = strconv.ParseFloat(fields[0], 64) // the kernel writes a number
	}
	var err error
	m.Fsync, err = fsyncTime(dir)
	return m, err
}

// fsyncTime is the median time to append a page to a file durably, in
// milliseconds.
func fsyncTime(dir string) (float64, error) {
	f, err := os.CreateTemp(dir, "fsync-")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	page, times := make([]byte, 4096), make([]float64, 0, 200)
	for range cap(times) {
		begun := time.Now()
		if _, err := f.Write(page); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
		times = append(times, time.Since(begun).Seconds()*1000)
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

// FileSystem names the type of the file system that a folder lies on, as Linux
// tells it; "" elsewhere.
func FileSystem(dir string) string {
	dir, err := filepath.Abs(dir)
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	f, open := os.Open("/proc/self/mountinfo")
	if err != nil || open != nil {
		return ""
	}
	defer f.Close()
	longest, kind := -1, ""
	for s := bufio.NewScanner(f); s.Scan(); {
		before, after, _ := strings.Cut(s.Text(), " - ")
		at, what := strings.Fields(before), strings.Fields(after)
		if len(at) < 5 || len(what) < 1 {
			continue
		}
		point := strings.ReplaceAll(at[4], `\040`, " ")
		if inside := point == "/" || dir == point || strings.HasPrefix(dir, point+"/"); inside && len(point) >= longest {
			longest, kind = len(point), what[0]
		}
	}
	return kind
}
