package form

import (
	"reflect"

	"minping/survey"
)

// Fits lists the keys that an item of a type may have besides id, type, text,
// hint and show_if.
func Fits(t survey.ItemType) []string { return fitting[t] }

// TypeAt is the type of what may stand at a path of a questionnaire, nil where
// nothing may.
func TypeAt(path string) reflect.Type { return typeAt(path) }
