// Package locales holds what pages say.
package locales

import "embed"

// Files are message catalogs in go-i18n's form: FAMILY.LANG.json.
//
//go:embed *.json
var Files embed.FS
