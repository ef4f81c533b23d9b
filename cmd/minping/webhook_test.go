package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A webhook is added, tried out, listed and removed by commands; loopback is
// reached only where it is allowed.
func TestWebhookCommands(t *testing.T) {
	called := 0
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		called++
		if called == 1 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.WriteHeader(http.StatusTeapot)
	}))
	defer receiver.Close()
	here := outboundFlags{OutboundAllow: []string{"127.0.0.0/8"}}
	f := storageFlags{Data: t.TempDir()}
	if err := (webhookAddCmd{storageFlags: f, URL: receiver.URL}).Run(); err == nil || !strings.Contains(err.Error(), "--outbound-allow") {
		t.Errorf("loopback was taken: %v", err)
	}
	made := printedBy(t, func() error {
		return webhookAddCmd{storageFlags: f, outboundFlags: here, URL: receiver.URL, Label: "archive", Events: []string{"poll.closed"}, JSON: true}.Run()
	})
	var hook struct{ ID, Secret string }
	if err := json.Unmarshal([]byte(made), &hook); err != nil || !strings.HasPrefix(hook.Secret, "whsec_") {
		t.Fatalf("%s: %v", made, err)
	}
	if list := printedBy(t, webhookListCmd{storageFlags: f, JSON: true}.Run); !strings.Contains(list, hook.ID) || strings.Contains(list, hook.Secret) {
		t.Errorf("list: %s", list)
	}
	if said := printedBy(t, webhookTestCmd{storageFlags: f, outboundFlags: here, ID: hook.ID}.Run); !strings.Contains(said, "status 204") {
		t.Errorf("test: %s", said)
	}
	if err := (webhookTestCmd{storageFlags: f, outboundFlags: here, ID: hook.ID}).Run(); !errors.Is(err, errTest) {
		t.Errorf("a teapot: %v", err)
	}
	if err := (webhookTestCmd{storageFlags: f, ID: hook.ID}).Run(); !errors.Is(err, errTest) || called != 2 {
		t.Errorf("loopback, not allowed: %v after %d calls", err, called)
	}
	if err := (webhookRemoveCmd{storageFlags: f, ID: hook.ID}).Run(); err != nil {
		t.Error(err)
	}
	for _, err := range []error{webhookRemoveCmd{storageFlags: f, ID: hook.ID}.Run(), webhookTestCmd{storageFlags: f, ID: hook.ID}.Run()} {
		if err == nil || !strings.Contains(err.Error(), "webhook list") {
			t.Errorf("not there: %v", err)
		}
	}
	wrong := webhookAddCmd{storageFlags: f, outboundFlags: outboundFlags{OutboundAllow: []string{"here"}}, URL: receiver.URL}
	if err := wrong.Run(); !errors.As(err, new(usageError)) {
		t.Errorf("a network that is none: %v", err)
	}
}
