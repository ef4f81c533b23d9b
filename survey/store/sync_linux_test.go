package store_test

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"minping/survey/store"
)

// failFlushes makes every fsync and fdatasync of this process fail with EIO,
// for good: a seccomp filter answers for the kernel.
func failFlushes() error {
	load := unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS} // the number of the call
	is := func(call uint32, jump uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jt: jump, K: call}
	}
	give := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	program := []unix.SockFilter{
		load, is(unix.SYS_FSYNC, 2), is(unix.SYS_FDATASYNC, 1),
		give(unix.SECCOMP_RET_ALLOW), give(unix.SECCOMP_RET_ERRNO | uint32(unix.EIO)),
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	filter := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&filter)))
	if errno != 0 {
		return errno
	}
	return nil
}

func init() { breakFlushes = failFlushes }

// Once flushes to disk fail, nothing is acknowledged; after a restart what was
// acknowledged before is there, once, and the others are taken (trust test 5).
func TestFlushFails(t *testing.T) {
	dir := t.TempDir()
	st, err := store.OpenSQLite(dir)
	ok(t, err)
	o := newOffice(st)
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	ok(t, st.Close())
	first, second := submission(p.ID), submission(p.ID)
	server := startProcess(t, dir)
	if a := server.ask(request{Do: "accept", Sub: first}); a.Kind != "-" || !a.Fresh {
		t.Fatalf("before: %+v", a)
	}
	if a := server.ask(request{Do: "break flushes"}); a.Kind != "-" {
		t.Skipf("this kernel takes no filter: %s", a.Kind)
	}
	for range 5 {
		if a := server.ask(request{Do: "accept", Sub: second}); a.Kind != "unavailable" {
			t.Errorf("while flushes fail: %+v", a)
		}
	}
	server.kill()
	next := startProcess(t, dir)
	if a := next.ask(request{Do: "accept", Sub: first}); a.Kind != "-" || a.Fresh {
		t.Errorf("what was acknowledged: %+v", a)
	}
	if a := next.ask(request{Do: "accept", Sub: second}); a.Kind != "-" {
		t.Errorf("the other, after a restart: %+v", a)
	}
	next.kill()
	st, err = store.OpenSQLite(dir)
	ok(t, err)
	if n := len(newOffice(st).records(t, p.ID)); n != 2 {
		t.Errorf("%d ballots, want 2", n)
	}
	ok(t, st.Close())
}
