package store_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/agenda"
	"minping/survey/awards"
	"minping/survey/notify"
)

// A mailbox keeps letters as the queue does: one whose id is there stays as it is.
type mailbox []agenda.Letter

func (m *mailbox) take(l agenda.Letter) {
	if !slices.ContainsFunc(*m, func(x agenda.Letter) bool { return x.ID == l.ID }) {
		*m = append(*m, l)
	}
}

// judging is an award of one round by marks whose judges are 甲 and Yi, and the
// desk that tells Yi, who has no role at all, in English.
func (o *office) judging(t *testing.T, due survey.Day) (awards.Room, awards.Award, *agenda.Desk, string, *mailbox) {
	t.Helper()
	o.twoCities(t)
	for o.now().UTC().Weekday() != time.Wednesday || o.now().UTC().Hour() != 12 {
		o.move(time.Hour)
	}
	accounts := access.New(o.store.People)
	accounts.Now = o.now
	yi, err := accounts.Add(ctx, "Yi", "a good password")
	ok(t, err)
	d, letters := agenda.New(o.store.People), &mailbox{}
	d.Now, d.Zone, d.URL, d.Service, d.Awards = o.now, time.UTC, "https://example.org", o, o.givingDesk()
	d.Rights = accounts.RightsOf
	d.Name = func(c context.Context, account string) (string, error) {
		p, err := accounts.Profile(c, account)
		return p.Name, err
	}
	d.Post = func(_ context.Context, l agenda.Letter) error {
		letters.take(l)
		return nil
	}
	room := o.giving("", survey.ManageOrders)
	a, err := room.Add(wen, awards.Award{
		Title: "创新奖", Year: "2026", Notice: 5, Prizes: []awards.Prize{{Title: "一等奖", Places: 1}}, Candidates: units("a0", "a1", "b0"),
		Rounds: []awards.Round{{Title: "终评", Way: awards.ByMarks, Due: due}},
	})
	ok(t, err)
	return room, a, d, yi.ID, letters
}

// A judge who wants mail is told when a round waits for his marks and when its end
// is near, each once; nothing names candidates or what others marked.
func TestJudgesAreTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		due := survey.DayOf(o.now(), time.UTC).Add(30)
		room, a, d, yi, letters := o.judging(t, due)
		_, err := d.Subscribe(ctx, yi, true, "yi@example.org", "en")
		ok(t, err)
		tick := func(pass time.Duration, want int) {
			t.Helper()
			o.move(pass)
			ok(t, d.Tick(ctx))
			ok(t, d.Tick(ctx))
			if got := len(*letters); got != want {
				t.Fatalf("%d letters, not %d: %+v", got, want, *letters)
			}
		}
		tick(0, 0)
		a = carry(t, room, a, awards.Move{Do: awards.Start})
		tick(time.Hour, 0) // he is not named yet
		a = carry(t, room, a, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "甲"}, {Name: "yi", Unit: "b0"}}})
		tick(time.Hour, 1)
		first := (*letters)[0]
		for _, want := range []string{"创新奖", "终评", "Candidates: 3", string(due), "https://example.org/judging/" + a.ID + "/1", "/calendar"} {
			if !strings.Contains(first.Text, want) {
				t.Errorf("%q is not told:\n%s", want, first.Text)
			}
		}
		if first.Kind != agenda.Judging || first.To != "yi@example.org" || first.Subject != "Please judge: 创新奖, 终评" || first.Lang != "en" {
			t.Errorf("the letter: %+v", first)
		}
		// Another judge hands in; naming them again tells nobody twice.
		judge := o.giving("")
		_, err = judge.Mark(as("甲"), a.ID, 1, awards.Marking{Hand: true, Marks: map[string][]survey.Num{"a0": nums(77), "a1": nums(78), "b0": nums(79)}})
		ok(t, err)
		a, err = room.Award(ctx, a.ID)
		ok(t, err)
		a = carry(t, room, a, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "甲"}, {Name: "yi", Unit: "b0"}}})
		tick(48*time.Hour, 1)

		_, err = judge.Mark(survey.WithActor(ctx, survey.Actor{ID: yi, Name: "Yi"}), a.ID, 1, awards.Marking{Marks: map[string][]survey.Num{"a0": nums(60)}})
		ok(t, err)
		near := due.Add(-3).Time().Add(6 * time.Hour).Sub(o.now().UTC())
		if near < 0 {
			t.Fatal("the clock has gone past the day")
		}
		told := func() []agenda.Letter { // without digests
			return slices.DeleteFunc(slices.Clone(*letters), func(l agenda.Letter) bool { return l.Kind != agenda.Judging })
		}
		o.move(near)
		ok(t, d.Tick(ctx))
		if len(told()) != 1 {
			t.Fatalf("a letter before seven o'clock: %+v", told())
		}
		o.move(2 * time.Hour)
		ok(t, d.Tick(ctx))
		o.move(24 * time.Hour)
		ok(t, d.Tick(ctx))
		if len(told()) != 2 {
			t.Fatalf("letters %+v", told())
		}
		last := told()[1]
		if !strings.Contains(last.Text, "left to mark: 1") || !strings.Contains(last.Subject, "due by "+string(due)) {
			t.Errorf("the reminder: %+v", last)
		}
		for _, l := range told() {
			for _, secret := range []string{"77", "78", "79", "甲", "a0县"} {
				if strings.Contains(l.Subject+addresses.ReplaceAllString(l.Text, ""), secret) {
					t.Errorf("%q is told in\n%s", secret, l.Text)
				}
			}
		}
	})
}

// Whoever handed in, wants no mail or may not sign in any more is not reminded.
func TestJudgesAreNotTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		due := survey.DayOf(o.now(), time.UTC).Add(9)
		room, a, d, yi, letters := o.judging(t, due)
		a = carry(t, room, a, awards.Move{Do: awards.Start}, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "Yi"}}})
		ok(t, d.Tick(ctx)) // he has subscribed to nothing
		_, err := d.Subscribe(ctx, yi, true, "yi@example.org", "zh")
		ok(t, err)
		_, err = o.giving("").Mark(survey.WithActor(ctx, survey.Actor{ID: yi, Name: "Yi"}), a.ID, 1, awards.Marking{Hand: true, Marks: map[string][]survey.Num{"a0": nums(7), "a1": nums(8), "b0": nums(9)}})
		ok(t, err)
		o.move(due.Time().Add(12 * time.Hour).Sub(o.now().UTC()))
		ok(t, d.Tick(ctx))
		if len(*letters) > 0 {
			t.Errorf("letters %+v", *letters)
		}
	})
}

// The digest and the feed of a judge hold the day by which he has to hand in, and
// those of nobody else.
func TestJudgesCalendar(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		due := survey.DayOf(o.now(), time.UTC).Add(20)
		room, a, d, yi, letters := o.judging(t, due)
		carry(t, room, a, awards.Move{Do: awards.Start}, awards.Move{Do: awards.Name, Judges: []awards.Judge{{Name: "Yi"}}})
		secret, err := d.RenewFeed(ctx, yi, false)
		ok(t, err)
		text, err := d.Feed(ctx, secret)
		ok(t, err)
		if strings.Count(text, "BEGIN:VEVENT") != 1 || !strings.Contains(text, strings.ReplaceAll(string(due), "-", "")) || !strings.Contains(text, "marks-"+a.ID+"-1@minping") {
			t.Errorf("the feed:\n%s", text)
		}
		_, err = d.Subscribe(ctx, yi, true, "yi@example.org", "zh")
		ok(t, err)
		monday, _ := agenda.Week(due)
		o.move(monday.Time().Add(12 * time.Hour).Sub(o.now().UTC()))
		ok(t, d.Tick(ctx))
		i := slices.IndexFunc(*letters, func(l agenda.Letter) bool {
			return l.Kind == agenda.Weekly && l.ID == "msg_week_"+yi+"_"+strings.ReplaceAll(string(monday), "-", "")
		})
		if i < 0 || !strings.Contains((*letters)[i].Text, string(due)+"  评委打分：创新奖终评") {
			t.Errorf("the digest: %+v", *letters)
		}
		// Another account's feed tells nothing of it.
		d.Name = func(context.Context, string) (string, error) { return "somebody", nil }
		if text, err = d.Feed(ctx, secret); err != nil || strings.Contains(text, "BEGIN:VEVENT") {
			t.Errorf("of somebody else: %v\n%s", err, text)
		}
	})
}

// A letter goes into the mail queue once, under its kind and with its address masked.
func TestLetterIsQueuedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		n := notify.New(o.store.People, o.Service)
		n.Now = o.now
		for range 2 {
			ok(t, n.PostLetter(ctx, notify.Letter{Kind: notify.Judging, ID: "msg_judge_1", To: "yi@example.org", Lang: "zh", Subject: "请您\n评审", Text: "…", Link: "https://example.org/judging/aw/1"}))
		}
		log, err := n.Messages(ctx, notify.LogQuery{})
		ok(t, err)
		if len(log) != 1 || log[0].Kind != notify.Judging || strings.Contains(log[0].Masked, "yi@") || log[0].State != notify.Queued {
			t.Errorf("the log: %+v", log)
		}
	})
}

// addresses hold ids that chance has made.
var addresses = regexp.MustCompile(`https://\S+`)
