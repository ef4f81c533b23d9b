// Package rectify follows what polls found until it is put right: problems
// drafted from findings and opinions, orders to the units that answer for them,
// the tasks of an order step by step, and the ledger of all of it.
//
// # Words
//
//   - Problem 问题: what is wrong, in words, with the figures or opinions that it
//     rests on, frozen as they were published.
//   - Order 整改通知: what one unit is told to put right, under one number 文号.
//   - Task 整改任务: one problem of an order, with its deadline, measures and people.
//   - Step 环节: something that was done about a task: when, by whom, and why.
//   - Close 销号: a task ends with a stated cause and a measure that was checked.
//     Whether it helped is told by the next round, never by this.
//   - Look-back 回头看: after a task was closed, whether it held.
//   - Ledger 台账: all tasks as one table, as offices keep it.
package rectify
