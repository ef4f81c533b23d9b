package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// versionCmd prints which build this is.
type versionCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints the version, the commit and the Go version.
func (v versionCmd) Run() error { return v.run(os.Stdout) }

func (v versionCmd) run(out io.Writer) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("this binary carries no build information")
	}
	build := struct {
		Version string `json:"version"`
		Commit  string `json:"commit,omitempty"`
		Go      string `json:"go"`
	}{Version: info.Main.Version, Go: info.GoVersion}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			build.Commit = s.Value
		}
	}
	if v.JSON {
		return json.NewEncoder(out).Encode(build)
	}
	_, err := fmt.Fprintln(out, "minping", build.Version, build.Commit, build.Go)
	return err
}
