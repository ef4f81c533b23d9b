package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers says, for each room, which others it may import: cmd → web, api →
// survey/<room> → survey → scoring. The longest matching prefix decides.
var layers = map[string][]string{
	"scoring":         {},
	"survey":          {"scoring"},
	"survey/font":     {},
	"survey/canvas":   {"survey/font"},
	"survey/pdf":      {"survey/canvas", "survey/font"},
	"survey/document": {"survey/canvas", "survey/font", "survey/pdf"},
	"survey/chart":    {"scoring", "survey", "survey/canvas", "survey/font"},
	"survey/report":   {"scoring", "survey", "survey/chart", "survey/document", "survey/foreign"},
	"survey/rectify":  {"scoring", "survey", "survey/evidence"},
	"survey/agenda":   {"scoring", "survey", "survey/awards", "survey/casework", "survey/duty", "survey/points", "survey/projects", "survey/rectify"}, // whose deadlines it tells
	"survey/casework": {"scoring", "survey", "survey/evidence"},                                                                                       // what files belong to
	"survey/projects": {"scoring", "survey", "survey/evidence"},
	"survey/duty":     {"scoring", "survey", "survey/document", "survey/evidence"},
	"survey/points":   {"scoring", "survey", "survey/duty"},                                                                                                                              // whose scores may be marks
	"survey/awards":   {"scoring", "survey", "survey/evidence", "survey/points"},                                                                                                         // whose appraisals may decide
	"survey/dossier":  {"scoring", "survey", "survey/awards", "survey/casework", "survey/chart", "survey/duty", "survey/evidence", "survey/points", "survey/projects", "survey/rectify"}, // how figures are written, and what is told of
	"survey/official": {"scoring", "survey", "survey/awards", "survey/chart", "survey/document", "survey/rectify", "survey/report", "survey/theme"},
	"survey/demo":     {"scoring", "survey", "survey/awards", "survey/casework", "survey/duty", "survey/points", "survey/projects", "survey/rectify"},
	"survey/slips":    {"scoring", "survey", "survey/qr", "survey/pdf", "survey/font"},
	"survey/store":    {"scoring", "survey", "survey/access", "survey/agenda", "survey/awards", "survey/casework", "survey/clerk", "survey/dossier", "survey/duty", "survey/evidence", "survey/guard", "survey/notify", "survey/official", "survey/points", "survey/projects", "survey/rectify", "survey/replay", "survey/webhook"}, // whose interfaces it implements
	"api":             {"scoring", "survey", "survey/*", "api/*"},
	"web":             {"survey", "survey/chart", "web/*"},
	"web/site":        {"scoring", "survey", "survey/*", "api/middleware", "web/locales", "web/static", "web/templates"}, // what all pages share
	"web/account":     {"survey", "survey/*", "api/middleware", "web/site"},
	"web/answer":      {"survey", "survey/*", "api/middleware", "web/site"},
	"web/follow":      {"survey", "survey/*", "api/middleware", "web/answer", "web/site"},
	"web/appraise":    {"survey", "survey/*", "api/middleware", "web/follow", "web/site"},
	"web/result":      {"scoring", "survey", "survey/*", "api/middleware", "web/follow", "web/site"},
	"web/manage":      {"scoring", "survey", "survey/*", "api/middleware", "web/account", "web/answer", "web/result", "web/site"},
	"web/builder":     {"survey", "survey/*", "web/answer", "web/site"},
	"web/design":      {"scoring", "survey", "survey/*", "web/answer", "web/site"},
	"web/reference":   {"web/site"},
	"web/browsertest": {},
	"cmd":             {"*"},
}

// foreign says which rooms alone may import a library (by its prefix).
var foreign = map[string][]string{
	"github.com/labstack/echo":  {"api", "web", "cmd"},
	"database/sql":              {"survey/store", "cmd"},
	"modernc.org/sqlite":        {"survey/store", "cmd"},
	"github.com/jackc/pgx":      {"survey/store", "cmd"},
	"codeberg.org/go-pdf":       {"survey/pdf"},
	"golang.org/x/image":        {"survey/canvas"},
	"github.com/coreos/go-oidc": {"survey/provider"},
	"golang.org/x/oauth2":       {"survey/provider"},
	"github.com/go-ego/gse":     {"survey/theme"},
	"minping/survey/store":      {"survey/store", "cmd"}, // no page or operation reaches a store but through survey.Scoped
}

func TestImportsPointDownwards(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			if why := forbidden(filepath.ToSlash(dir), target); why != "" {
				t.Errorf("%s imports %s: %s", path, target, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Fatalf("looked at %d files only: is the tree where it was?", files)
	}
}

func TestForbidden(t *testing.T) {
	for _, tt := range []struct {
		dir, target string
		want        bool
	}{
		{"scoring", "gonum.org/v1/gonum/stat", false},
		{"scoring", "minping/survey", true},
		{"scoring", "github.com/google/uuid", true},
		{"survey", "minping/scoring", false},
		{"survey", "minping/survey/form", true},
		{"survey/report", "minping/survey/store", true},
		{"survey/store", "minping/survey/store/pgtest", false},
		{"survey", "database/sql", true},
		{"survey/form", "minping/survey", false},
		{"survey/form", "minping/survey/store", true},
		{"survey/report", "minping/survey/chart", false},
		{"survey/store", "database/sql", false},
		{"api", "minping/web", true},
		{"web", "minping/api", true},
		{"web/site", "minping/api/middleware", false},
		{"web/site", "minping/web/answer", true},
		{"web/manage", "minping/web/answer", false},
		{"cmd/minping", "minping/web", false},
		{"survey", "github.com/labstack/echo/v4", true},
	} {
		if got := forbidden(tt.dir, tt.target) != ""; got != tt.want {
			t.Errorf("forbidden(%s, %s) = %v, want %v", tt.dir, tt.target, got, tt.want)
		}
	}
}

// forbidden says why a package in dir may not import target, or "".
func forbidden(dir, target string) string {
	for prefix, rooms := range foreign {
		if strings.HasPrefix(target, prefix) && !within(dir, rooms) {
			return "only " + strings.Join(rooms, ", ") + " may"
		}
	}
	room := strings.TrimPrefix(target, "minping/")
	if room == target {
		std := !strings.Contains(strings.SplitN(target, "/", 2)[0], ".")
		if within(dir, []string{"scoring"}) && !std && !strings.HasPrefix(target, "gonum.org/") {
			return "scoring uses the standard library and gonum alone"
		}
		return ""
	}
	for _, allowed := range allowedFor(dir) {
		base, deep := strings.CutSuffix(allowed, "/*")
		if allowed == "*" || room == allowed || deep && strings.HasPrefix(room, base+"/") {
			return ""
		}
	}
	return dir + " may not"
}

// allowedFor returns what a package may import: what its room may, and, but for
// survey itself, whose rooms stand above it, what lies within its room.
func allowedFor(dir string) []string {
	if dir == "survey" {
		return layers[dir]
	}
	for at := dir; ; {
		if allowed, ok := layers[at]; ok && at != "survey" {
			return append([]string{at, at + "/*"}, allowed...)
		}
		i := strings.LastIndex(at, "/")
		if at[:max(i, 0)] == "survey" { // a room that layers does not name
			return []string{"scoring", "survey", at, at + "/*"}
		}
		if i < 0 {
			return nil
		}
		at = at[:i]
	}
}

func within(dir string, rooms []string) bool {
	for _, r := range rooms {
		if dir == r || strings.HasPrefix(dir, r+"/") {
			return true
		}
	}
	return false
}
