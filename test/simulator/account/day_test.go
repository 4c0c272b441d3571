package account_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/calendar"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

func TestTheDayOfTheAccount(t *testing.T) {
	a := fresh(t)
	day := func() (day time.Time) {
		do(t, a, func(tx *account.Tx) { day = tx.Day() })
		return day
	}
	require.Equal(t, calendar.Day(), day(), "it does not follow the clock")
	for _, set := range []time.Time{
		time.Date(2027, 3, 1, 23, 59, 0, 0, time.UTC), time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC),
	} {
		require.NoError(t, a.SetDay(ctx(), set))
		require.Equal(t, set.Truncate(24*time.Hour), day())
	}
}
