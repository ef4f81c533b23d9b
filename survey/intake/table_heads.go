package intake

// Offices write headings in two rows: 责任 over 单位 and 责任人, beside others that
// stand alone and are merged over both. Of a group of columns only the first cell
// of the upper row has any text, of headings that stand alone only one row.

// underGroups completes headings by the row above, which may be a title: by
// headings that stand alone there, and by groups that make a heading known.
func (g *sheetReader) underGroups(above, heads []string) []string {
	group := ""
	for i, h := range trimmed(above) {
		if h != "" {
			group = h
		}
		switch {
		case i < len(heads) && heads[i] != "":
			if !g.known(heads[i]) && g.known(group+heads[i]) {
				heads[i] = group + heads[i]
			}
		case !g.known(h):
		case i < len(heads):
			heads[i] = h
		case i == len(heads):
			heads = append(heads, h)
		}
	}
	return heads
}

// secondHeadings joins headings with the row under them where that has headings
// as well: two at least that are known, by themselves or with their group.
func (g *sheetReader) secondHeadings(lower []string) (joined []string, are bool) {
	n, group := 0, ""
	joined = make([]string, max(len(g.Header), len(lower)))
	for i := range joined {
		upper, own := "", ""
		if i < len(g.Header) {
			upper = g.Header[i]
		}
		if i < len(lower) {
			own = lower[i]
		}
		if upper != "" {
			group = upper
		}
		switch {
		case own == "" || own == upper:
			joined[i] = upper
			continue
		case g.known(own):
			joined[i] = own
		case g.known(group + own):
			joined[i] = group + own
		case group != "":
			joined[i] = group + "·" + own
			continue
		default:
			joined[i] = own
			continue
		}
		n++
	}
	return joined, n >= 2
}
