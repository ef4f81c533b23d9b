package store_test

import (
	"errors"
	"testing"

	"minping/survey"
)

// A draft keeps its bytes, goes back step by step, and refuses what was made on
// an older revision.
func TestDrafts(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		all := survey.Rights{}
		all.Add(survey.ManageQuestionnaires, survey.Area{})
		v, nobody := o.Within(all), o.Within(nil)
		acting := survey.WithActor(ctx, survey.Actor{ID: "1", Name: "li", Via: survey.ViaSession})

		d, err := v.AddDraft(acting, survey.QuestionnaireDraft{Based: survey.QuestionnaireRef{ID: "q"}, Source: []byte("a: 1 # x\n")})
		ok(t, err)
		if d.Based.Version != "1" || d.Revision != 1 || d.Undoable != 0 || d.By != "li" || d.Changed.IsZero() {
			t.Errorf("begun as %+v", d)
		}
		sources := []string{"a: 2\n", "a: [\r\n", "\ufeffa: 3"}
		for _, src := range sources {
			d, err = v.SaveDraft(acting, d.ID, d.Revision, []byte(src))
			ok(t, err)
		}
		if d.Revision != 4 || d.Undoable != 3 || string(d.Source) != sources[2] {
			t.Errorf("changed to %+v", d)
		}
		if same, err := v.SaveDraft(acting, d.ID, 4, d.Source); err != nil || same.Revision != 4 {
			t.Errorf("saved unchanged: %+v, %v", same, err)
		}
		for what, err := range map[string]error{
			"save":   second(v.SaveDraft(acting, d.ID, 3, []byte("x"))),
			"undo":   second(v.UndoDraft(acting, d.ID, 3)),
			"remove": v.RemoveDraft(acting, d.ID, 3),
			"store":  o.store.People.SaveDraft(acting, survey.QuestionnaireDraft{ID: d.ID, Revision: 3}),
		} {
			if !errors.Is(err, survey.ErrStale) {
				t.Errorf("%s on an older revision: %v", what, err)
			}
		}
		for i := 1; i >= 0; i-- {
			if d, err = v.UndoDraft(acting, d.ID, d.Revision); err != nil || string(d.Source) != sources[i] {
				t.Errorf("back to %q: %v", d.Source, err)
			}
		}
		d, err = v.UndoDraft(acting, d.ID, d.Revision)
		ok(t, err)
		if _, err = v.UndoDraft(acting, d.ID, d.Revision); !errors.Is(err, survey.ErrConflict) || string(d.Source) != "a: 1 # x\n" {
			t.Errorf("before the beginning: %v", err)
		}
		for what, err := range map[string]error{
			"list": second(nobody.Drafts(ctx)), "read": second(nobody.Draft(ctx, d.ID)), "save": second(nobody.SaveDraft(ctx, d.ID, d.Revision, nil)),
			"add": second(nobody.AddDraft(ctx, survey.QuestionnaireDraft{})), "undo": second(nobody.UndoDraft(ctx, d.ID, d.Revision)),
			"remove": nobody.RemoveDraft(ctx, d.ID, d.Revision), "publish": second(nobody.PublishDraft(ctx, d.ID, d.Revision)),
			"one that is not there": v.RemoveDraft(ctx, "none", 1),
		} {
			if !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err = v.PublishDraft(acting, d.ID, d.Revision); err == nil {
			t.Error("a draft with mistakes was published")
		}
		d, err = v.SaveDraft(acting, d.ID, d.Revision, questionnaire("2"))
		ok(t, err)
		q, err := v.PublishDraft(acting, d.ID, d.Revision)
		if err != nil || q.Version != "2" {
			t.Errorf("published %+v: %v", q, err)
		}
		if drafts, err := v.Drafts(ctx); err != nil || len(drafts) != 0 {
			t.Errorf("left over: %+v, %v", drafts, err)
		}
	})
}

// Only the last steps are kept.
func TestDraftForgets(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		ok(t, o.store.People.AddDraft(ctx, survey.QuestionnaireDraft{ID: "d"}))
		for i := range survey.DraftSteps + 5 {
			ok(t, o.store.People.SaveDraft(ctx, survey.QuestionnaireDraft{ID: "d", Revision: int64(i) + 1, Source: []byte{'a' + byte(i%26)}}))
		}
		if d, err := o.store.People.Draft(ctx, "d"); err != nil || d.Undoable != survey.DraftSteps-1 {
			t.Errorf("%d steps can be taken back: %v", d.Undoable, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }
