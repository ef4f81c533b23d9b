package web

import (
	"fmt"
	"net/http"
	"testing"

	"minping/survey"
)

// BenchmarkDashboard serves pages of results whose releases were computed from
// about a thousand and about a million ballots on the same 77 units. "first"
// renders the page, "again" serves it as it was kept.
//
//	go test ./web -run '^$' -bench Dashboard
func BenchmarkDashboard(b *testing.B) {
	few := func(n int) int {
		if n%14 == 0 {
			return 1
		}
		return 0
	}
	many := func(int) int { return 71 }
	for _, times := range []func(int) int{few, many} {
		r, err := computeExample(0, times)
		must(b, err)
		if r.Tiers[2].Ranked != 64 {
			b.Fatalf("%d counties are ranked", r.Tiers[2].Ranked)
		}
		w := siteOver(&shelf{
			all: map[string]survey.Poll{"results": {ID: "results", State: survey.Published, PublicResults: true, Simulated: true}},
			out: map[string]*survey.Release{"results": r},
		})
		for _, path := range []string{"", "/ranking", "/heat", "/unit/x26", "/problems"} {
			b.Run(fmt.Sprintf("ballots=%d/page=/r/poll%s/first", r.Method.Ballots, path), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					fetch(b, w, fmt.Sprintf("/r/results%s?n=%d", path, i))
				}
			})
		}
		b.Run(fmt.Sprintf("ballots=%d/page=/r/poll/again", r.Method.Ballots), func(b *testing.B) {
			for b.Loop() {
				fetch(b, w, "/r/results")
			}
		})
	}
}

func fetch(b *testing.B, w *world, path string) {
	if rec := w.get(path); rec.Code != http.StatusOK {
		b.Fatalf("%s: %d", path, rec.Code)
	}
}
