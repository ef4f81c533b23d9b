// Package bench measures ballots and releases on the machine it runs on: how
// many submissions a server takes, how long they wait, what it needs, and how
// long it takes to count them.
//
// What is measured runs in processes of its own (minping serve, and the hidden
// minping bench-part); this process sends the load. Figures are ratios wherever
// they can be, since both sides share the processors: the parts of a round
// follow one another closely, and the medians of several rounds count.
package bench
