package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// A token is shown once, works, is seen and ended by its owner alone.
func TestTokens(t *testing.T) {
	d := newDesk(t)
	for field, value := range map[string]string{"label": " ", "days": "367"} {
		form := url.Values{"label": {"import"}, "days": {"30"}}
		form.Set(field, value)
		if page := d.post(t, "wei", "/account/tokens", form, http.StatusUnprocessableEntity); !strings.Contains(page, `role="alert"`) {
			t.Errorf("%s %q: no message:\n%s", field, value, page)
		}
	}
	made := d.post(t, "wei", "/account/tokens", url.Values{"label": {"<b>import"}, "days": {"30"}}, http.StatusCreated)
	secret := regexp.MustCompile(`minping_[\w-]{43}`).FindString(made)
	if a, _, err := d.Access.Bearer(t.Context(), secret); err != nil || a.Name != "wei" {
		t.Fatalf("%q: %v, %v", secret, a, err)
	}
	page := d.page(t, "wei", "/account/tokens", http.StatusOK)
	revoke := regexp.MustCompile(`/account/tokens/[\w-]+/revoke`).FindString(page)
	if strings.Contains(page, secret) || strings.Contains(page, "<b>") || revoke == "" {
		t.Errorf("the page:\n%s", page)
	}
	if others := d.page(t, "li", "/account/tokens", http.StatusOK); strings.Contains(others, "import") {
		t.Errorf("another account sees it:\n%s", others)
	}
	d.post(t, "li", revoke, nil, http.StatusNotFound)
	d.post(t, "wei", revoke, nil, http.StatusSeeOther)
	if _, _, err := d.Access.Bearer(t.Context(), secret); err == nil {
		t.Error("a revoked token holds")
	}
}
