package account

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/webhook"
	"minping/web/site"
)

// webhookRoutes are the pages on which webhooks are looked after.
func (s *Pages) webhookRoutes() []site.Route {
	return []site.Route{
		site.Get("/admin/webhooks", site.Operator, s.listWebhooks),
		site.Post("/admin/webhooks", site.Operator, s.addWebhook),
		site.Get("/admin/webhooks/:hook", site.Operator, s.showWebhook),
		site.Post("/admin/webhooks/:hook", site.Operator, s.changeWebhook),
		site.Post("/admin/webhooks/:hook/test", site.Operator, s.tryWebhook),
		site.Post("/admin/webhooks/:hook/secret", site.Operator, s.renewWebhook),
		site.Post("/admin/webhooks/:hook/remove", site.Operator, s.removeWebhook),
		site.Get("/admin/webhooks/:hook/:event", site.Operator, s.delivery),
		site.Post("/admin/webhooks/:hook/:event", site.Operator, s.sendAgain),
	}
}

// webhookURL is where a hook is looked after.
func webhookURL(id string) string { return "/admin/webhooks/" + url.PathEscape(id) }

// A hookForm is what is said of a hook.
type hookForm struct {
	URL, Label string
	Kinds      []site.Choice
	Polls      []site.Choice
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
	site.Page
	Hooks  []hookLine
	Wanted hookForm
}

func (s *Pages) listWebhooks(c echo.Context) error {
	return s.showWebhooks(c, http.StatusOK, webhook.Settings{}, nil)
}

// showWebhooks writes the list and the form for a new one, with what is wrong.
func (s *Pages) showWebhooks(c echo.Context, status int, wanted webhook.Settings, wrong survey.FieldErrors) error {
	ctx := c.Request().Context()
	page := webhooksPage{Page: s.adminPage(c, "webhooks.title")}
	hooks, err := s.Webhooks.Hooks(ctx)
	if err != nil {
		return err
	}
	polls, err := s.Within(c).Named(ctx)
	if err != nil {
		return err
	}
	page.Failed = len(wrong) > 0
	page.Wanted = newHookForm(page.Page, webhook.Hook{Settings: wanted, State: webhook.Active}, polls, wrong)
	for _, h := range hooks {
		page.Hooks = append(page.Hooks, newHookLine(page.Page, h, polls))
	}
	return s.Render(c, status, "admin/webhooks", page)
}

func newHookLine(p site.Page, h webhook.Hook, polls []survey.Poll) hookLine {
	line := hookLine{Hook: h, Link: webhookURL(h.ID), Name: h.Label, Of: h.Poll}
	if line.Name == "" {
		line.Name = h.URL
	}
	var told []string
	for _, k := range h.Kinds {
		told = append(told, eventName(p.Lang, k))
	}
	line.Told = site.JoinList(p.Lang, told)
	if i := slices.IndexFunc(polls, func(q survey.Poll) bool { return q.ID == h.Poll }); i >= 0 {
		line.Of = polls[i].Title.In(p.Lang)
	}
	return line
}

// eventName is an event's kind in words.
func eventName(lang string, k survey.EventKind) string {
	return site.Translate(lang, "webhooks.event."+string(k))
}

func newHookForm(p site.Page, h webhook.Hook, polls []survey.Poll, wrong survey.FieldErrors) hookForm {
	f := hookForm{URL: h.URL, Label: h.Label, Active: h.State == webhook.Active, Errors: map[string]string{}}
	for _, k := range survey.EventKinds {
		f.Kinds = append(f.Kinds, site.Choice{Value: string(k), Title: eventName(p.Lang, k), Chosen: slices.Contains(h.Kinds, k)})
	}
	f.Polls = []site.Choice{{Title: p.T("webhooks.polls.all"), Chosen: h.Poll == ""}}
	for _, q := range polls {
		f.Polls = append(f.Polls, site.Choice{Value: q.ID, Title: q.Title.In(p.Lang), Chosen: h.Poll == q.ID})
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
		return webhook.Settings{}, site.ErrForm
	}
	w := webhook.Settings{URL: form.Get("url"), Label: form.Get("label"), Poll: form.Get("poll")}
	for _, k := range form["kinds"] {
		w.Kinds = append(w.Kinds, survey.EventKind(k))
	}
	return w, nil
}

// addWebhook makes a hook and shows its secret.
func (s *Pages) addWebhook(c echo.Context) error {
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
func (s *Pages) delivery(c echo.Context) error {
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
	return s.Render(c, http.StatusOK, "admin/delivery", page)
}

// sendAgain queues a message anew.
func (s *Pages) sendAgain(c echo.Context) error {
	hook, event := c.Param("hook"), c.Param("event")
	if err := s.Webhooks.SendAgain(c.Request().Context(), hook, event); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, webhookURL(hook)+"/"+url.PathEscape(event))
}
