package scoring

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDecide(t *testing.T) {
	// Hainan 2009: two thirds present, in favour more than half of all expected.
	party := MajorityRule{Quorum: Fraction{2, 3}, Majority: Fraction{1, 2}}
	for _, tt := range []struct {
		name string
		rule MajorityRule
		c    VoteCount
		want Verdict
	}{
		{"two thirds present exactly", party, VoteCount{Expected: 30, Cast: 20, For: 16, Against: 4}, Carried},
		{"one too few present", party, VoteCount{Expected: 30, Cast: 19, For: 19}, Inquorate},
		{"half of those expected is no majority", party, VoteCount{Expected: 30, Cast: 28, For: 15, Against: 13}, Lost},
		{"abstentions count against", party, VoteCount{Expected: 9, Cast: 9, For: 4, Against: 1}, Lost},
		{"of those cast", MajorityRule{Majority: Fraction{1, 2}, Base: OfCast}, VoteCount{Expected: 100, Cast: 20, For: 11, Against: 2}, Carried},
		{"of those decided", MajorityRule{Majority: Fraction{1, 2}, Base: OfDecided}, VoteCount{Expected: 9, Cast: 9, For: 4, Against: 1}, Carried},
		{"nobody decided", MajorityRule{Majority: Fraction{1, 2}, Base: OfDecided}, VoteCount{Expected: 9, Cast: 9}, Lost},
		{"nobody came", MajorityRule{Majority: Fraction{1, 2}}, VoteCount{Expected: 9}, Inquorate},
		{"two thirds must be exceeded", MajorityRule{Majority: Fraction{2, 3}, Base: OfCast}, VoteCount{Expected: 9, Cast: 9, For: 6, Against: 3}, Lost},
	} {
		if got := tt.rule.Decide(tt.c); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestSeats(t *testing.T) {
	for _, tt := range []struct {
		name   string
		votes  []int
		places []int
		want   []Seat
	}{
		{"three seats", []int{5, 9, 7, 1}, []int{3}, []Seat{{Rank: 3, Class: 1}, {Rank: 1, Class: 1}, {Rank: 2, Class: 1}, {Rank: 4}}},
		{"a tie within the seats", []int{5, 5, 1}, []int{2}, []Seat{{Rank: 1, Class: 1}, {Rank: 1, Class: 1}, {Rank: 3}}},
		{"a tie over the border", []int{9, 5, 5}, []int{2}, []Seat{{Rank: 1, Class: 1}, {Rank: 2, Tied: true, Upper: 1}, {Rank: 2, Tied: true, Upper: 1}}},
		{"a tie between prizes", []int{9, 5, 5, 5, 2}, []int{2, 3}, []Seat{
			{Rank: 1, Class: 1},
			{Rank: 2, Class: 2, Tied: true, Upper: 1},
			{Rank: 2, Class: 2, Tied: true, Upper: 1},
			{Rank: 2, Class: 2, Tied: true, Upper: 1},
			{Rank: 5, Class: 2},
		}},
		{"no votes win nothing", []int{3, 0}, []int{2}, []Seat{{Rank: 1, Class: 1}, {Rank: 2}}},
		{"no places", []int{3}, nil, []Seat{{Rank: 1}}},
	} {
		if diff := cmp.Diff(tt.want, Seats(tt.votes, tt.places...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// No class is overfilled by those who won it for certain; whoever has more
// votes has no lower class; equal votes win the same; breaking each tie in any
// way fills the places.
func TestSeatsAreFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		votes := rapid.SliceOfN(rapid.IntRange(0, 6), 0, 20).Draw(t, "votes")
		places := rapid.SliceOfN(rapid.IntRange(0, 8), 0, 3).Draw(t, "places")
		seats := Seats(votes, places...)
		won := make([]int, len(places)+1)
		worth := func(class int) int { // higher is better
			if class == 0 {
				return -len(places) - 1
			}
			return -class
		}
		for i, s := range seats {
			if !s.Tied {
				won[s.Class]++
			}
			if s.Tied && worth(s.Upper) <= worth(s.Class) {
				t.Fatalf("%v %v: tied for less than is won: %+v", votes, places, s)
			}
			for j, o := range seats {
				if votes[i] > votes[j] && (worth(s.Class) < worth(o.Class) || s.Rank >= o.Rank) {
					t.Fatalf("%v %v: %+v below %+v", votes, places, s, o)
				}
				if votes[i] == votes[j] && s != o {
					t.Fatalf("%v %v: equal votes win %+v and %+v", votes, places, s, o)
				}
			}
		}
		for class, n := range places {
			if won[class+1] > n {
				t.Fatalf("%v %v: class %d has %d", votes, places, class+1, won[class+1])
			}
		}
	})
}
