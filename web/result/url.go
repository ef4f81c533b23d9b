package result

import (
	"net/url"
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
