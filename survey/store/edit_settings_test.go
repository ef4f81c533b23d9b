package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"minping/survey"
	"minping/survey/notify"
	"minping/survey/webhook"
)

// Two servers edit the same webhook, channel and text at once, each on what it
// read: one does, the other is told. So it is where one edits and one removes.
func TestSettingsOfTwoServers(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, err := o.CreatePoll(ctx, draft("p"))
		ok(t, err)
		hooks := []*webhook.Service{o.hooks(), o.hooks()}
		letters := []*notify.Service{notifier(o, &post{}), notifier(o, &post{})}
		hook, _, err := hooks[0].Add(ctx, webhook.Settings{URL: "http://127.0.0.1:9/", Label: "0"})
		ok(t, err)
		channel, err := letters[0].SaveChannel(ctx, notify.Channel{Name: "0", Kind: notify.ByMail, Lang: "zh", To: []string{"a@example.org"}})
		ok(t, err)
		text := notify.DefaultText("reminder", "zh")
		label, name, subject := "0", "0", text.Subject
		edits := map[string]func(server int, to string) error{
			"webhook": func(i int, to string) error {
				_, err := hooks[i].ChangeIf(ctx, hook.ID, webhook.Settings{URL: hook.URL, Label: to}, true, func(was webhook.Hook) error { return stale(was.Label != label) })
				return err
			},
			"channel": func(i int, to string) error {
				wanted := channel
				wanted.Name = to
				_, err := letters[i].ReplaceChannelIf(ctx, wanted, func(was notify.Channel) error { return stale(was.Name != name) })
				return err
			},
			"text": func(i int, to string) error {
				wanted := text
				wanted.Subject = to
				return letters[i].SaveTextIf(ctx, "p", wanted, func(was notify.Text) error { return stale(was.Subject != subject) })
			},
		}
		removals := map[string]func(server int, to string) error{
			"webhook": func(i int, _ string) error {
				return hooks[i].RemoveIf(ctx, hook.ID, func(was webhook.Hook) error { return stale(was.Label != label) })
			},
			"channel": func(i int, _ string) error {
				return letters[i].RemoveChannelIf(ctx, channel.ID, func(was notify.Channel) error { return stale(was.Name != name) })
			},
			"text": func(i int, _ string) error {
				return letters[i].ResetTextIf(ctx, "p", text.Kind, text.Lang, func(was notify.Text) error { return stale(was.Subject != subject) })
			},
		}
		race := func(what string, round int, second func(int, string) error) {
			t.Helper()
			var errs [2]error
			var both sync.WaitGroup
			for i, do := range []func(int, string) error{edits[what], second} {
				both.Go(func() { errs[i] = do(i, fmt.Sprintf("%d-%d", round, i)) })
			}
			both.Wait()
			told := func(err error) bool { return errors.Is(err, survey.ErrStale) || errors.Is(err, survey.ErrNotFound) }
			if (errs[0] == nil) == (errs[1] == nil) || !told(errors.Join(errs[:]...)) {
				t.Fatalf("two edits of one %s: %v and %v", what, errs[0], errs[1])
			}
		}
		for round := range 10 {
			for what := range edits {
				race(what, round, edits[what])
			}
			h, err := hooks[0].Hook(ctx, hook.ID)
			ok(t, err)
			ch, err := letters[0].Channel(ctx, channel.ID)
			ok(t, err)
			texts, err := letters[0].Texts(ctx, "p")
			ok(t, err)
			label, name = h.Label, ch.Name
			for _, is := range texts {
				if is.Kind == text.Kind && is.Lang == text.Lang {
					subject = is.Subject
				}
			}
		}
		for what := range edits {
			race(what, 10, removals[what])
		}
	})
}
