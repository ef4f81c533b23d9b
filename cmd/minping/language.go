package main

import (
	"os"
	"strings"
)

// spoken returns the language of messages: the one asked for, else that of the
// environment, else Chinese.
func spoken(asked string) string {
	if asked != "" {
		return asked
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "en") {
				return "en"
			}
			break
		}
	}
	return "zh"
}
