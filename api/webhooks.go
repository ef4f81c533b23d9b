package api

import (
	"context"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/outbound"
	"minping/survey/webhook"
)

// webhooks is what the operations need of webhook.Service.
type webhooks interface {
	Add(ctx context.Context, wanted webhook.Settings) (webhook.Hook, string, error)
	Change(ctx context.Context, id string, wanted webhook.Settings, active bool) (webhook.Hook, error)
	ChangeIf(ctx context.Context, id string, wanted webhook.Settings, active bool, holds func(was webhook.Hook) error) (webhook.Hook, error)
	Renew(ctx context.Context, id string) (string, error)
	RemoveIf(ctx context.Context, id string, holds func(was webhook.Hook) error) error
	Hooks(ctx context.Context) ([]webhook.Hook, error)
	Hook(ctx context.Context, id string) (webhook.Hook, error)
	Deliveries(ctx context.Context, hook string) ([]webhook.Delivery, error)
	Delivery(ctx context.Context, hook, event string) (webhook.Delivery, []webhook.Attempt, error)
	SendAgain(ctx context.Context, hook, event string) error
	Try(ctx context.Context, id string) (webhook.Attempt, error)
}

// hooks returns the webhooks to whoever may look after them.
func (s *Server) hooks(ctx context.Context) (webhooks, error) {
	return s.Webhooks, s.within(ctx).Require(survey.ManageSystem)
}

func settingsOf(in *WebhookInput) webhook.Settings {
	return webhook.Settings{URL: in.URL, Label: in.Label, Kinds: in.Kinds, Poll: in.Poll}
}

func hookOf(h webhook.Hook) Webhook {
	return Webhook{ID: h.ID, URL: h.URL, Label: h.Label, Kinds: h.Kinds, Poll: h.Poll, State: string(h.State), Since: h.Since, Sealed: h.Sealed}
}

// ListWebhooks lists the webhooks.
func (s *Server) ListWebhooks(ctx context.Context, _ ListWebhooksRequestObject) (ListWebhooksResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	hooks, err := service.Hooks(ctx)
	if err != nil {
		return nil, err
	}
	hooks, err = paged(ctx, hooks, func(h webhook.Hook) string { return h.ID })
	shown := make(ListWebhooks200JSONResponse, len(hooks))
	for i, h := range hooks {
		shown[i] = hookOf(h)
	}
	return shown, err
}

// AddWebhook makes a webhook.
func (s *Server) AddWebhook(ctx context.Context, request AddWebhookRequestObject) (AddWebhookResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	h, secret, err := service.Add(ctx, settingsOf(request.Body))
	if err == nil && request.Body.Paused {
		h, err = service.Change(ctx, h.ID, h.Settings, false)
	}
	shown := hookOf(h)
	shown.Secret = secret
	return AddWebhook201JSONResponse(shown), err
}

// GetWebhook returns one.
func (s *Server) GetWebhook(ctx context.Context, request GetWebhookRequestObject) (GetWebhookResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	h, err := service.Hook(ctx, request.Webhook)
	return GetWebhook200JSONResponse(hookOf(h)), err
}

// UpdateWebhook changes one.
func (s *Server) UpdateWebhook(ctx context.Context, request UpdateWebhookRequestObject) (UpdateWebhookResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	h, err := service.ChangeIf(ctx, request.Webhook, settingsOf(request.Body), !request.Body.Paused, shownAs(ifMatch[Webhook](ctx), hookOf))
	return UpdateWebhook200JSONResponse(hookOf(h)), err
}

// RemoveWebhook removes one.
func (s *Server) RemoveWebhook(ctx context.Context, request RemoveWebhookRequestObject) (RemoveWebhookResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	return RemoveWebhook204Response{}, service.RemoveIf(ctx, request.Webhook, shownAs(mayMatch[Webhook](ctx), hookOf))
}

// RenewWebhookSecret gives one another secret.
func (s *Server) RenewWebhookSecret(ctx context.Context, request RenewWebhookSecretRequestObject) (RenewWebhookSecretResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	secret, err := service.Renew(ctx, request.Webhook)
	if err != nil {
		return nil, err
	}
	h, err := service.Hook(ctx, request.Webhook)
	shown := hookOf(h)
	shown.Secret = secret
	return RenewWebhookSecret200JSONResponse(shown), err
}

// TestWebhook tries one out.
func (s *Server) TestWebhook(ctx context.Context, request TestWebhookRequestObject) (TestWebhookResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	a, err := service.Try(ctx, request.Webhook)
	return TestWebhook200JSONResponse(attemptOf(ctx, a)), err
}

func attemptOf(ctx context.Context, a webhook.Attempt) WebhookAttempt {
	shown := WebhookAttempt{Number: a.Number, At: a.At, Ms: int(a.Took.Milliseconds()), Status: a.Status, Answer: a.Answer}
	if a.Wrong != "" {
		shown.Error = outbound.Message(a.Wrong, middleware.Lang(caller(ctx)))
	}
	return shown
}

func deliveryOf(d webhook.Delivery) WebhookDelivery {
	return WebhookDelivery{ID: d.Event, Kind: d.Kind, Body: string(d.Body), Progress: string(d.Progress), Attempts: d.Attempts, Created: d.Created}
}

// ListDeliveries lists the latest messages to a webhook.
func (s *Server) ListDeliveries(ctx context.Context, request ListDeliveriesRequestObject) (ListDeliveriesResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	deliveries, err := service.Deliveries(ctx, request.Webhook)
	shown := make(ListDeliveries200JSONResponse, len(deliveries))
	for i, d := range deliveries {
		shown[i] = deliveryOf(d)
	}
	return shown, err
}

// GetDelivery returns a message with its attempts.
func (s *Server) GetDelivery(ctx context.Context, request GetDeliveryRequestObject) (GetDeliveryResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	d, attempts, err := service.Delivery(ctx, request.Webhook, request.Event)
	shown := deliveryOf(d)
	for _, a := range attempts {
		shown.Log = append(shown.Log, attemptOf(ctx, a))
	}
	return GetDelivery200JSONResponse(shown), err
}

// SendDeliveryAgain queues a message anew.
func (s *Server) SendDeliveryAgain(ctx context.Context, request SendDeliveryAgainRequestObject) (SendDeliveryAgainResponseObject, error) {
	service, err := s.hooks(ctx)
	if err != nil {
		return nil, err
	}
	return SendDeliveryAgain204Response{}, service.SendAgain(ctx, request.Webhook, request.Event)
}
