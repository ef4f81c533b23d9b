// Package intake reads files of ballots and rosters of units: CSV (comma,
// semicolon or tab; UTF-8 with or without a mark, GB18030) and XLSX.
//
// Ballots are read as a stream and counted at once, so that memory does not
// grow with their number; a CSV file is cut into blocks of whole records,
// which several workers count side by side. An exception is a file with
// an id column: to notice a ballot that comes twice, 9 to 18 bytes a ballot
// are kept. The ballots of an evaluation's sheets wait until the file is read,
// since the rules of a sheet are about all of them.
//
// All that is wrong with a file is reported together, each problem with its
// row, its column and what would be right. Rows are counted as a spreadsheet
// counts them: the header is row 1.
package intake
