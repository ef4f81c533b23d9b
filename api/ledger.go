package api

import (
	"context"
	"errors"
	"io"
	"net/http"

	"minping/api/middleware"
	"minping/survey/intake"
	"minping/survey/rectify"
	"minping/survey/report"
)

// ImportLedger puts a table into the ledger.
func (s *Server) ImportLedger(ctx context.Context, request ImportLedgerRequestObject) (ImportLedgerResponseObject, error) {
	const file = "ledger"
	var diff rectify.LedgerDiff
	sheet, err := intake.UploadedTableUnder(unbroken{caller(ctx).Request().Body}, file, rectify.LedgerHeading)
	if err == nil {
		diff, err = s.putLedger(ctx, sheet, file, request.Params.Check)
	}
	var wrong *intake.Problems
	if errors.As(err, &wrong) {
		return nil, tableMistakes(wrong)
	}
	if err != nil {
		return nil, err
	}
	return ImportLedger200JSONResponse{Stored: !request.Params.Check, Added: diff.Added, Changed: diff.Changed, Unchanged: diff.Same, LeftOut: diff.Left}, nil
}

func (s *Server) putLedger(ctx context.Context, sheet *intake.Sheet, file string, check bool) (rectify.LedgerDiff, error) {
	diff, cells, err := s.room(ctx).ImportLedger(ctx, sheet.Header, sheet.Rows, sheet.Line, check)
	if err == nil && len(cells) > 0 {
		err = sheet.Wrong(file, cells)
	}
	return diff, err
}

func (a streamed) VisitExportLedgerResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportLedger writes the ledger as a table.
func (s *Server) ExportLedger(ctx context.Context, request ExportLedgerRequestObject) (ExportLedgerResponseObject, error) {
	lang := middleware.Lang(caller(ctx))
	tasks, orders, err := s.room(ctx).Ledger(ctx, rectify.Filter{})
	if err != nil {
		return nil, err
	}
	ledger, err := s.room(ctx).Table(ctx, tasks, orders, lang)
	if err != nil {
		return nil, err
	}
	title := map[string]string{"zh": "整改台账", "en": "Ledger"}[lang]
	table := report.Table{Title: title, Rows: ledger.Rows}
	for _, c := range ledger.Columns {
		table.Heads = append(table.Heads, report.TableHead{Name: c.Name.In(lang), Width: c.Width, Date: c.Date})
	}
	if request.Params.Format == "csv" {
		return streamed{mediaType: fileTypes["csv"], name: "ledger.csv", write: table.CSV}, nil
	}
	return streamed{mediaType: fileTypes["xlsx"], name: "ledger.xlsx", write: func(w io.Writer) error { return table.XLSX(w, lang) }}, nil
}
