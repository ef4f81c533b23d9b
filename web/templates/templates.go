// Package templates holds the pages' HTML, a folder a family of pages.
package templates

import "embed"

// Files are layout/NAME.html, partial/NAME.html and FAMILY/NAME.html.
//
//go:embed */*.html
var Files embed.FS
