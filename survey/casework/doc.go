// Package casework follows what single people say of a service until they have
// an answer: service reviews (好差评), letters and visits (来信来访).
//
// # Words
//
//   - Service point 服务点: a window, an item, a person or a site of a unit, about
//     which reviews come in, each by a link and QR code of its own.
//   - Matter 办件: one thing handled for somebody, by its number; known only where a
//     list of them is imported.
//   - Review 评价: a grade from 5 (非常满意) to 1 (非常不满意) of one service. The two
//     lowest make a bad review 差评.
//   - Imputed 默认评价: the grade that a rule puts for a matter on which nobody said
//     anything. It is stored as that, and is in no rate.
//   - Case 件: a bad review, a letter, a visit or a call, from its receipt to its
//     end: 件件有回音.
//   - Call-back 回访: whoever complained is asked whether the answer satisfies him.
//   - Contact 联系方式: how to reach him. It lies apart from the case, see below.
//
// # Why these are no ballots
//
// A ballot of a poll is anonymous so that it is never traced: it has no time, no
// unit may ask who wrote it, and nothing can be answered to it. A bad review is
// worth something only if it is looked into and answered, so it has a day, a
// point of service, a case number, and perhaps a contact that its author chose to
// leave. Both through one door would make one promise false. Hence nothing here
// touches the ballot box, and no poll is answered at a service point.
//
// # What is kept of people
//
// A review asks for no name. Whoever wants to be called back leaves a contact;
// it is stored in a table of its own, is read by whoever has to call back alone,
// and each reading is noted in the log. It is in no list, export, backup or log,
// and is erased a time after the case was closed. Of reviews from the pages of
// citizens the day is kept and no finer time.
package casework
