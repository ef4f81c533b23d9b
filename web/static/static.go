// Package static holds the style sheets, scripts and pictures of pages.
package static

import "embed"

// Files are all of them, in one folder.
//
//go:embed *.css *.js *.svg
var Files embed.FS
