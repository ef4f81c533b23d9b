package survey

import (
	"math"
	"strconv"
)

// A Num is a number of a release. NaN means "no value can be stated" and is
// null in JSON.
type Num float64

// notKnown is a number without a value.
var notKnown = Num(math.NaN())

// OK reports whether there is a value.
func (n Num) OK() bool { return !math.IsNaN(float64(n)) }

// MarshalJSON writes null for NaN.
func (n Num) MarshalJSON() ([]byte, error) {
	f := float64(n)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, f, 'g', -1, 64), nil
}

// UnmarshalJSON reads null as NaN.
func (n *Num) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Num(math.NaN())
		return nil
	}
	f, err := strconv.ParseFloat(string(b), 64)
	*n = Num(f)
	return err
}
