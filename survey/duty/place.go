package duty

import (
	"context"
	"slices"
	"strings"

	"minping/survey"
	"minping/survey/evidence"
)

// Place implements evidence.Owner for reports, whose ids are those of the round
// and the unit with a colon between: whoever may write one adds files to it.
func (d *Desk) Place(ctx context.Context, v survey.Scoped, id string) (evidence.Place, error) {
	round, unit, _ := strings.Cut(id, ":")
	room := d.Within(v)
	r, p, err := room.Report(ctx, round, unit)
	if err != nil {
		return evidence.Place{}, err
	}
	may, err := room.MayReport(ctx, r, p)
	return evidence.Place{Unit: unit, Adds: slices.Contains(may, HandIn)}, err
}
