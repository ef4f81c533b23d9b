// Package duty holds duty reports 述职评议: those who hold an office report on it
// 述, are asked about it 问, and are marked item by item 评; what comes of the
// marks is published, and schemes may take it as a part.
//
// # Words
//
//   - Review 述职评议: who reports by when, which items are marked and by how much,
//     and the sheets of the judges.
//   - Report 述职报告: what one of them wrote, the questions asked about it and the
//     answers.
//   - Sheet 评分表: the marks of one judge, of each report all items, and its grade.
//   - Result 评议结果: of one report the mean of its sheets, with its error.
//
// Judges mark in the open, by name, as a panel does. Where many people evaluate
// without names that is a poll; a review may name one, whose score then stands
// beside the marks and is never mixed with them.
package duty
