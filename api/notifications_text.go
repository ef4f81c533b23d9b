package api

import (
	"context"

	"minping/survey"
	"minping/survey/notify"
)

func textShown(t notify.Text) NotificationText {
	return NotificationText{Kind: t.Kind, Lang: t.Lang, Subject: t.Subject, Body: t.Body, Own: t.Own, Names: t.Kind.Names()}
}

// text returns one text of a poll.
func (s *Server) text(ctx context.Context, poll string, kind notify.Kind, lang string) (NotificationText, error) {
	service, err := s.letters(ctx, poll)
	if err != nil {
		return NotificationText{}, err
	}
	texts, err := service.Texts(ctx, poll)
	for _, t := range texts {
		if t.Kind == kind && t.Lang == lang {
			return textShown(t), nil
		}
	}
	if err == nil {
		err = survey.ErrNotFound
	}
	return NotificationText{}, err
}

// ListTexts lists how a poll words its messages.
func (s *Server) ListTexts(ctx context.Context, request ListTextsRequestObject) (ListTextsResponseObject, error) {
	service, err := s.letters(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	texts, err := service.Texts(ctx, request.Poll)
	shown := make(ListTexts200JSONResponse, len(texts))
	for i, t := range texts {
		shown[i] = textShown(t)
	}
	return shown, err
}

// GetText returns one.
func (s *Server) GetText(ctx context.Context, request GetTextRequestObject) (GetTextResponseObject, error) {
	t, err := s.text(ctx, request.Poll, request.Kind, request.Language)
	return GetText200JSONResponse(t), err
}

// PutText words one for a poll.
func (s *Server) PutText(ctx context.Context, request PutTextRequestObject) (PutTextResponseObject, error) {
	t, err := s.text(ctx, request.Poll, request.Kind, request.Language)
	if err == nil {
		wanted := notify.Text{Kind: t.Kind, Lang: t.Lang, Subject: request.Body.Subject, Body: request.Body.Body}
		err = s.Notify.SaveTextIf(ctx, request.Poll, wanted, shownAs(ifMatch[NotificationText](ctx), textShown))
	}
	if err != nil {
		return nil, err
	}
	t, err = s.text(ctx, request.Poll, t.Kind, t.Lang)
	setTag(ctx, t)
	return PutText200JSONResponse(t), err
}

// ResetText goes back to the default.
func (s *Server) ResetText(ctx context.Context, request ResetTextRequestObject) (ResetTextResponseObject, error) {
	t, err := s.text(ctx, request.Poll, request.Kind, request.Language)
	if err != nil {
		return nil, err
	}
	return ResetText204Response{}, s.Notify.ResetTextIf(ctx, request.Poll, t.Kind, t.Lang, shownAs(mayMatch[NotificationText](ctx), textShown))
}

// PreviewText shows one as it would be sent.
func (s *Server) PreviewText(ctx context.Context, request PreviewTextRequestObject) (PreviewTextResponseObject, error) {
	t, err := s.text(ctx, request.Poll, request.Kind, request.Language)
	if err != nil {
		return nil, err
	}
	p, err := s.Notify.Preview(ctx, request.Poll, notify.Text{Kind: t.Kind, Lang: t.Lang, Subject: request.Body.Subject, Body: request.Body.Body})
	return PreviewText200JSONResponse{Subject: p.Subject, Text: p.Text, HTML: p.HTML}, err
}
