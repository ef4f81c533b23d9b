// Package middleware holds what pages and API share on the way to a handler:
// who is signed in, the language, security headers, the cross-origin check,
// limits, and logs that say nothing about respondents.
package middleware
