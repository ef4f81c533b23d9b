package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Whoever is about to publish a closed poll sees what the release hides, in the
// figures of the core; other states do not show it.
func TestManageRelease(t *testing.T) {
	d := newDesk(t)
	must(t, d.service.ClosePoll(t.Context(), "open"))
	account, err := d.service.Disclosure(t.Context(), "open")
	must(t, err)
	page := d.page(t, "wei", "/manage/open", http.StatusOK)
	for _, want := range []string{
		`id="release"`, `href="/manage/open?ask=publish"`, `href="/r/open"`,
		"There are no ballots",
		fmt.Sprintf("fewer than %d people", account.MinGroup),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if got := strings.Count(page, `<th scope="row">`); len(account.Cells) > got {
		t.Errorf("%d rows, want %d lines of the account among them", got, len(account.Cells))
	}
	if ask := d.page(t, "wei", "/manage/open?ask=publish", http.StatusOK); !strings.Contains(ask, "cannot be undone") || !strings.Contains(ask, `href="#release"`) {
		t.Errorf("the question:\n%s", ask)
	}
	must(t, d.service.PublishPoll(t.Context(), "open"))
	if page := d.page(t, "wei", "/manage/open", http.StatusOK); strings.Contains(page, `id="release"`) {
		t.Error("the account is shown after publication")
	}
}
