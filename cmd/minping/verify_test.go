package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
)

// withExample returns a folder with the example's finished and open polls.
func withExample(t *testing.T) storageFlags {
	t.Helper()
	f := storageFlags{Data: t.TempDir()}
	st, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	questionnaire, err := library.Source("organisation-work")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Fill(t.Context(), survey.NewService(st.People, st.Ballots, form.Parse), questionnaire, time.Now()); err != nil {
		t.Fatal(err)
	}
	return f
}

// tamper changes a database of the folder behind the back of all that guards it.
func tamper(t *testing.T, f storageFlags, file, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(f.Data, file))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

func TestVerify(t *testing.T) {
	f := withExample(t)
	poll := checkExample(t, f)
	checkRefused(t, f)
	tamper(t, f, "ballots.db", `DELETE FROM ballots WHERE poll = '`+poll+`' AND id = (SELECT max(id) FROM ballots WHERE poll = '`+poll+`')`) // any one: ids are random
	tamper(t, f, "people.db", `UPDATE releases SET document = replace(document, '"simulated":true', '"simulated":false') WHERE poll = '`+poll+`'`)
	checkTold(t, f, poll)
	tamper(t, f, "ballots.db", `PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'spent') WHERE name = 'quotas'`)
	checkDamaged(t, f)
}

// checkExample checks that the example as it was made follows from its ballots
// (trust test 70), and returns the poll that ended last.
func checkExample(t *testing.T, f storageFlags) string {
	t.Helper()
	var out bytes.Buffer
	if err := (verifyCmd{storageFlags: f, JSON: true}).run(&out); err != nil {
		t.Fatal(err)
	}
	var found verified
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		t.Fatal(err)
	}
	if !found.Sound || len(found.Polls) == 0 || found.Polls[0].Figures < 10_000 || found.Polls[0].Ballots == 0 {
		t.Fatalf("the example: sound %t, %+v", found.Sound, found.Polls)
	}
	return found.Polls[0].Poll
}

// checkRefused asks for polls that cannot be recounted.
func checkRefused(t *testing.T, f storageFlags) {
	t.Helper()
	st, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	polls, err := survey.NewService(st.People, st.Ballots, form.Parse).Polls(t.Context())
	st.Close()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]string{"nowhere": "there is no poll nowhere"}
	for _, p := range polls {
		if p.State == survey.Open {
			asked[p.ID] = "has not ended"
		}
	}
	if len(asked) < 2 {
		t.Fatal("the example has no open poll")
	}
	for poll, want := range asked {
		err := verifyCmd{storageFlags: f, Polls: []string{poll}, speech: speech{"en"}}.run(io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", poll, err, want)
		}
	}
}

// checkTold checks that a ballot that is gone and a changed release are told,
// in both languages, and make the command fail (trust test 68).
func checkTold(t *testing.T, f storageFlags, poll string) {
	t.Helper()
	for lang, want := range map[string][]string{
		"zh": {"数据库：完好", poll + "：与存储的票不符", "method.ballots：发布为 ", "--json 列出全部"},
		"en": {"Databases: sound", poll + ": DOES NOT follow", "method.ballots: released ", "more; --json"},
	} {
		var text bytes.Buffer
		err := verifyCmd{storageFlags: f, Polls: []string{poll}, speech: speech{lang}}.run(&text)
		if err == nil {
			t.Errorf("%s: no error", lang)
		}
		for _, part := range want {
			if !strings.Contains(text.String(), part) {
				t.Errorf("%s: %q is not in\n%.2000s", lang, part, text.String())
			}
		}
	}
	var list bytes.Buffer
	if err := (verifyCmd{storageFlags: f, Polls: []string{poll}, JSON: true}).run(&list); !errors.Is(err, errUnsound) {
		t.Error(err)
	}
	if !strings.Contains(list.String(), `{"path":"simulated","released":"false","recounted":"true"}`) {
		t.Errorf("the list is %.2000s", list.String())
	}
}

// checkDamaged checks that a damaged file is named.
func checkDamaged(t *testing.T, f storageFlags) {
	t.Helper()
	var out bytes.Buffer
	if err := (verifyCmd{storageFlags: f, JSON: true}).run(&out); !errors.Is(err, errUnsound) {
		t.Error(err)
	}
	var found verified
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	if found.Sound || !strings.Contains(found.Storage, "database of ballots") {
		t.Errorf("found %t, %q", found.Sound, found.Storage)
	}
}
