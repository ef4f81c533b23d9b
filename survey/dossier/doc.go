// Package dossier puts together what is kept of one unit or person, and of
// several side by side: attributes, results over rounds, flags, problems and
// orders.
//
// # Words
//
//   - Dossier 档案: all of one unit or person that whoever asks may read. A part that
//     he may not read is absent, as if there were none.
//   - Candidate list 备选名单: units or people chosen for a decision, with the columns
//     to compare them by; figures are looked up whenever it is shown.
//   - Sheet 比较表: a candidate list with its figures, sorted by a column. Sorted by
//     a score, it says who cannot be told apart.
package dossier
