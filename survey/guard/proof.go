package guard

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"minping/survey"
)

// A challenge is 29 bytes in base64url: when it expires (Unix seconds, 4
// bytes), how many zero bits are asked for (1), a nonce (8), and an HMAC of
// these and the poll (16). A proof is the challenge, a full stop and a decimal
// number such that their SHA-256 begins with so many zero bits; it has at most
// 55 bytes, one block of the hash.
const (
	nonceAt, macAt, challengeBytes = 5, 13, 29
	longestProof                   = 55

	// Lifetime is how long a challenge is good for.
	Lifetime = 2 * time.Hour
)

var encoding = base64.RawURLEncoding

// Work, in zero bits: the expected number of hashes is 2^bits. A cheap phone
// makes some 50 000 a second beside the page that it shows.
const (
	restBits       = 14
	mostBits       = 20
	calmBallots    = 30 // an hour: up to here work stays as at rest
	askedPerBallot = 3  // challenges that people ask for, for every ballot handed in
)

// bitsFor returns the work asked of a network that handed in n ballots within
// the hour: one bit more each time that n doubles.
func bitsFor(n int) int {
	return min(mostBits, restBits+bits.Len(uint(max(0, n)/calmBallots)))
}

func newChallenge(key []byte, poll string, work int, now time.Time) string {
	b := make([]byte, challengeBytes)
	binary.BigEndian.PutUint32(b, uint32(now.Add(Lifetime).Unix())) // until 2106
	b[nonceAt-1] = byte(work)
	_, _ = rand.Read(b[nonceAt:macAt]) // never fails
	copy(b[macAt:], sign(key, poll, b[:macAt]))
	return encoding.EncodeToString(b)
}

func sign(key []byte, poll string, b []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(b)
	mac.Write([]byte(poll))
	return mac.Sum(nil)[:challengeBytes-macAt]
}

// Stale reports whether a challenge, or a proof made of it, should be replaced
// by a new one before it is handed in: it expires soon, or is none.
func Stale(challenge string, now time.Time) bool {
	challenge, _, _ = strings.Cut(challenge, ".")
	b, err := encoding.DecodeString(challenge)
	return err != nil || len(b) != challengeBytes || now.Add(Lifetime/2).After(expiry(b))
}

// Expired reports whether a proof is too old to hold.
func Expired(proof string, now time.Time) bool {
	challenge, _, _ := strings.Cut(proof, ".")
	b, err := encoding.DecodeString(challenge)
	return err == nil && len(b) == challengeBytes && now.After(expiry(b))
}

// issued returns when the challenge of a proof that holds was given out, to the
// second before.
func issued(proof string) time.Time {
	challenge, _, _ := strings.Cut(proof, ".")
	b, err := encoding.DecodeString(challenge)
	if err != nil || len(b) != challengeBytes {
		return time.Time{}
	}
	return expiry(b).Add(-Lifetime)
}

func expiry(b []byte) time.Time { return time.Unix(int64(binary.BigEndian.Uint32(b)), 0) }

// check returns the nonce of a proof if it holds.
func check(key []byte, poll, proof string, now time.Time) (nonce [8]byte, expires time.Time, err error) {
	challenge, number, ok := strings.Cut(proof, ".")
	b, broken := encoding.DecodeString(challenge)
	if !ok || number == "" || broken != nil || len(b) != challengeBytes || len(proof) > longestProof {
		return nonce, expires, survey.ErrProof
	}
	expires = expiry(b)
	if !hmac.Equal(sign(key, poll, b[:macAt]), b[macAt:]) || now.After(expires) || zeroBits(sha256.Sum256([]byte(proof))) < int(b[nonceAt-1]) {
		return nonce, expires, survey.ErrProof
	}
	return [8]byte(b[nonceAt:macAt]), expires, nil
}

// zeroBits counts the zero bits that a hash begins with, 64 at the most.
func zeroBits(h [32]byte) int { return bits.LeadingZeros64(binary.BigEndian.Uint64(h[:8])) }

// spentProofs remembers which proofs were used until they expire, and for
// which submission: whoever sends it again may use his proof again.
type spentProofs struct {
	by    map[[8]byte]use
	swept time.Time
}

type use struct {
	submission [sha256.Size]byte
	expires    time.Time
}

func (s *spentProofs) spend(key []byte, poll, proof string, submission []byte, now time.Time) error {
	nonce, expires, err := check(key, poll, proof, now)
	if err != nil {
		return err
	}
	s.sweep(now)
	// The digest is keyed, so that it is not the marker that is stored.
	mac := hmac.New(sha256.New, key)
	mac.Write(submission)
	this := use{[sha256.Size]byte(mac.Sum(nil)), expires}
	if before, used := s.by[nonce]; used && before.submission != this.submission {
		return survey.ErrProof
	}
	s.by[nonce] = this
	return nil
}

// sweepEvery is how often proofs that have expired are forgotten.
const sweepEvery = 10 * time.Minute

func (s *spentProofs) sweep(now time.Time) {
	if s.by == nil {
		s.by = make(map[[8]byte]use)
	}
	if now.Sub(s.swept) < sweepEvery {
		return
	}
	s.swept = now
	for nonce, u := range s.by {
		if now.After(u.expires) {
			delete(s.by, nonce)
		}
	}
}

// Solve finds a proof for a challenge, as pages do.
func Solve(challenge string) string {
	b, err := encoding.DecodeString(challenge)
	if err != nil || len(b) != challengeBytes {
		return ""
	}
	for proof, n := make([]byte, 0, longestProof), int64(0); ; n++ {
		proof = append(append(proof[:0], challenge...), '.')
		proof = strconv.AppendInt(proof, n, 10)
		if zeroBits(sha256.Sum256(proof)) >= int(b[nonceAt-1]) {
			return string(proof)
		}
	}
}
