// Package survey is the core of Minping: questionnaires, units, polls,
// ballots, releases, and the Service that pages, API and commands call. It
// names no database and no web framework: stores implement the interfaces it
// declares.
//
// # Words
//
//   - Questionnaire 问卷: an immutable, versioned instrument.
//   - Item 题目: one question; scored items feed the index tree.
//   - Index tree 指标体系: nodes of any depth: overall, composite, area, indicator.
//   - Unit 测评对象: whatever is evaluated; has a tier 层级 and perhaps a parent.
//   - Group 测评主体: a kind of respondent; has a weight.
//   - Poll 测评: one round of one questionnaire over units, groups and a time window.
//   - Ballot 票: one respondent's answers about one unit; immutable.
//   - Submission 一次提交: the ballots that one respondent hands in together.
//   - Code 测评码: a one-time secret that entitles its bearer to one submission.
//   - Release 发布: the frozen results of a poll, the only figures ever shown.
//   - Proof 成效核验: which rectifications were followed by a real improvement.
//   - Flag 预警, finding 问题, suggestion 整改建议: a rule met, put in words, what to do.
package survey
