package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unnoted are the writing methods that note nothing in the audit log, each
// with the reason why.
var unnoted = map[string]string{
	"People.TakeKey":     "what a request was answered is no act; the act that it was is noted",
	"People.SettleKey":   "as TakeKey",
	"People.DropKey":     "as TakeKey",
	"Ballots.Deposit":    "the way of a ballot leaves no trace but the ballot",
	"Ballots.CreateBox":  "made empty with a poll's codes or its opening, which are noted",
	"Ballots.DropBox":    "the empty box of a draft, whose end is noted",
	"Ballots.PutQuotas":  "a poll's own, when it opens, which is noted",
	"Ballots.Fence":      "part of closing a poll, which is noted",
	"Ballots.Seal":       "changes the order of what is stored and nothing else",
	"Ballots.Rewrite":    "changes the order of what is stored and nothing else",
	"Ballots.PutCodes":   "Service notes it before, in the database of people: TestCodesAreNotedFirst",
	"Ballots.PutBatches": "as PutCodes",
	"Ballots.VoidCodes":  "Service notes it before, in the database of people: TestCodesAreNotedFirst",

	"People.AddComments":   "a draw that does not count yet; SettleDraw notes the one that does",
	"People.Rehash":        "the same password, hashed at another cost",
	"People.TakeStep":      "a code of a second factor is good once; that it was given is noted",
	"People.UseSignin":     "the time of somebody's last request; that he signed in is noted",
	"People.TakeOn":        "which server does a night's chore",
	"People.Scrub":         "drops from the files what is deleted already",
	"People.NoteDevices":   "part of the way of a ballot",
	"People.ForgetDevices": "part of making a release, which is noted",

	"People.PutJudgeDraft": "a judge's marks that he keeps to himself; that he hands them in is noted",
	"People.Told":          "which week's digest an account has; that it wants one is noted",
	"People.Queue":         "messages to send; what made them is noted",
	"People.QueueEvent":    "messages of an event, which is a poll's change and noted",
	"People.Events":        "takes events under a lease",
	"People.SendMailing":   "a mailing that was planned, which is noted, goes out",
	"People.Claim":         "takes messages under a lease",
	"People.Finish":        "what became of sending a message",
	"People.Again":         "what became of sending a message",
	"People.ForgetLog":     "drops what became of old messages",
	"People.NoteArchived":  "since when a list may be dropped; that the poll was archived is noted",

	"People.UntoldEvents":    "takes events under a lease",
	"People.TakeInEvents":    "deliveries of events, which are polls' changes and noted",
	"People.BeginDelivery":   "an attempt to call a hook, in the log of deliveries",
	"People.ClaimDeliveries": "takes deliveries under a lease",
	"People.FinishAttempts":  "what became of calling a hook, in the log of deliveries",
	"People.QueueAgain":      "calls a hook once more; what it was told was noted then",
	"People.DropLog":         "drops old deliveries",

	"Sessions.CommitCtx": "the time of somebody's last request; that he signed in is noted",
	"Sessions.DeleteCtx": "ends one's own session, or drops one that has ended",
	"Sessions.Commit":    "CommitCtx",
	"Sessions.Delete":    "DeleteCtx",
	"Clock.Keep":         "the time",
	"Clock.Stop":         "the time",

	"Origin.Backup": "writes files beside the databases; who calls it notes it: TestBackupIsNoted",
}

// A writing method of the store notes what it does, or it is told here why not.
func TestWritesAreNoted(t *testing.T) {
	calls := callsOf(t)
	var writing []string
	for name := range calls {
		kind, method, _ := strings.Cut(name, ".")
		if !ast.IsExported(kind) || !ast.IsExported(method) || !calls.reach(name, writes) {
			continue
		}
		writing = append(writing, name)
		_, exempt := unnoted[name]
		switch noted := calls.reach(name, notes); {
		case noted && exempt:
			t.Errorf("%s notes an act and is exempted from doing so", name)
		case !noted && !exempt:
			t.Errorf("%s writes and notes no act: run it by People.act, or argue in this file why not", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unnoted)) {
		if !slices.Contains(writing, name) {
			t.Errorf("%s is exempted, but does not write", name)
		}
	}
	if len(writing) < 30 {
		t.Errorf("only %d writing methods were found: %v", len(writing), writing)
	}
}

// Nothing on the way of a ballot reaches the log.
func TestDepositsReachNoLog(t *testing.T) {
	calls := callsOf(t)
	for _, name := range []string{"Ballots.Deposit", "People.NoteDevices", "Ballots.Stream", "Ballots.StreamScored", "Ballots.Cells", "Ballots.Submissions", "Ballots.Taken", "Ballots.Grant"} {
		if len(calls[name]) == 0 {
			t.Errorf("%s is gone", name)
		}
		if calls.reach(name, notes) {
			t.Errorf("%s notes an act", name)
		}
	}
	for name := range calls { // whatever the writer of ballots does
		if strings.HasPrefix(name, "writer.") && calls.reach(name, notes) {
			t.Errorf("%s, which stores ballots, notes an act", name)
		}
	}
}

// writes are the calls by which something is written, notes that by which an
// act is noted.
var (
	writes = []string{".ExecContext", ".write", ".submit", ".transact", ".scrub", ".rewrite"}
	notes  = []string{".note"}
)

// A callGraph says what each function, and method "Type.method", calls:
// functions by their name, methods as ".method".
type callGraph map[string]map[string]bool

// reach reports whether a function calls one of those, itself or by others of
// this package. A method's name stands for all methods that have it.
func (g callGraph) reach(from string, names []string) bool {
	seen := map[string]bool{}
	var visit func(string) bool
	visit = func(name string) bool {
		if seen[name] {
			return false
		}
		seen[name] = true
		for called := range g[name] {
			if slices.Contains(names, called) {
				return true
			}
			for other := range g {
				_, method, _ := strings.Cut(other, ".")
				if (called == "."+method || called == other) && visit(other) {
					return true
				}
			}
		}
		return false
	}
	return visit(from)
}

func callsOf(t *testing.T) callGraph {
	t.Helper()
	files, err := filepath.Glob("*.go")
	ok(t, err)
	g := callGraph{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		ok(t, err)
		for _, d := range file.Decls {
			if f, is := d.(*ast.FuncDecl); is {
				g[nameOf(f)] = used(f.Body)
			}
		}
	}
	return g
}

func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	kind := f.Recv.List[0].Type
	if star, is := kind.(*ast.StarExpr); is {
		kind = star.X
	}
	return kind.(*ast.Ident).Name + "." + f.Name.Name
}

// used are the functions and methods that a body calls.
func used(body *ast.BlockStmt) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is {
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				names[fun.Name] = true
			case *ast.SelectorExpr:
				names["."+fun.Sel.Name] = true
			}
		}
		return true
	})
	return names
}
