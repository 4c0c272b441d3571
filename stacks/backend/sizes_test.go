package backend

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

func TestAPartWithoutSettingsChangesNothing(t *testing.T) {
	args := storage.Args{AccessLogRetentionDays: 90, WAF: &storage.WAF{RateLimit: 100}}
	require.Equal(t, args, sized(args, tier.Storage{}))
}

func TestSizedCopiesDeeply(t *testing.T) {
	part := tier.Database{
		Parameters: map[string]string{"work_mem": "1"}, AllowFrom: []tier.AllowFrom{{Name: "a", SecurityGroupID: "sg-1"}},
	}
	args := sized(postgres.Args{}, part)
	part.AllowFrom[0].Name = "b"
	part.Parameters["work_mem"] = "2"
	require.Equal(t, "a", args.AllowFrom[0].Name)
	require.Equal(t, "1", args.Parameters["work_mem"])
}
