// Package pdf writes documents for paper: pages of A4 with Chinese and Latin
// text, lines and codes, in the font of survey/font. Lengths are millimetres from
// the upper left corner of the page, sizes of text are points.
//
// Characters that the font lacks are printed as 〓; font.Missing lists them.
package pdf
