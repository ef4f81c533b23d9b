package slips

import "cmp"

// A band marks the slips of a category: its pattern survives print in grey, its
// colour helps who sees colours. Categories beyond the bands begin anew; the
// words beside the band tell them apart then.
type band struct {
	name   string // of the class in the style sheet
	colour [3]uint8
	bars   []bar
}

// A bar is a part of a band, from its left edge: a line all the way down, or
// pieces of a length with as long gaps. Millimetres.
type bar struct{ left, width, piece float64 }

var bands = []band{
	{"solid", [3]uint8{0xab, 0x23, 0x18}, []bar{{0, bandWidth, 0}}},
	{"stripes", [3]uint8{0x1d, 0x4f, 0x91}, []bar{{0, bandWidth, 2}}},
	{"edges", [3]uint8{0x0b, 0x5f, 0x57}, []bar{{0, 1, 0}, {2.2, 1, 0}}},
	{"blocks", [3]uint8{0x8a, 0x5a, 0x00}, []bar{{0, bandWidth, 4}}},
	{"dashes", [3]uint8{0x5b, 0x3a, 0x8c}, []bar{{0, 1.6, 0}, {1.6, 1.6, 3}}},
	{"line", [3]uint8{0x33, 0x33, 0x33}, []bar{{2.4, .8, 0}}},
}

// bandWidth is how wide a band is, in millimetres.
const bandWidth = 3.2

// band is that of the batch's category; false: there are no categories to tell
// apart.
func (b Batch) band() (band, bool) {
	if b.Place < 1 || b.Of < 2 {
		return band{}, false
	}
	return bands[(b.Place-1)%len(bands)], true
}

// Band names the band of the batch's category in the style sheet, or "".
func (b Batch) Band() string {
	x, _ := b.band()
	return x.name
}

// A coverLine is a category on the sheet that comes first.
type coverLine struct {
	words
	Issued int
}

// cover counts the codes of each category, or of each batch where several are of
// one; none where there is only one.
func cover(lang string, batches []Batch) (lines []coverLine) {
	for _, b := range batches {
		at := len(lines) - 1
		if at >= 0 && lines[at].Place == b.Place && lines[at].For() == (words{b, lang}).For() {
			lines[at].Issued += len(b.Codes)
			continue
		}
		lines = append(lines, coverLine{words{b, lang}, len(b.Codes)})
	}
	if len(lines) < 2 {
		return nil
	}
	return lines
}

// total is how many codes there are.
func total(lines []coverLine) (n int) {
	for _, l := range lines {
		n += l.Issued
	}
	return n
}

// Name is what a line of the cover is called.
func (l coverLine) Name() string { return cmp.Or(l.For(), l.Label, l.Say("全部", "All")) }
