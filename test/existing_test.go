package test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// inNetworkFile is an environment in the network that a company has already. The placeholders are outputs of the company's own
// program.
const inNetworkFile = `config:
  aws:region: us-east-1
  tenfold:tier: 10k
  tenfold:image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1.0.0
  tenfold:pgbouncerImage: 123456789012.dkr.ecr.us-east-1.amazonaws.com/pgbouncer:1.24-1
  tenfold:queueDepthImage: 123456789012.dkr.ecr.us-east-1.amazonaws.com/queuedepth:1.0.0
  tenfold:domain: shop.example.com
  tenfold:zone: example.com
  tenfold:celeryApp: shop.celery
  tenfold:healthCheckPath: /healthz
  tenfold:existing:
    network:
      vpcId: {vpcId}
      publicSubnetIds: {publicSubnetIds}
      privateSubnetIds: {privateSubnetIds}
      isolatedSubnetIds: {isolatedSubnetIds}
`

// shopFile is an environment on everything else of the company, too.
const shopFile = inNetworkFile + `    database:
      identifier: {databaseIdentifier}
      replicas: {databaseReplicaIdentifiers}
      masterSecretArn: {databaseMasterSecretArn}
    cache:
      replicationGroupId: {cacheReplicationGroupId}
      urlSecretArn: {cacheUrlSecretArn}
    broker:
      replicationGroupId: {brokerReplicationGroupId}
      urlSecretArn: {brokerUrlSecretArn}
`

// inProject opens an environment with a file of its own, in the account of another one.
func inProject(t *testing.T, with rehearsal.Options, environment, file string) *rehearsal.Rehearsal {
	t.Helper()
	project := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(project, "environments"), 0o755))
	text, err := os.ReadFile("../Pulumi.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(project, "Pulumi.yaml"), text, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(project, "environments", "Pulumi."+environment+".yaml"), []byte(file), 0o644))
	o := checked(t, environment)
	o.ProjectDir, o.WorkDir = project, with.WorkDir
	r, err := rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	return r
}

// filled is the file with the outputs of what exists.
func filled(t *testing.T, r *rehearsal.Rehearsal, outputs map[string]rehearsal.Output) string {
	t.Helper()
	text := shopFile
	for _, res := range resources(t, r) {
		if res.Type == "aws:elasticache/replicationGroup:ReplicationGroup" && strings.Contains(res.ID, "broker-") {
			text = strings.ReplaceAll(text, "{brokerReplicationGroupId}", res.ID)
		}
	}
	return fill(text, outputs)
}

// fill puts outputs into a file.
func fill(text string, outputs map[string]rehearsal.Output) string {
	for name, value := range outputs {
		text = strings.ReplaceAll(text, "{"+name+"}", value.String())
	}
	return text
}

// An environment on a network, a database, a cache and a broker of others makes none of its own. It lives its whole life
// beside them, and what it destroys is only its own.
func TestAnEnvironmentOnWhatExists(t *testing.T) {
	t.Parallel()
	company := options(t, "staging")
	owner := openEnvironment(t, company)
	outputs := mustUp(t, owner).Outputs
	before := len(resources(t, owner))

	r := inProject(t, company, "shop", filled(t, owner, outputs))
	report, err := r.Rehearse(t.Context())
	require.NoError(t, err)
	require.Equal(t, report.Steps[0].Counts.Create, report.Steps[1].Counts.Same)
	for _, change := range report.Steps[0].Changed {
		require.NotContains(t, []string{
			"aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:rds/instance:Instance", "aws:elasticache/replicationGroup:ReplicationGroup",
		}, change.Type)
	}
	require.Len(t, resources(t, owner), before)
	require.Zero(t, mustUp(t, owner).Counts.Changes(), "nothing of the owner changed")
}

// What cannot be used is refused in the preview, all of it at once, by key and line.
func TestWhatExistsIsCheckedInThePreview(t *testing.T) {
	t.Parallel()
	company := options(t, "staging")
	owner := openEnvironment(t, company)
	outputs := mustUp(t, owner).Outputs
	broker := strings.Split(strings.Split(filled(t, owner, outputs), "broker:\n      replicationGroupId: ")[1], "\n")[0]
	public, private := outputs["publicSubnetIds"].Value.([]any), outputs["privateSubnetIds"].Value.([]any)
	for name, tc := range map[string]struct {
		old, with string
		want      []string
	}{
		"no VPC": {"vpcId: " + outputs["vpcId"].String(), "vpcId: vpc-0000", []string{
			`tenfold:existing.network.vpcId is "vpc-0000"; want a VPC of this account and region: no matching EC2 VPC found`,
		}},
		"swapped": {
			"publicSubnetIds: " + outputs["publicSubnetIds"].String(), "publicSubnetIds: " + outputs["privateSubnetIds"].String(), []string{
				fmt.Sprintf(`tenfold:existing.network.publicSubnetIds[0] is %q, whose route table rtb-`, private[0]),
				`has no route of 0.0.0.0/0 to an internet gateway; add it, or name another subnet`,
			},
		},
		"same zone": {
			"privateSubnetIds: " + outputs["privateSubnetIds"].String(), fmt.Sprintf(`privateSubnetIds: [%s, %s]`, private[0], public[0]),
			[]string{`tenfold:existing.network.privateSubnetIds are in us-east-1a, us-east-1a; want each subnet in another availability zone`},
		},
		"a replica": {
			"identifier: " + outputs["databaseIdentifier"].String(), "identifier: nowhere", []string{
				`tenfold:existing.database.identifier is "nowhere"; want a DB instance of this account and region: no matching RDS DB ` +
					`Instance found`,
			},
		},
		"not a cluster": {
			"replicationGroupId: " + outputs["cacheReplicationGroupId"].String(),
			"replicationGroupId: " + broker,
			[]string{
				`, which is not in cluster mode; want one in cluster mode, as the clients of CACHE_URL expect`,
			},
		},
		"no secret": {
			"urlSecretArn: " + outputs["brokerUrlSecretArn"].String(),
			"urlSecretArn: arn:aws:secretsmanager:us-east-1:123456789012:secret:none-AbCdEf",
			[]string{
				`tenfold:existing.broker.urlSecretArn is "arn:aws:secretsmanager:us-east-1:123456789012:secret:none-AbCdEf"; want a secret ` +
					`of this account and region: reading Secrets Manager Secret (`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := filled(t, owner, outputs)
			require.Contains(t, file, tc.old)
			_, err := inProject(t, company, "shop", strings.Replace(file, tc.old, tc.with, 1)).Preview(t.Context())
			for _, want := range tc.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}
