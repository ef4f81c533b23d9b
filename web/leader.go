package web

import "html/template"

// leaderRoutes are the pages of results.
func (s *Site) leaderRoutes() []route { return nil }

// leaderFuncs are the template functions of the pages of results.
func (s *Site) leaderFuncs(lang string) template.FuncMap { return nil }
