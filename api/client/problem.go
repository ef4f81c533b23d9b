package client

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"time"
)

// A Problem is what is wrong with a request (RFC 9457).
type Problem struct {
	Type   string    `json:"type"` // stable; see Name
	Title  string    `json:"title"`
	Status int       `json:"status"`
	Detail string    `json:"detail"`
	Errors []Mistake `json:"errors"`

	RetryAfter time.Duration `json:"-"` // how long the server asks to wait; 0: it does not
}

// A Mistake is one thing wrong with a request.
type Mistake struct {
	Pointer   string `json:"pointer"`   // JSON Pointer (RFC 6901) into the body
	Parameter string `json:"parameter"` // of the address or header
	Line      int    `json:"line"`      // of a questionnaire file, from 1
	Column    int    `json:"column"`
	Key       string `json:"key"` // stable
	Message   string `json:"message"`
	Soft      bool   `json:"soft"` // a doubt, not a mistake: may be confirmed
}

// Name is the last part of the type, such as "not-found" or "quota-full".
func (p *Problem) Name() string { return path.Base(p.Type) }

func (p *Problem) Error() string {
	s := fmt.Sprintf("%d %s: %s", p.Status, p.Name(), p.Title)
	for _, m := range p.Errors {
		s += "; " + m.Pointer + m.Parameter + ": " + m.Message
	}
	return s
}

// maxProblem is how much of a problem is read, in bytes.
const maxProblem = 1 << 20

// problems sends requests; an answer of 400 or above is an error.
type problems struct{ http *http.Client }

// Do sends a request.
func (p problems) Do(r *http.Request) (*http.Response, error) {
	answer, err := p.http.Do(r)
	if err != nil || answer.StatusCode < http.StatusBadRequest {
		return answer, err
	}
	defer func() { _ = answer.Body.Close() }()
	problem := &Problem{Type: "about:blank", Title: http.StatusText(answer.StatusCode)}
	if media, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); media == "application/problem+json" {
		if err := json.NewDecoder(io.LimitReader(answer.Body, maxProblem)).Decode(problem); err != nil {
			return nil, fmt.Errorf("client: %s, and what is wrong cannot be read: %w", answer.Status, err)
		}
	}
	problem.Status = answer.StatusCode
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
		problem.RetryAfter = time.Duration(seconds) * time.Second
	}
	return nil, problem
}
