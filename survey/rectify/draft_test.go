package rectify

import (
	"context"
	"math"
	"testing"

	"minping/survey"
)

func released() *survey.Release {
	score := survey.NodeScore{Score: 61.2, Low: 57.6, High: 64.8, N: 200}
	return &survey.Release{
		Nodes: []survey.NodeInfo{{ID: "C4", Title: survey.Text{"zh": "选拔程序规范公开"}}},
		Flags: []survey.Flag{{ID: "low/xitang/C4", Kind: "below", Unit: "xitang", Node: "C4", Threshold: 62, Certain: true}, {ID: "low/other/C4", Unit: "other"}},
		Findings: []survey.Finding{{
			ID: "F1", Unit: "xitang", Node: "C4", Problem: survey.Text{"zh": "选拔程序规范公开 61.2 分，低于 62 分"}, Action: survey.Notice,
			Evidence: survey.Evidence{Flags: []string{"low/xitang/C4"}, Score: score, PeerMedian: 70.1}, Suggestions: []string{"C4-notice"},
		}},
		Suggestions: []survey.Suggestion{
			{ID: "C4-notice", Text: survey.Text{"zh": "公示不少于 5 个工作日"}, Measure: survey.Text{"zh": "有张贴照片"}, Days: 30},
			{ID: "C4-other", Text: survey.Text{"zh": "别的"}},
		},
	}
}

// A draft is traceable to its numbers, and no finding is drafted twice.
func TestDraftsOfFindings(t *testing.T) {
	poll := survey.PollRef{ID: "2026", Title: survey.Text{"zh": "2026 年民意调查"}}
	drafts := FromRelease(poll, released(), "zh", nil)
	if len(drafts) != 1 {
		t.Fatalf("%d drafts", len(drafts))
	}
	p := drafts[0]
	o := p.Origins[0]
	if p.Unit != "xitang" || p.Poll != "2026" || p.State != Drafted || p.Kind != "选拔程序规范公开" || p.Title != "选拔程序规范公开 61.2 分，低于 62 分" {
		t.Errorf("%+v", p)
	}
	if o.Source != OfFinding || o.Finding != "F1" || o.Node != "C4" || o.Score.Score != 61.2 || o.Score.High != 64.8 || o.Score.N != 200 || o.Peers != 70.1 ||
		len(o.Flags) != 1 || o.Flags[0].Threshold != 62 || !o.Certain() || o.Title.In("zh") != "2026 年民意调查" {
		t.Errorf("rests on %+v", o)
	}
	if len(p.Advice) != 1 || p.Advice[0] != (Advice{Text: "公示不少于 5 个工作日", Measure: "有张贴照片", Days: 30, Library: "C4-notice"}) {
		t.Errorf("advised %+v", p.Advice)
	}
	if again := FromRelease(poll, released(), "zh", drafts); len(again) != 0 {
		t.Errorf("drafted again: %+v", again)
	}
	dropped := drafts[0]
	dropped.State = Dropped
	if again := FromRelease(poll, released(), "zh", []Problem{dropped}); len(again) != 0 {
		t.Errorf("what was dropped comes back: %+v", again)
	}
	if other := FromRelease(survey.PollRef{ID: "2027"}, released(), "zh", drafts); len(other) != 1 {
		t.Errorf("the next round has %d", len(other))
	}
}

// Opinions are drafted for each unit of which they were said, praise is not.
func TestDraftsOfOpinions(t *testing.T) {
	poll := survey.PollRef{ID: "2026"}
	list := survey.OpinionList{Item: "why", Opinions: []survey.Opinion{
		{ID: "O1", Wording: "公示只贴在县城", Tone: -0.4, Statements: []survey.Statement{{Unit: "a"}, {Unit: "b"}, {Unit: "a"}}},
		{ID: "O2", Wording: "办事很快", Tone: 0.6, Statements: []survey.Statement{{Unit: "a"}}},
	}}
	drafts, joined := FromOpinions(poll, list, nil)
	if len(drafts) != 2 || len(joined) != 0 || drafts[0].Unit != "a" || drafts[0].Origins[0].Statements != 2 || drafts[1].Unit != "b" || drafts[1].Title != "公示只贴在县城" ||
		!math.IsNaN(float64(drafts[0].Origins[0].Peers)) {
		t.Fatalf("%+v", drafts)
	}
	if again, _ := FromOpinions(poll, list, drafts[:1]); len(again) != 1 || again[0].Unit != "b" {
		t.Errorf("drafted again: %+v", again)
	}
}

// What was said about a finding joins the problem of the finding, once; where that
// is settled it is no problem of its own, and where there is none it is.
func TestOpinionsJoinFindings(t *testing.T) {
	poll := survey.PollRef{ID: "2026"}
	known := FromRelease(poll, released(), "zh", nil)
	known[0].ID = "pr_1"
	list := survey.OpinionList{Item: "why", Opinions: []survey.Opinion{
		{ID: "O1", Wording: "公示只贴在县城", Findings: []string{"F1"}, Statements: []survey.Statement{{Unit: "xitang"}, {Unit: "b"}}},
		{ID: "O2", Wording: "公示时间短", Findings: []string{"F0", "F1"}, Statements: []survey.Statement{{Unit: "xitang"}}},
	}}
	drafts, joined := FromOpinions(poll, list, known)
	if len(drafts) != 1 || drafts[0].Unit != "b" || len(joined) != 1 || joined[0].ID != "pr_1" || len(joined[0].Origins) != 3 || joined[0].Origins[2].Opinion != "O2" {
		t.Fatalf("drafted %+v, joined %+v", drafts, joined)
	}
	if len(known[0].Origins) != 1 {
		t.Error("what was known was changed")
	}
	if drafts, again := FromOpinions(poll, list, append(drafts, joined...)); len(drafts)+len(again) != 0 {
		t.Errorf("again %+v, %+v", drafts, again)
	}
	for _, tt := range []struct {
		state  ProblemState
		drafts int
	}{{Dropped, 1}, {Ordered, 1}, {Merged, 3}} { // merged into one that is not there
		known[0].State = tt.state
		drafts, joined := FromOpinions(poll, list, known)
		if len(drafts) != tt.drafts || len(joined) != 0 {
			t.Errorf("%s: drafted %+v, joined %+v", tt.state, drafts, joined)
		}
	}
}

// A busyStore has somebody else draft the same just before the first change.
type busyStore struct {
	Store
	problems []Problem
	revision int64
	changes  int
}

func (s *busyStore) OrdersRevision(context.Context) (int64, error) { return s.revision, nil }
func (s *busyStore) Problems(context.Context) ([]Problem, error)   { return s.problems, nil }
func (s *busyStore) ChangeOrders(_ context.Context, c Change) error {
	if s.changes++; s.changes == 1 {
		s.problems, s.revision = append(s.problems, c.Problems[0]), s.revision+1
	}
	if c.Seen == nil || *c.Seen != s.revision {
		return survey.ErrConflict
	}
	s.problems, s.revision = append(s.problems, c.Problems...), s.revision+1
	return nil
}

// What somebody else drafted meanwhile is not drafted again; all else is.
func TestDraftsAtOnce(t *testing.T) {
	release := released()
	other := release.Findings[0]
	other.ID = "F2"
	release.Findings = append(release.Findings, other)
	store := &busyStore{}
	n, err := New(store).draft(t.Context(), "2026", func(known []Problem) ([]Problem, []Problem) {
		return FromRelease(survey.PollRef{ID: "2026"}, release, "zh", known), nil
	}, func(Problem) bool { return false })
	if n != 1 || err != nil || len(store.problems) != 2 || store.problems[0].Origins[0].Finding == store.problems[1].Origins[0].Finding {
		t.Errorf("%d drafted, %v: %+v", n, err, store.problems)
	}
}
