// Package outbound calls addresses that people have entered, such as those of
// webhooks, without letting them reach what only this server can reach.
//
// An address is judged when the connection is made, by the IP address that it
// goes to: whatever a name said when it was entered, how the address was
// written, and what a name server answers the second time do not matter. Only
// addresses that the whole Internet reaches are called, and networks that
// whoever runs the server has allowed. Redirects are not followed, proxies of
// the environment are not used, certificates are verified, a call takes five
// seconds in all, and of an answer 64 KiB are read.
package outbound
