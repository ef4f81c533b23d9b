package analysis

import (
	"errors"
	"math"

	"minping/survey"
)

// none is a figure without a value.
var none = survey.Num(math.NaN())

// why words an error of package scoring, for a note on what has no value.
func why(err error) survey.Text {
	var p *Problem
	if errors.As(reason(err), &p) {
		return p.text
	}
	return survey.Text{"zh": err.Error(), "en": err.Error()}
}
