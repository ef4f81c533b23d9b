package main

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"

	"minping/survey/outbound"
	"minping/survey/store"
	"minping/survey/webhook"
)

// outboundFlags say which addresses that people enter may be called.
type outboundFlags struct {
	OutboundAllow []string `env:"MINPING_OUTBOUND_ALLOW" placeholder:"NETWORK" help:"Networks, such as 10.0.0.0/8, that webhooks and robots may reach although they are not of the public Internet."`
}

// client returns what calls addresses that people have entered.
func (f outboundFlags) client() (*outbound.Client, error) {
	allow := make([]netip.Prefix, len(f.OutboundAllow))
	for i, s := range f.OutboundAllow {
		var err error
		if allow[i], err = netip.ParsePrefix(s); err != nil {
			return nil, usageError{fmt.Errorf("--outbound-allow must be like 10.0.0.0/8, not %q", s)}
		}
	}
	return outbound.New(allow...), nil
}

// newWebhooks returns the webhooks of a store.
func newWebhooks(st *store.Store, client *outbound.Client) *webhook.Service {
	return webhook.New(st.People, client.Check, func(ctx context.Context, to string, header http.Header, body []byte) (int, []byte, error) {
		answer, err := client.Post(ctx, to, header, body)
		return answer.Status, answer.Body, err
	})
}
