package account

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/access"
	"minping/web/site"
)

// An auditLine is an entry in words.
type auditLine struct {
	Sequence int64
	Time     time.Time
	Who      string
	What     string // the rest of the sentence
	Via      string
	Details  []string
	Poll     string // title
	Link     string // to the poll, where whoever looks may go there
}

// auditNames are what ids in the log stand for.
type auditNames struct {
	accounts map[string]string
	polls    []survey.Poll     // the last made first
	links    map[string]string // by poll
	zone     *time.Location
	now      time.Time
}

func (s *Pages) auditNames(c echo.Context, p site.Page) (n auditNames, err error) {
	ctx := c.Request().Context()
	n = auditNames{accounts: map[string]string{}, links: map[string]string{}, zone: s.Zone, now: p.Now}
	accounts, err := s.Access.Accounts(ctx)
	if err != nil {
		return n, err
	}
	for _, a := range accounts {
		n.accounts[a.ID] = a.Name
	}
	if n.polls, err = s.Within(c).Named(ctx); err != nil {
		return n, err
	}
	readable, err := s.Within(c).ReadablePolls(ctx)
	if err != nil {
		return n, err
	}
	for _, poll := range readable {
		if poll.State != survey.Open {
			n.links[poll.ID] = site.ResultsURL(poll.ID)
		}
	}
	managed, err := s.Within(c).ManagedPolls(ctx)
	for _, poll := range managed {
		n.links[poll.ID] = site.ManageURL(poll.ID)
	}
	return n, err
}

// choices are the polls to choose from. One that the log alone knows can be
// asked for in the address.
func (n auditNames) choices(p site.Page, chosen string) []site.Choice {
	list := []site.Choice{{Title: p.T("audit.any")}}
	for _, q := range n.polls {
		list = append(list, site.Choice{Value: q.ID, Title: q.Title.In(p.Lang), Chosen: q.ID == chosen})
	}
	return chosenToo(list, chosen)
}

// auditKinds are the kinds to choose from: each sentence with gaps.
func auditKinds(p site.Page, chosen string) []site.Choice {
	list := []site.Choice{{Title: p.T("audit.any")}}
	for _, k := range survey.ActKinds {
		list = append(list, site.Choice{Value: string(k), Title: auditWhat(p.Lang, k, "…", "…", "…"), Chosen: string(k) == chosen})
	}
	return chosenToo(list, chosen)
}

// chosenToo sees to it that what is asked for is among what can be chosen.
func chosenToo(list []site.Choice, chosen string) []site.Choice {
	if chosen != "" && !slices.ContainsFunc(list, func(c site.Choice) bool { return c.Value == chosen }) {
		return append(list, site.Choice{Value: chosen, Title: chosen, Chosen: true})
	}
	return list
}

// auditWhat is what was done, without who did it. A kind that nobody knows any
// more, or never did, stands for itself.
func auditWhat(lang string, k survey.ActKind, object, poll, unit string) string {
	if !slices.Contains(survey.ActKinds, k) {
		return string(k)
	}
	return site.Translate(lang, "audit.kind."+string(k), "object", object, "poll", poll, "unit", unit)
}

// line is an entry in words.
func (n auditNames) line(p site.Page, e survey.AuditEntry) auditLine {
	l := auditLine{Sequence: e.Sequence, Time: e.Time, Who: e.Actor.Name, Via: string(e.Actor.Via), Poll: e.Poll, Link: n.links[e.Poll]}
	if slices.Contains(auditWays, e.Actor.Via) {
		l.Via = site.Translate(p.Lang, "audit.via."+string(e.Actor.Via))
		if l.Who == "" {
			l.Who = site.Translate(p.Lang, "audit.nobody."+string(e.Actor.Via))
		}
	}
	if i := slices.IndexFunc(n.polls, func(q survey.Poll) bool { return q.ID == e.Poll }); i >= 0 {
		l.Poll = n.polls[i].Title.In(p.Lang)
	}
	l.What = auditWhat(p.Lang, e.Kind, n.object(p, e), cmp.Or(l.Poll, p.T("audit.none")), cmp.Or(e.Unit, p.T("audit.none")))
	for _, k := range slices.Sorted(maps.Keys(e.Detail)) {
		if v := n.value(p.Lang, k, e.Detail[k]); v != "" {
			l.Details = append(l.Details, auditDetail(p.Lang, k)+p.T("audit.colon")+v)
		}
	}
	return l
}

// auditWays are the ways that have words.
var auditWays = []survey.Via{survey.ViaSystem, survey.ViaSession, survey.ViaToken, survey.ViaVisitor, survey.ViaCommand}

// object names what something was done to.
func (n auditNames) object(p site.Page, e survey.AuditEntry) string {
	if name, known := n.accounts[e.Object]; known {
		return name
	}
	if e.Object == "" && e.Kind == survey.ActSignInFailed {
		return p.T("audit.unknown")
	}
	return cmp.Or(e.Detail["label"], e.Detail["name"], e.Object, p.T("audit.none"))
}

// auditDetails are the names of details that have words.
var auditDetails = []string{
	"account", "added", "anew", "by", "changed", "closes", "codes", "dropped", "eligible", "ends", "expires", "factor", "fields", "group",
	"hash", "host", "ids", "issued", "issuer", "kind", "label", "lang", "left_out", "lists", "more", "name", "new", "published",
	"recipients", "replaced", "returned", "role", "second", "state", "version", "waiting", "what", "when", "withheld",
}

func auditDetail(lang, name string) string {
	if !slices.Contains(auditDetails, name) {
		return name
	}
	return site.Translate(lang, "audit.detail."+name)
}

// value is a detail's value in words; "" where it says nothing.
func (n auditNames) value(lang, name, v string) string {
	switch {
	case name == "grant" || v == "" || v == "0" && name == "more":
		return ""
	case v == "true" || v == "false":
		return site.Translate(lang, "audit.is."+v)
	case name == "by" && slices.Contains([]access.Way{access.ByPassword, access.ByProvider}, access.Way(v)):
		return site.Translate(lang, "audit.by."+v)
	case name == "account":
		return cmp.Or(n.accounts[v], v)
	case name == "what":
		return auditWhat(lang, survey.ActKind(v), "…", "…", "…")
	case name == "role" && access.Role(v).Known():
		return site.Translate(lang, "invite.role."+v)
	case name == "fields" || name == "ids":
		return strings.Join(strings.Fields(strings.ReplaceAll(v, ",", " ")), ", ")
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return site.WriteTime(lang, t.In(n.zone), n.now)
	}
	return v
}
