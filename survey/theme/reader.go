package theme

// A Reader reads comments together, as survey.CommentReader has it.
type Reader struct{}

// Statements is the function of that name.
func (Reader) Statements(comment string) []string { return Statements(comment) }

// Tone is the function of that name.
func (Reader) Tone(text string) float64 { return Tone(text) }

// Merge is the function of that name, at Likeness, as indices of statements:
// the lead of each opinion first.
func (Reader) Merge(statements []string) [][]int {
	opinions := Merge(statements, Likeness)
	groups := make([][]int, len(opinions))
	for i, o := range opinions {
		groups[i] = append(groups[i], o.Lead)
		for _, m := range o.Members {
			if m != o.Lead {
				groups[i] = append(groups[i], m)
			}
		}
	}
	return groups
}
