package main

import (
	"os"
	"strings"
)

// speech is the language in which a command speaks; commands embed it.
type speech struct {
	Lang string `enum:"zh,en," default:"" help:"Language of messages and reports, zh or en; default: that of the environment."`
}

// language is the one asked for, else that of the environment, else Chinese.
func (s speech) language() string {
	if s.Lang != "" {
		return s.Lang
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "en") {
				return "en"
			}
			return "zh"
		}
	}
	return "zh"
}

func (s speech) say(zh, en string) string {
	if s.language() == "en" {
		return en
	}
	return zh
}
