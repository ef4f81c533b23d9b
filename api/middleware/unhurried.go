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

// Write implements io.Writer.
func (u unhurried) Write(p []byte) (int, error) {
	_ = u.control.SetWriteDeadline(time.Now().Add(patience)) // a recorder in a test has none
	return u.w.Write(p)
}
