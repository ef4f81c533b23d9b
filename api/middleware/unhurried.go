package middleware

import (
	"io"
	"net/http"
	"time"
)

// patience is how long a client may take to read a part of a long answer.
const patience = time.Minute

// Unhurried writes a long answer: the server waits for the client anew with
// every part, however long the whole takes.
func Unhurried(w http.ResponseWriter) io.Writer { return unhurried{w, http.NewResponseController(w)} }

type unhurried struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// longestUpload is how long a body may take as a whole.
const longestUpload = 15 * time.Minute

// UnhurriedBody reads a large body: the server waits for the client anew with
// every part, for a quarter of an hour in all.
func UnhurriedBody(w http.ResponseWriter, body io.Reader) io.Reader {
	return patientBody{body, http.NewResponseController(w), time.Now().Add(longestUpload)}
}

type patientBody struct {
	body    io.Reader
	control *http.ResponseController
	last    time.Time
}

// Read implements io.Reader.
func (b patientBody) Read(p []byte) (int, error) {
	until := time.Now().Add(patience)
	if until.After(b.last) {
		until = b.last
	}
	_ = b.control.SetReadDeadline(until) // a recorder in a test has none
	return b.body.Read(p)
}

// Write implements io.Writer.
func (u unhurried) Write(p []byte) (int, error) {
	_ = u.control.SetWriteDeadline(time.Now().Add(patience)) // a recorder in a test has none
	return u.w.Write(p)
}
