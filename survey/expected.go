package survey

import "errors"

// expected lets go on where nobody objects to what there is.
func expected[T any](holds func(T) error, is T) error {
	if holds == nil {
		return nil
	}
	return holds(is)
}

// mostTurns is how often something is tried that others were faster at.
const mostTurns = 20

// again tries an edit anew as long as another process was faster: what it
// expects is then looked at anew as well.
func again(edit func() error) error {
	err := edit()
	for turn := 1; turn < mostTurns && errors.Is(err, ErrConflict); turn++ {
		err = edit()
	}
	return err
}
