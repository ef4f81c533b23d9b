package bench

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"

	"minping/api"
	"minping/survey"
)

// A letter is a prebuilt HTTP request that hands in one ballot. The sender's
// address, the key and the salt are written over before each sending; all have
// one length.
type letter struct {
	bytes             []byte
	sender, key, salt int // where they begin
}

const (
	senderSpace = "120.100.100.100"
	randomSpace = 44 // characters of 32 bytes in base64
)

// networks is how many /24 networks the letters seem to come from: with fewer,
// a poll would ask for proofs of work; see docs/bench.md.
const networks = 30_000

// lettersOf returns a letter for each ballot.
func lettersOf(poll string, ballots []survey.Ballot) ([]letter, error) {
	letters := make([]letter, len(ballots))
	for i, b := range ballots {
		key, salt := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
		body, err := json.Marshal(api.SubmissionInput{
			Key: key, Salt: salt,
			Ballots: []api.BallotInput{{Unit: b.Unit, Group: b.Group, Answers: api.Answers(b.Answers)}},
		})
		if err != nil {
			return nil, err
		}
		l := letter{bytes: fmt.Appendf(nil, "POST %s/polls/%s/submissions HTTP/1.1\r\nHost: localhost\r\n"+
			"X-Forwarded-For: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
			api.Base, poll, senderSpace, len(body), body)}
		l.sender = bytes.Index(l.bytes, []byte(senderSpace))
		l.key = bytes.Index(l.bytes, []byte(base64.StdEncoding.EncodeToString(key)))
		l.salt = bytes.Index(l.bytes, []byte(base64.StdEncoding.EncodeToString(salt)))
		if l.key < 0 || l.salt < 0 {
			return nil, fmt.Errorf("no key or salt in %s", body)
		}
		letters[i] = l
	}
	return letters, nil
}

// address writes over the letter in b that it comes from the nth network.
func (l *letter) address(b []byte, n uint64) {
	n %= networks
	at := b[l.sender:]
	at[2] = '0' + byte(n/10_000)
	at[5], at[6] = '0'+byte(n/1000%10), '0'+byte(n/100%10)
	at[9], at[10] = '0'+byte(n/10%10), '0'+byte(n%10)
}

// An answer is what is read of a response.
type answer struct {
	status int
	length int // of the whole response in bytes; 0: there is more to come
}

var (
	endOfHead     = []byte("\r\n\r\n")
	contentLength = []byte("\r\nContent-Length: ")
)

// readAnswer looks at the beginning of a response.
func readAnswer(b []byte) (answer, error) {
	end := bytes.Index(b, endOfHead)
	if end < 0 {
		return answer{}, nil
	}
	head := b[:end]
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 ")) || len(head) < 12 {
		return answer{}, fmt.Errorf("no HTTP response: %.60q", head)
	}
	status, err := strconv.Atoi(string(head[9:12]))
	if err != nil {
		return answer{}, fmt.Errorf("no HTTP response: %.60q", head)
	}
	_, after, found := bytes.Cut(head, contentLength)
	if !found {
		return answer{}, fmt.Errorf("a response without a length: %.200q", head)
	}
	digits, _, _ := bytes.Cut(after, []byte("\r\n"))
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		return answer{}, fmt.Errorf("a response without a length: %.200q", head)
	}
	if whole := end + len(endOfHead) + n; whole <= len(b) {
		return answer{status, whole}, nil
	}
	return answer{}, nil
}
