// Package font holds the one font of documents and pictures, says which
// characters it has, and breaks texts into lines as Chinese and Latin are set.
package font
