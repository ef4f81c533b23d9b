package client_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"minping/api/client"
)

func TestOnce(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	must(t, client.Once("k1")(t.Context(), r))
	if got := r.Header.Get("Idempotency-Key"); got != `"k1"` {
		t.Errorf("the key is sent as %s", got)
	}
}
