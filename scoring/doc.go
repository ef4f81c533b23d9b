// Package scoring turns ballots into numbers: indices over a tree of indicators
// with their standard errors, rankings with their uncertainty, flags, problem
// lists. It does no I/O, reads no clock and knows nothing of surveys: an
// instrument, ballots as option numbers, plain values out.
//
// The way of a number: Tallies counts ballots in cells (cell, pairs); Scores
// turns cells into means (part, index) and their errors (form, estimate);
// Ranks places units (pairwise, rankprob); Flags and Findings say what is
// wrong where.
//
// Conventions. Scores run from 0 to 100, shares and rates from 0 to 1. A NaN
// means "no value can be stated" (no valid answer, or a variance that the
// sample cannot give); it is never used for zero. A wrong call (an unknown
// item, a mismatched length) panics with the package's name; poor data gives a
// NaN with a reason or one of the package's Err values.
package scoring
