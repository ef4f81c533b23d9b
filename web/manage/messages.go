package manage

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/notify"
	"minping/web/site"
)

// messageRoutes are the pages on which those who are invited are written to.
func (s *Pages) messageRoutes() []site.Route {
	return []site.Route{
		site.Get("/manage/:poll/messages", site.Organiser, s.messages),
		site.Post("/manage/:poll/messages/recipients", site.Organiser, s.putRecipients),
		site.Post("/manage/:poll/messages/texts", site.Organiser, s.putText),
		site.Post("/manage/:poll/messages/mailings", site.Organiser, s.planMailing),
		site.Post("/manage/:poll/messages/mailings/:mailing", site.Organiser, s.stopMailing),
	}
}

// shownRecipients is how many recipients a page shows at a time.
const shownRecipients = 50

// A messagesPage is the recipients, texts and mailings of a poll.
type messagesPage struct {
	site.Page
	Poll       survey.Poll
	Name       string
	Base       string
	CanMail    bool
	Local      bool // links lead to this machine alone
	Ended      bool
	Knows      bool // who took part
	Roll       notify.Roll
	Groups     []site.Choice // with how many recipients
	Recipients []survey.Recipient
	Next       string // address of more recipients, or ""
	List       listForm
	Checked    int // how many recipients the list in the form has, nothing being wrong
	Sample     []survey.Recipient
	Kinds      []site.Choice
	Langs      []site.Choice
	Text       notify.Text
	Names      []string // placeholders of the text
	Preview    *notify.Preview
	Mailings   []mailingLine
	Wanted     mailingForm
	Ask        string // what is to be confirmed: "forget"
	Errors     []string
}

// A listForm is a list of recipients as a form has it.
type listForm struct {
	Text string // CSV
	Anew bool
}

// A mailingForm is a mailing as a form has it.
type mailingForm struct {
	Kind, When, Group []site.Choice
	Days              string
}

// A mailingLine is a mailing in words.
type mailingLine struct {
	notify.Mailing
	To, At               string
	Sent, Queued, Failed int
	Can                  bool // be stopped
}

// messagesURL is where the messages of a poll are looked after.
func messagesURL(poll string) string { return site.ManageURL(poll) + "/messages" }

// messages shows the page.
func (s *Pages) messages(c echo.Context) error {
	return s.showMessages(c, http.StatusOK, nil)
}

// showMessages completes a page, which change has filled in what was sent, and
// writes it.
func (s *Pages) showMessages(c echo.Context, status int, change func(*messagesPage)) error {
	if err := s.accounts.NeedNotify(); err != nil {
		return err
	}
	poll, err := s.Within(c).ManagedPoll(c.Request().Context(), c.Param("poll"))
	if err != nil {
		return err
	}
	p := messagesPage{Page: s.ManagePage(c, "messages.title"), Poll: poll, Base: messagesURL(poll.ID), CanMail: s.Notify.CanMail(), Knows: poll.Access.KnowsWhoTookPart()}
	p.Name, p.Simulated = poll.Title.In(p.Lang), poll.Simulated
	p.Local = strings.HasPrefix(s.Notify.URL, "http://localhost") || strings.HasPrefix(s.Notify.URL, "http://127.")
	p.Ended = poll.State != survey.Draft && poll.State != survey.Open
	p.Text = notify.Text{Kind: notify.Kind(c.QueryParam("kind")), Lang: c.QueryParam("in")}
	p.Ask = c.QueryParam("ask")
	p.Wanted.Days = "3"
	if change != nil {
		change(&p)
	}
	p.Failed = len(p.Errors) > 0
	for _, fill := range []func(echo.Context, *messagesPage) error{s.fillRecipients, s.fillText, s.fillMailings} {
		if err := fill(c, &p); err != nil {
			return err
		}
	}
	return s.Render(c, status, "manage/messages", p)
}

func (s *Pages) fillRecipients(c echo.Context, p *messagesPage) (err error) {
	ctx := c.Request().Context()
	if p.Roll, err = s.Notify.Roll(ctx, p.Poll.ID); err != nil {
		return err
	}
	from, _ := strconv.Atoi(c.QueryParam("from"))
	from = max(from, 0)
	if p.Recipients, err = s.Notify.Recipients(ctx, p.Poll.ID, from, shownRecipients+1); err != nil {
		return err
	}
	if len(p.Recipients) > shownRecipients {
		p.Recipients = p.Recipients[:shownRecipients]
		p.Next = p.Base + "?from=" + strconv.Itoa(from+shownRecipients) + "#recipients"
	}
	groups, err := s.Notify.Groups(ctx, p.Poll.ID)
	if err != nil {
		return err
	}
	q, err := s.Within(c).PollQuestionnaire(ctx, p.Poll.ID)
	if err != nil {
		return err
	}
	p.Groups = []site.Choice{{Value: "", Title: p.T("messages.everybody", "count", p.Roll.All), Chosen: true}}
	for i, id := range groups {
		p.Groups = append(p.Groups, site.Choice{Value: id, Title: q.Groups[i].Title.In(p.Lang) + " (" + strconv.Itoa(p.Roll.Groups[id]) + ")", Chosen: false})
	}
	return nil
}

// fillText finds the text that the page shows: the one that was sent, or that
// was asked for.
func (s *Pages) fillText(c echo.Context, p *messagesPage) error {
	texts, err := s.Notify.Texts(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return err
	}
	sent, at := p.Text.Body != "" || p.Text.Subject != "", 0
	for i, t := range texts {
		if t.Kind == p.Text.Kind && (t.Lang == p.Text.Lang || p.Text.Lang == "" && t.Lang == p.Lang) {
			at = i
		}
		if p.Text.Kind == "" && t.Kind == notify.Invitation && t.Lang == p.Lang {
			at = i
		}
	}
	own := texts[at].Own
	if !sent {
		p.Text = texts[at]
	}
	p.Text.Own, p.Names = own, p.Text.Kind.Names()
	for _, k := range notify.PollKinds {
		p.Kinds = append(p.Kinds, site.Choice{Value: string(k), Title: p.T("notifications.text." + string(k)), Chosen: k == p.Text.Kind})
	}
	for _, l := range site.Languages {
		p.Langs = append(p.Langs, site.Choice{Value: l, Title: site.Translate(p.Lang, "notifications.lang."+l), Chosen: l == p.Text.Lang})
	}
	return nil
}

func (s *Pages) fillMailings(c echo.Context, p *messagesPage) error {
	list, err := s.Notify.Mailings(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return err
	}
	groups := map[string]string{}
	for _, g := range p.Groups {
		groups[g.Value], _, _ = strings.Cut(g.Title, " (")
	}
	groups[""] = p.T("messages.all")
	for _, m := range list {
		line := mailingLine{Mailing: m, To: groups[m.Group], At: site.Translate(p.Lang, "messages.when."+string(m.When), "n", m.Days)}
		line.Sent, line.Queued, line.Failed = m.Counts[notify.Sent], m.Counts[notify.Queued], m.Counts[notify.Failed]
		line.Can = m.State == notify.Planned || m.State == notify.GoneOut && m.Counts[notify.Queued] > 0
		p.Mailings = append(p.Mailings, line)
	}
	for _, k := range []notify.Kind{notify.Invitation, notify.Reminder} {
		p.Wanted.Kind = append(p.Wanted.Kind, site.Choice{Value: string(k), Title: p.T("notifications.text." + string(k)), Chosen: c.FormValue("kind") == string(k)})
	}
	for _, w := range []notify.When{notify.Now, notify.AtOpening, notify.AtClosing} {
		p.Wanted.When = append(p.Wanted.When, site.Choice{Value: string(w), Title: p.T("messages.choose." + string(w)), Chosen: c.FormValue("when") == string(w)})
	}
	p.Wanted.Group = p.Groups
	return nil
}

// refusal shows what was wrong with a form, or answers err.
func (s *Pages) refusal(c echo.Context, err error, change func(*messagesPage)) error {
	var wrong survey.FieldErrors
	var problems *intake.Problems
	var said []string
	lang := site.Negotiate(c)
	switch {
	case errors.As(err, &wrong):
		said = site.NamedMistakes(lang, wrong, func(field string) string { return site.Translate(lang, "messages.field."+field) })
	case errors.As(err, &problems):
		said = strings.Split(problems.In(lang), "\n")
	default:
		return err
	}
	return s.showMessages(c, http.StatusUnprocessableEntity, func(p *messagesPage) {
		p.Errors = said
		if change != nil {
			change(p)
		}
	})
}

// putText previews, keeps or resets a text.
func (s *Pages) putText(c echo.Context) error {
	if err := s.accounts.NeedNotify(); err != nil {
		return err
	}
	ctx, poll := c.Request().Context(), c.Param("poll")
	t := notify.Text{Kind: notify.Kind(c.FormValue("kind")), Lang: c.FormValue("in"), Subject: c.FormValue("subject"), Body: c.FormValue("body")}
	shown := func(p *messagesPage) { p.Text = t }
	preview, err := s.Notify.Preview(ctx, poll, t)
	switch asked := c.FormValue(site.FieldGo); {
	case asked == "reset":
		err = s.Notify.ResetText(ctx, poll, t.Kind, t.Lang)
	case asked != "preview" && asked != "save":
		return site.ErrForm
	case err == nil && asked == "preview":
		return s.showMessages(c, http.StatusOK, func(p *messagesPage) { p.Text, p.Preview = t, &preview })
	case err == nil:
		err = s.Notify.SaveText(ctx, poll, t)
	}
	if err != nil {
		return s.refusal(c, err, shown)
	}
	return c.Redirect(http.StatusSeeOther, messagesURL(poll)+"?kind="+string(t.Kind)+"&in="+t.Lang+"#texts")
}

// planMailing orders a mailing.
func (s *Pages) planMailing(c echo.Context) error {
	if err := s.accounts.NeedNotify(); err != nil {
		return err
	}
	order := notify.Order{Kind: notify.Kind(c.FormValue("kind")), When: notify.When(c.FormValue("when")), Group: c.FormValue("group"), Absent: c.FormValue("absent") != ""}
	if order.When == notify.AtClosing {
		order.Days, _ = strconv.Atoi(c.FormValue("days")) // 0 is refused
	}
	if _, err := s.Notify.Plan(c.Request().Context(), c.Param("poll"), order); err != nil {
		return s.refusal(c, err, func(p *messagesPage) { p.Wanted.Days = c.FormValue("days") })
	}
	return c.Redirect(http.StatusSeeOther, messagesURL(c.Param("poll"))+"#mailings")
}

// stopMailing calls a mailing off.
func (s *Pages) stopMailing(c echo.Context) error {
	if err := s.accounts.NeedNotify(); err != nil {
		return err
	}
	if err := s.Notify.StopMailing(c.Request().Context(), c.Param("poll"), c.Param("mailing")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, messagesURL(c.Param("poll"))+"#mailings")
}
