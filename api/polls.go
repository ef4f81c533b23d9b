package api

import (
	"context"
	"errors"
	"net/url"

	"minping/survey"
	"minping/survey/form"
)

// ListPolls lists the polls that whoever asks may know of.
func (s *Server) ListPolls(ctx context.Context, _ ListPollsRequestObject) (ListPollsResponseObject, error) {
	polls, err := s.within(ctx).Polls(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := paged(ctx, polls, func(p survey.Poll) string { return p.ID })
	return ListPolls200JSONResponse(shown), err
}

// CreatePoll makes a draft.
func (s *Server) CreatePoll(ctx context.Context, request CreatePollRequestObject) (CreatePollResponseObject, error) {
	p := pollOf(request.Body)
	if id := claimed(ctx); p.ID == "" && id != "" {
		p.ID = id[:pollIDLength]
	}
	p, err := s.within(ctx).CreatePoll(ctx, p)
	if err != nil {
		return nil, err
	}
	return CreatePoll201JSONResponse{Body: p, Headers: CreatePoll201ResponseHeaders{Location: Base + "/polls/" + url.PathEscape(p.ID)}}, nil
}

// CreateNextRound makes the draft of the round after a poll that voted.
func (s *Server) CreateNextRound(ctx context.Context, request CreateNextRoundRequestObject) (CreateNextRoundResponseObject, error) {
	in := request.Body
	n := survey.NextRound{ID: in.ID, Title: in.Title, Item: in.Item, Unit: in.Unit, Listed: in.Listed, Written: in.Written}
	if id := claimed(ctx); n.ID == "" && id != "" {
		n.ID = id[:pollIDLength]
	}
	p, err := s.within(ctx).NextRound(ctx, request.Poll, n, form.Nominate)
	if err != nil {
		return nil, err
	}
	return CreateNextRound201JSONResponse{Body: p, Headers: CreateNextRound201ResponseHeaders{Location: Base + "/polls/" + url.PathEscape(p.ID)}}, nil
}

// pollIDLength is how many characters the id of a poll has that is made under a key.
const pollIDLength = 12

func pollOf(in *PollInput) survey.Poll {
	return survey.Poll{
		ID: in.ID, Title: in.Title, Questionnaire: in.Questionnaire, Units: in.Units, Access: in.Access,
		Opens: in.Opens, Closes: in.Closes, Previous: in.Previous, PublicResults: in.PublicResults,
		Simulated: in.Simulated, Organiser: in.Organiser, Contact: in.Contact, Quotas: in.Quotas, Sample: in.Sample,
		Layout: in.Layout, Embed: in.Embed, CodesWanted: in.CodesWanted, Expected: in.Expected,
	}
}

// GetPoll returns one poll.
func (s *Server) GetPoll(ctx context.Context, request GetPollRequestObject) (GetPollResponseObject, error) {
	p, err := s.within(ctx).Poll(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return GetPoll200JSONResponse(p), nil
}

// UpdatePoll changes a draft, or prolongs an open poll.
func (s *Server) UpdatePoll(ctx context.Context, request UpdatePollRequestObject) (UpdatePollResponseObject, error) {
	p := pollOf(request.Body)
	if p.ID != "" && p.ID != request.Poll {
		return nil, survey.FieldErrors{{Field: "id", Key: "poll_id_change", Args: survey.Args("id", request.Poll)}}
	}
	p.ID = request.Poll
	if err := s.within(ctx).UpdatePollIf(ctx, p, ifMatch[survey.Poll](ctx)); err != nil {
		return nil, err
	}
	p, err := s.within(ctx).Poll(ctx, p.ID)
	setTag(ctx, p)
	return UpdatePoll200JSONResponse(p), err
}

// DeletePoll takes back a draft.
func (s *Server) DeletePoll(ctx context.Context, request DeletePollRequestObject) (DeletePollResponseObject, error) {
	return DeletePoll204Response{}, s.within(ctx).DeletePoll(ctx, request.Poll, ifMatch[survey.Poll](ctx))
}

// moved makes one step of a poll's life and returns the poll after it.
func (s *Server) moved(ctx context.Context, id string, step func(context.Context, string) error) (survey.Poll, error) {
	if err := step(ctx, id); err != nil {
		return survey.Poll{}, err
	}
	return s.within(ctx).Poll(ctx, id)
}

// OpenPoll opens a draft.
func (s *Server) OpenPoll(ctx context.Context, request OpenPollRequestObject) (OpenPollResponseObject, error) {
	p, err := s.moved(ctx, request.Poll, s.within(ctx).OpenPoll)
	return OpenPoll200JSONResponse(p), err
}

// ClosePoll ends acceptance and makes the release. A client that goes away
// does not break off the counting.
func (s *Server) ClosePoll(ctx context.Context, request ClosePollRequestObject) (ClosePollResponseObject, error) {
	step := s.within(ctx).ClosePoll
	if request.Params.Paper != "" {
		step = s.within(ctx).ClosePollWithoutPaper
	}
	p, err := s.moved(context.WithoutCancel(ctx), request.Poll, step)
	return ClosePoll200JSONResponse(p), err
}

// PublishPoll shows the release.
func (s *Server) PublishPoll(ctx context.Context, request PublishPollRequestObject) (PublishPollResponseObject, error) {
	p, err := s.moved(context.WithoutCancel(ctx), request.Poll, s.within(ctx).PublishPoll)
	return PublishPoll200JSONResponse(p), err
}

// ArchivePoll puts a poll away.
func (s *Server) ArchivePoll(ctx context.Context, request ArchivePollRequestObject) (ArchivePollResponseObject, error) {
	p, err := s.moved(ctx, request.Poll, s.within(ctx).ArchivePoll)
	return ArchivePoll200JSONResponse(p), err
}

// GetTurnout counts submissions, and ballots by unit and group.
func (s *Server) GetTurnout(ctx context.Context, request GetTurnoutRequestObject) (GetTurnoutResponseObject, error) {
	n, err := s.within(ctx).Turnout(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	units, err := s.within(ctx).Turnouts(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	shown := GetTurnout200JSONResponse{Submissions: n.Submissions, Band: n.Band, Units: make([]UnitTurnout, len(units))}
	switch target, err := s.within(ctx).Target(ctx, request.Poll); {
	case err == nil:
		shown.Target = &target
	case !errors.Is(err, survey.ErrNotFound): // of part of a poll nothing is told
		return nil, err
	}
	for i, u := range units {
		shown.Units[i] = UnitTurnout{Unit: u.Unit, Ballots: u.Ballots, Band: u.Band}
		for _, g := range u.Groups {
			shown.Units[i].Groups = append(shown.Units[i].Groups, GroupTurnout{Group: g.Group, Ballots: g.Ballots, Band: g.Band})
		}
	}
	return shown, nil
}

// GetDisclosure accounts for what a release hides.
func (s *Server) GetDisclosure(ctx context.Context, request GetDisclosureRequestObject) (GetDisclosureResponseObject, error) {
	d, err := s.within(ctx).Disclosure(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return GetDisclosure200JSONResponse(*d), nil
}

// ListQuotas tells how far quotas are filled.
func (s *Server) ListQuotas(ctx context.Context, request ListQuotasRequestObject) (ListQuotasResponseObject, error) {
	quotas, err := s.within(ctx).Quotas(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return ListQuotas200JSONResponse(list(quotas)), nil
}

// GetPollQuestionnaire returns what a poll asks.
func (s *Server) GetPollQuestionnaire(ctx context.Context, request GetPollQuestionnaireRequestObject) (GetPollQuestionnaireResponseObject, error) {
	q, err := s.within(ctx).PollQuestionnaire(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return GetPollQuestionnaire200JSONResponse(*q), nil
}

// ListPollUnits lists the units that a poll is about, in the directory's order.
func (s *Server) ListPollUnits(ctx context.Context, request ListPollUnitsRequestObject) (ListPollUnitsResponseObject, error) {
	units, err := s.within(ctx).PollUnits(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	shown, err := paged(ctx, units, unitID)
	return ListPollUnits200JSONResponse(shown), err
}
