// Package points keeps point cards and the schemes that combine them with polls
// and marks into grades.
//
// # Words
//
//   - Plan 方案: a stored scheme (survey.Scheme) as its file says it. Each change is a
//     new revision; none is lost.
//   - Entry 记录: one thing entered of a unit under a scheme: points on a card, a mark
//     for a part, or a veto. It counts once a second person has confirmed it.
//   - Card 积分卡: what entries of a year make of a unit's base. Every year starts fresh.
//   - Publication 公示: the cards of a period as they stood, for everybody concerned
//     to see, with days on which objections are taken.
//   - Objection 异议: somebody says that an entry is wrong; somebody else upholds or
//     dismisses it.
//   - Appraisal 考核结果: what a scheme made of its inputs, frozen with them, so that it
//     can be computed again; the grades in it are suggestions, and what people
//     decided stands beside them.
//
// # Two people
//
// Whoever enters does not review, and whoever is concerned by an objection (who
// raised it, entered or reviewed what it is about) does not decide it. An entry
// is never edited: what is wrong is refused or withdrawn, and the right one is a
// new entry that says which one it corrects.
package points
