// Package document writes what is printed or handed on, such as the summary of
// an evaluation, a report to a person or a notice to a unit: one Document
// becomes a DOCX to work on, a PDF to print or a part of a page.
//
// Two layouts are known. Official follows the proportions of official letters
// in China (GB/T 9704-2012): A4 with 37 mm above and 28 mm at the left, 22 lines
// of 28 characters, a centred title, first lines set in by two characters, page
// numbers between dashes; and, where a document has them, the issuer's name above
// a red line, the list of attachments, seal and date, and who gets copies, at
// their places. Working is denser, for tables and reports.
package document
