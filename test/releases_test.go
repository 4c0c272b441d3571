package test

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
)

const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:"

// releases is an environment that is released again and again.
type releases struct {
	t *testing.T
	o rehearsal.Options
	r *rehearsal.Rehearsal
}

// up releases a version, which may meet a fault.
func (s *releases) up(version string, faults ...account.Fault) error {
	s.t.Helper()
	inAccount(s.t, s.r, func(ctx context.Context, a *account.Account) error {
		if err := a.ClearFaults(ctx); err != nil {
			return err
		}
		for _, fault := range faults {
			if err := a.Inject(ctx, fault); err != nil {
				return err
			}
		}
		return nil
	})
	s.r = reopened(s.t, s.o, "tenfold:image", repository+version)
	_, err := s.r.Up(s.t.Context())
	return err
}

// versions are the tags of the images that the application's services run, by the service's logical name.
func (s *releases) versions() map[string]string {
	s.t.Helper()
	tags := map[string]string{}
	inAccount(s.t, s.r, func(ctx context.Context, a *account.Account) error {
		return a.Do(ctx, func(tx *account.Tx) error {
			for _, service := range tx.List("us-east-1", serviceType) {
				revision := tx.Get("us-east-1", ecs.TaskDefinition+"/revision", service.Properties.String("taskDefinition"))
				require.NotNil(s.t, revision, "%s runs a revision that is not active", service.Name)
				if tag, ours := strings.CutPrefix(mainImage(s.t, revision.Properties), repository); ours {
					tags[service.Name] = tag
				}
			}
			return nil
		})
	})
	return tags
}

// mainImage is the image of a task's essential container.
func mainImage(t *testing.T, definition account.Props) string {
	t.Helper()
	var containers []struct {
		Image     string
		Essential bool
	}
	require.NoError(t, json.Unmarshal([]byte(definition.String("containerDefinitions")), &containers))
	for _, one := range containers {
		if one.Essential {
			return one.Image
		}
	}
	t.Fatal("no container is essential")
	return ""
}

// documented requires that an error is exactly one of those that docs/releasing.md shows, but for the random ends of names
// and for how the page breaks its lines.
func documented(t *testing.T, err error) {
	t.Helper()
	page, readErr := os.ReadFile("../docs/releasing.md")
	require.NoError(t, readErr)
	require.Error(t, err)
	lines := strings.Split(err.Error(), "\n")
	slices.Sort(lines[1:]) // what happens at the same time comes in any order
	text := randomEnd.ReplaceAllString(strings.Join(strings.Fields(strings.Join(lines, " ")), " "), "")
	require.Contains(t, strings.Join(strings.Fields(string(page)), " "), "``` "+text+" ```")
}

var randomEnd = regexp.MustCompile(`-[0-9a-f]{7}\b`)

// Five releases and the way back, as the engine sees them. What failed stops what comes after it, the error says which
// part runs which version, and a good release mends everything.
func TestReleases(t *testing.T) {
	t.Parallel()
	o := options(t, "staging")
	s := &releases{t: t, o: o, r: openEnvironment(t, o)}
	everywhere := func(version string) map[string]string {
		return map[string]string{
			"worker-celery": version, "worker-bulk": version, "web": version, "beat": version, "flower": version,
		}
	}
	require.NoError(t, s.up("1.0.1"))
	require.Equal(t, everywhere("1.0.1"), s.versions())

	documented(t, s.up("1.0.2", account.Fault{
		Action: "create", Type: "aws:lambda/invocation:Invocation", Effect: account.Raise,
		Message: `{"errorMessage": "release 'release': 'python manage.py migrate' ended with exit code 1; what comes after it ` +
			`keeps the version that it runs; fix the command or go back to the previous image, and run pulumi up again; its ` +
			`log is in release-logs (release/release/0123456789abcdef); the last lines: django.db.utils.ProgrammingError: ` +
			`relation 'shop_order' does not exist", "errorType": "ReleaseFailed"}`,
	}))
	require.Equal(t, everywhere("1.0.1"), s.versions())

	rolledBack := func(name string) account.Fault {
		return account.Fault{Action: "update", Type: serviceType, Name: name, Effect: account.RollBack}
	}
	documented(t, s.up("1.0.3", rolledBack("worker-*")))
	require.Equal(t, everywhere("1.0.1"), s.versions())

	documented(t, s.up("1.0.4", rolledBack("web")))
	mixed := everywhere("1.0.1")
	mixed["worker-celery"], mixed["worker-bulk"] = "1.0.4", "1.0.4"
	require.Equal(t, mixed, s.versions())

	require.NoError(t, s.up("1.0.5"))
	require.Equal(t, everywhere("1.0.5"), s.versions())
	require.NoError(t, s.up("1.0.1"))
	require.Equal(t, everywhere("1.0.1"), s.versions())
	require.Zero(t, mustUp(t, s.r).Counts.Changes())
}
