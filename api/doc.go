// Package api is HTTP for programs: /api/v1, as openapi.yaml says. The
// document comes first: the interface in api.gen.go is generated from it, every
// request is checked against it before a handler sees it, and the server
// serves it. A handler reads the request, makes one call and answers; what is
// wrong becomes a problem in problem.go and nowhere else.
package api

//go:generate go tool -modfile=../.ci/tools.mod oapi-codegen -config codegen.yaml openapi.yaml
//go:generate go generate ./client
