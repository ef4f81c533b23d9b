package store

import (
	"context"
	"errors"
)

// Ready returns nil if both databases answer.
func (s *Store) Ready(ctx context.Context) error {
	return errors.Join(s.People.db.Reader.PingContext(ctx), s.Ballots.db.Reader.PingContext(ctx))
}
