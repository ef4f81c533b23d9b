package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/webhook"
)

// webhooks is what the pages need of webhook.Service.
type webhooks interface {
	Add(ctx context.Context, wanted webhook.Settings) (webhook.Hook, string, error)
	Change(ctx context.Context, id string, wanted webhook.Settings, active bool) (webhook.Hook, error)
	Renew(ctx context.Context, id string) (string, error)
	Remove(ctx context.Context, id string) error
	Hooks(ctx context.Context) ([]webhook.Hook, error)
	Hook(ctx context.Context, id string) (webhook.Hook, error)
	Deliveries(ctx context.Context, hook string) ([]webhook.Delivery, error)
	Delivery(ctx context.Context, hook, event string) (webhook.Delivery, []webhook.Attempt, error)
	SendAgain(ctx context.Context, hook, event string) error
	Try(ctx context.Context, id string) (webhook.Attempt, error)
}

// webhookRoutes are the pages on which webhooks are looked after.
func (s *Site) webhookRoutes() []route {
	return []route{
		{http.MethodGet, "/admin/webhooks", operator, s.listWebhooks},
		{http.MethodPost, "/admin/webhooks", operator, s.addWebhook},
		{http.MethodGet, "/admin/webhooks/:hook", operator, s.showWebhook},
		{http.MethodPost, "/admin/webhooks/:hook", operator, s.changeWebhook},
		{http.MethodPost, "/admin/webhooks/:hook/test", operator, s.tryWebhook},
		{http.MethodPost, "/admin/webhooks/:hook/secret", operator, s.renewWebhook},
		{http.MethodPost, "/admin/webhooks/:hook/remove", operator, s.removeWebhook},
		{http.MethodGet, "/admin/webhooks/:hook/:event", operator, s.delivery},
		{http.MethodPost, "/admin/webhooks/:hook/:event", operator, s.sendAgain},
	}
}

// webhookURL is where a hook is looked after.
func webhookURL(id string) string { return "/admin/webhooks/" + url.PathEscape(id) }

// A hookForm is what is said of a hook.
type hookForm struct {
	URL, Label string
	Kinds      []choice
	Polls      []choice
	Active     bool
	Errors     map[string]string // by field
}

// A hookLine is a hook in the list.
type hookLine struct {
	webhook.Hook
	Link string
	Name string // the label, else the address
	Told string // the kinds, in words
	Of   string // the poll's title; "": all polls
}

// A webhooksPage lists hooks.
type webhooksPage struct {
	Page
	Hooks  []hookLine
	Wanted hookForm
}

func (s *Site) listWebhooks(c echo.Context) error {
	return s.showWebhooks(c, http.StatusOK, webhook.Settings{}, nil)
}

// showWebhooks writes the list and the form for a new one, with what is wrong.
func (s *Site) showWebhooks(c echo.Context, status int, wanted webhook.Settings, wrong survey.FieldErrors) error {
	ctx := c.Request().Context()
	page := webhooksPage{Page: s.adminPage(c, "webhooks.title")}
	hooks, err := s.Webhooks.Hooks(ctx)
	if err != nil {
		return err
	}
	polls, err := s.within(c).Named(ctx)
	if err != nil {
		return err
	}
	page.Failed = len(wrong) > 0
	page.Wanted = newHookForm(page.Page, webhook.Hook{Settings: wanted, State: webhook.Active}, polls, wrong)
	for _, h := range hooks {
		page.Hooks = append(page.Hooks, newHookLine(page.Page, h, polls))
	}
	return s.render(c, status, "admin/webhooks", page)
}

func newHookLine(p Page, h webhook.Hook, polls []survey.Poll) hookLine {
	line := hookLine{Hook: h, Link: webhookURL(h.ID), Name: h.Label, Of: h.Poll}
	if line.Name == "" {
		line.Name = h.URL
	}
	var told []string
	for _, k := range h.Kinds {
		told = append(told, eventName(p.Lang, k))
	}
	line.Told = joinList(p.Lang, told)
	if i := slices.IndexFunc(polls, func(q survey.Poll) bool { return q.ID == h.Poll }); i >= 0 {
		line.Of = polls[i].Title.In(p.Lang)
	}
	return line
}

// eventName is an event's kind in words.
func eventName(lang string, k survey.EventKind) string {
	return translate(lang, "webhooks.event."+string(k))
}

func newHookForm(p Page, h webhook.Hook, polls []survey.Poll, wrong survey.FieldErrors) hookForm {
	f := hookForm{URL: h.URL, Label: h.Label, Active: h.State == webhook.Active, Errors: map[string]string{}}
	for _, k := range survey.EventKinds {
		f.Kinds = append(f.Kinds, choice{Value: string(k), Title: eventName(p.Lang, k), Chosen: slices.Contains(h.Kinds, k)})
	}
	f.Polls = []choice{{Title: p.T("webhooks.polls.all"), Chosen: h.Poll == ""}}
	for _, q := range polls {
		f.Polls = append(f.Polls, choice{Value: q.ID, Title: q.Title.In(p.Lang), Chosen: h.Poll == q.ID})
	}
	for _, e := range wrong {
		f.Errors[e.Field] = e.Message(p.Lang)
	}
	return f
}

// sentHook reads the form.
func sentHook(c echo.Context) (webhook.Settings, error) {
	form, err := c.FormParams()
	if err != nil {
		return webhook.Settings{}, errForm
	}
	w := webhook.Settings{URL: form.Get("url"), Label: form.Get("label"), Poll: form.Get("poll")}
	for _, k := range form["kinds"] {
		w.Kinds = append(w.Kinds, survey.EventKind(k))
	}
	return w, nil
}

// addWebhook makes a hook and shows its secret.
func (s *Site) addWebhook(c echo.Context) error {
	wanted, err := sentHook(c)
	if err != nil {
		return err
	}
	h, secret, err := s.Webhooks.Add(c.Request().Context(), wanted)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.showWebhooks(c, http.StatusUnprocessableEntity, wanted, wrong)
	}
	if err != nil {
		return err
	}
	return s.oneWebhook(c, http.StatusCreated, h, hookNews{Secret: secret}, nil)
}

// delivery shows one message with its attempts.
func (s *Site) delivery(c echo.Context) error {
	ctx := c.Request().Context()
	h, err := s.Webhooks.Hook(ctx, c.Param("hook"))
	if err != nil {
		return err
	}
	d, attempts, err := s.Webhooks.Delivery(ctx, h.ID, c.Param("event"))
	if err != nil {
		return err
	}
	page := deliveryPage{Page: s.adminPage(c, "webhooks.delivery"), Body: string(d.Body)}
	page.Hook = newHookLine(page.Page, h, nil)
	page.Line = newDeliveryLine(page.Page, h, d)
	for _, a := range attempts {
		page.Attempts = append(page.Attempts, newAttemptLine(page.Page, a))
	}
	return s.render(c, http.StatusOK, "admin/delivery", page)
}

// sendAgain queues a message anew.
func (s *Site) sendAgain(c echo.Context) error {
	hook, event := c.Param("hook"), c.Param("event")
	if err := s.Webhooks.SendAgain(c.Request().Context(), hook, event); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, webhookURL(hook)+"/"+url.PathEscape(event))
}
