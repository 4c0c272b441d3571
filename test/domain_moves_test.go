package test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// The name moves once web serves. While it does not, an up fails and the old site keeps the name.
func TestTheNameMovesOnceWebServes(t *testing.T) {
	t.Parallel()
	const name = "staging.example.com"
	o := options(t, "staging")
	o.Config["tenfold:dns"] = storage.DNSTakeover
	r := openEnvironment(t, o)
	seedRecord(t, r, name, "A", "192.0.2.1")
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Inject(ctx, account.Fault{Action: "create", Type: serviceType, Name: "web", Effect: account.RollBack})
	})
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, "web")
	require.Equal(t, []string{"A 192.0.2.1"}, aliases(t, r, name))
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
	mustUp(t, r)
	require.Equal(t, []string{"A .cloudfront.net", "AAAA .cloudfront.net"}, aliases(t, r, name))
}

// The way of docs/domains.md, "Another name". At each moment of each update, every name that stays is answered: also by an edge
// that still has the distribution of before.
func TestADomainMovesByAlternativeNames(t *testing.T) {
	t.Parallel()
	const old, next = "staging.example.com", "new.example.com"
	o := options(t, "staging")
	var before []string
	var origin string
	for _, step := range [][]string{{old}, {old, next}, {next, old}, {next}} {
		o.Config["tenfold:domain"], o.Config["tenfold:alternativeNames"] = step[0], `["`+strings.Join(step[1:], `", "`)+`"]`
		if len(step) == 1 {
			delete(o.Config, "tenfold:alternativeNames")
		}
		r := openEnvironment(t, o)
		stay := slices.DeleteFunc(slices.Clone(before), func(name string) bool { return !slices.Contains(step, name) })
		outages := whileUp(t, r, stay, origin)
		require.Empty(t, outages, "while %v becomes %v", before, step)
		before, origin = step, originOf(snapshot(t, r))
		require.Empty(t, unanswered(snapshot(t, r), step, origin))
	}
	for _, name := range []string{"another.example.com", old} {
		_, err := reopened(t, o, "tenfold:domain", name).Preview(t.Context())
		require.ErrorContains(t, err, "tenfold:domain changes: "+next+" would stop at once, and "+name+" would answer 502")
	}
}

// whileUp brings an environment up, slowly, and says which of the names were not answered at some moment of it.
func whileUp(t *testing.T, r *rehearsal.Rehearsal, names []string, origin string) []string {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		for _, typ := range []string{distributionType, recordType, "aws:lb/listener:Listener", "aws:acm/certificate:Certificate"} {
			if err := a.Inject(ctx, account.Fault{Type: typ, Effect: account.Slow, Delay: 200 * time.Millisecond}); err != nil {
				return err
			}
		}
		return nil
	})
	done, found := make(chan bool), make(chan []string)
	go func() {
		var all []string
		for {
			select {
			case <-done:
				found <- all
				return
			case <-time.After(50 * time.Millisecond):
				all = append(all, unanswered(snapshot(t, r), names, origin)...)
			}
		}
	}()
	mustUp(t, r)
	close(done)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
	return <-found
}

// routing is what leads a client to the load balancer, at one moment.
type routing struct {
	records      map[string]string // of type A, by name: what they point to
	certificates map[string][]string
	distribution account.Props
	listener     string // its certificate
}

func snapshot(t *testing.T, r *rehearsal.Rehearsal) routing {
	s := routing{records: map[string]string{}, certificates: map[string][]string{}}
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		list, err := a.Resources(ctx)
		for _, res := range list {
			switch props := res.Properties; {
			case res.Type == recordType && props.String("type") == "A":
				s.records[props.String("fqdn")] = props.String("aliases.0.name")
			case res.Type == "aws:acm/certificate:Certificate" && props.String("status") == "ISSUED":
				s.certificates[res.ID] = props.Strings("subjectAlternativeNames")
			case res.Type == distributionType:
				s.distribution = props
			case res.Type == "aws:lb/listener:Listener" && props.Has("certificateArn"):
				s.listener = props.String("certificateArn")
			}
		}
		return err
	})
	return s
}

// originOf is the name that CloudFront connects to.
func originOf(s routing) string {
	for _, o := range s.distribution.Objects("origins") {
		if o.Has("customOriginConfig") {
			return o.String("domainName")
		}
	}
	return ""
}

// unanswered says why names are not answered, by the distribution as it is and by edges that still connect to an older origin.
func unanswered(s routing, names []string, older string) (reasons []string) {
	for _, name := range names {
		switch {
		case s.records[name] != s.distribution.String("domainName"):
			reasons = append(reasons, name+" has no record")
		case !slices.Contains(s.distribution.Strings("aliases"), name):
			reasons = append(reasons, "CloudFront does not know "+name)
		case !slices.Contains(s.certificates[s.distribution.String("viewerCertificate.acmCertificateArn")], name):
			reasons = append(reasons, "CloudFront has no certificate for "+name)
		}
		for _, origin := range []string{originOf(s), older} {
			if s.records[origin] == "" || !slices.Contains(s.certificates[s.listener], origin) {
				reasons = append(reasons, "the load balancer does not answer for "+origin)
			}
		}
	}
	return reasons
}
