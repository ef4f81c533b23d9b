package chart

import (
	_ "embed" // the style sheet
)

//go:embed css/tokens.css
var tokens string

//go:embed css/base.css
var base string

//go:embed css/components.css
var components string

//go:embed css/charts.css
var charts string

//go:embed css/results.css
var results string

//go:embed css/rounds.css
var overRounds string

// Tokens returns the colours, sizes and fonts that all pages share.
func Tokens() string { return tokens }

// CSS returns the style sheet of figures and of the pages that show them: the
// tokens, then what uses them, the general first.
func CSS() string { return tokens + base + components + charts + results + overRounds }
