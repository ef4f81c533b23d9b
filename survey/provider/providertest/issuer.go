// Package providertest is a provider of identities for tests: discovery, keys
// (RS256), authorization and token endpoint of OpenID Connect, which checks what
// it is sent as strictly as the standards ask.
package providertest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the issuer knows its client by.
const (
	ClientID = "minping"
	Secret   = "a secret of the client: 100%"
	Back     = "https://survey.example.org/login/oidc/back"
)

// An Issuer is a provider with one person, who always says yes.
type Issuer struct {
	URL string

	mu     sync.Mutex
	key    *rsa.PrivateKey // that it publishes
	signer *rsa.PrivateKey // that it signs with
	down   bool
	post   bool
	change func(header, claims map[string]any)
	codes  map[string]url.Values // what was asked for, by code
}

// New starts an issuer that ends with the test.
func New(t *testing.T) *Issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &Issuer{key: key, signer: key, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.about)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("POST /token", i.token)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.down {
			http.Error(w, "down", http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	i.URL = server.URL
	return i
}

// Down lets it answer nothing but errors, or again.
func (i *Issuer) Down(down bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.down = down
}

// Post lets it take the client's secret in the form alone.
func (i *Issuer) Post() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.post = true
}

// Forge lets it sign with another key than it publishes.
func (i *Issuer) Forge(t *testing.T) {
	t.Helper()
	i.mu.Lock()
	defer i.mu.Unlock()
	var err error
	if i.signer, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
}

// Change alters the ID tokens from now on before they are signed; nil: nothing.
func (i *Issuer) Change(change func(header, claims map[string]any)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.change = change
}

// Visit goes to the issuer as a browser does and returns the query with which
// it is sent back.
func (i *Issuer) Visit(t *testing.T, to string) url.Values {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	back, err := answer.Location()
	if err != nil || !strings.HasPrefix(back.String(), Back+"?") {
		t.Fatalf("%s to %v: %v", answer.Status, back, err)
	}
	return back.Query()
}

func (i *Issuer) about(w http.ResponseWriter, _ *http.Request) {
	methods := []string{"client_secret_basic", "client_secret_post"}
	if i.post {
		methods = methods[1:]
	}
	write(w, http.StatusOK, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
		"response_types_supported": []string{"code"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported": methods,
	})
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	encode := base64.RawURLEncoding.EncodeToString
	write(w, http.StatusOK, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1",
		"n": encode(i.key.N.Bytes()), "e": encode(big.NewInt(int64(i.key.E)).Bytes()),
	}}})
}

// authorize gives a code to whoever asks as OpenID Connect Core 1.0, section
// 3.1.2.1, and RFC 7636 want.
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != ClientID || q.Get("redirect_uri") != Back || q.Get("response_type") != "code" ||
		!strings.Contains(" "+q.Get("scope")+" ", " openid ") || q.Get("code_challenge_method") != "S256" ||
		len(q.Get("code_challenge")) != 43 || q.Get("state") == "" || q.Get("nonce") == "" {
		http.Error(w, r.URL.RawQuery, http.StatusBadRequest)
		return
	}
	code := rand.Text()
	i.codes[code] = q
	http.Redirect(w, r, Back+"?"+url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {i.URL}}.Encode(), http.StatusFound)
}

// token gives an ID token for a code, once.
func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	asked, ok := i.codes[r.PostFormValue("code")]
	delete(i.codes, r.PostFormValue("code"))
	challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	switch {
	case !i.authentic(r):
		write(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
		return
	case !ok, r.PostFormValue("grant_type") != "authorization_code", r.PostFormValue("redirect_uri") != Back,
		base64.RawURLEncoding.EncodeToString(challenge[:]) != asked.Get("code_challenge"):
		write(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	token, err := i.sign(asked.Get("nonce"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	write(w, http.StatusOK, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 60, "id_token": token})
}

// authentic reports whether the client is who it says.
func (i *Issuer) authentic(r *http.Request) bool {
	if i.post {
		return r.PostFormValue("client_id") == ClientID && r.PostFormValue("client_secret") == Secret
	}
	id, secret, _ := r.BasicAuth()
	id, err := url.QueryUnescape(id) // RFC 6749, section 2.3.1
	secret, second := url.QueryUnescape(secret)
	return errors.Join(err, second) == nil && id == ClientID && secret == Secret
}

func (i *Issuer) sign(nonce string) (string, error) {
	header := map[string]any{"alg": "RS256", "kid": "1", "typ": "JWT"}
	claims := map[string]any{
		"iss": i.URL, "sub": "248289761001", "aud": ClientID, "nonce": nonce, "name": "王 芳", "amr": []string{"pwd"},
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	if i.change != nil {
		i.change(header, claims)
	}
	h, err := json.Marshal(header)
	if err != nil {
		return "", err
	}
	c, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(h) + "." + base64.RawURLEncoding.EncodeToString(c)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, i.signer, crypto.SHA256, sum[:])
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), err
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that is gone misses it
}
