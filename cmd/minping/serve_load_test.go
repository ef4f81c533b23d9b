package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/form"
)

const loadForm = `
id: load
version: "1"
languages: [en]
title: {en: Load}
scales: {s: [{code: 1, label: {en: Good}, score: 100}, {code: 0, label: {en: Bad}, score: 0}]}
items:
  - {id: a, scale: s, text: {en: How was it}}
  - {id: why, type: longtext, text: {en: Why}}
index: [{id: a, item: a, weight: 1}]
`

// withOpenPoll returns a folder with an open poll "p" about one unit "u".
func withOpenPoll(t *testing.T) storageFlags {
	t.Helper()
	f := storageFlags{Data: t.TempDir()}
	service(t, f, func(s *survey.Service) error {
		if _, err := s.AddQuestionnaire(t.Context(), []byte(loadForm)); err != nil {
			return err
		}
		name := survey.Text{"en": "Unit"}
		if err := s.PutUnits(t.Context(), []survey.Unit{{ID: "u", Name: name, Tier: "unit"}}); err != nil {
			return err
		}
		_, err := s.CreatePoll(t.Context(), survey.Poll{
			ID: "p", Title: name, Units: []string{"u"}, Access: survey.OpenLink,
			Questionnaire: survey.QuestionnaireRef{ID: "load", Version: "1"},
		})
		return errors.Join(err, s.OpenPoll(t.Context(), "p"))
	})
	return f
}

// service does something with the data of a folder that no server has open.
func service(t *testing.T, f storageFlags, do func(*survey.Service) error) {
	t.Helper()
	st, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := do(survey.NewService(st.People, st.Ballots, form.Parse)); err != nil {
		t.Fatal(err)
	}
}

// ballotNamed is the submission of that name, and its body for the API.
func ballotNamed(t *testing.T, name string) (survey.Submission, []byte) {
	key, salt := sha256.Sum256([]byte("key "+name)), sha256.Sum256([]byte("salt "+name))
	s := survey.Submission{Poll: "p", Key: key[:], Salt: salt[:], Ballots: []survey.Ballot{{Unit: "u", Answers: survey.Answers{"a": {"1"}, "why": {name}}}}}
	body, err := json.Marshal(map[string]any{"key": s.Key, "salt": s.Salt, "ballots": []map[string]any{{"unit": "u", "answers": map[string]any{"a": 1, "why": name}}}})
	if err != nil {
		t.Error(err)
	}
	return s, body
}

// handIn posts a ballot from a network of its own and returns the status, and
// whether the answer came whole.
func handIn(client *http.Client, base string, from int, body []byte) (status int, err error) {
	req, err := http.NewRequest(http.MethodPost, base+"/api/v1/polls/p/submissions", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.1", from>>8&0xff, from&0xff))
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err == nil && !json.Valid(answer) {
		err = fmt.Errorf("half an answer: %q", answer)
	}
	return res.StatusCode, err
}

// Told to stop under the load of 64 clients, the server answers each request
// that it has begun, and all that it said it accepted is there, once (trust test 9).
func TestStopUnderLoad(t *testing.T) {
	f := withOpenPoll(t)
	r := start(t, serveCmd{storageFlags: f, Proxy: []string{"127.0.0.0/8"}, speech: speech{"en"}})
	var accepted sync.Map
	var done atomic.Int64
	var clients sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	for c := range 64 {
		clients.Go(func() {
			for i := 0; ; i++ {
				name := fmt.Sprint(c, "-", i)
				s, body := ballotNamed(t, name)
				status, err := handIn(client, r.base, i<<6|c, body)
				switch {
				case status == http.StatusCreated && err == nil:
					accepted.Store(name, s)
					done.Add(1)
				case status == http.StatusServiceUnavailable && err == nil:
				case status != 0 || !stoppedListening(err):
					t.Errorf("status %d, %v", status, err)
					return
				default:
					return
				}
			}
		})
	}
	for done.Load() < 500 && !t.Failed() {
		time.Sleep(time.Millisecond)
	}
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	clients.Wait()
	service(t, f, func(s *survey.Service) error {
		n := 0
		accepted.Range(func(name, sub any) bool {
			n++
			if receipt, err := s.Accept(t.Context(), sub.(survey.Submission)); err != nil || receipt.Fresh {
				t.Errorf("%s was acknowledged: %+v, %v", name, receipt, err)
			}
			return true
		})
		t.Logf("%d accepted", n)
		return nil
	})
}

// stoppedListening says that no request was begun: there was no connection, or
// an idle one was closed.
func stoppedListening(err error) bool {
	var broken *url.Error
	return errors.As(err, &broken) && (errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET) ||
		errors.Is(err, io.EOF) || strings.Contains(err.Error(), "server closed idle connection"))
}
