// Package agenda says what is due: tasks of orders, cases and polls that end, by
// day, unit and person, for whoever asks by his rights. Accounts may have it once
// a week by mail (digest 周报), and in their own calendars by a secret address
// (feed 日历订阅, RFC 5545).
//
// What goes out by mail or feed lies on other people's servers, so it names the
// unit and what is due, and never the words of a complaint.
//
// The feed is written here: it needs all-day events with seven properties, and
// line folding, escaping and dates are forty lines, which a test reads back.
package agenda
