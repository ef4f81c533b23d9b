package web

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
	"minping/web/answer"
	"minping/web/manage"
	"minping/web/site"
)

// stepForm is the form of a step as the page has it, with changes.
func (d desk) stepForm(t *testing.T, path string, changes ...string) url.Values {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(d.cookies["wei"])
	v := &visitor{t: t, w: d.world}
	v.open(r)
	for i := 0; i < len(changes); i += 2 {
		v.form.Set(changes[i], changes[i+1])
	}
	v.form.Set(site.FieldGo, "next")
	return v.form
}

// A peoplePlan is what the step of who answers may hold.
func peoplePlan(t *rapid.T, q *survey.Questionnaire, p *survey.Poll) {
	target := rapid.IntRange(10, 1000)
	item := manage.ProfileChoices(q)[0]
	code := rapid.SampledFrom(q.ItemOptions(item))
	units := append([]string{""}, p.Units...)
	p.Access = rapid.SampledFrom([]survey.Access{survey.OpenLink, survey.ByCode}).Draw(t, "access")
	p.Quotas, p.CodesWanted, p.Sample = nil, nil, nil
	for i, u := range units {
		if rapid.Bool().Draw(t, fmt.Sprint("quota of ", i)) {
			p.Quotas = append(p.Quotas, survey.Quota{Unit: u, Target: target.Draw(t, "target")})
		}
		if rapid.Bool().Draw(t, fmt.Sprint("narrow quota of ", i)) {
			p.Quotas = append(p.Quotas, survey.Quota{Unit: u, Group: q.Groups[0].ID, Where: map[string]string{item.ID: code.Draw(t, "code").Code}, Target: target.Draw(t, "target")})
		}
		for _, g := range q.Groups {
			if p.Access == survey.ByCode && rapid.Bool().Draw(t, fmt.Sprint("codes of ", i, g.ID)) {
				p.CodesWanted = append(p.CodesWanted, survey.CodesWanted{Unit: u, Group: g.ID, Count: target.Draw(t, "codes")})
			}
		}
	}
	if rapid.Bool().Draw(t, "a sample") {
		p.Sample = &survey.Sample{Strata: rapid.SampledFrom([]string{"none", "unit", "group", item.ID}).Draw(t, "strata")}
		plannedSizes(t, q, p)
		plannedMargins(t, q, p, item)
	}
}

func plannedSizes(t *rapid.T, q *survey.Questionnaire, p *survey.Poll) {
	units := p.Units
	if p.Sample.Strata == "none" {
		units = []string{""}
	}
	for _, u := range units {
		for _, part := range manage.StrataParts(q, p.Sample.Strata, "zh") {
			if !rapid.Bool().Draw(t, "a size") {
				continue
			}
			of := survey.Population{Unit: u, Size: float64(rapid.IntRange(1, 1_000_000).Draw(t, "size"))}
			if p.Sample.Strata == "group" {
				of.Group = part.ID
			} else {
				of.Stratum = part.ID
			}
			p.Sample.Populations = append(p.Sample.Populations, of)
		}
	}
}

func plannedMargins(t *rapid.T, q *survey.Questionnaire, p *survey.Poll, item *survey.Item) {
	for _, u := range p.Units {
		if !rapid.Bool().Draw(t, "a margin") {
			continue
		}
		m := survey.Margin{Unit: u, Item: item.ID, Population: map[string]float64{}}
		for _, o := range q.ItemOptions(item) {
			m.Population[o.Code] = float64(rapid.IntRange(0, 5000).Draw(t, "people"))
		}
		m.Population[q.ItemOptions(item)[0].Code]++
		p.Sample.Margins = append(p.Sample.Margins, m)
	}
	if len(p.Sample.Margins) > 0 && rapid.Bool().Draw(t, "bounds") {
		p.Sample.Lowest, p.Sample.Highest = .25, 4
	}
}

// Whatever a draft says of quotas, codes and its sample, the page shows all of
// it: saved as it stands, nothing is other than before.
func TestStepOfPeopleLosesNothing(t *testing.T) {
	d := newDesk(t)
	id := d.draftOf(t, url.Values{"questionnaire": {"organisation-work@"}})
	q, err := d.service.LandingQuestionnaire(t.Context(), id)
	must(t, err)
	rapid.Check(t, func(r *rapid.T) {
		poll, err := d.service.Poll(t.Context(), id)
		must(t, err)
		peoplePlan(r, q, &poll)
		must(t, d.service.UpdatePoll(t.Context(), poll))
		d.post(t, "wei", site.StepURL(id, manage.StepPeople), d.stepForm(t, site.StepURL(id, manage.StepPeople)), http.StatusSeeOther)
		now, err := d.service.Poll(t.Context(), id)
		must(t, err)
		if !sameQuotas(now.Quotas, poll.Quotas) || !reflect.DeepEqual(now.CodesWanted, poll.CodesWanted) || !reflect.DeepEqual(now.Sample, poll.Sample) {
			r.Errorf("before %+v\n after %+v\nsample %+v, was %+v", poll, now, now.Sample, poll.Sample)
		}
	})
}

// sameQuotas compares quotas, in whatever order.
func sameQuotas(a, b []survey.Quota) bool {
	targets := func(quotas []survey.Quota) map[string]int {
		all := map[string]int{}
		for _, q := range quotas {
			all[fmt.Sprint(q.Unit, q.Group, q.Where)] = q.Target
		}
		return all
	}
	return len(a) == len(b) && reflect.DeepEqual(targets(a), targets(b))
}

// What is typed into the forms is what the poll holds after it.
func TestStepOfPeople(t *testing.T) {
	d := newDesk(t)
	id := d.draftOf(t, url.Values{"questionnaire": {"organisation-work@"}})
	poll := func() survey.Poll {
		p, err := d.service.Poll(t.Context(), id)
		must(t, err)
		return p
	}
	save := func(want int, changes ...string) string {
		t.Helper()
		form := d.stepForm(t, site.StepURL(id, manage.StepPeople), changes...)
		for i := 0; i < len(changes); i += 2 {
			if changes[i] == site.FieldGo {
				form.Set(site.FieldGo, changes[i+1])
			}
		}
		return d.post(t, "wei", site.StepURL(id, manage.StepPeople), form, want)
	}
	q, err := d.service.LandingQuestionnaire(t.Context(), id)
	must(t, err)
	item := manage.ProfileChoices(q)[0]
	options := q.ItemOptions(item)

	save(http.StatusSeeOther, site.FieldGo, "quota", "quota.unit", manage.Every, "quota.group", manage.Every, "quota.where.1", item.ID+"="+manage.Every, "quota.target", "30")
	if p := poll(); len(p.Quotas) != len(p.Units)*len(q.Groups)*len(options) || p.Quotas[0].Target != 30 || p.Quotas[0].Where[item.ID] != options[0].Code {
		t.Fatalf("quotas: %+v", p.Quotas)
	}
	if page := save(http.StatusUnprocessableEntity, "quota.0", "2"); !strings.Contains(page, options[0].Label["en"]+": A quota is at least") || !strings.Contains(page, `name="quota.0"`) {
		t.Errorf("a quota that is too small is not told where it is:\n%s", page)
	}
	save(http.StatusSeeOther, "quota.0", "", "quota.1", "44")
	if p := poll(); len(p.Quotas) != len(p.Units)*len(q.Groups)*len(options)-1 || p.Quotas[0].Target != 44 {
		t.Errorf("quotas: %+v", p.Quotas[:1])
	}

	at := save(http.StatusSeeOther, site.FieldGo, "sample", "strata", "group", "rake", item.ID)
	if !strings.Contains(at, "rake=") || !strings.HasSuffix(at, "#sample") {
		t.Fatalf("the tables are not shown: %s", at)
	}
	form := d.stepForm(t, site.StepURL(id, manage.StepPeople)+at[strings.IndexByte(at, '?'):strings.IndexByte(at, '#')])
	form.Set(manage.StratumField("east", "cadres"), "1,200")
	for i, o := range options {
		form.Set(manage.MarginField(item.ID, "west", o.Code), fmt.Sprint(10*i))
	}
	form.Set(manage.MarginField(item.ID, "east", options[0].Code), "7")
	page := d.post(t, "wei", site.StepURL(id, manage.StepPeople), form, http.StatusUnprocessableEntity)
	if !strings.Contains(page, "Dongjiang: Some of this row is missing") || !strings.Contains(page, `value="7"`) || !strings.Contains(page, `value="1,200"`) {
		t.Errorf("half a row is not told, or what was typed is gone:\n%s", page)
	}
	form.Set(manage.MarginField(item.ID, "east", options[0].Code), "")
	d.post(t, "wei", site.StepURL(id, manage.StepPeople), form, http.StatusSeeOther)
	if s := poll().Sample; s == nil || s.Strata != "group" || len(s.Populations) != 1 || s.Populations[0] != (survey.Population{Unit: "east", Group: "cadres", Size: 1200}) || len(s.Margins) != 1 || s.Margins[0].Population[options[1].Code] != 10 {
		t.Errorf("the sample: %+v", s)
	}
	// What goes with a unit goes.
	d.step(t, id, manage.StepUnits, url.Values{"go": {"next"}, "unit": {"west"}}, http.StatusSeeOther)
	if p := poll(); len(p.Sample.Populations) != 0 || len(p.Sample.Margins) != 1 {
		t.Errorf("after a unit went: %+v", p.Sample)
	}
}

// Codes that are wanted are made in one go, once, and their file says as whom
// and about which unit each is.
func TestCodesInOneGo(t *testing.T) {
	d := newDesk(t)
	id := d.draftOf(t, url.Values{"questionnaire": {"organisation-work@"}})
	form := d.stepForm(t, site.StepURL(id, manage.StepPeople), "access", "code", manage.CodesField(manage.Every, "cadres"), "2", manage.CodesField("", "public"), "3")
	d.post(t, "wei", site.StepURL(id, manage.StepPeople), form, http.StatusSeeOther)
	poll, err := d.service.Poll(t.Context(), id)
	must(t, err)
	kinds := len(poll.Units) + 1
	if len(poll.CodesWanted) != kinds {
		t.Fatalf("%+v", poll.CodesWanted)
	}
	page := d.page(t, "wei", site.ManageURL(id), http.StatusOK)
	if !strings.Contains(page, fmt.Sprintf("%d codes are still to be made", 3+2*len(poll.Units))) {
		t.Errorf("the page does not offer them:\n%s", page)
	}
	sent := url.Values{"go": {"wanted"}, "format": {"csv"}, "id": {newBatch.FindStringSubmatch(page)[1]}}
	rec := d.asks(site.ManageURL(id)+"/codes", sent)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(rec.Body.String(), "\ufeff"))).ReadAll()
	if rec.Code != http.StatusCreated || err != nil || len(rows) != 1+3+2*len(poll.Units) {
		t.Fatalf("%d, %d rows, %v", rec.Code, len(rows), err)
	}
	for _, row := range rows[1:] {
		grant, err := d.service.CodeGrant(t.Context(), id, row[0])
		if err != nil || grant.Group == "cadres" && (len(grant.Units) != 1 || row[6] == "") || grant.Group == "public" && len(grant.Units) != len(poll.Units) {
			t.Errorf("%v: %+v, %v", row, grant, err)
		}
	}
	d.post(t, "wei", site.ManageURL(id)+"/codes", sent, http.StatusConflict)
	if batches, err := d.service.CodeBatches(t.Context(), id); err != nil || len(batches) != kinds {
		t.Errorf("%d batches, %v", len(batches), err)
	}
	// One that is void is wanted again.
	batches, err := d.service.CodeBatches(t.Context(), id)
	must(t, err)
	must(t, d.service.VoidCodes(t.Context(), id, batches[0].ID))
	sent.Set("id", survey.NewBatchID())
	sent.Set("format", "pdf")
	if rec := d.asks(site.ManageURL(id)+"/codes", sent); rec.Code != http.StatusCreated || !strings.HasPrefix(rec.Body.String(), "%PDF-") {
		t.Errorf("again: %d", rec.Code)
	}
}

// A draft's pages of answering can be gone through to the end, as an open link
// and with any code, and leave nothing.
func TestPreviewOfDraft(t *testing.T) {
	d := newDesk(t)
	for _, access := range []string{"open", "code"} {
		id := d.draftOf(t, url.Values{"questionnaire": {"organisation-work@"}})
		d.post(t, "wei", site.StepURL(id, manage.StepPeople), d.stepForm(t, site.StepURL(id, manage.StepPeople), "access", access, "layout", "list"), http.StatusSeeOther)
		if page := d.page(t, "wei", site.StepURL(id, site.StepCheck), http.StatusOK); !strings.Contains(page, `src="`+manage.PreviewURL(id)+`"`) {
			t.Errorf("%s: the check does not show the preview", access)
		}
		v := &visitor{t: t, w: d.world}
		signed := func(r *http.Request) *http.Request {
			r.AddCookie(d.cookies["wei"])
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			return r
		}
		v.open(signed(httptest.NewRequest(http.MethodGet, manage.PreviewURL(id), nil)))
		if got := v.header.Get("X-Frame-Options"); v.status != http.StatusOK || got != "SAMEORIGIN" {
			t.Fatalf("%s: %d %s", access, v.status, got)
		}
		press := func(name, value string) {
			t.Helper()
			v.form.Set(name, value)
			r := postForm(manage.PreviewURL(id), v.form)
			v.open(signed(r))
		}
		if access == "code" {
			v.form.Set(answer.FieldCode, "any")
			press(site.FieldGo, "start")
		}
		v.form.Set(site.FieldUnit, "east")
		v.form.Set(site.FieldGroup, "cadres")
		press(site.FieldGo, "start")
		if !strings.Contains(v.body, "Dongjiang") || !strings.Contains(v.body, answer.FieldAnswer) {
			t.Fatalf("%s: no questions:\n%s", access, v.body)
		}
		press(site.FieldGo, "review")
		press(site.FieldGo, "submit")
		if v.status != http.StatusOK {
			t.Errorf("%s: handing in: %d", access, v.status)
		}
		if n, err := d.store.Ballots.Submissions(t.Context(), id); err != nil || n != 0 {
			t.Errorf("%s: %d submissions, %v", access, n, err)
		}
		must(t, d.service.DeletePoll(t.Context(), id, nil))
	}
	d.page(t, "wei", manage.PreviewURL("open"), http.StatusNotFound) // it has pages of its own
}
