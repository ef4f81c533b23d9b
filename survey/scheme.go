package survey

import "slices"

// A Scheme 考核方案 combines polls, evaluations, points and marks by weights into
// a total of 0–100 points and a grade. It suggests; people decide.
type Scheme struct {
	ID    string   `yaml:"id" json:"id"`
	Title Text     `yaml:"title" json:"title"`
	Tiers []string `yaml:"tiers,omitempty" json:"tiers,omitempty"` // of the units appraised; none: all
	// Parts are what the total is made of; the weights of each list add up to 100.
	Parts []SchemePart `yaml:"parts" json:"parts"`
	// Missing is what becomes of a total of which a part has no value: EmptyBlock
	// (there is none) if absent, else the other parts of its list share the weight,
	// or it counts as 0.
	Missing EmptyRule   `yaml:"missing,omitempty" json:"missing,omitempty"`
	Cards   []PointCard `yaml:"cards,omitempty" json:"cards,omitempty"`
	// Grades are the grades 等次, the best first; the last takes whoever is left.
	Grades []SchemeGrade `yaml:"grades" json:"grades"`
	Vetoes []SchemeVeto  `yaml:"vetoes,omitempty" json:"vetoes,omitempty"`
	// Deciders is how many people it takes to decide a grade: 2, the second of
	// whom agrees with the first, or 1 if absent.
	Deciders int `yaml:"deciders,omitempty" json:"deciders,omitempty"`
}

// A SchemePart is one part of a total: made of further parts, or with one source.
type SchemePart struct {
	ID     string       `yaml:"id" json:"id"`
	Title  Text         `yaml:"title" json:"title"`
	Weight int          `yaml:"weight" json:"weight"` // in its list, of 100
	Parts  []SchemePart `yaml:"parts,omitempty" json:"parts,omitempty"`
	Poll   string       `yaml:"poll,omitempty" json:"poll,omitempty"`   // a poll's release,
	Node   string       `yaml:"node,omitempty" json:"node,omitempty"`   // at a node of its index; the overall score if absent
	Card   string       `yaml:"card,omitempty" json:"card,omitempty"`   // the balance of a point card,
	Marks  bool         `yaml:"marks,omitempty" json:"marks,omitempty"` // or marks that somebody gives
	Full   float64      `yaml:"full,omitempty" json:"full,omitempty"`   // the points or marks that are worth 100; 100 if absent
}

// A SchemeGrade is a grade and what it takes.
type SchemeGrade struct {
	ID    string      `yaml:"id" json:"id"`
	Title Text        `yaml:"title" json:"title"`
	From  *float64    `yaml:"from,omitempty" json:"from,omitempty"`   // total that it takes at least; nil: any, of the last one
	Quota *GradeQuota `yaml:"quota,omitempty" json:"quota,omitempty"` // how many of a tier may have it; nil: all
}

// A SchemeVeto 一票否决 bars grades whatever the total, once it is stated of a unit
// with its reason.
type SchemeVeto struct {
	ID    string   `yaml:"id" json:"id"`
	Title Text     `yaml:"title" json:"title"`
	Bars  []string `yaml:"bars" json:"bars"` // grades; never the last one
}

// A PointCard 积分卡 holds points: a base, and what entries add or take away.
type PointCard struct {
	ID    string   `yaml:"id" json:"id"`
	Title Text     `yaml:"title" json:"title"`
	Kind  CardKind `yaml:"kind,omitempty" json:"kind,omitempty"` // "": CardPoints
	Base  float64  `yaml:"base,omitempty" json:"base,omitempty"`
	Low   *float64 `yaml:"low,omitempty" json:"low,omitempty"`   // the balance is never told below; nil: 0
	High  *float64 `yaml:"high,omitempty" json:"high,omitempty"` // nor above; nil: no bound
	// Required is the balance that a year takes at least, such as the hours of
	// learning; 0: none.
	Required float64     `yaml:"required,omitempty" json:"required,omitempty"`
	Items    []PointItem `yaml:"items" json:"items"`
}

// A CardKind is what a card counts.
type CardKind string

// The kinds.
const (
	CardPoints  CardKind = "points"
	CardCredits CardKind = "credits" // 学时, 学分: of learning; nothing is taken away
)

// Words names the kind.
func (k CardKind) Words() Text {
	if k == CardCredits {
		return Text{"zh": "学时学分", "en": "Learning credits"}
	}
	return Text{"zh": "积分", "en": "Points"}
}

// A PointItem is a reason for which points are given or taken.
type PointItem struct {
	ID     string  `yaml:"id" json:"id"`
	Title  Text    `yaml:"title" json:"title"`
	Points float64 `yaml:"points" json:"points"` // each time; below 0: taken away
	// Cap is how many points the item gives or takes at most, above 0; 0: no cap.
	Cap float64 `yaml:"cap,omitempty" json:"cap,omitempty"`
}

// A PointEntry is one line of a card. It counts once a second person has
// reviewed it.
type PointEntry struct {
	Unit     string   `json:"unit"`
	Card     string   `json:"card"`
	Item     string   `json:"item"`
	Date     string   `json:"date"`             // YYYY-MM-DD
	Points   *float64 `json:"points,omitempty"` // nil: the item's; else between 0 and the item's
	Matter   string   `json:"matter,omitempty"` // 事项
	Basis    string   `json:"basis,omitempty"`  // 依据
	Entered  string   `json:"entered"`          // by whom 录入人
	Reviewed string   `json:"reviewed,omitempty"`
}

// Counts reports whether two people stand behind the entry.
func (e *PointEntry) Counts() bool {
	return e.Entered != "" && e.Reviewed != "" && e.Entered != e.Reviewed
}

// A SchemeMark is the mark that a unit was given for a part.
type SchemeMark struct {
	Unit  string  `json:"unit"`
	Part  string  `json:"part"`
	Value float64 `json:"value"` // 0 to the part's Full
	// SE is the standard error of the value, where several judges gave it; 0: it is
	// taken as exact, null: it is not known. Review is the round of duty reports that
	// it comes from.
	SE     Num    `json:"se,omitempty"`
	Review string `json:"review,omitempty"`
}

// A VetoCase states a veto of a unit.
type VetoCase struct {
	Unit   string `json:"unit"`
	Veto   string `json:"veto"`
	Reason string `json:"reason"`
}

// SchemeInputs is what units are appraised by.
type SchemeInputs struct {
	Units    []Unit // in the order to show
	Releases map[string]*Release
	Marks    []SchemeMark
	Points   []PointEntry
	Vetoes   []VetoCase
}

// full is what is worth 100.
func (p *SchemePart) full() float64 {
	if p.Full == 0 {
		return 100
	}
	return p.Full
}

// Takes reports whether a mark of the part may be so high.
func (p *SchemePart) Takes(mark float64) bool { return mark >= 0 && mark <= p.full() }

// node is the node of the poll's index.
func (p *SchemePart) node() string {
	if p.Node == "" {
		return rootNode
	}
	return p.Node
}

// leaves calls use with each part that has a source.
func (s *Scheme) leaves(use func(p *SchemePart)) {
	var walk func(parts []SchemePart)
	walk = func(parts []SchemePart) {
		for i := range parts {
			if len(parts[i].Parts) > 0 {
				walk(parts[i].Parts)
			} else {
				use(&parts[i])
			}
		}
	}
	walk(s.Parts)
}

// Marked returns the parts that somebody marks.
func (s *Scheme) Marked() (marked []*SchemePart) {
	s.leaves(func(p *SchemePart) {
		if p.Marks {
			marked = append(marked, p)
		}
	})
	return marked
}

// Polls returns the polls that the total rests on, each once.
func (s *Scheme) Polls() (polls []string) {
	s.leaves(func(p *SchemePart) {
		if p.Poll != "" && !slices.Contains(polls, p.Poll) {
			polls = append(polls, p.Poll)
		}
	})
	return polls
}

// Part returns the part of an id that has a source, nil if there is none.
func (s *Scheme) Part(id string) (found *SchemePart) {
	s.leaves(func(p *SchemePart) {
		if p.ID == id {
			found = p
		}
	})
	return found
}

// Card returns the card of an id, nil if there is none.
func (s *Scheme) Card(id string) *PointCard {
	for i := range s.Cards {
		if s.Cards[i].ID == id {
			return &s.Cards[i]
		}
	}
	return nil
}

// Item returns the item of an id, nil if there is none.
func (c *PointCard) Item(id string) *PointItem {
	for i := range c.Items {
		if c.Items[i].ID == id {
			return &c.Items[i]
		}
	}
	return nil
}

// PointItem returns an item of the card that is a part's source, nil if there is
// none.
func (s *Scheme) PointItem(part, item string) *PointItem {
	p := s.Part(part)
	if p == nil || p.Card == "" {
		return nil
	}
	return s.Card(p.Card).Item(item)
}
