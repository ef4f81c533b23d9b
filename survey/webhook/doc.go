// Package webhook tells other systems of events: a hook is an address that is
// called whenever something of certain kinds happens to a poll.
//
// An event becomes one delivery for each hook that wants it, in the transaction
// that takes the event in; a delivery is tried until the receiver answers with
// a status from 200 to 299, for about a day. A server that stops or is killed
// in the middle of an attempt leaves it to the next one, once the lease has
// ended: a receiver gets every event at least once, now and then twice under
// the same id, and in no guaranteed order. What is sent says which poll, never
// what was answered in it.
//
// Calls are signed as Standard Webhooks has it (https://www.standardwebhooks.com).
package webhook
