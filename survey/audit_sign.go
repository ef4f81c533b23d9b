package survey

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"
)

// An AuditSigner signs heads of the log and keeps them outside the database.
type AuditSigner interface {
	// SignHead signs the head that the log has now.
	SignHead(ctx context.Context) error
	// SignedHead returns the last one and the day on which it was signed; "": none was.
	SignedHead() (day string, head AuditHead, err error)
}

// signedHead begins every signed head, so that a signature is good for nothing else.
const signedHead = "minping-audit-head-1"

// SignAuditHead writes a head as one line: what it is, the day, the head, and an
// Ed25519 signature of all before it.
//
//	minping-audit-head-1 2026-11-22 120:6f1c… 3q2+7w…
func SignAuditHead(key ed25519.PrivateKey, day string, h AuditHead) string {
	text := fmt.Sprintf("%s %s %s", signedHead, day, h)
	return text + " " + base64.StdEncoding.EncodeToString(ed25519.Sign(key, []byte(text)))
}

// OpenAuditHead reads a signed head; false: it was not signed by the key.
func OpenAuditHead(key ed25519.PublicKey, line string) (day string, h AuditHead, ok bool) {
	at := strings.LastIndexByte(line, ' ')
	if at < 0 {
		return "", h, false
	}
	signature, err := base64.StdEncoding.Strict().DecodeString(line[at+1:])
	if err != nil || !ed25519.Verify(key, []byte(line[:at]), signature) {
		return "", h, false
	}
	parts := strings.Split(line[:at], " ")
	if len(parts) != 3 || parts[0] != signedHead {
		return "", h, false
	}
	h, err = ParseAuditHead(parts[2])
	return parts[1], h, err == nil
}
