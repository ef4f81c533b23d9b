// Package projects follows what units have taken on 认项: projects of a programme
// are offered, a unit asks for one and the organiser agrees, progress is told
// month by month, somebody visits every quarter, and what is done is accepted.
//
// # Words
//
//   - Programme 工程: what projects belong to, by name.
//   - Project 项目: something to be done, with who leads 责任领导, who is responsible
//     责任人, the measures 推进措施 and a deadline 完成时限.
//   - Claim 认领: a unit asks, whoever offers agrees or refuses; the choice is of both.
//   - Report 月报: the share done and what was done in a month.
//   - Visit 走访: what was seen on the spot, once a quarter.
//   - Circular 月通报: all projects of a month with what was reported, and who reported
//     nothing.
package projects
