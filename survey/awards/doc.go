// Package awards holds awards 评优表彰: candidates go through rounds 初评, 复评, 终评
// until prizes are decided, are shown to the public 公示, and conferred.
//
// # Words
//
//   - Award 评选: what is given, in a year, with prizes by class 等次 and candidates.
//   - Candidate 参评对象: a unit or person, or an entry 项目 of one.
//   - Round 轮次: a step of the choice; it says how it decides, and how many go on.
//   - Judge 评委: who marks the candidates of a round, by item 评分项, on a Sheet 评分表;
//     whom he may not mark, such as his own unit, he is recused from 回避.
//   - Line 名次: what a round says of a candidate, with its rank and what follows.
//   - Tie 并列: candidates at the same figure where places do not suffice for all of
//     them; the organiser decides who gets them, with a reason.
//   - Notice 公示: the days between decision and conferring on which objections 异议
//     are taken.
package awards
