package meta_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/meta"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func invoke(t *testing.T, region, name string, args model.Props) (model.Props, error) {
	t.Helper()
	return simtest.New(t, nil, meta.Functions()).Region(region).Invoke("aws:index/"+name+":"+name, args)
}

func TestAvailabilityZones(t *testing.T) {
	filter := func(name string, values ...any) model.Props {
		return model.Props{"filters": []any{map[string]any{"name": name, "values": values}}}
	}
	for name, c := range map[string]struct {
		args model.Props
		want []any
	}{
		"all":         {nil, []any{"eu-central-1a", "eu-central-1b", "eu-central-1c"}},
		"available":   {model.Props{"state": "available"}, []any{"eu-central-1a", "eu-central-1b", "eu-central-1c"}},
		"impaired":    {model.Props{"state": "impaired"}, []any{}},
		"excluded":    {model.Props{"excludeNames": []any{"eu-central-1b"}}, []any{"eu-central-1a", "eu-central-1c"}},
		"excluded ID": {model.Props{"excludeZoneIds": []any{"euc1-az1"}}, []any{"eu-central-1b", "eu-central-1c"}},
		"opt-in": {
			filter("opt-in-status", "opt-in-not-required"),
			[]any{"eu-central-1a", "eu-central-1b", "eu-central-1c"},
		},
		"opted in": {filter("opt-in-status", "opted-in"), []any{}},
		"by name":  {filter("zone-name", "eu-central-1c", "eu-central-1a"), []any{"eu-central-1a", "eu-central-1c"}},
	} {
		result, err := invoke(t, "eu-central-1", "getAvailabilityZones", c.args)
		require.NoError(t, err, name)
		require.Equal(t, c.want, result["names"], name)
		require.Len(t, result["zoneIds"], len(c.want), name)
		require.Equal(t, "eu-central-1", result["id"], name)
	}
	_, err := invoke(t, "eu-central-1", "getAvailabilityZones", model.Props{"state": "closed"})
	require.ErrorContains(t, err, "expected state to be one of")
	_, err = invoke(t, "eu-central-1", "getAvailabilityZones", filter("colour", "red"))
	require.ErrorContains(t, err, "InvalidParameterValue: The filter 'colour' is invalid")
}

func TestMeta(t *testing.T) {
	for name, c := range map[string]struct {
		function   string
		args, want model.Props
	}{
		"region": {"getRegion", nil, model.Props{
			"id": "us-west-2", "name": "us-west-2", "endpoint": "ec2.us-west-2.amazonaws.com", "description": "US West (Oregon)",
		}},
		"other region": {"getRegion", model.Props{"endpoint": "ec2.us-east-1.amazonaws.com"}, model.Props{
			"id": "us-east-1", "name": "us-east-1", "endpoint": "ec2.us-east-1.amazonaws.com",
			"description": "US East (N. Virginia)",
		}},
		"caller": {"getCallerIdentity", nil, model.Props{
			"id": "123456789012", "accountId": "123456789012", "arn": "arn:aws:iam::123456789012:user/tenfold",
			"userId": "AIDACKCEVSQ6C2EXAMPLE",
		}},
		"partition": {"getPartition", nil, model.Props{
			"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws",
		}},
		"default tags": {"getDefaultTags", nil, model.Props{"id": "aws", "tags": map[string]any{}}},
		"principal": {"getServicePrincipal", model.Props{"serviceName": "ecs"}, model.Props{
			"id": "ecs.us-west-2.amazonaws.com", "name": "ecs.amazonaws.com", "region": "us-west-2", "serviceName": "ecs",
			"suffix": "amazonaws.com",
		}},
		"ARN": {"getArn", model.Props{"arn": "arn:aws:rds:eu-west-1:1:db:x:y"}, model.Props{
			"id": "arn:aws:rds:eu-west-1:1:db:x:y", "arn": "arn:aws:rds:eu-west-1:1:db:x:y", "partition": "aws",
			"service": "rds",
			"region":  "eu-west-1", "account": "1", "resource": "db:x:y",
		}},
	} {
		result, err := invoke(t, "us-west-2", c.function, c.args)
		require.NoError(t, err, name)
		require.Equal(t, c.want, result, name)
	}
	for function, c := range map[string]struct {
		args model.Props
		want string
	}{
		"getRegion": {model.Props{"name": "mars-1"}, "finding Region using name (mars-1): region not found"},
		"getArn":    {model.Props{"arn": "x:y"}, "parsing ARN (x:y): arn: invalid prefix"},
	} {
		_, err := invoke(t, "us-west-2", function, c.args)
		require.ErrorContains(t, err, c.want)
	}
	_, err := invoke(t, "us-west-2", "getArn", model.Props{"arn": "arn:aws:s3"})
	require.ErrorContains(t, err, "parsing ARN (arn:aws:s3): arn: not enough sections")
}

func TestEveryRegionHasADescription(t *testing.T) {
	for _, name := range regions.Names() {
		result, err := invoke(t, name, "getRegion", nil)
		require.NoError(t, err)
		require.NotEmpty(t, result["description"])
	}
}
