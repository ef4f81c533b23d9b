package client

// Answers are a ballot's answers by item id; row r of matrix m is "m.r". Each
// is a text or a number, or a list of these: an option code, several, a number,
// a text.
type Answers map[string]any
