package test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/simulator"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// decided are the properties, by the simulator's declaration, whose change depends on both values.
var decided = map[string][]string{
	"aws:elasticache/replicationGroup:ReplicationGroup": {"engine", "engineVersion", "transitEncryptionEnabled"},
}

// holding are the types that hold data.
var holding = []string{
	"aws:cloudwatch/logGroup:LogGroup", "aws:ec2/subnet:Subnet", "aws:ec2/vpc:Vpc", "aws:elasticache/replicationGroup:ReplicationGroup",
	"aws:kms/key:Key", "aws:mq/broker:Broker", "aws:rds/instance:Instance", "aws:s3/bucketV2:BucketV2",
	"aws:secretsmanager/secret:Secret", "aws:sqs/queue:Queue",
}

const (
	constant = "no key: the component sets it, always the same"
	made     = "no key: it names another resource of the environment, which is not replaced either"
)

// replacing says of each property that would replace what holds data which row of docs/operations.md tells of it, or why
// nothing changes it.
var replacing = map[string]string{
	"aws:cloudwatch/logGroup:LogGroup logGroupClass":                             "overrides.web.logClass",
	"aws:ec2/subnet:Subnet availabilityZone":                                     "tenfold:zones",
	"aws:ec2/subnet:Subnet cidrBlock":                                            "overrides.network.cidr",
	"aws:ec2/subnet:Subnet vpcId":                                                "overrides.network.cidr",
	"aws:ec2/vpc:Vpc cidrBlock":                                                  "overrides.network.cidr",
	"aws:elasticache/replicationGroup:ReplicationGroup atRestEncryptionEnabled":  constant,
	"aws:elasticache/replicationGroup:ReplicationGroup engine":                   "overrides.cache.engine",
	"aws:elasticache/replicationGroup:ReplicationGroup engineVersion":            "overrides.cache.engineVersion",
	"aws:elasticache/replicationGroup:ReplicationGroup kmsKeyId":                 made,
	"aws:elasticache/replicationGroup:ReplicationGroup port":                     constant,
	"aws:elasticache/replicationGroup:ReplicationGroup subnetGroupName":          made,
	"aws:elasticache/replicationGroup:ReplicationGroup transitEncryptionEnabled": constant,
	"aws:mq/broker:Broker authenticationStrategy":                                constant,
	"aws:mq/broker:Broker deploymentMode":                                        "overrides.broker.singleInstance",
	"aws:mq/broker:Broker engineType":                                            constant,
	"aws:mq/broker:Broker publiclyAccessible":                                    constant,
	"aws:mq/broker:Broker storageType":                                           constant,
	"aws:rds/instance:Instance engine":                                           constant,
	"aws:rds/instance:Instance storageEncrypted":                                 constant,
}

// forcing are the properties of each type that hold data and whose change replaces it, if an environment sets them.
func forcing(t *testing.T) map[string]bool {
	t.Helper()
	forced := map[string][]string{}
	for _, one := range simulator.Types() {
		for _, r := range one.Replaces {
			forced[one.Token] = append(forced[one.Token], r.Properties...)
		}
		forced[one.Token] = append(forced[one.Token], decided[one.Token]...)
	}
	set := map[string]bool{}
	for _, rec := range recordings(t) {
		for _, r := range rec.All() {
			for _, property := range forced[r.Type] {
				if slices.Contains(holding, r.Type) && r.Input(property) != nil && !slices.Contains(r.IgnoreChanges, property) {
					set[r.Type+" "+property] = true
				}
			}
		}
	}
	return set
}

// recordings are those of all environments, and of the other brokers.
func recordings(t *testing.T) (list []*stacktest.Recording) {
	t.Helper()
	for _, environment := range environments(t) {
		list = append(list, record(t, environment))
	}
	for _, changes := range otherBrokers {
		list = append(list, record(t, "dev", stacktest.Config(changes)))
	}
	return append(list, record(t, "dev", stacktest.Config(map[string]string{
		"tenfold:overrides": `{"web": {"logClass": "INFREQUENT_ACCESS"}}`,
	})))
}

// A key that replaces what holds data has a row of which the preview warns.
func TestThePreviewWarnsOfEveryReplacementOfData(t *testing.T) {
	warned := map[string]bool{constant: true, made: true}
	for _, c := range backend.Changes() {
		warned[c.Key] = warned[c.Key] || c.Preview != ""
	}
	set := forcing(t)
	for name := range set {
		require.True(t, warned[replacing[name]], "%q: no row tells of it", name)
	}
	for name := range replacing {
		require.True(t, set[name], "%s: nothing sets it", name)
	}
}
