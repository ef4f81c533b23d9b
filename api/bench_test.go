package api

import (
	"net/http"
	"testing"
)

// BenchmarkSubmit is the whole way of a submission of one ballot, one at a
// time: most of it is the disk's.
func BenchmarkSubmit(b *testing.B) {
	f := newFixture(b)
	f.prepare()
	n := 0
	for b.Loop() {
		n++
		if w := f.do(submit(submissionBody(n, "north", `{"s1":3,"reasons":["time"],"age":40}`))); w.Code != http.StatusCreated {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
}
