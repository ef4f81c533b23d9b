package evidence

import (
	"mime"
	"net/http"
	"path"
	"strings"
	"unicode"
)

// Header says how a file is handed out: as a download under its name, as the kind
// it was found to be, shown in no page, kept by no cache.
func Header(h http.Header, name string, kind Kind) {
	h.Set("Content-Type", string(kind))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": Name(name)}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
}

// KindOf returns the kind that a name stands for; "application/octet-stream"
// where it is none that is taken.
func KindOf(name string) Kind {
	if k, ok := byExtension[strings.ToLower(path.Ext(name))]; ok {
		return k
	}
	return "application/octet-stream"
}

// longestName is how many characters of a name are kept, with the extension.
const longestName = 120

// Name returns the name of an upload without folders and without what terminals
// or file systems would take for something else.
func Name(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	extension := path.Ext(name)
	stem := []rune(strings.TrimSuffix(name, extension))
	if most := longestName - len([]rune(extension)); len(stem) > max(most, 1) {
		stem = stem[:max(most, 1)]
	}
	if len(stem) == 0 {
		stem = []rune("file")
	}
	return string(stem) + extension
}
