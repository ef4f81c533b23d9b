package chart

import (
	_ "embed" // the style sheet
)

//go:embed css/tokens.css
var tokens string

//go:embed css/base.css
var base string

//go:embed css/forms.css
var forms string

// Tokens returns the colours, sizes and fonts that all pages share.
func Tokens() string { return tokens }

// CSS returns the style sheet of figures and of the pages that show them.
func CSS() string { return tokens + base + forms }
