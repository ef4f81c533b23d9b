package bench

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// files matches what a page makes a browser fetch.
var files = regexp.MustCompile(`<(?:script|img)[^>]*? src="([^"]+)"|<link[^>]*? href="([^"]+)"`)

// answerPage fetches the page on which people answer about a unit, with all
// files that it asks for, and returns how many bytes of body travelled.
func answerPage(ctx context.Context, addr, poll, unit, group string) (bytes, requests int, err error) {
	transport := &http.Transport{DisableCompression: true} // what travels is to be seen
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 10 * time.Second}
	base := &url.URL{Scheme: "http", Host: addr, Path: "/p/" + poll, RawQuery: url.Values{"unit": {unit}, "group": {group}}.Encode()}
	bytes, page, err := fetch(ctx, client, base.String())
	if err != nil {
		return 0, 0, err
	}
	requests = 1
	seen := make(map[string]bool)
	for _, m := range files.FindAllStringSubmatch(page, -1) {
		ref, err := base.Parse(m[1] + m[2])
		if err != nil {
			return 0, 0, err
		}
		if ref.Scheme == "data" || seen[ref.String()] {
			continue
		}
		seen[ref.String()] = true
		n, _, err := fetch(ctx, client, ref.String())
		if err != nil {
			return 0, 0, err
		}
		bytes += n
		requests++
	}
	return bytes, requests, nil
}

// fetch returns the size of a body as it travels, and what it says.
func fetch(ctx context.Context, client *http.Client, address string) (n int, text string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Accept", "text/html")
	res, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, "", fmt.Errorf("%s: %s", address, res.Status)
	}
	body := &counted{Reader: res.Body}
	var content io.Reader = body
	if res.Header.Get("Content-Encoding") == "gzip" {
		if content, err = gzip.NewReader(body); err != nil {
			return 0, "", err
		}
	}
	b, err := io.ReadAll(content)
	return body.n, string(b), err
}

// A counted reader counts what passes.
type counted struct {
	io.Reader
	n int
}

// Read implements io.Reader.
func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n += n
	return n, err
}
