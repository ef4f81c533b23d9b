package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"minping/survey/access"
	"minping/web/site"
)

// An organiser of a part grants roles within it, to accounts that there are or
// that he invites, and ends them; nothing wider, and nothing of others.
func TestDelegation(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	add := func(name string, g access.Grant) {
		a, err := d.Access.Add(ctx, name, password)
		must(t, err)
		g.Account = a.ID
		_, err = d.Access.Grant(ctx, g)
		must(t, err)
	}
	add("sun", access.Grant{Role: access.Organiser, Unit: "east"})
	add("he", access.Grant{Role: access.Leader, Unit: "west"})
	d.cookies["sun"] = session(t, d.send("/login", url.Values{"name": {"sun"}, "password": {password}}, nil))
	for field, form := range map[string]url.Values{
		"name": {"name": {"nobody"}, "role": {"leader"}, "unit": {"east"}},
		"role": {"name": {"he"}, "role": {"organiser"}, "unit": {"east"}},
		"unit": {"name": {"he"}, "role": {"leader"}, "unit": {"west"}},
		"ends": {"name": {"he"}, "role": {"leader"}, "unit": {"east"}, "ends": {"soon"}},
	} {
		if page := d.post(t, "sun", site.DelegatePath, form, http.StatusUnprocessableEntity); !strings.Contains(page, `id="e-`+field+`"`) {
			t.Errorf("%s is not told beside its field:\n%s", field, page)
		}
	}
	if page := d.post(t, "sun", site.DelegatePath, url.Values{"name": {"he"}, "role": {"inspector"}}, http.StatusUnprocessableEntity); !strings.Contains(page, `id="e-unit"`) {
		t.Error("a role everywhere is not refused")
	}
	d.post(t, "sun", site.DelegatePath, url.Values{"name": {"he"}, "role": {"inspector"}, "unit": {"east-1"}}, http.StatusSeeOther)
	made := d.post(t, "sun", site.DelegatePath, url.Values{"name": {"qiao"}, "role": {"answerer"}, "unit": {"east"}, site.FieldGo: {"invite"}}, http.StatusCreated)
	if !regexp.MustCompile(`class="secret">[^<]*/invite\?token=`).MatchString(made) {
		t.Errorf("no link:\n%s", made)
	}
	page := d.page(t, "sun", site.DelegatePath, http.StatusOK)
	for _, part := range []string{">he</th><td>Inspector<", ">qiao</th><td>Answerer"} {
		if !strings.Contains(page, part) {
			t.Errorf("the list lacks %s:\n%s", part, page)
		}
	}
	if strings.Contains(page, "Xiling") {
		t.Error("a grant of another part is shown")
	}
	end := regexp.MustCompile(`/manage/people\?end=([\w-]+)">End<span class="vh"> he`).FindStringSubmatch(page)
	if end == nil {
		t.Fatal("the grant cannot be ended")
	}
	if ask := d.page(t, "sun", site.DelegatePath+"?end="+end[1], http.StatusOK); !strings.Contains(ask, `action="`+site.DelegatePath+"/"+end[1]+`"`) {
		t.Errorf("no question:\n%s", ask)
	}
	d.post(t, "sun", site.DelegatePath+"/"+end[1], nil, http.StatusSeeOther)
	if page = d.page(t, "sun", site.DelegatePath, http.StatusOK); strings.Contains(page, end[1]) {
		t.Error("not ended")
	}
}
