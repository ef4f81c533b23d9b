// Package chart draws the figures of a release as HTML and SVG, in Chinese or
// English: rankings with their intervals, spreads, heat tables, profiles,
// answer distributions, changes. It also words the finding that a figure
// proves (headline.go), and never claims more than the intervals support.
//
// Most charts are table-plots: a table whose cells hold an svg with positions
// in per cent and no viewBox, so that text keeps its size on every screen and
// the numbers are there to be read and copied. No markup carries a style
// attribute or a script; colours come from the style sheet (CSS), which has
// themes for light, dark, high contrast and print.
//
// A figure without data is an empty text, never a figure of nothing. A hidden
// unit or cell is drawn as hidden; its numbers are not in the release.
package chart
