package account

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/outbound"
	"minping/survey/webhook"
	"minping/web/site"
)

// A hookPage is about one hook: its settings and its log.
type hookPage struct {
	site.Page
	hookNews
	Hook   hookLine
	Wanted hookForm
	Log    []deliveryLine
}

// hookNews is what has just been done to a hook.
type hookNews struct {
	Secret string       // the new one, shown this once
	Tried  *attemptLine // what came of a test
}

// A deliveryLine is a message in the log.
type deliveryLine struct {
	webhook.Delivery
	Link   string
	What   string // the event, in words
	State  string
	Stands bool // it will be tried by itself
}

// An attemptLine is a call in the log.
type attemptLine struct {
	webhook.Attempt
	Said string // the status or, where there is none, why
	Took string
}

// A deliveryPage is about one message.
type deliveryPage struct {
	site.Page
	Hook     hookLine
	Line     deliveryLine
	Body     string
	Attempts []attemptLine
}

func (s *Pages) showWebhook(c echo.Context) error {
	h, err := s.Webhooks.Hook(c.Request().Context(), c.Param("hook"))
	if err != nil {
		return err
	}
	return s.oneWebhook(c, http.StatusOK, h, hookNews{}, nil)
}

// oneWebhook writes the page of a hook.
func (s *Pages) oneWebhook(c echo.Context, status int, h webhook.Hook, news hookNews, wrong survey.FieldErrors) error {
	ctx := c.Request().Context()
	page := hookPage{Page: s.adminPage(c), hookNews: news}
	polls, err := s.Within(c).Named(ctx)
	if err != nil {
		return err
	}
	list, err := s.Webhooks.Deliveries(ctx, h.ID)
	if err != nil {
		return err
	}
	page.Hook = newHookLine(page.Page, h, polls)
	page.Title, page.Failed = page.T("webhooks.one", "name", page.Hook.Name), len(wrong) > 0
	page.Wanted = newHookForm(page.Page, h, polls, wrong)
	for _, d := range list {
		page.Log = append(page.Log, newDeliveryLine(page.Page, h, d))
	}
	return s.Render(c, status, "admin/webhook", page)
}

func newDeliveryLine(p site.Page, h webhook.Hook, d webhook.Delivery) deliveryLine {
	return deliveryLine{
		Delivery: d, Link: webhookURL(d.Hook) + "/" + url.PathEscape(d.Event), What: eventName(p.Lang, d.Kind),
		State: p.T("webhooks.progress." + string(d.Progress)), Stands: d.Progress == webhook.Waiting && h.State == webhook.Active && h.Sealed,
	}
}

func newAttemptLine(p site.Page, a webhook.Attempt) attemptLine {
	line := attemptLine{Attempt: a, Said: strconv.Itoa(a.Status), Took: a.Took.Round(time.Millisecond).String()}
	if a.Wrong != "" {
		line.Said = outbound.Message(a.Wrong, p.Lang)
	}
	return line
}

// changeWebhook stores the settings.
func (s *Pages) changeWebhook(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("hook")
	wanted, err := sentHook(c)
	if err != nil {
		return err
	}
	_, err = s.Webhooks.Change(ctx, id, wanted, c.FormValue("active") != "")
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		h, err := s.Webhooks.Hook(ctx, id)
		if err != nil {
			return err
		}
		h.Settings = wanted
		return s.oneWebhook(c, http.StatusUnprocessableEntity, h, hookNews{}, wrong)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, webhookURL(id))
}

// tryWebhook sends a test and shows what came of it.
func (s *Pages) tryWebhook(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("hook")
	a, err := s.Webhooks.Try(ctx, id)
	if err != nil && !errors.Is(err, survey.ErrConflict) { // the page says that there is no secret
		return err
	}
	h, missing := s.Webhooks.Hook(ctx, id)
	if missing != nil {
		return missing
	}
	page := s.Page(c)
	var news hookNews
	if err == nil {
		line := newAttemptLine(page, a)
		news.Tried = &line
	}
	return s.oneWebhook(c, http.StatusOK, h, news, nil)
}

// renewWebhook makes a new secret and shows it.
func (s *Pages) renewWebhook(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("hook")
	secret, err := s.Webhooks.Renew(ctx, id)
	if err != nil {
		return err
	}
	h, err := s.Webhooks.Hook(ctx, id)
	if err != nil {
		return err
	}
	return s.oneWebhook(c, http.StatusOK, h, hookNews{Secret: secret}, nil)
}

// removeWebhook removes a hook with its log.
func (s *Pages) removeWebhook(c echo.Context) error {
	if err := s.Webhooks.Remove(c.Request().Context(), c.Param("hook")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/webhooks")
}
