package api

import (
	"context"
	"errors"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/slips"
)

// CallNominations asks for nominations and answers the secrets.
func (s *Server) CallNominations(ctx context.Context, request CallNominationsRequestObject) (CallNominationsResponseObject, error) {
	in := request.Body
	call := survey.NominationCall{Groups: in.Groups, Most: in.Most, Until: in.Until}
	var check func(int) survey.FieldErrors
	if in.Mail {
		check = s.Notify.CanDispatch
	}
	invited, book, err := s.within(ctx).CallNominations(ctx, request.Poll, in.Revision, call, check)
	if err != nil {
		return nil, bookMistakes(err, "")
	}
	caller(ctx).Response().Header().Set("Cache-Control", "no-store")
	url := middleware.Address(caller(ctx), s.URL)
	link := func(secret string) string { return slips.NominationLink(url, request.Poll, secret) }
	left := invited
	if in.Mail { // what cannot be sent is in the answer, so that nobody loses his
		left, _ = s.Notify.DispatchNominations(ctx, request.Poll, middleware.Lang(caller(ctx)), in.Until, invited, link)
	}
	out := NominationInvitations{Revision: book.Revision, Mailed: len(invited) - len(left), Invitations: make([]NominationInvitation, len(left))}
	for i, one := range left {
		out.Invitations[i] = NominationInvitation{Person: one.Person.ID, Name: one.Person.Name, Secret: one.Secret, Link: link(one.Secret)}
	}
	return CallNominations201JSONResponse(out), nil
}

// EndNominations ends the asking.
func (s *Server) EndNominations(ctx context.Context, request EndNominationsRequestObject) (EndNominationsResponseObject, error) {
	b, err := s.within(ctx).EndNominations(ctx, request.Poll, request.Body.Revision)
	if err != nil {
		return nil, err
	}
	answer, err := s.book(ctx, request.Poll, b, true)
	return EndNominations200JSONResponse(answer), err
}

// Nominate tells the bearer of a secret what is his, and changes it.
func (s *Server) Nominate(ctx context.Context, request NominateRequestObject) (NominateResponseObject, error) {
	n, err := s.Service.Nominate(ctx, request.Poll, request.Body.Secret, request.Body.Edits)
	if err != nil {
		if errors.Is(err, survey.ErrNotFound) {
			err = s.Guesses.Answer(caller(ctx), request.Poll, request.Body.Secret, err)
		}
		return nil, bookMistakes(err, "")
	}
	out := Nominations{Poll: n.Poll.ID, Person: colleague(n.Person), Open: n.Open, Until: n.Until, Most: n.Most, Groups: []NominationGroup{}, Waiting: nominations(n.Waiting)}
	for _, g := range n.Groups {
		group := NominationGroup{Group: g.Group, Title: g.Title, Wanted: g.Wanted, Candidates: []Colleague{}, Proposed: nominations(g.Proposed)}
		for _, c := range g.Candidates {
			group.Candidates = append(group.Candidates, colleague(c))
		}
		out.Groups = append(out.Groups, group)
	}
	return Nominate200JSONResponse(out), nil
}

func nominations(list []survey.Nomination) []Nomination {
	out := make([]Nomination, len(list))
	for i, n := range list {
		out[i] = Nomination{Ratee: colleague(n.Ratee), Rater: colleague(n.Rater), Group: n.Group, Refused: n.Refused, Reason: n.Reason}
	}
	return out
}

func colleague(c survey.Colleague) Colleague {
	return Colleague{ID: c.ID, Name: c.Name, Post: c.Post, Team: c.Team}
}
