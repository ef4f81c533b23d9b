package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"minping/survey/guard"
)

// proven is a submission with a proof of work.
func proven(n int, proof string) call {
	c := submit(submissionBody(n, "north", `{"s1":3}`))
	c.body = strings.Replace(c.body, `{"key"`, `{"proof":"`+proof+`","key"`, 1)
	return c
}

// Trust test 64, over HTTP: a proof of work replayed, expired, spliced or made
// for another poll is refused, and what was accepted is answered for ever.
func TestProofOfWork(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.must(call{method: "POST", path: "/polls", body: strings.Replace(poll, "spring", "autumn", 1), signed: true}, 201, nil)
	f.must(call{method: "POST", path: "/polls/autumn/open", signed: true}, 200, nil)
	solve := func(poll string) string {
		var c Challenge
		f.must(call{method: "GET", path: "/polls/" + poll + "/challenge"}, 200, &c)
		return guard.Solve(c.Challenge)
	}
	good, other := solve("spring"), solve("spring")
	f.must(proven(1, good), http.StatusCreated, nil)
	f.must(proven(1, good), http.StatusOK, nil)
	for name, proof := range map[string]string{"replayed": good, "spliced": other[:20] + good[20:], "another poll": solve("autumn")} {
		w := f.do(proven(5, proof))
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), Base+"/problems/proof") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	expired := solve("spring")
	f.advance(guard.Lifetime + time.Minute)
	f.must(proven(5, expired), http.StatusForbidden, nil)
	f.must(proven(1, good), http.StatusOK, nil)
	f.must(proven(5, solve("spring")), http.StatusCreated, nil)
}

// Above the most that one network may send without proof, a program with a
// token still hands in for people; no other token does, and a forged header
// makes no other network (trust test 63).
func TestManyFromOneNetwork(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	for i := range guard.MostUnproven {
		f.must(submit(submissionBody(10+3*i, "north", `{"s1":3}`)), http.StatusCreated, nil)
	}
	forged := submit(submissionBody(2000, "north", `{"s1":3}`))
	forged.header = map[string]string{"X-Forwarded-For": "198.51.100.7", "X-Real-IP": "198.51.100.7", "Forwarded": "for=198.51.100.7"}
	f.must(forged, http.StatusForbidden, nil)
	foreign := submit(submissionBody(2000, "north", `{"s1":3}`))
	foreign.header = map[string]string{"Authorization": "Bearer minping_x"}
	f.must(foreign, http.StatusForbidden, nil)
	signed := submit(submissionBody(2000, "north", `{"s1":3}`))
	signed.signed = true
	f.must(signed, http.StatusCreated, nil)
	if a, err := f.server.Guard.Arrivals(t.Context(), "spring"); err != nil || a.Attended != 1 || a.Largest.Ballots != guard.MostUnproven {
		t.Errorf("seen as %+v", a)
	}
}
