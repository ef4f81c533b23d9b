package store_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"minping/survey/store"
)

var powerCuts = flag.Int("powercuts", 20, "at how many moments TestPowerCut cuts the power of a process that accepts ballots")

// powerFolder tells a child process of this test where to accept ballots.
const powerFolder = "MINPING_TEST_POWER_FOLDER"

// The sheets of the child; after so many rows it moves the log into the file,
// and once it rewrites the box, as servers do by night.
const (
	powerClients = 8
	powerSheets  = 400
	powerDrains  = 100
)

// TestPowerCut records what a process that accepts ballots writes, flushes and
// says, and cuts the power at random moments: whatever of the writes that were
// not flushed has reached the disk, in whichever sectors, the box opens, and
// what was acknowledged is there, once, and nothing is half there (promise P1).
func TestPowerCut(t *testing.T) {
	if folder := os.Getenv(powerFolder); folder != "" {
		acceptUnderPower(folder)
		return
	}
	folder := t.TempDir()
	ok(t, prepareFolder(folder))
	start := filesOf(t, folder)
	events := traced(t, folder)
	said := 0
	for _, e := range events {
		if e.kind == "say" {
			said++
		}
	}
	if said < 2*powerSheets {
		t.Fatalf("%d lines of %d sheets, told twice", said, powerSheets)
	}
	var all tally
	unflushed := 0
	random := rand.New(rand.NewPCG(rand.Uint64(), 1))
	for range *powerCuts {
		at := random.IntN(len(events) + 1)
		d := diskAfter(start, events[:at])
		for _, changes := range d.pending {
			unflushed += len(changes)
		}
		found, err := powerBack(t.TempDir(), d, events[:at], random)
		if err != nil {
			t.Errorf("cut at event %d of %d: %v", at, len(events), err)
		}
		if !found.sound() {
			t.Errorf("cut at event %d of %d: %s", at, len(events), found)
		}
		all.add(found)
	}
	t.Logf("%d power cuts, %d changes of files not flushed yet: %s", *powerCuts, unflushed, all)
	if all.acknowledged == 0 || unflushed == 0 {
		t.Errorf("nothing was at stake: %s, %d changes not flushed", all, unflushed)
	}
}

// filesOf returns the files of a folder whose content lasts: neither lock nor
// shared memory.
func filesOf(t *testing.T, folder string) map[string][]byte {
	files := map[string][]byte{}
	list, err := os.ReadDir(folder)
	ok(t, err)
	for _, f := range list {
		if !passing(f.Name()) {
			files[f.Name()], err = os.ReadFile(filepath.Join(folder, f.Name()))
			ok(t, err)
		}
	}
	return files
}

func passing(file string) bool {
	return strings.HasSuffix(file, "-shm") || strings.HasSuffix(file, ".lock")
}

// traced runs the child in a folder and returns what it did there. It skips
// where there is no strace, and fails where MINPING_TEST_REQUIRE lists it.
func traced(t *testing.T, folder string) (events []diskEvent) {
	skip := t.Skip
	if slices.Contains(strings.Split(os.Getenv("MINPING_TEST_REQUIRE"), ","), "strace") {
		skip = t.Fatal
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		skip("strace is not installed")
	}
	trace := filepath.Join(t.TempDir(), "trace")
	child := exec.Command(strace, "-f", "--seccomp-bpf", "-y", "-xx", "-s", "1048576", "-o", trace,
		"-e", "trace=open,openat,creat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,fallocate,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,unlink,unlinkat",
		"-e", "signal=none", os.Args[0], "-test.run=^TestPowerCut$")
	child.Env = append(os.Environ(), powerFolder+"="+folder)
	if out, err := child.CombinedOutput(); err != nil {
		if strings.Contains(string(out), "ptrace") {
			skip("this machine traces no processes: ", string(out))
		}
		t.Fatalf("%v: %s", err, out[max(0, len(out)-2000):])
	}
	f, err := os.Open(trace)
	ok(t, err)
	defer f.Close()
	all, err := readTrace(f, folder)
	ok(t, err)
	for _, e := range all {
		if !passing(e.file) {
			events = append(events, e)
		}
	}
	return events
}

// powerBack opens the store on what is found on the disk and compares it with
// what the child had said until the cut.
func powerBack(folder string, d *disk, events []diskEvent, random *rand.Rand) (found tally, err error) {
	if err := d.write(folder, random); err != nil {
		return found, err
	}
	l := newLedger()
	for _, e := range events {
		if e.kind != "say" {
			continue
		}
		verb, name, _ := strings.Cut(strings.TrimSpace(string(e.data)), " ")
		switch verb {
		case "send":
			l.send(name)
		case "done":
			l.acknowledge(name)
		}
	}
	st, err := store.OpenSQLite(folder)
	if err != nil {
		return found, err
	}
	defer st.Close()
	return l.compare(newOffice(st), "p")
}

// acceptUnderPower is the child: clients hand in sheets and tell their names,
// before and after.
func acceptUnderPower(folder string) {
	st, err := store.OpenSQLite(folder)
	if err != nil {
		panic(err)
	}
	defer st.Close()
	st.DrainEvery(powerDrains)
	o := newOffice(st)
	var clients sync.WaitGroup
	var done atomic.Int64
	for client := range powerClients {
		clients.Go(func() {
			for i := range powerSheets / powerClients {
				name := fmt.Sprintf("%d-%d", client, i)
				fmt.Printf("send %s\n", name) // one write each
				if _, err := o.Accept(ctx, sheet("p", name)); err != nil {
					panic(err)
				}
				fmt.Printf("done %s\n", name)
				if done.Add(1) != powerSheets/2 {
					continue
				}
				if err := o.store.Ballots.Rewrite(ctx); err != nil {
					panic(err)
				}
			}
		})
	}
	clients.Wait()
}
