// Package official writes the official documents about results and what follows
// of them (公文): notices to units, lists of problems, tasks and responsibilities,
// circulars, lists of units to supervise, feedback to units. Their texts are
// templates with named fields, which an organiser edits without code; their
// layout is that of official letters, see document.
//
// What a document says is read from releases and orders and computed nowhere
// else: a field is a figure of the release, printed as pages print it.
package official
