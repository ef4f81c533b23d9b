package scoring

// A Finding is one problem of a unit: the flags that tell of the same thing.
type Finding struct {
	Unit, Tier string
	Node       int
	Flags      []Flag // at least one, worst first
	Severity   float64
	// Suggestions are ids of the suggestion library that apply, in its order.
	Suggestions []string
}

// A Suggestion is an entry of the library: it applies to findings at Node
// that hold a flag of one of Kinds (none: any).
type Suggestion struct {
	ID    string
	Node  int
	Kinds []RuleKind
}

// Findings gathers flags by unit and node into problems, worst first, and
// gives each its suggestions. A flag of an inner node without suggestions of
// its own takes those of its lowest-scoring indicators, most of them first.
func Findings(in *Instrument, flags []Flag, units []Standing, library []Suggestion) []Finding {
	panic("scoring: not written yet")
}
