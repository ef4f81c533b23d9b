package form

import (
	"regexp"
	"strings"
)

// overall is the id of the index tree's root.
const overall = "overall"

const maxID = 64

// The shapes of ids. Those of items and rows are names in expressions.
var (
	itemID   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,63}$`)
	anyID    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)
	nodeID   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,128}$`)
	language = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	version  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)
	code     = regexp.MustCompile(`^[^\s;,|"'\x{FEFF}]{1,32}$`)
)

// reservedItems cannot be item ids: words of expressions, and columns of the
// files of ballots.
var reservedItems = map[string]bool{
	"and": true, "or": true, "not": true, "in": true, "true": true, "false": true, "nil": true,
	"let": true, "matches": true, "contains": true, "startsWith": true, "endsWith": true,
	"answered": true, "count": true, "len": true, "mean": true, "score": true, "sum": true,
	"unit": true, "group": true, "weight": true, "stratum": true, "cluster": true, "id": true,
}

// itemOf is the item that an answer id belongs to: m of "m.r".
func itemOf(id string) string {
	item, _, _ := strings.Cut(id, ".")
	return item
}
