package account

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements keeps the compiled form of every statement: compiling one takes as long as running it. A statement can
// only be compiled between transactions, because there is one connection; so its first run is without.
type statements struct {
	mu       sync.Mutex
	prepared map[string]*sql.Stmt
	unknown  []string
}

// of returns the statement for a transaction, nil when it is not compiled yet.
func (s *statements) of(ctx context.Context, tx *sql.Tx, text string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.prepared[text]; known != nil {
		return tx.StmtContext(ctx, known)
	}
	s.unknown = append(s.unknown, text)
	return nil
}

// learn compiles the statements that were run without. One that cannot be compiled stays as it is.
func (s *statements) learn(db *sql.DB) {
	s.mu.Lock()
	unknown := s.unknown
	s.unknown = nil
	s.mu.Unlock()
	for _, text := range unknown {
		statement, err := db.Prepare(text)
		if err != nil {
			continue
		}
		s.keep(text, statement)
	}
}

func (s *statements) keep(text string, statement *sql.Stmt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.prepared[text] != nil {
		_ = statement.Close()
		return
	}
	s.prepared[text] = statement
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, statement := range s.prepared {
		errs = append(errs, statement.Close())
	}
	return errors.Join(errs...)
}
