// Package account is the simulated AWS account: one SQLite file that holds its resources, its call log, its quotas,
// its faults and the names that AWS keeps for a while after a deletion. Several provider processes (one per region)
// share the file; any person can open it.
package account

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// ID is the number of the simulated account, as AWS's own documentation uses it.
const ID = "123456789012"

// Global is the region of resources that belong to no region (IAM, Route 53, CloudFront).
const Global = "global"

// lockTimeout is how long a process waits for another one's transaction. A transaction takes milliseconds, so this
// is reached only when a process hangs.
const lockTimeout = 30 * time.Second

//go:embed schema.sql
var schemaSQL string

// Account is an open simulated account. It is safe for concurrent use.
type Account struct {
	db   *sql.DB
	path string
}

// Open opens the account in the SQLite file at path and creates it when it is absent.
func Open(path string) (*Account, error) {
	if path == "" {
		return nil, errors.New("opening the simulated account: no path given; set TENFOLD_ACCOUNT to the path of its file")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("opening the simulated account: %w", err)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, fmt.Errorf("opening the simulated account %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(schemaSQL); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the simulated account %s: %w", path, err), db.Close())
	}
	return &Account{db: db, path: path}, nil
}

func dsn(path string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", lockTimeout.Milliseconds()),
		"journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)",
	}}
	return "file:" + path + "?" + q.Encode()
}

// Path is the file of the account.
func (a *Account) Path() string { return a.path }

// Close closes the file.
func (a *Account) Close() error { return a.db.Close() }

// Do runs fn in one transaction. The transaction is rolled back when fn returns an error or when the store failed.
func (a *Account) Do(ctx context.Context, fn func(*Tx) error) error {
	sqlTx, err := a.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("simulated account: %w", err)
	}
	tx := &Tx{ctx: ctx, sql: sqlTx}
	if err := errors.Join(fn(tx), tx.err); err != nil {
		return errors.Join(err, sqlTx.Rollback())
	}
	return sqlTx.Commit()
}
