// Package access says who may administer: accounts with passwords, the
// one-time link of a first start, and tokens for programs. It knows nothing of
// respondents; they need no account.
//
// Secrets leave this package once, when they are made. Stored are an argon2id
// hash of a password and SHA-256 of everything that is random already.
package access
