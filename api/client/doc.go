// Package client calls Minping's API from Go. The operations and their types
// are generated from the API's document; by hand are the ways that every
// caller needs: problems as errors, lists page by page, submissions that are
// sent again until they are known to be stored.
//
//	c, err := client.New("https://minping.example.org", token)
//	for unit, err := range c.Units(ctx) { … }
//
// Each operation is a method named as in the document, with a context, its
// parameters and its body: ListPollsWithResponse answers with JSON200, what
// came. What is wrong is an error of type *Problem, of whatever operation.
package client

//go:generate go tool -modfile=../../.ci/tools.mod oapi-codegen -config codegen.yaml ../openapi.yaml
