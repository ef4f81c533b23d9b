// Package evidence keeps the files that show what was done about a problem 佐证材料:
// outside the database, in a folder, each under the SHA-256 of its content.
//
// What comes in is hostile until looked at. A file is taken only if its name's
// extension is on the list, its content is of that kind (whatever the browser said),
// it is within the limits, holds no macros, and the virus scanner, where there is
// one, finds nothing; a scanner that fails takes nothing. What goes out is a
// download, never a page: see Header.
//
// A file is written beside its place, made durable, and only then named by its
// hash: after a crash at any moment, what bears a hash is whole. The same content is kept once.
// Who may see which file, and what refers to it, is known elsewhere; Sweep
// removes what nothing refers to.
package evidence
