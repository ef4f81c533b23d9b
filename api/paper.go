package api

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/clerk"
)

// seat is where whoever asks enters paper: of polls that he may.
func (s *Server) seat(ctx context.Context) clerk.Seat {
	return s.Desk.Within(s.within(ctx).PaperPoll)
}

// clerkOf is the account that types.
func clerkOf(ctx context.Context) clerk.Clerk {
	a, _ := middleware.Signed(caller(ctx))
	return clerk.Clerk{Account: a.ID, Name: a.Name}
}

// paperOf is a batch as the account that asks sees it: of what others typed
// only how far they are, so that two type independently.
func paperOf(b clerk.Batch, who clerk.Clerk) PaperBatch {
	shown := PaperBatch{Number: b.Number, Label: b.Label, Revision: b.Revision, State: b.State, Totals: b.Totals, Entries: []PaperEntry{}}
	if b.Work == nil {
		return shown
	}
	for _, e := range b.Work.Entries {
		entry := PaperEntry{By: e.Name, Sheets: len(e.Sheets), Draft: e.Draft, Mine: e.Account == who.Account}
		if entry.Mine {
			for _, s := range e.Sheets {
				entry.Typed = append(entry.Typed, PaperSheet{Open: s.Open, Void: s.Void, Reason: s.Reason, Answers: Answers(s.Answers)})
			}
		}
		shown.Entries = append(shown.Entries, entry)
	}
	return shown
}

// ListPaper lists the batches of a poll.
func (s *Server) ListPaper(ctx context.Context, request ListPaperRequestObject) (ListPaperResponseObject, error) {
	batches, err := s.seat(ctx).Batches(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	batches, err = paged(ctx, batches, func(b clerk.Batch) string { return strconv.Itoa(b.Number) })
	shown := make(ListPaper200JSONResponse, len(batches))
	for i, b := range batches {
		shown[i] = paperOf(b, clerkOf(ctx))
		for j := range shown[i].Entries {
			shown[i].Entries[j].Typed = nil
		}
	}
	return shown, err
}

// OpenPaper begins a batch.
func (s *Server) OpenPaper(ctx context.Context, request OpenPaperRequestObject) (OpenPaperResponseObject, error) {
	b, err := s.seat(ctx).Open(ctx, request.Poll, request.Body.Label, totalsOf(request.Body))
	if err != nil {
		return nil, paperMistakes(err)
	}
	shown := paperOf(b, clerkOf(ctx))
	setTag(ctx, shown)
	return OpenPaper201JSONResponse(shown), nil
}

func totalsOf(in *PaperInput) clerk.Totals {
	return clerk.Totals{Unit: in.Unit, Group: in.Group, Eligible: in.Eligible, Issued: in.Issued, Returned: in.Returned}
}

// GetPaper returns a batch with what the account has typed of it.
func (s *Server) GetPaper(ctx context.Context, request GetPaperRequestObject) (GetPaperResponseObject, error) {
	b, err := s.seat(ctx).Batch(ctx, request.Poll, request.Batch)
	if err != nil {
		return nil, err
	}
	return GetPaper200JSONResponse(paperOf(b, clerkOf(ctx))), nil
}

// atRevision returns the revision of a batch that the request was made on; an
// act at it that finds another one is refused by the store.
func (s *Server) atRevision(ctx context.Context, poll string, number int) (int, error) {
	b, err := s.seat(ctx).Batch(ctx, poll, number)
	if err == nil {
		err = ifMatch[PaperBatch](ctx)(paperOf(b, clerkOf(ctx)))
	}
	return b.Revision, err
}

// edited answers an edit of a batch: with the batch as it is now.
func (s *Server) edited(ctx context.Context, poll string, number int, err error) (PaperBatch, error) {
	if err != nil {
		return PaperBatch{}, paperMistakes(err)
	}
	b, err := s.seat(ctx).Batch(ctx, poll, number)
	shown := paperOf(b, clerkOf(ctx))
	setTag(ctx, shown)
	return shown, err
}

// CorrectPaper changes what was said of a batch.
func (s *Server) CorrectPaper(ctx context.Context, request CorrectPaperRequestObject) (CorrectPaperResponseObject, error) {
	at, err := s.atRevision(ctx, request.Poll, request.Batch)
	if err == nil {
		err = s.seat(ctx).Correct(ctx, request.Poll, request.Batch, at, request.Body.Label, totalsOf(request.Body))
	}
	b, err := s.edited(ctx, request.Poll, request.Batch, err)
	return CorrectPaper200JSONResponse(b), err
}

// RemovePaper takes a batch off the list.
func (s *Server) RemovePaper(ctx context.Context, request RemovePaperRequestObject) (RemovePaperResponseObject, error) {
	at, err := s.atRevision(ctx, request.Poll, request.Batch)
	if err != nil {
		return nil, err
	}
	return RemovePaper204Response{}, s.seat(ctx).Remove(ctx, request.Poll, request.Batch, at)
}

// TypePaper keeps what the account typed of a batch, in place of what it typed before.
func (s *Server) TypePaper(ctx context.Context, request TypePaperRequestObject) (TypePaperResponseObject, error) {
	sheets := make([]clerk.Sheet, len(request.Body.Sheets))
	for i, in := range request.Body.Sheets {
		sheets[i] = clerk.Sheet{Open: in.Open, Void: in.Void, Reason: in.Reason, Answers: survey.Answers(in.Answers)}
	}
	err := s.seat(ctx).Enter(ctx, request.Poll, request.Batch, clerkOf(ctx), sheets, request.Body.Draft)
	b, err := s.edited(ctx, request.Poll, request.Batch, err)
	return TypePaper200JSONResponse(b), err
}

// WithdrawPaper takes back what the account typed of a batch.
func (s *Server) WithdrawPaper(ctx context.Context, request WithdrawPaperRequestObject) (WithdrawPaperResponseObject, error) {
	at, err := s.atRevision(ctx, request.Poll, request.Batch)
	if err != nil {
		return nil, err
	}
	return WithdrawPaper204Response{}, s.seat(ctx).Withdraw(ctx, request.Poll, request.Batch, at, clerkOf(ctx))
}

// ComparePaper lists where the two entries of a batch disagree.
func (s *Server) ComparePaper(ctx context.Context, request ComparePaperRequestObject) (ComparePaperResponseObject, error) {
	b, err := s.seat(ctx).Batch(ctx, request.Poll, request.Batch)
	if err != nil {
		return nil, err
	}
	entries := b.Complete()
	if b.State != clerk.Typing || len(entries) != 2 {
		return nil, clerk.ErrUneven
	}
	f, err := s.seat(ctx).Form(ctx, b)
	if err != nil {
		return nil, err
	}
	shown := PaperComparison{Revision: b.Revision, Differences: []PaperDifference{}}
	for _, d := range clerk.Compare(f.Columns(), entries[0].Sheets, entries[1].Sheets) {
		shown.Differences = append(shown.Differences, PaperDifference{Sheet: d.Sheet, Answer: d.Column, First: list(d.First), Second: list(d.Second)})
	}
	return ComparePaper200JSONResponse(shown), nil
}

// HandInPaper puts a batch into the box.
func (s *Server) HandInPaper(ctx context.Context, request HandInPaperRequestObject) (HandInPaperResponseObject, error) {
	err := s.seat(ctx).HandIn(context.WithoutCancel(ctx), request.Poll, request.Batch, request.Body.Revision, request.Body.Second)
	b, err := s.edited(ctx, request.Poll, request.Batch, err)
	return HandInPaper200JSONResponse(b), err
}

// paperMistakes says in the words of the API what is wrong with a batch or its
// sheets, whose errors name "<sheet>.<answer>".
func paperMistakes(err error) error {
	var errs survey.FieldErrors
	if !errors.As(err, &errs) {
		return err
	}
	errs = slices.Clone(errs)
	for i := range errs {
		e := &errs[i]
		if sheet, answer, ok := strings.Cut(e.Field, "."); ok {
			e.Field = "/sheets/" + sheet + "/answers/" + escape(answer)
			if answer == "void!" {
				e.Field = "/sheets/" + sheet + "/reason"
			}
			continue
		}
		switch e.Key {
		case "none":
			e.Key, e.Args = "number_min", survey.Args("min", 1)
		case "issued", "returned":
			e.Key = "number_max"
		case "sheets":
			if e.Args["max"] == nil {
				e.Field, e.Key = "sheets", "paper_sheets"
			} else {
				e.Key = "number_max"
			}
		case "long":
			e.Key = "length_max"
		case "unknown":
			e.Key = "paper_" + e.Field
		case "rates", "whole":
			e.Key = "paper_" + e.Key
		}
	}
	return errs
}
