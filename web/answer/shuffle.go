package answer

import (
	"crypto/sha256"
	"math/rand/v2"
	"slices"
)

// shuffled returns the elements in an order that depends on the respondent's
// seed and on what is shuffled, and on nothing else: a page shown again is the
// same page.
func shuffled[T any](list []T, seed, what string) []T {
	out := slices.Clone(list)
	r := rand.New(rand.NewChaCha8(sha256.Sum256([]byte(seed + "/" + what))))
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
