package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"minping/survey"
)

// cost is what one argon2id hash takes.
type cost struct {
	memory  uint32 // KiB
	time    uint32 // passes
	threads uint8
}

// today's cost, about 50 ms: OWASP Password Storage Cheat Sheet, second choice
// of its argon2id list.
var today = cost{memory: 19 * 1024, time: 2, threads: 1}

// argon is the one way to a hash, so that the work done can be counted.
var argon = argon2.IDKey

// Bounds of a password, in characters. The lower one is for passwords that
// stand alone, without a second factor; the upper one bounds the work.
const (
	minPassword = 12
	maxPassword = 256
)

var phc = base64.RawStdEncoding

// hashPassword returns the PHC string of a password with a fresh salt.
func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails: crypto/rand
	key := argon([]byte(password), salt, today.time, today.memory, today.threads, 32)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		today.memory, today.time, today.threads, phc.EncodeToString(salt), phc.EncodeToString(key))
}

// verifyPassword reports whether the password belongs to the PHC string, and
// whether the string was made at another cost than today's.
func verifyPassword(hash, password string) (ok, stale bool) {
	c, salt, key, err := parsePHC(hash)
	if err != nil {
		return false, false
	}
	got := argon([]byte(password), salt, c.time, c.memory, c.threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1, c != today
}

// parsePHC takes a PHC string of argon2id apart. Costs are bounded, so that a
// string from a tampered database cannot exhaust the machine.
func parsePHC(s string) (c cost, salt, key []byte, err error) {
	bad := fmt.Errorf("access: not an argon2id PHC string")
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, bad
	}
	if n, scanErr := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); n != 3 || scanErr != nil {
		return c, nil, nil, bad
	}
	if c.memory > 1<<20 || c.time < 1 || c.time > 64 || c.threads < 1 {
		return c, nil, nil, bad
	}
	if salt, err = phc.DecodeString(parts[4]); err != nil || len(salt) < 8 {
		return c, nil, nil, bad
	}
	if key, err = phc.DecodeString(parts[5]); err != nil || len(key) < 16 || len(key) > 64 {
		return c, nil, nil, bad
	}
	return c, salt, key, nil
}

// checkPassword says what is wrong with a new password. Length is what
// counts (NIST SP 800-63B); beyond it only the name and one repeated character
// are refused.
func checkPassword(name, password string) survey.FieldErrors {
	n := utf8.RuneCountInString(password)
	switch {
	case n < minPassword:
		return survey.FieldErrors{{Field: "password", Key: "password_short", Args: survey.Args("min", minPassword)}}
	case n > maxPassword:
		return survey.FieldErrors{{Field: "password", Key: "password_long", Args: survey.Args("max", maxPassword)}}
	case sameRune(password) || strings.Contains(fold(password), fold(name)) && name != "":
		return survey.FieldErrors{{Field: "password", Key: "password_weak"}}
	}
	return nil
}

// sameRune reports whether s repeats one character.
func sameRune(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return strings.Count(s, string(r))*size == len(s)
}

// fold is the form in which names are compared.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
