package account

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/notify"
	"minping/web/site"
)

// notificationRoutes are the pages of channels by which staff are told.
func (s *Pages) notificationRoutes() []site.Route {
	return []site.Route{
		site.Get("/admin/notifications", site.Operator, s.notifications),
		site.Post("/admin/notifications", site.Operator, s.saveChannel),
		site.Post("/admin/notifications/:channel", site.Operator, s.moveChannel),
	}
}

// logLines is how much of the log a page shows.
const logLines = 50

// A notificationsPage lists channels, and what was sent.
type notificationsPage struct {
	site.Page
	Base     string
	CanMail  bool
	Waiting  int
	Channels []channelLine
	Log      []logLine
	Next     string // address of what is older, or ""
	Wanted   channelForm
	Remove   *notify.Channel // to be confirmed
	Tested   []notify.Message
	Errors   []string
}

// A channelLine is a channel in words.
type channelLine struct {
	notify.Channel
	Goes string // where to
	What string // which events
	Of   string // of which units; "": of all
}

// A logLine is a message that was sent or waits, in words.
type logLine struct {
	notify.Message
	By string // its channel
}

// A channelForm is a channel as a form has it.
type channelForm struct {
	ID, Name, URL, Secret, To, Body, Units string
	Markdown, Kept                         bool // Kept: address and secret are there already
	Kind, Lang                             []site.Choice
	Events, Polls                          []site.Choice
}

// NeedNotify answers as if nothing was there where nobody is told.
func (s *Pages) NeedNotify() error {
	if s.Notify == nil {
		return survey.ErrNotFound
	}
	return nil
}

// notifications shows the page.
func (s *Pages) notifications(c echo.Context) error {
	return s.showNotifications(c, http.StatusOK, notify.Channel{Kind: notify.ByMail, Lang: site.Negotiate(c)}, nil, nil)
}

// showNotifications renders the page with a channel in the form, what is wrong
// with it, and what became of a test.
func (s *Pages) showNotifications(c echo.Context, status int, wanted notify.Channel, wrong []string, tested []notify.Message) error {
	if err := s.NeedNotify(); err != nil {
		return err
	}
	ctx := c.Request().Context()
	page := notificationsPage{Page: s.adminPage(c, "notifications.title"), Base: "/admin/notifications", CanMail: s.Notify.CanMail(), Errors: wrong, Tested: tested}
	page.Failed = len(wrong) > 0
	channels, err := s.Notify.Channels(ctx)
	if err != nil {
		return err
	}
	names := map[string]string{"": page.T("notifications.server")}
	called, err := s.UnitNames(c, page.Lang)
	if err != nil {
		return err
	}
	for _, ch := range channels {
		names[ch.ID] = ch.Name
		page.Channels = append(page.Channels, channelLine{ch, goesTo(ch), eventsOf(page.Page, ch.Events), calledAll(ch.Units, called, page.Lang)})
		switch ch.ID {
		case c.QueryParam("edit"):
			if wrong == nil {
				wanted = ch
			}
		case c.QueryParam("remove"):
			page.Remove = &ch
		}
	}
	if page.Waiting, err = s.Notify.Waiting(ctx); err != nil {
		return err
	}
	if err := s.fillLog(c, &page, names); err != nil {
		return err
	}
	if page.Wanted, err = s.channelForm(c, wanted); err != nil {
		return err
	}
	return s.Render(c, status, "admin/notifications", page)
}

// calledAll lists what units are called.
func calledAll(ids []string, called func(id string) string, lang string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = called(id)
	}
	return site.JoinList(lang, names)
}

// goesTo says where a channel leads, without what is secret of it.
func goesTo(ch notify.Channel) string {
	if ch.Kind == notify.ByMail {
		return strings.Join(ch.To, ", ")
	}
	return ch.Host()
}

// eventsOf names events.
func eventsOf(p site.Page, kinds []survey.EventKind) string {
	if len(kinds) == 0 {
		return p.T("notifications.all")
	}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = site.Translate(p.Lang, "notifications.event."+string(k))
	}
	return site.JoinList(p.Lang, names)
}

func (s *Pages) fillLog(c echo.Context, page *notificationsPage, names map[string]string) error {
	messages, err := s.Notify.Messages(c.Request().Context(), notify.LogQuery{Limit: logLines + 1, Before: c.QueryParam("before")})
	if err != nil {
		return err
	}
	if len(messages) > logLines {
		messages = messages[:logLines]
		page.Next = page.With("before", messages[logLines-1].ID)
	}
	for _, m := range messages {
		page.Log = append(page.Log, logLine{m, names[m.Channel]})
	}
	return nil
}

// channelForm is a channel as the form shows it: without what is secret.
func (s *Pages) channelForm(c echo.Context, ch notify.Channel) (channelForm, error) {
	lang := site.Negotiate(c)
	f := channelForm{ID: ch.ID, Name: ch.Name, To: strings.Join(ch.To, "\n"), Body: ch.Body, Markdown: ch.Markdown, Kept: ch.ID != "", Units: strings.Join(ch.Units, "\n")}
	for _, k := range notify.ChannelKinds {
		f.Kind = append(f.Kind, site.Choice{Value: string(k), Title: site.Translate(lang, "notifications.kind."+string(k)), Chosen: k == ch.Kind})
	}
	for _, l := range site.Languages {
		f.Lang = append(f.Lang, site.Choice{Value: l, Title: site.Translate(lang, "notifications.lang."+l), Chosen: l == ch.Lang})
	}
	for _, e := range survey.EventKinds {
		f.Events = append(f.Events, site.Choice{Value: string(e), Title: site.Translate(lang, "notifications.event."+string(e)), Chosen: len(ch.Events) == 0 || slices.Contains(ch.Events, e)})
	}
	polls, err := s.Within(c).Named(c.Request().Context())
	for _, p := range polls {
		f.Polls = append(f.Polls, site.Choice{Value: p.ID, Title: p.Title.In(lang), Chosen: slices.Contains(ch.Polls, p.ID)})
	}
	return f, err
}

// saveChannel makes a channel or changes one.
func (s *Pages) saveChannel(c echo.Context) error {
	if err := s.NeedNotify(); err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return site.ErrForm
	}
	ch := notify.Channel{
		ID: form.Get("id"), Name: form.Get("name"), Kind: notify.ChannelKind(form.Get("kind")), Lang: form.Get("language"),
		URL: form.Get("url"), Secret: form.Get("secret"), Body: form.Get("body"), Markdown: form.Get("markdown") != "",
		To: apart(form.Get("to")), Polls: form["poll"], Units: apart(form.Get("units")),
	}
	for _, e := range form["event"] {
		ch.Events = append(ch.Events, survey.EventKind(e))
	}
	if len(ch.Events) == len(survey.EventKinds) {
		ch.Events = nil // all, those to come too
	}
	if ch.ID != "" {
		old, err := s.Notify.Channel(c.Request().Context(), ch.ID)
		if err != nil {
			return err
		}
		ch.Paused = old.Paused
	}
	_, err = s.Notify.SaveChannel(c.Request().Context(), ch)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.showNotifications(c, http.StatusUnprocessableEntity, ch, channelMistakes(site.Negotiate(c), wrong), nil)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/notifications")
}

// apart are the addresses or ids that stand in a field, however they are parted.
func apart(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;，；、\r\n\t", r) })
}

// channelMistakes words what is wrong with a channel.
func channelMistakes(lang string, errs survey.FieldErrors) []string {
	return site.NamedMistakes(lang, errs, func(field string) string { return site.Translate(lang, "notifications.field."+field) })
}

// moveChannel tests, pauses, resumes or removes a channel.
func (s *Pages) moveChannel(c echo.Context) error {
	if err := s.NeedNotify(); err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("channel")
	ch, err := s.Notify.Channel(ctx, id)
	if err != nil {
		return err
	}
	switch c.FormValue(site.FieldGo) {
	case "test":
		tested, err := s.Notify.TestChannel(ctx, id)
		if err != nil {
			return err
		}
		return s.showNotifications(c, http.StatusOK, notify.Channel{Kind: notify.ByMail, Lang: site.Negotiate(c)}, nil, tested)
	case "pause", "resume":
		ch.Paused = c.FormValue(site.FieldGo) == "pause"
		_, err = s.Notify.SaveChannel(ctx, ch)
	case "remove":
		err = s.Notify.RemoveChannel(ctx, id)
	default:
		return site.ErrForm
	}
	var wrong survey.FieldErrors // of a channel that has lost its address
	if errors.As(err, &wrong) {
		return s.showNotifications(c, http.StatusUnprocessableEntity, ch, channelMistakes(site.Negotiate(c), wrong), nil)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/notifications")
}
