package bench

import (
	crand "crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// A sender is one kept connection that hands in one letter after another.
type sender struct {
	net.Conn
	letters []letter
	random  *rand.ChaCha8
	out, in []byte

	acknowledged int // answered 201
	refused      int // answered otherwise
	why          string
	times        []time.Duration // how long those within the measured time took
}

// dial opens so many connections.
func dial(addr string, n int, letters []letter) (senders []*sender, err error) {
	for range n {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			hangUp(senders)
			return nil, err
		}
		var seed [32]byte
		_, _ = crand.Read(seed[:]) // never fails
		senders = append(senders, &sender{Conn: conn, letters: letters, random: rand.NewChaCha8(seed), in: make([]byte, 4096)})
	}
	return senders, nil
}

func hangUp(senders []*sender) {
	for _, s := range senders {
		_ = s.Close() // all answers have been read
	}
}

// compose writes the next letter: a ballot of its own under a key of its own.
func (s *sender) compose() {
	draw := s.random.Uint64()
	l := &s.letters[draw%uint64(len(s.letters))]
	s.out = append(s.out[:0], l.bytes...)
	var random [64]byte
	_, _ = s.random.Read(random[:]) // never fails
	base64.StdEncoding.Encode(s.out[l.key:], random[:32])
	base64.StdEncoding.Encode(s.out[l.salt:], random[32:])
	l.address(s.out, draw>>32)
}

// exchange sends what was composed and returns the status of the answer.
func (s *sender) exchange() (int, error) {
	if _, err := s.Write(s.out); err != nil {
		return 0, err
	}
	for n := 0; n < len(s.in); {
		m, err := s.Read(s.in[n:])
		if err != nil {
			return 0, err
		}
		n += m
		switch a, err := readAnswer(s.in[:n]); {
		case err != nil:
			return 0, err
		case a.length == n:
			if a.status >= http.StatusBadRequest && s.why == "" {
				s.why = string(s.in[:n])
			}
			return a.status, nil
		case a.length > 0:
			return 0, fmt.Errorf("%d bytes after an answer", n-a.length)
		}
	}
	return 0, errors.New("an answer of more than 4 KiB")
}

// handIn sends a new letter and counts how it went.
func (s *sender) handIn() error {
	s.compose()
	status, err := s.exchange()
	switch {
	case err != nil:
		return err
	case status == http.StatusCreated:
		s.acknowledged++
	default:
		s.refused++
	}
	return nil
}

// each runs f for all senders at once and returns the first error.
func each(senders []*sender, f func(*sender) error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(senders))
	for i, s := range senders {
		wg.Go(func() { errs[i] = f(s) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
