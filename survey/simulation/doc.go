// Package simulation draws polls whose truth is known and puts them through
// the product's own way from ballots to release (survey.Counter,
// survey.Compute), to see how often intervals hold the truth, how often flags
// rise where nothing differs, and how often a real fall is found.
//
// A population is a latent normal opinion per answer, cut into the options of
// an item so that the shares of the options are those of the plan. A
// respondent's answers share his leniency, those of a cluster share part of
// it; respondents of a unit share its true level. The true score of every node
// is computed from the same probabilities that ballots are drawn from, with no
// sampling. Every figure has the standard error that the number of rounds gives
// it; the rounds of one plan are the same on any machine and for any number of
// processors.
package simulation
