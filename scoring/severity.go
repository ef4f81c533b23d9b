package scoring

import "math"

// The severity of a flag, 0–100, makes flags of different kinds comparable:
//
//	severity = grade · chance · (½ + ½ d/(d+10))
//
// grade is what the kind weighs at most; chance the probability that the rule
// is truly met and not by sampling error alone (for "last k" the chance of
// being among them, else one minus half the two-sided p value of lying on the
// threshold, ½ where no error is known); d the points (percent, for missing
// answers) beyond the threshold, for "last k" those up to the first unit
// outside. Ten points beyond weigh three quarters, twenty five sixths.
var grades = map[RuleKind]float64{
	RuleRepeat: 100, RuleLast: 80, RuleBelow: 60, RuleDrop: 50, RuleGap: 30, RuleMissing: 20,
}

func severity(kind RuleKind, chance, beyond float64) float64 {
	beyond = max(0, beyond)
	return grades[kind] * chance * (0.5 + 0.5*beyond/(beyond+10))
}

// truly returns the chance that a value lies beyond its threshold, given the
// two-sided p value of its lying on it.
func truly(p float64) float64 {
	if math.IsNaN(p) {
		return 0.5
	}
	return 1 - p/2
}
