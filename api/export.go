package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/chart"
	"minping/survey/qr"
	"minping/survey/report"
)

// A streamed answer is written as it is made: no more of it than a buffer is
// in memory at once.
type streamed struct {
	mediaType, name string // name of the file to save; "": none
	write           func(w io.Writer) error
}

func (a streamed) send(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", mayKeep)
	h.Add("Vary", "Authorization, Cookie")
	if a.name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.name}))
	}
	buffered := bufio.NewWriterSize(middleware.Unhurried(w), 32<<10)
	if err := a.write(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

// The generated interfaces, one per operation.

func (a streamed) VisitExportUnitsResponse(w http.ResponseWriter) error    { return a.send(w) }
func (a streamed) VisitExportAccountsResponse(w http.ResponseWriter) error { return a.send(w) }
func (a streamed) VisitExportScoresResponse(w http.ResponseWriter) error   { return a.send(w) }
func (a streamed) VisitGetResultsFileResponse(w http.ResponseWriter) error {
	return a.send(w)
}
func (a streamed) VisitGetChartResponse(w http.ResponseWriter) error  { return a.send(w) }
func (a streamed) VisitGetPollQRResponse(w http.ResponseWriter) error { return a.send(w) }
func (a streamed) VisitGetReportResponse(w http.ResponseWriter) error { return a.send(w) }

// fileTypes are the media types of files, by ending.
var fileTypes = map[string]string{
	"json": "application/json", "csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ndjson": "application/x-ndjson",
}

// rows streams values as NDJSON, or as CSV with a header by cells.
func rows[T any](format, name string, columns []string, cells func(T) []string, each func(use func(T) error) error) streamed {
	return streamed{mediaType: fileTypes[format], name: name + "." + format, write: func(w io.Writer) error {
		if format == "ndjson" {
			lines := json.NewEncoder(w)
			return each(func(x T) error { return lines.Encode(x) })
		}
		table := csv.NewWriter(w)
		if err := table.Write(columns); err != nil {
			return err
		}
		err := each(func(x T) error {
			row := cells(x)
			for i := range row {
				row[i] = survey.PlainCell(row[i])
			}
			return table.Write(row)
		})
		if table.Flush(); err == nil {
			err = table.Error()
		}
		return err
	}}
}

// ExportUnits streams all units.
func (s *Server) ExportUnits(ctx context.Context, request ExportUnitsRequestObject) (ExportUnitsResponseObject, error) {
	units, err := s.within(ctx).Units(ctx)
	if err != nil {
		return nil, err
	}
	if request.Params.Format == "xlsx" {
		return streamed{fileTypes["xlsx"], "units.xlsx", func(w io.Writer) error { return report.Units(w, units) }}, nil
	}
	return rows(string(request.Params.Format), "units", []string{"unit", "name_zh", "name_en", "tier", "parent"},
		func(u survey.Unit) []string { return []string{u.ID, u.Name["zh"], u.Name["en"], u.Tier, u.Parent} },
		func(use func(survey.Unit) error) error {
			for _, u := range units {
				if err := use(u); err != nil {
					return err
				}
			}
			return nil
		}), nil
}

// ExportScores streams the scores of a release: a row a unit and node.
func (s *Server) ExportScores(ctx context.Context, request ExportScoresRequestObject) (ExportScoresResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	release := r.release
	return rows(string(request.Params.Format), request.Poll+"-scores",
		[]string{"unit", "tier", "node", "score", "se", "low", "high", "n", "rank"}, ScoreRow.cells,
		func(use func(ScoreRow) error) error { return eachScore(release, use) }), nil
}

// eachScore passes what is shown of each unit at each node, in the release's order.
func eachScore(r *survey.Release, use func(ScoreRow) error) error {
	for i := range r.Units {
		u := &r.Units[i]
		for _, n := range r.Nodes {
			score, shown := u.Nodes[n.ID]
			if !shown || u.Suppressed {
				continue
			}
			row := ScoreRow{Unit: u.Unit, Tier: u.Tier, Node: n.ID, Score: score.Score, SE: score.SE, Low: score.Low, High: score.High, N: score.N, Rank: score.Rank}
			if err := use(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// cells writes a row as CSV; what has no value is empty.
func (r ScoreRow) cells() []string {
	b, err := json.Marshal([]any{r.Score, r.SE, r.Low, r.High, r.N, r.Rank})
	if err != nil {
		panic(err) // numbers
	}
	numbers := strings.Split(strings.Trim(string(b), "[]"), ",")
	for i, n := range numbers {
		if n == "null" {
			numbers[i] = ""
		}
	}
	return append([]string{r.Unit, r.Tier, r.Node}, numbers...)
}

// GetResultsFile writes the release, or the released comments, as a file.
func (s *Server) GetResultsFile(ctx context.Context, request GetResultsFileRequestObject) (GetResultsFileResponseObject, error) {
	r, err := s.rendering(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	lang := middleware.Lang(caller(ctx))
	what, format, _ := strings.Cut(request.File, ".")
	file := streamed{mediaType: fileTypes[format], name: request.Poll + "-" + request.File}
	switch {
	case what == "results" && slices.Contains(report.Formats, format):
		file.write = func(w io.Writer) error { return report.Write(w, format, r.release, lang) }
	case what == "problems" && format == "xlsx":
		file.write = func(w io.Writer) error { return report.ProblemsXLSX(w, r.release, lang) }
	case what == "comments" && slices.Contains(report.CommentFormats, format):
		index, err := s.within(ctx).CommentIndex(ctx, request.Poll)
		if err != nil {
			return nil, err
		}
		if index.Release == 0 {
			return nil, survey.ErrNotFound
		}
		book := report.Comments{Release: r.release, Index: index, Texts: func(l survey.CommentList) ([]string, error) {
			return s.within(ctx).ShuffledComments(ctx, request.Poll, l)
		}}
		file.write = func(w io.Writer) error { return book.Write(w, format, lang) }
	default:
		return nil, survey.ErrNotFound
	}
	return file, nil
}

// GetPollQR draws the link to a poll, or to one of its units, as a QR code.
func (s *Server) GetPollQR(ctx context.Context, request GetPollQRRequestObject) (GetPollQRResponseObject, error) {
	p, err := s.within(ctx).Poll(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	link := middleware.Address(caller(ctx), s.URL) + "/p/" + p.ID
	if unit := request.Params.Unit; unit != "" {
		if !slices.Contains(p.Units, unit) {
			return nil, survey.ErrNotFound
		}
		link += "?unit=" + unit
	}
	code, err := qr.Encode(link)
	return streamed{mediaType: "image/svg+xml", write: func(w io.Writer) error {
		_, err := io.WriteString(w, code.SVG(link))
		return err
	}}, err
}

// CountComments tells how many comments of each list are in each state of review.
func (s *Server) CountComments(ctx context.Context, request CountCommentsRequestObject) (CountCommentsResponseObject, error) {
	counts, err := s.within(ctx).CommentCounts(ctx, request.Poll)
	shown := make(CountComments200JSONResponse, len(counts))
	for i, c := range counts {
		shown[i] = CommentCount{Item: c.List.Item, Unit: c.List.Unit, State: c.State, Comments: c.Comments}
	}
	return shown, err
}

// GetChart draws a chart of the release, or writes the table behind it.
func (s *Server) GetChart(ctx context.Context, request GetChartRequestObject) (GetChartResponseObject, error) {
	r, err := s.within(ctx).Release(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	name, format, _ := strings.Cut(request.File, ".")
	about := request.Params
	figures := chart.Figures{Release: r, Lang: middleware.Lang(caller(ctx))}
	if chart.OverRounds(name) {
		if figures.Rounds, err = s.within(ctx).Rounds(ctx, request.Poll); err != nil {
			return nil, err
		}
	}
	if chart.OfOpinions(name) {
		list, err := s.within(ctx).Opinions(ctx, request.Poll, about.Node)
		if err != nil {
			return nil, err
		}
		figures.Opinions = &list
	}
	picture := figures.Picture(name, chart.Subject{Tier: about.Tier, Unit: about.Unit, Other: about.With, More: about.And, Node: about.Node, Group: about.Group})
	if picture == nil || chart.MediaTypes[format] == "" {
		return nil, survey.ErrNotFound
	}
	return streamed{mediaType: chart.MediaTypes[format], name: request.Poll + "-" + request.File, write: func(w io.Writer) error {
		var b bytes.Buffer
		s.easel.Lock()
		err := picture.Write(&b, format)
		s.easel.Unlock()
		if err != nil {
			return err
		}
		_, err = b.WriteTo(w)
		return err
	}}, nil
}

// GetReport sends a report on an evaluation, or which rectifications worked.
func (s *Server) GetReport(ctx context.Context, request GetReportRequestObject) (GetReportResponseObject, error) {
	if what, format, _ := strings.Cut(request.File, "."); what == "proof" {
		p, err := s.room(ctx).Proof(ctx, request.Poll)
		if err != nil {
			return nil, err
		}
		lang := middleware.Lang(caller(ctx))
		if slices.Contains(report.OpinionFormats, format) {
			return streamed{mediaType: fileTypes[format], name: request.Poll + "-" + request.File, write: func(w io.Writer) error {
				return report.ProofTable(p, lang).Write(w, format, lang)
			}}, nil
		}
		d := report.Proof(p, lang)
		return streamed{mediaType: report.DocumentTypes[format], name: request.Poll + "-" + request.File, write: func(w io.Writer) error {
			return report.WriteDocument(w, format, d)
		}}, nil
	}
	r, err := s.within(ctx).Release(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	voices := func(unit string) ([]report.Said, error) {
		index, err := s.within(ctx).CommentIndex(ctx, request.Poll)
		if err != nil {
			return nil, err
		}
		return report.Hear(index, unit, func(list survey.CommentList) ([]string, error) {
			return s.within(ctx).ShuffledComments(ctx, request.Poll, list)
		})
	}
	of := report.FileOf{Tier: request.Params.Tier, Unit: request.Params.Unit, Lang: middleware.Lang(caller(ctx)), Voices: voices}
	if strings.HasPrefix(request.File, "protocol.") {
		if of.Closing.Poll, err = s.within(ctx).ReadablePoll(ctx, request.Poll); err != nil {
			return nil, err
		}
		if of.Closing.Hash, err = s.within(ctx).ReleaseHash(ctx, request.Poll); err != nil {
			return nil, err
		}
		of.Closing.Zone = time.Local
	}
	write := report.DocumentFile(r, request.File, of)
	if write == nil {
		return nil, survey.ErrNotFound
	}
	_, format, _ := strings.Cut(request.File, ".")
	return streamed{mediaType: report.DocumentTypes[format], name: request.Poll + "-" + request.File, write: write}, nil
}
