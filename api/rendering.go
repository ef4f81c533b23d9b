package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"minping/survey"
)

// A rendering is a release as it is answered. It is made once: a release
// never changes.
type rendering struct {
	release *survey.Release
	json    []byte
	etag    string
}

// renderings keeps the renderings of the releases asked for, and of their parts.
type renderings struct {
	mu   sync.Mutex
	kept map[*survey.Release]*rendering
}

// maxRenderings bounds how many are kept; beyond it all are made anew.
const maxRenderings = 64

func (k *renderings) of(r *survey.Release) (*rendering, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if made := k.kept[r]; made != nil {
		return made, nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	made := &rendering{release: r, json: b, etag: etagOf(b)}
	if k.kept == nil || len(k.kept) >= maxRenderings {
		k.kept = make(map[*survey.Release]*rendering)
	}
	k.kept[r] = made
	return made, nil
}

// answer is value as part of the release: one who has it already is told so.
func (r *rendering) answer(ifNoneMatch string, value any) released {
	return released{etag: r.etag, known: matches(ifNoneMatch, r.etag), value: value}
}

// matches applies If-None-Match (RFC 9110, 13.1.2: weak comparison).
func matches(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag == etag || tag == "*" {
			return true
		}
	}
	return false
}

// released answers every operation on results: a value, or that it is known.
type released struct {
	etag  string
	known bool
	value any
}

func (a released) write(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("ETag", a.etag)
	h.Set("Cache-Control", mayKeep)
	if a.known {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if b, ok := a.value.(rawJSON); ok {
		return b.write(w)
	}
	b, err := json.Marshal(a.value)
	if err != nil {
		return err
	}
	return rawJSON(b).write(w)
}

// The generated interfaces, one per operation on results.

func (a released) VisitGetResultsResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a released) VisitGetUnitResultsResponse(w http.ResponseWriter) error  { return a.write(w) }
func (a released) VisitGetWhatIfResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a released) VisitListRankingsResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a released) VisitGetRankingResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a released) VisitGetIndicatorResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a released) VisitCompareUnitsResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a released) VisitGetTrendResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a released) VisitListFlagsResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a released) VisitListFindingsResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a released) VisitListSuggestionsResponse(w http.ResponseWriter) error { return a.write(w) }
