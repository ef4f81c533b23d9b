package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"testing"
)

func TestExitCodes(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want int
	}{
		{[]string{"version"}, 0},
		{nil, 2},
		{[]string{"no-such-command"}, 2},
		{[]string{"score"}, 2},
		{[]string{"check", "no-such-file.yaml"}, 1},
		{[]string{"score", "-q", "library:no-such", "ballots.csv", "--json"}, 2},
	} {
		if got := run(tt.args); got != tt.want {
			t.Errorf("minping %v exits %d, want %d", tt.args, got, tt.want)
		}
	}
}

func TestUsageErrorsStayWhatTheyAre(t *testing.T) {
	cause := errors.New("cause")
	err := fmt.Errorf("wrapped: %w", usageError{cause})
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	if usage, ok := errors.AsType[usageError](err); !ok || usage.ExitCode() != 2 {
		t.Error("a wrapped usage error no longer exits 2")
	}
}

func TestVersion(t *testing.T) {
	var out bytes.Buffer
	if err := (versionCmd{JSON: true}).run(&out); err != nil {
		t.Fatal(err)
	}
	var build struct{ Version, Go string }
	if err := json.Unmarshal(out.Bytes(), &build); err != nil || build.Go != runtime.Version() {
		t.Errorf("%s: %v", out.Bytes(), err)
	}
}
