package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/notify"
)

// caseOffice has units in three levels, a channel of each, and one of all.
func caseOffice(t *testing.T, o *office) (*notify.Service, *post) {
	t.Helper()
	o.prepare(t)
	ok(t, o.PutUnits(ctx, []survey.Unit{
		{ID: "province", Name: survey.Text{"zh": "省"}, Tier: "province"},
		{ID: "city", Name: survey.Text{"zh": "市"}, Tier: "city", Parent: "province"},
		{ID: "u0", Name: survey.Text{"zh": "县"}, Tier: "county", Parent: "city"},
		{ID: "u1", Name: survey.Text{"zh": "邻县"}, Tier: "county", Parent: "city"},
	}))
	p := &post{}
	s := notifier(o, p)
	for _, unit := range []string{"province", "city", "u0", "u1"} {
		_, err := s.SaveChannel(ctx, notify.Channel{Name: unit, Kind: notify.ByMail, Lang: "zh", To: []string{unit + "@example.org"}, Units: []string{unit}})
		ok(t, err)
	}
	_, err := s.SaveChannel(ctx, notify.Channel{Name: "all", Kind: notify.ByMail, Lang: "en", To: []string{"all@example.org"}})
	ok(t, err)
	return s, p
}

// Of each step that somebody has to act on or know of, the channels of the unit
// and of those above it are told once, in their language, with the number, the
// unit and the deadline, and with nothing of who complained or what was said;
// what a citizen did, on the day after.
func TestCasesAreTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		s, p := caseOffice(t, o)
		told := func(want, zh, en string) {
			t.Helper()
			p.mail = nil
			o.tick(t, s)
			if got := strings.Join(told(p), " "); got != want {
				t.Errorf("told are %q, want %q", got, want)
			}
			for _, m := range p.mail {
				text := m.Subject + "\n" + m.Text
				if says := map[bool]string{true: en, false: zh}[m.To.Address == "all@example.org"]; !strings.Contains(text, says) {
					t.Errorf("%s is not told %q:\n%s", m.To.Address, says, text)
				}
				for _, secret := range []string{complaint, "13912345678", "闻以澄", "已加开窗口", "3号窗口", "刷评"} {
					if strings.Contains(text, secret) {
						t.Errorf("%s is told %q:\n%s", m.To.Address, secret, text)
					}
				}
			}
		}
		const everybody = "all city province u0"
		window := o.window(t, "u0")
		taken := o.complain(t, window.ID)
		told("", "", "")
		o.move(24 * time.Hour)
		told(everybody, "县有一件差评（"+taken.Case+"）待受理", "A bad review ("+taken.Case+") waits for 县")
		told("", "", "")

		room := caseOrganiser(o, "")
		worker := survey.WithActor(ctx, survey.Actor{ID: "wen", Name: "闻以澄", Via: survey.ViaSession})
		other := survey.WithActor(ctx, survey.Actor{ID: "du", Name: "督查员", Via: survey.ViaSession})
		revision := int64(1)
		step := func(actor bool, m casework.Move) {
			t.Helper()
			who := other
			if actor {
				who = worker
			}
			c, err := room.Move(who, taken.Case, revision, m)
			ok(t, err)
			revision = c.Revision
		}
		step(false, casework.Move{Do: casework.Remind, Why: complaint})
		told(everybody, "请县抓紧办理差评", "see to the bad review")
		step(true, casework.Move{Do: casework.Accept, Person: "闻以澄"})
		step(true, casework.Move{Do: casework.Verify, Why: "疑为刷评"})
		told("", "", "")
		step(true, casework.Move{Do: casework.Reject, Ground: casework.Malicious, Why: "疑为刷评"})
		told(everybody, "待复核", "rechecked")
		step(false, casework.Move{Do: casework.Overturn, Why: "不是刷评"})
		told(everybody, "重新办理", "handled again")
		step(true, casework.Move{Do: casework.Verify, Why: "属实"})
		step(true, casework.Move{Do: casework.Fix, Measure: "已加开窗口"})
		step(true, casework.Move{Do: casework.Reply, Why: "已加开窗口"})
		told(everybody, "县已答复差评 "+taken.Case, "县 answered the bad review")
		_, err := o.counter().Say(ctx, taken.Receipt, casework.Dissatisfied, complaint)
		ok(t, err)
		revision++
		told("", "", "")
		o.move(24 * time.Hour)
		told(everybody, "重新办理", "handled again")
		step(true, casework.Move{Do: casework.Verify, Why: "属实"})
		step(true, casework.Move{Do: casework.Fix, Measure: "已加开窗口"})
		step(true, casework.Move{Do: casework.Reply, Why: "已加开窗口"})
		step(false, casework.Move{Do: casework.CallBack, Outcome: casework.Satisfied})
		step(false, casework.Move{Do: casework.Close})
		p.mail = nil
		o.tick(t, s)
		if n := len(p.mail); n != 8 { // answered and closed, to four channels each
			t.Errorf("%d messages", n)
		}
	})
}

func told(p *post) (to []string) {
	for _, m := range p.mail {
		name, _, _ := strings.Cut(m.To.Address, "@")
		to = append(to, name)
	}
	slices.Sort(to)
	return to
}

// The deadline of an answer is told once when it is near, to the unit and those
// above it; one that has passed first to the unit, then to the unit above, at
// last to all above.
func TestDeadlinesOfCasesAreTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		s, p := caseOffice(t, o)
		entry := casework.Entry{Kind: casework.ByLetter, Channel: casework.Letter, Unit: "u0", Words: complaint}
		taken, err := caseOrganiser(o, "").Add(ctx, entry)
		ok(t, err)
		_, err = caseOrganiser(o, "").Move(ctx, taken.Case, 1, casework.Move{Do: casework.Accept, Person: "闻以澄"})
		ok(t, err)
		o.tick(t, s)
		p.mail = nil
		c, err := caseOrganiser(o, "").Case(ctx, taken.Case)
		ok(t, err)
		var got []string
		for today := o.counter().Today(); today <= c.Due.Add(30); today = o.counter().Today() {
			ok(t, o.counter().Tick(ctx))
			ok(t, o.counter().Tick(ctx))
			o.tick(t, s)
			if len(p.mail) > 0 {
				words := "临期"
				if strings.Contains(p.mail[0].Subject, "逾期") || strings.Contains(p.mail[0].Subject, "Overdue") {
					words = "逾期"
				}
				got = append(got, words+" "+strings.Join(told(p), " "))
				if words == "临期" && (today > c.Due || casework.Usual().After(today, 1) < c.Due) {
					t.Errorf("told on %s that %s is near", today, c.Due)
				}
			}
			p.mail = nil
			o.move(24 * time.Hour)
		}
		want := []string{"临期 all city province u0", "逾期 all u0", "逾期 all city u0", "逾期 all city province u0"}
		if !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	})
}

// A recheck that waits past its day is told to those above the unit, as what it is.
func TestWaitingRecheckIsTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		s, p := caseOffice(t, o)
		room := caseOrganiser(o, "")
		taken := o.complain(t, o.window(t, "u0").ID)
		for i, m := range []casework.Move{
			{Do: casework.Accept, Person: "闻以澄"}, {Do: casework.Verify, Why: "不属实"}, {Do: casework.Reject, Ground: casework.Mistaken, Why: "不是本单位"},
		} {
			_, err := room.Move(ctx, taken.Case, int64(i+1), m)
			ok(t, err)
		}
		o.move(24 * time.Hour) // what a citizen did is told on the day after
		o.tick(t, s)
		var got []string
		for range 30 {
			o.move(24 * time.Hour)
			p.mail = nil
			ok(t, o.counter().Tick(ctx))
			o.tick(t, s)
			if len(p.mail) == 0 {
				continue
			}
			got = append(got, strings.Join(told(p), " "))
			for _, m := range p.mail {
				if !strings.Contains(m.Subject, "待复核") && !strings.Contains(m.Subject, "waits for a recheck") {
					t.Errorf("told: %s", m.Subject)
				}
			}
		}
		if want := []string{"all city u0", "all city province u0", "all city province u0"}; !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	})
}
