package rectify

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

func TestRectified(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	finding := func(poll, node string) Origin { return Origin{Source: OfFinding, Poll: poll, Node: node} }
	tasks := []Task{
		{Order: "o1", Unit: "u1", State: Closed, Origins: []Origin{finding("p1", "s1"), finding("p1", "s1"), finding("p1", "s2"), finding("p0", "s3")}, Steps: []Step{{Do: Close, At: day}}},
		{Order: "o2", Unit: "u2", State: InProgress, Origins: []Origin{finding("p1", "s1"), {Source: OfOpinion, Poll: "p1"}}},
		{Order: "o3", Unit: "u3", State: Draft, Origins: []Origin{finding("p1", "s1")}},
		{Order: "o4", Unit: "u4", State: Withdrawn, Origins: []Origin{finding("p1", "s1")}},
	}
	want := []survey.Rectified{
		{Order: "〔2026〕1号", Unit: "u1", Node: "s1", Closed: day},
		{Order: "〔2026〕1号", Unit: "u1", Node: "s2", Closed: day},
		{Unit: "u2", Node: "s1"},
	}
	if diff := cmp.Diff(want, Rectified(tasks, "p1", map[string]string{"o1": "〔2026〕1号"})); diff != "" {
		t.Error(diff)
	}
}
