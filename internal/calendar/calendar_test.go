package calendar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/calendar"
)

func on(t *testing.T, day string) time.Time {
	t.Helper()
	date, err := time.Parse(time.DateOnly, day)
	require.NoError(t, err)
	return date
}

// Each version has one fact, each fact a source and a day, and AWS closes a version before it upgrades the last one.
func TestEveryFactHasASourceAndADay(t *testing.T) {
	facts := calendar.Facts()
	require.Len(t, facts, 23)
	require.Equal(t, on(t, "2026-11-30"), calendar.Day())
	seen, unread := map[string]bool{}, 0
	for _, fact := range facts {
		require.NotEmpty(t, fact.Versions)
		for _, version := range fact.Versions {
			require.False(t, seen[fact.Product+version], "%s %s stands twice", fact.Product, version)
			seen[fact.Product+version] = true
		}
		require.NotEmpty(t, fact.Source, fact.Versions)
		if fact.Seen.IsZero() {
			unread++
			require.True(t, fact.Closes.IsZero(), "nothing may be refused for a day that nobody has read: %s", fact.Versions)
		}
		require.False(t, fact.Seen.After(calendar.Day()), "%s was seen after the calendar's own day", fact.Versions)
		require.False(t, fact.Ends.IsZero(), fact.Versions)
	}
	require.Equal(t, 5, unread)
}

func TestClosed(t *testing.T) {
	require.False(t, calendar.Closed(calendar.PostgreSQL, "17.6", on(t, "2026-09-30")))
	require.True(t, calendar.Closed(calendar.PostgreSQL, "17.6", on(t, "2026-10-01")), "the day itself")
	require.False(t, calendar.Closed(calendar.PostgreSQL, "17.7", on(t, "2036-10-01")), "AWS has announced nothing")
	require.False(t, calendar.Closed(calendar.PostgreSQL, "14", on(t, "2036-10-01")), "with extended support AWS creates it")
	require.False(t, calendar.Closed(calendar.Valkey, "17.6", on(t, "2026-10-01")), "another product")
	require.Equal(t, "17.9", calendar.Preferred(calendar.PostgreSQL, "17"))
}

func TestWhatIsSaidOfAVersion(t *testing.T) {
	for _, c := range []struct{ version, day, closed, soon string }{
		{"17.6", "2026-07-31", "", ""},
		{
			"17.6", "2026-08-02", "", "the support of RDS for PostgreSQL 17.6 ends on 2026-10-31, and AWS creates none from 2026-10-01 on; " +
				"after its end, AWS upgrades what runs it",
		},
		{"17.6", "2026-10-01", "AWS has not created RDS for PostgreSQL 17.6 since 2026-10-01, and upgrades what runs it after 2026-10-31", ""},
		{"14", "2026-11-29", "", ""},
		{
			"14", "2026-11-30", "", "the standard support of RDS for PostgreSQL 14 ends on 2027-02-28; from then on, AWS charges for " +
				"extended support",
		},
		{
			"14", "2027-03-01", "", "the standard support of RDS for PostgreSQL 14 ended on 2027-02-28, and AWS charges for extended support",
		},
		{"17.7", "2036-01-01", "", ""},
		{"15.17", "2026-12-30", "", ""},
		{"15.17", "2027-03-02", "", "the support of RDS for PostgreSQL 15.17 ends on 2027-03-31; after that day, AWS upgrades what runs it"},
	} {
		require.Equal(t, c.closed, calendar.ClosedText(calendar.PostgreSQL, c.version, on(t, c.day)), c)
		require.Equal(t, c.soon, calendar.SoonText(calendar.PostgreSQL, c.version, on(t, c.day)), c)
	}
}

// go test ./internal/calendar -run Listing -v prints what must be read again today.
func TestListingOfWhatIsOlderThanAYear(t *testing.T) {
	never := calendar.Listing(on(t, "2027-11-30"))
	require.Equal(t, 5, strings.Count(never, "\n"), "a year to the day: only those that nobody has read")
	require.Contains(t, never, "RDS for PostgreSQL 17: last seen never, in RDS's release calendar for major versions\n")
	old := calendar.Listing(on(t, "2027-12-01"))
	require.Contains(t, old, "RDS for PostgreSQL 15.17: last seen 2026-11-30, in RDS's release calendar, quoted in "+
		"github.com/openaustralia/planningalerts/issues/2091; AWS has not said when it closes\n")
	require.Len(t, calendar.Stale(on(t, "2027-12-01")), len(calendar.Facts()))
	t.Logf("last seen more than a year before today:\n%s", calendar.Listing(time.Now()))
}
