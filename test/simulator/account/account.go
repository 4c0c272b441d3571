// Package account is the simulated AWS account. One SQLite file holds its resources, call log, quotas, faults and
// tombstones. Several provider processes (one per region) share the file, and any SQLite tool can open it.
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

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ID is the account ID. AWS's own documentation uses the same one.
const ID = "123456789012"

// Global is the region of resources that belong to no region (IAM, Route 53, CloudFront).
const Global = "global"

// In is where the resources of an account are: a region or Global for the simulated account itself. Another account, in which a
// provider assumes a role, has places of its own in the same file.
func In(id, region string) string {
	if id == "" || id == ID {
		return region
	}
	return id + "/" + region
}

// lockTimeout is how long a process waits for another process's transaction. A transaction takes milliseconds, so the
// timeout only expires when a process hangs.
const lockTimeout = 30 * time.Second

// lockPause is the pause between attempts to get a lock that SQLite does not wait for.
const lockPause = 10 * time.Millisecond

//go:embed schema.sql
var schemaSQL string

// Account is an open simulated account. It is safe for concurrent use.
type Account struct {
	db   *sql.DB
	path string
}

// Open opens the account in the SQLite file at path. It creates the file if there is none.
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
	if err := prepare(db); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the simulated account %s: %w", path, err), db.Close())
	}
	return &Account{db: db, path: path}, nil
}

// prepare creates the tables, and retries while another process creates them. SQLite ignores its busy timeout where
// waiting could deadlock, and switching a new file to a write-ahead log is such a case.
func prepare(db *sql.DB) error {
	for deadline := time.Now().Add(lockTimeout); ; time.Sleep(lockPause) {
		if err := makeTables(db); !isLocked(err) || time.Now().After(deadline) {
			return err
		}
	}
}

// makeTables checks for the tables first. Otherwise, processes that start together would wait for a lock to create
// tables that exist.
func makeTables(db *sql.DB) error {
	var tables int
	err := db.QueryRow("select count(*) from sqlite_schema where name = 'setting'").Scan(&tables)
	if err != nil || tables > 0 {
		return err
	}
	_, err = db.Exec("begin immediate;" + schemaSQL + "commit;")
	return err
}

// isLocked reports whether another process holds the lock. The low byte of SQLite's code is the kind of the error.
func isLocked(err error) bool {
	var failure *sqlite.Error
	return errors.As(err, &failure) && failure.Code()&0xff == sqlite3.SQLITE_BUSY
}

// dsn selects a write-ahead log, so that readers do not wait for a writer. It turns off waiting for the disk: the file
// survives a killed process, and need not survive a power failure.
func dsn(path string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", lockTimeout.Milliseconds()),
		"journal_mode(WAL)", "synchronous(OFF)", "foreign_keys(1)",
	}}
	file := url.URL{Path: path} // a path may hold what means something else in a URL: ?, # and %
	return "file:" + file.EscapedPath() + "?" + q.Encode()
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
	defer func() { _ = sqlTx.Rollback() }() // after a commit it does nothing
	if err := tx.settle(fn(tx)); err != nil {
		return err
	}
	if err := sqlTx.Commit(); err != nil {
		return fmt.Errorf("simulated account: %w", err)
	}
	return nil
}
