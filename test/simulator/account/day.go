package account

import (
	"context"
	"time"

	"github.com/tenfold-iac/tenfold/internal/calendar"
)

// SetDay sets the day that the account lives on: AWS refuses what it has stopped creating by then. Existing resources
// stay as they are; simulator.Advance also upgrades what AWS would upgrade.
func (a *Account) SetDay(ctx context.Context, day time.Time) error {
	return a.Do(ctx, func(t *Tx) error {
		t.SetDay(day)
		return nil
	})
}

// SetDay is like [Account.SetDay].
func (t *Tx) SetDay(day time.Time) {
	t.exec("insert or replace into setting (key, value) values ('day',?)", day.UTC().Format(time.DateOnly))
}

// Day is the day that the account lives on: the one that was set, or else the day on which the facts of package calendar
// were last compared with AWS. It does not follow the clock, so that a test gives the same result every day.
func (t *Tx) Day() time.Time {
	text := ""
	t.scan("select value from setting where key = 'day'", nil, &text)
	if text == "" {
		return calendar.Day()
	}
	day, err := time.Parse(time.DateOnly, text)
	t.fail(err)
	return day
}
