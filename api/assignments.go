package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/report"
	"minping/survey/slips"
)

// book answers a book with what it comes to.
func (s *Server) book(ctx context.Context, poll string, b survey.AssignmentBook, stored bool) (AssignmentBook, error) {
	account, err := s.within(ctx).AssignmentAccount(ctx, poll, b)
	b.Plan.Rules = list(b.Plan.Rules)
	return AssignmentBook{Revision: b.Revision, Stored: stored, Sent: b.Sent, Plan: b.Plan, Account: account}, err
}

// GetAssignmentBook shows the book of a poll without its assignments.
func (s *Server) GetAssignmentBook(ctx context.Context, request GetAssignmentBookRequestObject) (GetAssignmentBookResponseObject, error) {
	b, err := s.within(ctx).Assignments(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	answer, err := s.book(ctx, request.Poll, b, b.Revision > 0)
	return GetAssignmentBook200JSONResponse(answer), err
}

// DrawAssignments makes assignments from the roster, or shows what it would make.
func (s *Server) DrawAssignments(ctx context.Context, request DrawAssignmentsRequestObject) (DrawAssignmentsResponseObject, error) {
	in, check := request.Body, request.Params.Check
	draw := s.within(ctx).DrawAssignments
	if check {
		draw = s.within(ctx).PreviewAssignments
	}
	b, err := draw(ctx, request.Poll, in.Revision, in.Plan)
	if err != nil {
		return nil, bookMistakes(err, "/plan")
	}
	answer, err := s.book(ctx, request.Poll, b, !check)
	return DrawAssignments200JSONResponse(answer), err
}

// EditAssignments takes edits.
func (s *Server) EditAssignments(ctx context.Context, request EditAssignmentsRequestObject) (EditAssignmentsResponseObject, error) {
	b, err := s.within(ctx).EditAssignments(ctx, request.Poll, request.Body.Revision, request.Body.Edits)
	if err != nil {
		return nil, bookMistakes(err, "")
	}
	answer, err := s.book(ctx, request.Poll, b, true)
	return EditAssignments200JSONResponse(answer), err
}

// bookMistakes says where in a request mistakes are, whose fields are below a pointer.
func bookMistakes(err error, below string) error {
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return err
	}
	list := fieldMistakes(wrong)
	for i, e := range wrong {
		switch list[i].Pointer = below + list[i].Pointer; e.Field {
		case "poll":
			list[i].Pointer, list[i].Parameter = "", "poll"
		case "assignments": // that are kept
			list[i].Pointer = ""
		}
	}
	return invalid(list)
}

// stateNames are how requests name the states of assignments.
var stateNames = map[survey.AssignmentState]ListAssignmentsParamsState{
	survey.Assigned: "assigned", survey.Nominated: "nominated", survey.Declined: "declined",
}

// ListAssignments lists who evaluates whom.
func (s *Server) ListAssignments(ctx context.Context, request ListAssignmentsRequestObject) (ListAssignmentsResponseObject, error) {
	b, err := s.within(ctx).Assignments(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	ask := request.Params
	chosen := slices.DeleteFunc(slices.Clone(b.Assignments), func(a survey.Assignment) bool {
		return ask.Ratee != "" && a.Ratee != ask.Ratee || ask.Rater != "" && a.Rater != ask.Rater || ask.State != "" && stateNames[a.State] != ask.State
	})
	survey.SortAssignments(chosen)
	chosen, err = paged(ctx, chosen, func(a survey.Assignment) string { return a.Ratee + "\x00" + a.Group + "\x00" + a.Rater })
	return ListAssignments200JSONResponse(chosen), err
}

func (a streamed) VisitExportAssignmentsResponse(w http.ResponseWriter) error { return a.send(w) }

// ExportAssignments writes who evaluates whom as a table.
func (s *Server) ExportAssignments(ctx context.Context, request ExportAssignmentsRequestObject) (ExportAssignmentsResponseObject, error) {
	v, format, lang := s.within(ctx), string(request.Params.Format), middleware.Lang(caller(ctx))
	table, err := report.GatherAssignments(ctx, v, request.Poll)
	if err != nil {
		return nil, err
	}
	write := table.CSV
	if format == "xlsx" {
		write = table.XLSX
	}
	return streamed{fileTypes[format], request.Poll + "-assignments." + format, func(w io.Writer) error { return write(w, lang) }}, nil
}

// GetProgress tells how far the groups are.
func (s *Server) GetProgress(ctx context.Context, request GetProgressRequestObject) (GetProgressResponseObject, error) {
	groups, err := s.within(ctx).Progress(ctx, request.Poll)
	return GetProgress200JSONResponse(list(groups)), err
}

// RecallBundles makes bundles worth nothing.
func (s *Server) RecallBundles(ctx context.Context, request RecallBundlesRequestObject) (RecallBundlesResponseObject, error) {
	if err := s.within(ctx).RecallBundles(ctx, request.Poll, request.Body.Revision); err != nil {
		return nil, err
	}
	return RecallBundles204Response{}, nil
}

// A bundlesAnswer is bundles in the form that was asked for.
type bundlesAnswer struct{ codesAnswer }

// VisitIssueBundlesResponse implements IssueBundlesResponseObject.
func (a bundlesAnswer) VisitIssueBundlesResponse(w http.ResponseWriter) error {
	return a.VisitIssueCodesResponse(w)
}

// IssueBundles issues bundles and hands them over, by mail or in its answer.
func (s *Server) IssueBundles(ctx context.Context, request IssueBundlesRequestObject) (IssueBundlesResponseObject, error) {
	format, in := slipFormat(caller(ctx)), request.Body
	if format == "html" { // of codes alone
		format = ""
	}
	url, lang := middleware.Address(caller(ctx), s.URL), middleware.Lang(caller(ctx))
	caller(ctx).Response().Header().Set("Cache-Control", "no-store")
	hand := survey.BundleHand{Write: func(list []survey.Bundle) ([]byte, error) {
		all, err := slips.GatherBundles(ctx, s.within(ctx), request.Poll, url, list)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = all.Write(&b, cmp.Or(format, "csv"), lang)
		return b.Bytes(), err
	}}
	if in.Mail {
		hand.Check = s.Notify.CanDispatch
		hand.Send = func(list []survey.Bundle) ([]survey.Bundle, error) {
			return s.Notify.Dispatch(ctx, request.Poll, lang, list, func(secret string) string { return slips.WorkspaceLink(url, secret) })
		}
	}
	if in.Recipients {
		hand.Join = func(list []survey.Bundle) error { return s.Notify.JoinRaters(ctx, request.Poll, list) }
	}
	given, err := s.within(ctx).HandOver(ctx, request.Poll, in.Revision, hand)
	if err != nil {
		return nil, bookMistakes(err, "")
	}
	if format == "" {
		body, err := json.Marshal(Bundles{Mailed: given.Mailed, Bundles: issuedBundles(given.Left, url)})
		return bundlesAnswer{codesAnswer{"application/json", body}}, err
	}
	caller(ctx).Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": request.Poll + "-bundles." + format}))
	return bundlesAnswer{codesAnswer{slipTypes[format], given.File}}, nil
}

func issuedBundles(left []survey.Bundle, url string) []IssuedBundle {
	out := make([]IssuedBundle, len(left))
	for i, b := range left {
		out[i] = IssuedBundle{Rater: b.Rater.ID, Name: b.Rater.Name, Sheets: b.Sheets, Secret: b.Secret, Link: slips.WorkspaceLink(url, b.Secret)}
	}
	return out
}
