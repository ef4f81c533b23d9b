package survey

// Answers are one respondent's answers about one unit, by item id ("m.r" for
// row r of matrix m). A choice has one option code, a multiple choice its
// codes, a ranking its codes in order, a number, date or text one string.
// What was not answered is absent.
type Answers map[string][]string

// InvalidMark as the only answer to an item says that it was marked, but void
// (two marks on paper, unreadable): neither blank nor don't know.
const InvalidMark = "!"

// A Ballot is one respondent's answers about one unit.
type Ballot struct {
	Unit    string  `json:"unit"`
	Group   string  `json:"group,omitempty"`
	Answers Answers `json:"answers"`
}

// A Submission is what one respondent hands in: accepted whole or not at all.
type Submission struct {
	Poll    string   `json:"poll"`
	Code    string   `json:"code,omitempty"` // access by code; else empty
	Key     []byte   `json:"key,omitempty"`  // 32 random bytes made by the client: the same key is the same submission
	Salt    []byte   `json:"salt"`           // 32 random bytes made by the client
	Ballots []Ballot `json:"ballots"`

	// Paper: sheets as they were filled in, blank and void answers among them.
	Paper bool `json:"-"`
}

// A Receipt proves to the respondent, and to nobody else, what was accepted.
type Receipt struct {
	Leaf  string `json:"leaf"` // SHA-256(0x00 || JCS(poll, ballots) || salt), hex
	Fresh bool   `json:"-"`    // false: the same submission had been accepted before
}
