package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"minping/survey/access"
)

// accountOf returns the address of an account's page.
func (d desk) accountOf(t *testing.T, name string) string {
	t.Helper()
	list, err := d.Access.Accounts(t.Context())
	must(t, err)
	for _, a := range list {
		if a.Name == name {
			return "/admin/accounts/" + a.ID
		}
	}
	t.Fatalf("no account %s", name)
	return ""
}

// A role is granted with its bounds, listed, and ended after a question; what
// is wrong is said beside its field.
func TestAccountGrants(t *testing.T) {
	d := newDesk(t)
	li := d.accountOf(t, "li")
	for field, value := range map[string]string{"role": "", "unit": "nowhere", "poll": "none", "ends": "tomorrow"} {
		form := url.Values{"role": {"leader"}, field: {value}}
		if page := d.post(t, "wei", li+"/grants", form, http.StatusUnprocessableEntity); !strings.Contains(page, `id="e-`+field+`"`) {
			t.Errorf("%s %s is not explained:\n%s", field, value, page)
		}
	}
	d.post(t, "wei", li+"/grants", url.Values{"role": {"leader"}, "ends": {"2001-01-01"}}, http.StatusUnprocessableEntity)
	day := d.Access.Now().In(d.Zone).AddDate(0, 0, 40).Format(time.DateOnly)
	if to := d.post(t, "wei", li+"/grants", url.Values{"role": {"auditor"}, "unit": {"west"}, "ends": {day}}, http.StatusSeeOther); !strings.HasPrefix(to, li) {
		t.Fatalf("leads to %s", to)
	}
	list := d.page(t, "wei", "/admin/accounts?q=LI", http.StatusOK)
	if !strings.Contains(list, "Auditor · Xiling") || strings.Contains(list, "Operator</div>") {
		t.Errorf("list:\n%s", list)
	}
	end := regexp.MustCompile(`ask=end&amp;grant=([\w-]+)">End<span class="vh"> Auditor`).FindStringSubmatch(d.page(t, "wei", li, http.StatusOK))
	if end == nil {
		t.Fatal("the grant cannot be ended")
	}
	if ask := d.page(t, "wei", li+"?ask=end&grant="+end[1], http.StatusOK); !strings.Contains(ask, `action="`+li+"/grants/"+end[1]+`"`) {
		t.Errorf("no question:\n%s", ask)
	}
	d.post(t, "li", li+"/grants/"+end[1], nil, http.StatusNotFound) // no operator
	d.post(t, "wei", li+"/grants/"+end[1], nil, http.StatusSeeOther)
	if page := d.page(t, "wei", li, http.StatusOK); strings.Contains(page, end[1]) {
		t.Errorf("not ended:\n%s", page)
	}
}

// An account is stopped after a question and goes on; the last operator can
// neither be stopped nor lose his role, and is told why.
func TestAccountStops(t *testing.T) {
	d := newDesk(t)
	li, wei := d.accountOf(t, "li"), d.accountOf(t, "wei")
	if ask := d.page(t, "wei", li+"?ask=disable", http.StatusOK); !strings.Contains(ask, `value="disable"`) {
		t.Errorf("no question:\n%s", ask)
	}
	d.page(t, "li", "/manage", http.StatusOK)
	d.post(t, "wei", li, url.Values{"go": {"disable"}}, http.StatusSeeOther)
	d.page(t, "li", "/manage", http.StatusSeeOther)
	if page := d.page(t, "wei", li, http.StatusOK); !strings.Contains(page, `value="enable"`) {
		t.Errorf("cannot go on:\n%s", page)
	}
	d.post(t, "wei", li, url.Values{"go": {"enable"}}, http.StatusSeeOther)
	d.cookies["li"] = session(t, d.send("/login", url.Values{"name": {"li"}, "password": {password}}, nil))

	grants, err := d.Access.GrantsOf(t.Context(), strings.TrimPrefix(wei, "/admin/accounts/"))
	must(t, err)
	operator := ""
	for _, g := range grants {
		if g.Role == access.Operator {
			operator = wei + "/grants/" + g.ID
		}
	}
	for path, form := range map[string]url.Values{wei: {"go": {"disable"}}, operator: nil} {
		if page := d.post(t, "wei", path, form, http.StatusConflict); !strings.Contains(page, `role="alert"`) || !strings.Contains(page, "last operator") {
			t.Errorf("%s: no reason:\n%s", path, page)
		}
	}
	d.post(t, "wei", li+"/grants", url.Values{"role": {"operator"}}, http.StatusSeeOther)
	if to := d.post(t, "wei", operator, nil, http.StatusSeeOther); !strings.HasPrefix(to, "/account") {
		t.Errorf("who is no operator any more is led to %s", to)
	}
	d.page(t, "wei", wei, http.StatusNotFound)
	d.page(t, "li", wei, http.StatusOK)
}

// A program is added with where it reads, and its token shown once; a person's
// account gets none from others.
func TestPrograms(t *testing.T) {
	d := newDesk(t)
	for field, form := range map[string]url.Values{
		"name": {"name": {" "}}, "unit": {"name": {"x"}, "unit": {"nowhere"}}, "ends": {"name": {"x"}, "ends": {"?"}},
	} {
		if page := d.post(t, "wei", "/admin/accounts", form, http.StatusUnprocessableEntity); !strings.Contains(page, `id="e-`+field+`"`) {
			t.Errorf("%s is not explained:\n%s", field, page)
		}
	}
	d.post(t, "wei", "/admin/accounts", url.Values{"name": {"LI"}}, http.StatusUnprocessableEntity)
	d.post(t, "wei", "/admin/accounts", url.Values{"name": {"<b>数仓"}, "unit": {"west"}}, http.StatusSeeOther)
	one := d.accountOf(t, "<b>数仓")
	d.post(t, "wei", one+"/tokens", url.Values{"label": {"x"}, "days": {"0"}}, http.StatusUnprocessableEntity)
	made := d.post(t, "wei", one+"/tokens", url.Values{"label": {"夜间"}, "days": {"30"}}, http.StatusCreated)
	secret := regexp.MustCompile(`minping_[\w-]{40,}`).FindString(made)
	if secret == "" || strings.Contains(made, "<b>") {
		t.Fatalf("no token:\n%s", made)
	}
	if _, _, err := d.Access.Bearer(t.Context(), secret); err != nil {
		t.Error(err)
	}
	page := d.page(t, "wei", one, http.StatusOK)
	revoke := regexp.MustCompile(one + `/tokens/[\w-]+`).FindString(page)
	if strings.Contains(page, secret) || revoke == "" {
		t.Fatalf("the page:\n%s", page)
	}
	d.post(t, "wei", revoke, nil, http.StatusSeeOther)
	if _, _, err := d.Access.Bearer(t.Context(), secret); err == nil {
		t.Error("the token is still good")
	}
	d.post(t, "wei", d.accountOf(t, "li")+"/tokens", url.Values{"label": {"x"}, "days": {"30"}}, http.StatusConflict)
}
