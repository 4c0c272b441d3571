package route53_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	return simtest.New(t, slices.Concat(route53.Types(), ec2.Types(), elb.Types()), route53.Functions())
}

// newZone is an account with the public zone example.com.
func newZone(t *testing.T) (*simtest.Account, string) {
	t.Helper()
	a := newAccount(t)
	zone, _ := a.MustCreate(route53.Zone, "zone", model.Props{"name": "example.com"})
	return a, zone
}

// address are the inputs of an address record, with changes; nil removes one.
func address(zone, name string, changes model.Props) model.Props {
	props := model.Props{"zoneId": zone, "name": name, "type": "A", "ttl": 60, "records": []any{"192.0.2.1"}}
	maps.Copy(props, changes)
	maps.DeleteFunc(props, func(_ string, v any) bool { return v == nil })
	return props
}

// errorCase is a create and its expected error; an empty error means success.
type errorCase struct {
	name  string
	props model.Props
	err   string
}

func each(t *testing.T, a *simtest.Account, token string, cases []errorCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := a.Create(token, "case", tt.props)
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.err)
		})
	}
}
