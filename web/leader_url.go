package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"minping/survey/chart"
)

// unitURL, rankingURL, changeURL and heatURL are where things are.
func (p *resultsPage) unitURL(unit string) string { return p.Base + "/unit/" + url.PathEscape(unit) }

func (p *resultsPage) rankingURL(tier string) string { return p.address("/ranking", "tier", tier) }

func (p *resultsPage) changeURL(tier string) string { return p.address("/change", "tier", tier) }

func (p *resultsPage) heatURL(tier string) string { return p.address("/heat", "tier", tier) }

// address joins a page of this poll and parameters, leaving out empty ones
// but for the tier, which may be "".
func (p *resultsPage) address(page string, params ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		if params[i+1] != "" || params[i] == "tier" {
			q.Set(params[i], params[i+1])
		}
	}
	if len(q) == 0 {
		return p.Base + page
	}
	return p.Base + page + "?" + q.Encode()
}

// pathParam returns a parameter of the path as it was meant: the router leaves
// it escaped where the path holds an escaped slash.
func pathParam(c echo.Context, name string) string {
	value := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return value
	}
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}

// leaderStyle is the style sheet of pages of results.
var leaderStyle = newAsset("leader.css", []byte(chart.CSS()))

// leaderStyleURL is where it is.
var leaderStyleURL = "/static/leader.css?v=" + leaderStyle.digest
