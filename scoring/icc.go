package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// An ICCForm names an intraclass correlation as McGraw and Wong do.
type ICCForm string

// The six forms: raters differ by subject (1), or all rate all subjects and
// their differences of level count (A, absolute agreement) or do not (C,
// consistency); for one rating, or for the mean of k.
const (
	ICCOneWay1      ICCForm = "ICC(1,1)"
	ICCAgreement1   ICCForm = "ICC(A,1)"
	ICCConsistency1 ICCForm = "ICC(C,1)"
	ICCOneWayK      ICCForm = "ICC(1,k)"
	ICCAgreementK   ICCForm = "ICC(A,k)"
	ICCConsistencyK ICCForm = "ICC(C,k)"
)

// An IntraclassCorrelation is one form with its test and interval.
type IntraclassCorrelation struct {
	Form      ICCForm
	ICC       float64 // at most 1; below 0 is legal
	F         float64 // MSR/MSW (one-way) or MSR/MSE
	DF1, DF2  float64 // of the exact F test of no correlation
	P         float64 // its p value
	Low, High float64 // at the level asked for

	// McGraw and Wong's approximate test of the agreement forms has the same F,
	// with Satterthwaite's DF2 at the estimated ICC: v, with the form's own ICC
	// for ρ. The other forms repeat DF2 and P here.
	ApproxDF2, ApproxP float64
}

// Intraclass holds the six forms and the analysis of variance behind them.
type Intraclass struct {
	Rows, N, Dropped   int                      // subjects given, used, and left out because a rating was missing
	Raters             int                      // k
	MSR, MSC, MSE, MSW float64                  // mean squares of rows, columns, residual, within rows
	Forms              [6]IntraclassCorrelation // in the order of the constants
}

// ICC returns the six intraclass correlations of x (n subjects × k raters, k ≥
// 2); subjects without all ratings are left out:
//
//	(1,1) (MSR−MSW)/(MSR+(k−1)MSW)                  (1,k) (MSR−MSW)/MSR
//	(A,1) (MSR−MSE)/(MSR+(k−1)MSE+k(MSC−MSE)/n)     (A,k) (MSR−MSE)/(MSR+(MSC−MSE)/n)
//	(C,1) (MSR−MSE)/(MSR+(k−1)MSE)                  (C,k) (MSR−MSE)/MSR
//
// The intervals of (1,·) and (C,·) come from F/F_{1−p/2} and F·F_{1−p/2}, that of
// (A,1) is McGraw and Wong's with
//
//	v = (a MSC + b MSE)² / ((a MSC)²/(k−1) + (b MSE)²/((n−1)(k−1))),
//	a = kρ/(n(1−ρ)),  b = 1 + kρ(n−1)/(n(1−ρ)),  ρ = ICC(A,1),
//
// and that of (A,k) steps the bounds of (A,1) up by Spearman-Brown,
// kL/(1+(k−1)L), as Shrout and Fleiss do. With ρ < 0 the weights a and b have
// opposite signs, v may come near 0, and the interval need not hold ρ; the
// other intervals always hold their estimates.
//
// A figure is NaN where its denominator is not positive or v is 0: F and the p values if
// the residual is 0, (1,k) and (C,k) if the subjects do not differ, a bound of
// (A,k) whose step-up does not exist. A form that is exactly 1 has the interval
// [1, 1]. Fewer than two complete subjects give ErrTooFew, equal ratings
// ErrConstant; then only the counts are valid. It panics if k < 2 or level is
// not in (0, 1).
//
// McGraw, K. O. & Wong, S. P. (1996), Psychological Methods 1, 30–46 and 390;
// Shrout, P. E. & Fleiss, J. L. (1979), Psychological Bulletin 86, 420–428.
func ICC(x mat.Matrix, level float64) (Intraclass, error) {
	checkLevel(level)
	rows, k := x.Dims()
	if k < 2 {
		panic("scoring: an ICC needs two raters or more")
	}
	full, dropped := completeRows(x)
	r := Intraclass{Rows: rows, N: rows - dropped, Dropped: dropped, Raters: k}
	if r.N < 2 {
		return r, ErrTooFew
	}
	r.squares(full)
	if r.MSR == 0 && r.MSC == 0 && r.MSE == 0 {
		return r, ErrConstant
	}
	n, m := float64(r.N), float64(k)
	one, two := n*(m-1), (n-1)*(m-1)
	r.Forms[0], r.Forms[3] = r.ratioForms(ICCOneWay1, ICCOneWayK, r.MSW, one, level)
	r.Forms[2], r.Forms[5] = r.ratioForms(ICCConsistency1, ICCConsistencyK, r.MSE, two, level)
	r.Forms[1], r.Forms[4] = r.agreementForms(r.Forms[2], level)
	return r, nil
}

// squares sets the mean squares of complete ratings.
func (r *Intraclass) squares(x *mat.Dense) {
	n, k := float64(r.N), float64(r.Raters)
	row, column := make([]float64, r.N), make([]float64, r.Raters)
	grand := mat.Sum(x) / (n * k)
	for i := range row {
		for j := range column {
			row[i] += (x.At(i, j) - grand) / k
			column[j] += (x.At(i, j) - grand) / n
		}
	}
	for i := range row {
		r.MSR += k * row[i] * row[i] / (n - 1)
		for j := range column {
			e := x.At(i, j) - grand - row[i] - column[j]
			w := x.At(i, j) - grand - row[i]
			r.MSE += e * e / ((n - 1) * (k - 1))
			r.MSW += w * w / (n * (k - 1))
		}
	}
	for j := range column {
		r.MSC += n * column[j] * column[j] / (k - 1)
	}
	for _, ms := range []*float64{&r.MSR, &r.MSC, &r.MSE, &r.MSW} {
		*ms = settled(*ms, x.RawMatrix().Data)
	}
}

// ratioForms returns the single and average form that compare MSR with error.
func (r *Intraclass) ratioForms(single, average ICCForm, errors, df2, level float64) (one, mean IntraclassCorrelation) {
	k, df1 := float64(r.Raters), float64(r.N-1)
	one = IntraclassCorrelation{Form: single, ICC: share(r.MSR-errors, r.MSR+(k-1)*errors), F: share(r.MSR, errors), DF1: df1, DF2: df2}
	one.P = fSurvival(one.F, df1, df2)
	one.ApproxDF2, one.ApproxP = df2, one.P
	mean = one
	mean.Form, mean.ICC = average, share(r.MSR-errors, r.MSR)
	if errors == 0 {
		one.Low, one.High, mean.Low, mean.High = 1, 1, 1, 1
		return one, mean
	}
	low := one.F / fQuantile((1+level)/2, df1, df2)
	high := one.F * fQuantile((1+level)/2, df2, df1)
	one.Low, one.High = (low-1)/(low+k-1), (high-1)/(high+k-1)
	mean.Low, mean.High = share(low-1, low), share(high-1, high)
	return one, mean
}

// agreementForms returns (A,1) and (A,k); like is (C,1), whose F they share.
func (r *Intraclass) agreementForms(like IntraclassCorrelation, level float64) (one, mean IntraclassCorrelation) {
	n, k := float64(r.N), float64(r.Raters)
	one, mean = like, like
	one.Form, mean.Form = ICCAgreement1, ICCAgreementK
	rounding := 1e-12 * (r.MSR + r.MSC + r.MSE)
	one.ICC, mean.ICC = math.NaN(), math.NaN()
	if total := r.MSR + (k-1)*r.MSE + k*(r.MSC-r.MSE)/n; total > rounding {
		one.ICC = (r.MSR - r.MSE) / total
	}
	if total := r.MSR + (r.MSC-r.MSE)/n; total > rounding {
		mean.ICC = (r.MSR - r.MSE) / total
	}
	for _, f := range []*IntraclassCorrelation{&one, &mean} {
		f.ApproxDF2 = r.satterthwaite(f.ICC)
		f.ApproxP = fSurvival(f.F, f.DF1, f.ApproxDF2)
	}
	if one.ICC == 1 {
		one.Low, one.High, mean.Low, mean.High = 1, 1, 1, 1
		return one, mean
	}
	v := one.ApproxDF2
	lower, upper := fQuantile((1+level)/2, n-1, v), fQuantile((1+level)/2, v, n-1)
	rest := k*r.MSC + (k*n-k-n)*r.MSE
	one.Low = share(n*(r.MSR-lower*r.MSE), lower*rest+n*r.MSR)
	one.High = share(n*(upper*r.MSR-r.MSE), rest+n*upper*r.MSR)
	mean.Low, mean.High = spearmanBrown(one.Low, k), spearmanBrown(one.High, k)
	return one, mean
}

// spearmanBrown returns the reliability of the mean of k ratings, NaN where a
// single one has none that can be stepped up.
func spearmanBrown(rho, k float64) float64 {
	if whole := 1 + (k-1)*rho; whole > 1e-12 {
		return k * rho / whole
	}
	return math.NaN()
}

// satterthwaite returns v for a correlation; NaN for 1.
func (r *Intraclass) satterthwaite(rho float64) float64 {
	n, k := float64(r.N), float64(r.Raters)
	odds := k * rho / (n * (1 - rho))
	a, b := odds*r.MSC, (1+odds*(n-1))*r.MSE
	return share((a+b)*(a+b), a*a/(k-1)+b*b/((n-1)*(k-1)))
}

// share returns a/b, NaN unless b is positive and the ratio finite.
func share(a, b float64) float64 {
	if q := a / b; b > 0 && !math.IsInf(q, 0) {
		return q
	}
	return math.NaN()
}
