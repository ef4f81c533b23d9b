package access

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestVerifyPassword(t *testing.T) {
	hash := hashPassword("correct horse battery")
	if ok, stale := verifyPassword(hash, "correct horse battery"); !ok || stale {
		t.Errorf("right password: %v, stale %v", ok, stale)
	}
	if ok, _ := verifyPassword(hash, "correct horse batterY"); ok {
		t.Error("a wrong password is right")
	}
	if again := hashPassword("correct horse battery"); again == hash {
		t.Error("two hashes are the same: no salt")
	}
	// test.c of the reference implementation (phc-winner-argon2), version 0x13:
	// hashtest(version, 2, 16, 1, "password", "somesalt", …, Argon2_id).
	const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, stale := verifyPassword(reference, "password"); !ok || !stale {
		t.Errorf("reference vector: %v, stale %v", ok, stale)
	}
}

func TestVerifyRefusesWhatIsNoHash(t *testing.T) {
	good := hashPassword("x")
	for _, hash := range []string{
		"", "x", "$argon2i$" + good[10:], strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=64", "m=99999999", 1), strings.Replace(good, "t=1", "t=0", 1),
		strings.Replace(good, "p=1", "p=0", 1), good[:len(good)-30], strings.Replace(good, "$m=", "$x=", 1), good + "$",
	} {
		if ok, _ := verifyPassword(hash, "x"); ok {
			t.Errorf("%q is taken", hash)
		}
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add(hashPassword("x"))
	f.Add("$argon2id$v=19$m=1,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, s string) {
		c, salt, key, err := parsePHC(s)
		if err == nil && (c.memory > 1<<20 || c.time < 1 || c.time > 64 || c.threads < 1 || len(salt) < 8 || len(key) < 16 || len(key) > 64) {
			t.Errorf("%q: cost %+v, salt %d, key %d bytes", s, c, len(salt), len(key))
		}
	})
}

// In any order of attempts, no more pass in a time than burst and one for each
// interval of it, and one who waits as long as he is told passes.
func TestThrottleBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		throttle := Throttle{Burst: rapid.IntRange(1, 5).Draw(t, "burst"), Interval: time.Second}
		start := time.Unix(0, 0)
		now, passed := start, 0
		for _, ms := range rapid.SliceOfN(rapid.IntRange(0, 1500), 1, 60).Draw(t, "pauses") {
			now = now.Add(time.Duration(ms) * time.Millisecond)
			if wait := throttle.Take("k", now); wait > 0 {
				now = now.Add(wait)
				if throttle.Take("k", now) > 0 {
					t.Fatal("refused after the wait")
				}
			}
			passed++
			if limit := throttle.Burst + int(now.Sub(start)/time.Second); passed > limit {
				t.Fatalf("%d passed in %v with a burst of %d", passed, now.Sub(start), throttle.Burst)
			}
		}
	})
}

func TestThrottleForgets(t *testing.T) {
	throttle := Throttle{Burst: 1, Interval: time.Second}
	now := time.Unix(0, 0)
	for i := range maxKeys {
		throttle.Take(strconv.Itoa(i), now)
	}
	throttle.Take("last", now.Add(2*time.Second))
	if len(throttle.due) > 2 {
		t.Errorf("%d keys are kept", len(throttle.due))
	}
}
