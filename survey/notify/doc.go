// Package notify tells people about polls: staff by channels (mail, robots of
// chat groups, any address that takes JSON), and those who are invited to take
// part by mail.
//
// What is to be sent waits in a queue of the database of people, so that it
// outlasts a restart and several servers share the work: each message is leased
// by one of them, tried again with growing pauses, and left in the log without
// its text and with its address masked. A message may go out twice if a server
// dies between sending and noting it; mail then carries the same Message-ID.
//
// Nothing here knows ballots, codes or who took part.
package notify
