package store

// LimitBatch sets how many deposits share a commit.
func (s *Store) LimitBatch(n int) { s.Ballots.writer.limit = n }
