// Package provider signs people in by the provider of identities that an
// organisation has already: OpenID Connect Core 1.0, authorization code with
// PKCE (RFC 7636, S256), state and nonce. Of what the provider says, issuer and
// subject are used, a name for people to recognise, and how the person was
// authenticated (RFC 8176).
package provider
