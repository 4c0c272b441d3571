package frameworks

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// testCareless shows what each setting is for: without it the same requests fail.
func (s *stage) testCareless(t *testing.T, f framework) {
	b := s.bouncer(t)
	balancer := servers.NewBalancer(t, b.Address)
	// One process, whose connections are more than the servers that they change between.
	one := map[string]string{"WEB_CONCURRENCY": "1", "DATABASE_POOL_SIZE": "10"}
	i := f.build(t, s.parts, f.careless...)
	i.user = 0 // here, and the image's own elsewhere
	w := s.serve(t, i, balancer.Address(), short, one)

	a, err := w.fetch("/send?name=tasks.careless")
	require.NoError(t, err)
	require.NotContains(t, a.Options, "visibility_timeout", "nobody told it what the workers have")
	a, err = w.fetch("/where")
	require.NoError(t, err)
	require.Equal(t, "http", a.Scheme, "it does not believe the load balancer")
	if f.name == "Django" {
		s.testCarelessDjango(t, w)
	}
	unable := s.bouncer(t, "max_prepared_statements = 200", "max_prepared_statements = 0",
		"pool_size=4", "pool_size=2")
	require.NotEmpty(t, restart(t, w, b, unable, balancer), "a connection that is not checked fails its request")
	if f.prepares {
		fails(t, "prepared statement", w.sums)
	} else {
		require.Empty(t, w.sums(8))
	}

	out, err := s.untrusting(t, f, balancer.Address()).Run(t, "python3", "-c", f.reachCache)
	require.Error(t, err, "it speaks to a cache whose certificate it does not know")
	require.Contains(t, out, "CERTIFICATE_VERIFY_FAILED")
}

func (s *stage) testCarelessDjango(t *testing.T, w *server) {
	status, _, err := w.ask("10.2.0.17:8000", s.healthCheckPath)
	require.NoError(t, err)
	require.Equal(t, http.StatusBadRequest, status, "a task's address is no allowed host")

	_, err = w.fetch("/cache?name=careless")
	require.ErrorContains(t, err, "MGET")

	fails(t, "does not exist", w.reads) // a cursor, or the portal in it
}

// fails wants requests to fail, which they do as soon as a connection to the database changes between two of them.
func fails(t *testing.T, want string, requests func(atOnce int) []error) {
	t.Helper()
	servers.Within(t, 3*servers.Timeout, func() bool {
		err := errors.Join(requests(8)...)
		return err != nil && strings.Contains(err.Error(), want)
	}, "nothing fails with %q", want)
}

// untrusting is an application that knows no authority.
func (s *stage) untrusting(t *testing.T, f framework, databases string) *servers.Container {
	t.Helper()
	return s.container(t, f.build(t, s.parts), map[string]string{
		"SSL_CERT_FILE":     "",
		"DATABASE_URL":      moved(t, s.variables["DATABASE_URL"], databases),
		"DATABASE_READ_URL": moved(t, s.variables["DATABASE_READ_URL"], databases),
	})
}
