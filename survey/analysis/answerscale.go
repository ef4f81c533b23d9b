package analysis

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// scaleRange reads the ends of an answer scale.
func scaleRange(s string) (low, high float64, err error) {
	if at := strings.LastIndex(s, "-"); at > 0 {
		from, to := s[:at], s[at+1:]
		if strings.HasSuffix(from, "-") { // LO--HI: HI is negative
			from, to = from[:len(from)-1], "-"+to
		}
		var errs [2]error
		low, errs[0] = strconv.ParseFloat(strings.TrimSpace(from), 64)
		high, errs[1] = strconv.ParseFloat(strings.TrimSpace(to), 64)
		if errors.Join(errs[:]...) == nil && low < high && !math.IsInf(high-low, 0) {
			return low, high, nil
		}
	}
	return 0, 0, problem("--range 应是量表的两端，如 1-5[[；现为“{got}”]]", "--range should be the two ends of the answer scale, such as 1-5[[; it is “{got}”]]", "got", s)
}

// scale reads the ends of the answer scale, and refuses an answer outside it.
func (t *Table) scale(ends string, names []string, x mat.Matrix) (low, high float64, err error) {
	if low, high, err = scaleRange(ends); err != nil {
		return 0, 0, err
	}
	for j, name := range names {
		for i := range t.Len() {
			if v := x.At(i, j); v < low || v > high {
				return 0, 0, t.wrong(i, name, t.cell(i, name), "应在 "+plain(low)+" 与 "+plain(high)+" 之间；代表“未答”的编码可用 --missing 注明",
					"it should lie between "+plain(low)+" and "+plain(high)+"; name codes for no answer with --missing")
			}
		}
	}
	return low, high, nil
}

// plain writes a number as short as it is.
func plain(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
