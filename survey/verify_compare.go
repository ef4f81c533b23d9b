package survey

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// A Difference is a field of a release that does not follow from the ballots.
type Difference struct {
	Path      string `json:"path"`      // units[u1].nodes.overall.score; [u1] by id, [3] by place
	Released  string `json:"released"`  // as JSON; "": not there
	Recounted string `json:"recounted"` // likewise
}

// figureTolerance is how far two figures may lie apart, relative to the larger
// or to 1: parallel counting adds in another order on other machines.
const figureTolerance = 1e-9

// compareDocuments lists what differs between two releases as JSON, numbers of
// ballots first, from which the rest follows, and counts the leaves that it
// compared.
func compareDocuments(released, recounted []byte) ([]Difference, int, error) {
	var c documentComparison
	a, err := decodeDocument(released)
	if err != nil {
		return nil, 0, err
	}
	b, err := decodeDocument(recounted)
	if err != nil {
		return nil, 0, err
	}
	c.compare("", a, b)
	slices.SortStableFunc(c.differences, func(x, y Difference) int {
		return cmp.Compare(x.depth(), y.depth())
	})
	return c.differences, c.leaves, nil
}

func decodeDocument(document []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	return v, d.Decode(&v)
}

// depth is how far a difference follows from others.
func (d *Difference) depth() int {
	switch {
	case strings.HasSuffix(d.Path, ".ballots"):
		return -2
	case strings.Contains(d.Path, ".counts."):
		return -1
	default:
		return strings.Count(d.Path, ".")
	}
}

type documentComparison struct {
	differences []Difference
	leaves      int
}

// absent stands for a field that is not there, unlike one that is null.
type absent struct{}

func (c *documentComparison) compare(path string, a, b any) {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			c.compareEach(a, b, func(name string) string { return strings.TrimPrefix(path+"."+name, ".") })
			return
		}
	case []any:
		if b, ok := b.([]any); ok {
			c.compareLists(path, a, b)
			return
		}
	}
	c.leaves++
	if !sameLeaf(a, b) {
		c.note(path, a, b)
	}
}

// compareEach compares what two objects, or two lists by id, have under the same name.
func (c *documentComparison) compareEach(a, b map[string]any, path func(name string) string) {
	names := maps.Clone(a)
	maps.Copy(names, b)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		c.compare(path(name), field(a, name), field(b, name))
	}
}

func field(m map[string]any, key string) any {
	if v, ok := m[key]; ok {
		return v
	}
	return absent{}
}

// compareLists compares what has the same id, where all have one, and notes the
// first that is not where it should be; else what stands in the same place.
func (c *documentComparison) compareLists(path string, a, b []any) {
	as, byA, okA := listKeys(a)
	bs, byB, okB := listKeys(b)
	if !okA || !okB {
		for i := range max(len(a), len(b)) {
			c.compare(fmt.Sprintf("%s[%d]", path, i), nth(a, i), nth(b, i))
		}
		return
	}
	c.compareEach(byA, byB, func(id string) string { return path + "[" + id + "]" })
	if slices.Equal(slices.Sorted(slices.Values(as)), slices.Sorted(slices.Values(bs))) {
		for i := range as {
			if as[i] != bs[i] {
				c.note(path+"[]", fmt.Sprintf("%d: %s", i+1, as[i]), fmt.Sprintf("%d: %s", i+1, bs[i]))
				return
			}
		}
	}
}

func nth(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return absent{}
}

// listKeys returns the ids of a list's entries; ok is false unless each has one
// of its own.
func listKeys(list []any) (keys []string, by map[string]any, ok bool) {
	by = make(map[string]any, len(list))
	for _, v := range list {
		entry, isObject := v.(map[string]any)
		if !isObject {
			return nil, nil, false
		}
		var parts []string
		for _, name := range []string{"id", "unit", "node", "item", "group"} {
			if id, isText := entry[name].(string); isText {
				if parts = append(parts, id); name == "id" {
					break
				}
			}
		}
		key := strings.Join(parts, "/")
		if _, twice := by[key]; twice || key == "" {
			return nil, nil, false
		}
		by[key], keys = v, append(keys, key)
	}
	return keys, by, true
}

func sameLeaf(a, b any) bool {
	x, okX := a.(json.Number)
	y, okY := b.(json.Number)
	if !okX || !okY {
		return isLeaf(a) && isLeaf(b) && a == b
	}
	f, errX := x.Float64()
	g, errY := y.Float64()
	return errX == nil && errY == nil &&
		math.Abs(f-g) <= figureTolerance*max(1, math.Abs(f), math.Abs(g))
}

// isLeaf reports whether a value has no parts; those that have cannot be compared by ==.
func isLeaf(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}

func (c *documentComparison) note(path string, a, b any) {
	c.differences = append(c.differences, Difference{Path: path, Released: leafText(a), Recounted: leafText(b)})
}

// leafText is a value as short JSON.
func leafText(v any) string {
	if _, none := v.(absent); none {
		return ""
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
