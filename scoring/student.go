package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// studentQuantile returns the two-sided t quantile of a confidence level: t with
// P(|T| ≤ t) = level, for df > 0, to a relative 1e-13. An interval needs one for
// each change of each unit, so that it starts from Hill's expansion and needs
// one or two values of the distribution function.
//
// Hill, G. W. (1970), Algorithm 396: Student's t-quantiles, CACM 13, 619–620;
// for large df the expansion of Fisher and Cornish, Abramowitz & Stegun 26.7.5.
func studentQuantile(level, df float64) float64 {
	if df > 5000 {
		return fisher(1-level, df)
	}
	student := distuv.StudentsT{Sigma: 1, Nu: df}
	t := hill(1-level, df)
	for range 50 {
		// Halley's step for ln P(T > t), whose second derivative the density's
		// gives: f'/f = −t (df+1)/(df+t²)
		f := student.Prob(t)
		d := ((1-level)/2 - student.CDF(-t)) / f
		step := d / (1 + d*t*(df+1)/(df+t*t)/2)
		if !(math.Abs(step) < t) { // not near it: stay positive
			step = math.Copysign(t/2, step)
		}
		t -= step
		if math.Abs(step) < 1e-5*t {
			return t
		}
	}
	return student.Quantile((1 + level) / 2)
}

// hill returns t with P(|T| > t) = p to a few digits.
func hill(p, df float64) float64 {
	switch {
	case df < 2:
		return 1 / math.Tan(p*math.Pi/2) // exact for 1
	case df == 2:
		return math.Sqrt(2/(p*(2-p)) - 2)
	}
	a := 1 / (df - 0.5)
	b := 48 / (a * a)
	c := ((20700*a/b-98)*a-16)*a + 96.36
	d := ((94.5/(b+c)-3)/b + 1) * math.Sqrt(a*math.Pi/2) * df
	y := math.Pow(d*p, 2/df)
	if y > 0.05+a {
		x := -normalUpper(p / 2)
		y = x * x
		if df < 5 {
			c += 0.3 * (df - 4.5) * (x + 0.6)
		}
		c += (((0.05*d*x-5)*x-7)*x-2)*x + b
		y = (((((0.4*y+6.3)*y+36)*y+94.5)/c-y-3)/b + 1) * x
		y = math.Expm1(a * y * y)
	} else {
		y = ((1/(((df+6)/(df*y)-0.089*d-0.822)*(df+2)*3)+0.5/(df+4))*y-1)*(df+1)/(df+2) + 1/y
	}
	return math.Sqrt(df * y)
}

// fisher returns t with P(|T| > t) = p for large df.
func fisher(p, df float64) float64 {
	z := normalUpper(p / 2)
	y := z * z
	return z * (1 + (y+1)/(4*df) + ((5*y+16)*y+3)/(96*df*df) + (((3*y+19)*y+17)*y-15)/(384*df*df*df) +
		((((79*y+776)*y+1482)*y-1920)*y-945)/(92160*df*df*df*df))
}

// normalUpper returns z with P(Z > z) = p.
func normalUpper(p float64) float64 { return math.Sqrt2 * math.Erfcinv(2*p) }
