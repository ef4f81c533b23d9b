package survey

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestCanonical(t *testing.T) {
	for _, tt := range []struct {
		name    string
		poll    string
		ballots []Ballot
		want    string
	}{
		{
			"names sorted, nothing left in but what is there", "p",
			[]Ballot{{Unit: "u", Answers: Answers{"b": {"2", "1"}, "a": {}}}},
			`{"ballots":[{"answers":{"a":[],"b":["2","1"]},"unit":"u"}],"poll":"p"}`,
		},
		{
			"group; two ballots", "p",
			[]Ballot{{Unit: "u", Group: "g"}, {Unit: "v"}},
			`{"ballots":[{"answers":{},"group":"g","unit":"u"},{"answers":{},"unit":"v"}],"poll":"p"}`,
		},
		// The string and the order of RFC 8785, sections 3.2.2 and 3.2.3.
		{
			"escapes", "p",
			[]Ballot{{Unit: "€$\u000f\nA'B\"\\\\\"/", Answers: Answers{"w": {"\b\t\f\r\u0000\u007f<>&\u2028"}}}},
			`{"ballots":[{"answers":{"w":["\b\t\f\r\u0000` + "\u007f<>&\u2028" + `"]},"unit":"€$\u000f\nA'B\"\\\\\"/"}],"poll":"p"}`,
		},
		{
			"order by UTF-16", "p",
			[]Ballot{{Unit: "u", Answers: Answers{
				"€": {}, "\r": {}, "\ufb33": {}, "1": {}, "\U0001f600": {}, "\u0080": {}, "ö": {},
			}}},
			`{"ballots":[{"answers":{"\r":[],"1":[],"` + "\u0080" + `":[],"ö":[],"€":[],"` + "\U0001f600" + `":[],"` + "\ufb33" + `":[]},"unit":"u"}],"poll":"p"}`,
		},
	} {
		if got := string(appendCanonical(nil, tt.poll, tt.ballots)); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// printf '\0{"ballots":[{"answers":{"a":["5"]},"unit":"u"}],"poll":"p"}12345678901234567890123456789012' | sha256sum
func TestLeaf(t *testing.T) {
	leaf := leafOf("p", []Ballot{{Unit: "u", Answers: Answers{"a": {"5"}}}}, []byte("12345678901234567890123456789012"))
	if got, want := hex.EncodeToString(leaf[:]), "07dda58607ec02b5fd985fa1a1c7676142eaf3b501d84489c24c53889d2565de"; got != want {
		t.Errorf("leaf %s, want %s", got, want)
	}
}

// The canonical form says the same as the ballots, whatever they hold.
func TestCanonicalIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ballots := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Ballot {
			return Ballot{
				Unit: rapid.String().Draw(t, "unit"), Group: rapid.String().Draw(t, "group"),
				Answers: rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.String())).Draw(t, "answers"),
			}
		}), 1, 3).Draw(t, "ballots")
		var got struct {
			Poll    string
			Ballots []Ballot
		}
		if err := json.Unmarshal(appendCanonical(nil, "p", ballots), &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Ballots, ballots) || got.Poll != "p" {
			t.Fatalf("%+v became %+v", ballots, got)
		}
	})
}

func BenchmarkLeaf(b *testing.B) {
	a := Answers{}
	for _, id := range []string{"s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "s12", "s13", "s14", "s15", "s16", "s17", "s18", "s19"} {
		a[id] = []string{"4"}
	}
	sum := [sha256.Size]byte{}
	for b.Loop() {
		sum = leafOf("poll", []Ballot{{Unit: "u", Group: "g", Answers: a}}, sum[:])
	}
}
