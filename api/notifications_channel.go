package api

import (
	"context"

	"minping/survey/notify"
)

func channelOf(ch notify.Channel) Channel {
	shown := Channel{
		ID: ch.ID, Name: ch.Name, Kind: ch.Kind, Lang: ch.Lang, Polls: list(ch.Polls), Units: list(ch.Units), Events: list(ch.Events), To: list(ch.To),
		Markdown: ch.Markdown, Body: ch.Body, Paused: ch.Paused, Missing: ch.Missing(), Created: ch.Created,
	}
	if ch.Kind != notify.ByMail {
		shown.Host = ch.Host()
	}
	return shown
}

// wanted is a channel as a request wants it; id is "" of a new one.
func (in *ChannelInput) wanted(id string) notify.Channel {
	return notify.Channel{
		ID: id, Name: in.Name, Kind: in.Kind, Lang: in.Lang, Polls: in.Polls, Units: in.Units, Events: in.Events, To: in.To,
		URL: in.URL, Secret: in.Secret, Markdown: in.Markdown, Body: in.Body, Paused: in.Paused,
	}
}

// ListChannels lists the channels.
func (s *Server) ListChannels(ctx context.Context, _ ListChannelsRequestObject) (ListChannelsResponseObject, error) {
	service, err := s.channels(ctx)
	if err != nil {
		return nil, err
	}
	channels, err := service.Channels(ctx)
	if err != nil {
		return nil, err
	}
	channels, err = paged(ctx, channels, func(ch notify.Channel) string { return ch.ID })
	shown := make(ListChannels200JSONResponse, len(channels))
	for i, ch := range channels {
		shown[i] = channelOf(ch)
	}
	return shown, err
}

// CreateChannel makes a channel.
func (s *Server) CreateChannel(ctx context.Context, request CreateChannelRequestObject) (CreateChannelResponseObject, error) {
	service, err := s.channels(ctx)
	if err != nil {
		return nil, err
	}
	ch, err := service.SaveChannel(ctx, request.Body.wanted(""))
	return CreateChannel201JSONResponse(channelOf(ch)), err
}

// GetChannel returns one.
func (s *Server) GetChannel(ctx context.Context, request GetChannelRequestObject) (GetChannelResponseObject, error) {
	service, err := s.channels(ctx)
	if err != nil {
		return nil, err
	}
	ch, err := service.Channel(ctx, request.Channel)
	return GetChannel200JSONResponse(channelOf(ch)), err
}

// UpdateChannel changes one.
func (s *Server) UpdateChannel(ctx context.Context, request UpdateChannelRequestObject) (UpdateChannelResponseObject, error) {
	service, err := s.channels(ctx)
	if err != nil {
		return nil, err
	}
	ch, err := service.ReplaceChannelIf(ctx, request.Body.wanted(request.Channel), shownAs(ifMatch[Channel](ctx), channelOf))
	if err != nil {
		return nil, err
	}
	setTag(ctx, channelOf(ch))
	return UpdateChannel200JSONResponse(channelOf(ch)), nil
}

// RemoveChannel removes one.
func (s *Server) RemoveChannel(ctx context.Context, request RemoveChannelRequestObject) (RemoveChannelResponseObject, error) {
	service, err := s.channels(ctx)
	if err != nil {
		return nil, err
	}
	return RemoveChannel204Response{}, service.RemoveChannelIf(ctx, request.Channel, shownAs(mayMatch[Channel](ctx), channelOf))
}

// TestChannel tries one out.
func (s *Server) TestChannel(ctx context.Context, request TestChannelRequestObject) (TestChannelResponseObject, error) {
	service, err := s.channels(ctx)
	if err != nil {
		return nil, err
	}
	sent, err := service.TestChannel(ctx, request.Channel)
	shown := make(TestChannel200JSONResponse, len(sent))
	for i, m := range sent {
		shown[i] = notificationOf(m)
	}
	return shown, err
}
