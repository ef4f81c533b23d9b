package agenda

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"minping/survey"
)

// A Subscription is how an account has what is due brought to it.
type Subscription struct {
	Account string     `json:"-"`
	Weekly  bool       `json:"weekly"`         // by mail, on Mondays
	Mail    string     `json:"mail,omitempty"` // where to
	Lang    string     `json:"lang"`           // zh or en
	Feed    bool       `json:"feed"`           // there is an address for calendars
	Secret  string     `json:"-"`              // SHA-256, hex, of what the address holds; "": none
	Sent    survey.Day `json:"-"`              // Monday of the week last told
}

// A Store keeps subscriptions.
type Store interface {
	// Subscription returns an account's; one without anything where there is none.
	Subscription(ctx context.Context, account string) (Subscription, error)
	// SubscriptionBy returns the one of a secret by its hash; else survey.ErrNotFound.
	SubscriptionBy(ctx context.Context, secret string) (Subscription, error)
	// WeeklySubscriptions lists those that want mail, by account.
	WeeklySubscriptions(ctx context.Context) ([]Subscription, error)
	// PutSubscription keeps an account's, and notes it.
	PutSubscription(ctx context.Context, s Subscription) error
	// Told notes the week that an account was told of.
	Told(ctx context.Context, account string, monday survey.Day) error
}

// A Letter is a mail on its way to an account.
type Letter struct {
	Kind                              LetterKind
	ID, To, Lang, Subject, Text, Link string
}

// A LetterKind says what a letter is.
type LetterKind string

// The kinds of letters.
const (
	Weekly  LetterKind = "weekly"  // a digest
	Judging LetterKind = "judging" // to a judge of an award
)

// Subscription returns what an account has.
func (d *Desk) Subscription(ctx context.Context, account string) (Subscription, error) {
	return d.store.Subscription(ctx, account)
}

// Subscribe changes an account's digest; its feed stays as it is.
func (d *Desk) Subscribe(ctx context.Context, account string, weekly bool, mail, lang string) (Subscription, error) {
	s, err := d.store.Subscription(ctx, account)
	if err != nil {
		return s, err
	}
	s.Weekly, s.Mail, s.Lang = weekly, strings.TrimSpace(mail), lang
	var errs survey.FieldErrors
	if s.Lang != "zh" && s.Lang != "en" {
		errs = append(errs, survey.FieldError{Field: "lang", Key: "unknown_lang", Args: survey.Args("lang", survey.Clip(lang))})
	}
	if weekly {
		if e := survey.CheckAddress(s.Mail); e != nil {
			e.Field = "mail"
			errs = append(errs, *e)
		}
		if d.Post == nil {
			errs = append(errs, survey.FieldError{Field: "weekly", Key: "no_mail_server"})
		}
	} else {
		s.Mail = "" // it is of no use any more
	}
	if len(errs) > 0 {
		return s, errs
	}
	return s, d.store.PutSubscription(ctx, s)
}

// RenewFeed gives an account's feed a new address and returns the secret of it,
// once; the one before leads nowhere. With none, there is no feed any more.
func (d *Desk) RenewFeed(ctx context.Context, account string, none bool) (secret string, err error) {
	s, err := d.store.Subscription(ctx, account)
	if err != nil {
		return "", err
	}
	s.Feed, s.Secret = !none, ""
	if !none {
		secret = strings.ToLower(rand.Text())
		s.Secret = hashOf(secret)
	}
	return secret, d.store.PutSubscription(ctx, s)
}

// FeedPath is where the feed of a secret is.
func FeedPath(secret string) string { return "/calendar/" + secret + ".ics" }

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// feedDays is how far ahead a feed reaches.
const feedDays = 180

// Feed writes the calendar of a secret, with the rights that its account has now.
// survey.ErrNotFound: there is no such feed, or its account may not sign in.
func (d *Desk) Feed(ctx context.Context, secret string) (string, error) {
	s, err := d.store.SubscriptionBy(ctx, hashOf(secret))
	if err != nil {
		return "", err
	}
	dues, unit, err := d.of(ctx, s, Filter{From: d.Today().Add(-feedDays), To: d.Today().Add(feedDays)})
	if err != nil {
		return "", err
	}
	return Calendar(dues, names[s.Lang], s.Lang, d.URL, unit, d.Now()), nil
}

var names = survey.Text{"zh": "民评：到期事项", "en": "Minping: what is due"}

// of lists what is due for an account, and names units.
func (d *Desk) of(ctx context.Context, s Subscription, f Filter) ([]Due, func(string) string, error) {
	rights, err := d.Rights(ctx, s.Account)
	if err != nil {
		return nil, nil, err
	}
	v := d.Service.Within(rights)
	reach, err := v.Reach(ctx)
	if err != nil {
		return nil, nil, err
	}
	named := reach.Named()
	unit := func(id string) string {
		if u, there := named[id]; there {
			return u.Name.In(s.Lang)
		}
		return id
	}
	if ctx, err = d.as(ctx, s.Account); err != nil {
		return nil, nil, err
	}
	dues, err := d.Dues(ctx, v, f)
	return dues, unit, err
}

// sendsAt is the hour of Monday from which on digests go out.
const sendsAt = 7

// Tick sends the digests of the week, each account's once, and letters to judges;
// the server calls it often. On other days than Monday it sends digests that a
// server that was off has missed.
func (d *Desk) Tick(ctx context.Context) error {
	if d.Post == nil || d.Rights == nil {
		return nil
	}
	list, err := d.store.WeeklySubscriptions(ctx)
	return errors.Join(err, d.digests(ctx, list), d.tellJudges(ctx, list))
}

func (d *Desk) digests(ctx context.Context, list []Subscription) error {
	monday, sunday := Week(d.Today())
	if d.Today() == monday && d.Now().In(d.Zone).Hour() < sendsAt {
		return nil
	}
	var errs []error
	for _, s := range list {
		if s.Sent >= monday {
			continue
		}
		if err := d.digest(ctx, s, monday, sunday); err != nil {
			errs = append(errs, fmt.Errorf("digest of %s: %w", s.Account, err))
			continue
		}
		errs = append(errs, d.store.Told(ctx, s.Account, monday))
	}
	return errors.Join(errs...)
}

// digest sends an account what is due this week; nothing where nothing is.
func (d *Desk) digest(ctx context.Context, s Subscription, monday, sunday survey.Day) error {
	dues, unit, err := d.of(ctx, s, Filter{From: monday, To: sunday})
	if errors.Is(err, survey.ErrNotFound) || err == nil && len(dues) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	subject, text := Digest(dues, s.Lang, d.URL, unit)
	return d.Post(ctx, Letter{
		Kind: Weekly, ID: "msg_week_" + s.Account + "_" + compact(monday), To: s.Mail, Lang: s.Lang, Subject: subject, Text: text, Link: d.URL + "/calendar",
	})
}

// digestWords are those of a digest.
var digestWords = map[string]survey.Text{
	"subject": {"zh": "本周到期 {due} 项[[，逾期 {late} 项]]", "en": "{due} due this week[[, {late} overdue]]"},
	"late":    {"zh": "逾期", "en": "Overdue"},
	"due":     {"zh": "本周到期", "en": "Due this week"},
	"end":     {"zh": "全部事项：{link}\n不想再收到，请在该页停用周报。", "en": "All of it: {link}\nTo stop these mails, turn the digest off on that page."},
}

// Digest words what is due as a mail.
func Digest(dues []Due, lang, base string, unit func(id string) string) (subject, text string) {
	var parts [2]string // late, due
	var counts [2]int
	for _, x := range dues {
		i := 1
		if x.Late {
			i = 0
		}
		counts[i]++
		parts[i] += string(x.Day) + "  " + oneLine(x.title(lang, unit)) + "\n    " + base + x.Path + "\n"
	}
	late := ""
	if counts[0] > 0 {
		late = fmt.Sprint(counts[0])
	}
	for i, key := range []string{"late", "due"} {
		if parts[i] != "" {
			text += digestWords[key].In(lang) + "\n\n" + parts[i] + "\n"
		}
	}
	text += survey.Fill(digestWords["end"].In(lang), lang, survey.Args("link", base+"/calendar"))
	return survey.Fill(digestWords["subject"].In(lang), lang, survey.Args("due", counts[1], "late", late)), text
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
