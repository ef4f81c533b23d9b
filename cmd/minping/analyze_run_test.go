package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
)

// analyze runs a command line of minping analyze and returns what it prints.
func analyze(args ...string) (string, error) {
	ctx, err := newParser().Parse(append([]string{"analyze"}, args...))
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	command := ctx.Selected().Target.Addr().Interface().(interface{ run(stdout io.Writer) error })
	err = command.run(&out)
	return out.String(), err
}

// analyzeJSON runs a command line with --json and returns its figures.
func analyzeJSON(t *testing.T, args ...string) any {
	t.Helper()
	out, err := analyze(append(args, "--json", "--lang", "en")...)
	if err != nil {
		t.Fatalf("minping analyze %s: %v", strings.Join(args, " "), err)
	}
	var figures any
	if err := json.Unmarshal([]byte(out), &figures); err != nil {
		t.Fatalf("minping analyze %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return figures
}
