// Package analysis applies the methods of package scoring to a table that
// anybody may have: one row a respondent, unit, rating or alternative, columns
// named by its first row. Each method is a struct, in a file of its own, whose
// fields are its options (with the tags that the command line reads) and whose
// Analyze turns a Table into a Result: figures for programs, with the keys that
// the files of reference numbers use, and tables and notes for people, in
// Chinese and English.
//
// What is missing is left out and counted, never zero; what is wrong with the
// data or the options is a *Problem, which says where it is and what would be
// right.
package analysis
