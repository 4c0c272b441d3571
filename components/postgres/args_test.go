package postgres

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

var zones = []string{"us-east-1a", "us-east-1b", "us-east-1c"}

// good are arguments without problems.
func good() Args {
	return Args{
		VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		InstanceClass: "db.m7g.large",
	}
}

func TestDocumentedDefaults(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, BackupCopy{}.withDefaults())
	argsdoc.Check(t, AllowFrom{})
}

func TestDefaultsLeaveChoicesAlone(t *testing.T) {
	chosen := Args{
		EngineVersion: "16.12", StorageGiB: 500, MaxStorageGiB: 800, MasterUsername: "root", BackupRetentionDays: 35,
		BackupWindow: "10:00-11:00", MaintenanceWindow: "mon:04:00-mon:05:00", LogRetentionDays: 7,
		BackupCopy: &BackupCopy{Start: "12:00", RetentionDays: 7},
	}
	require.Equal(t, chosen, chosen.withDefaults())
	require.Equal(t, 1000, Args{StorageGiB: 500}.withDefaults().MaxStorageGiB)
	require.Equal(t, 65536, Args{StorageGiB: 40000}.withDefaults().MaxStorageGiB)
	given := &BackupCopy{}
	Args{BackupCopy: given}.withDefaults()
	require.Equal(t, &BackupCopy{}, given, "the caller's own is left as it is")
}

func TestNoProblems(t *testing.T) {
	for name, change := range map[string]func(*Args){
		"defaults": func(*Args) {},
		"the 100k tier": func(a *Args) {
			a.InstanceClass, a.StorageGiB, a.Replicas, a.Zones = "db.m7g.2xlarge", 500, 4, zones
		},
		"15 replicas":     func(a *Args) { a.Replicas, a.Zones = 15, zones[:2] },
		"larger replicas": func(a *Args) { a.ReplicaClass, a.Replicas, a.Zones = "db.r7g.large", 1, zones },
		"min":             func(a *Args) { a.InstanceClass, a.StorageGiB, a.MaxStorageGiB = "db.t4g.micro", 20, 22 },
		"max storage":     func(a *Args) { a.StorageGiB = 59578 },
		"min IOPS":        func(a *Args) { a.StorageGiB, a.IOPS, a.Throughput = 400, 12000, 500 },
		"max IOPS":        func(a *Args) { a.StorageGiB, a.IOPS, a.Throughput = 400, 64000, 4000 },
		"throughput":      func(a *Args) { a.StorageGiB, a.Throughput = 400, 3000 },
		"a quarter":       func(a *Args) { a.StorageGiB, a.IOPS, a.Throughput = 400, 16000, 4000 },
		"a newer version": func(a *Args) { a.EngineVersion = "17.25" },
		"oldest version":  func(a *Args) { a.EngineVersion = "14.20" },
		"major version":   func(a *Args) { a.EngineVersion = "14" },
		"newer replicas":  func(a *Args) { a.EngineVersion, a.ReplicaEngineVersion = "17.7", "17.9" },
		"max user":        func(a *Args) { a.MasterUsername = strings.Repeat("u", 63) },
		"libraries": func(a *Args) {
			a.Parameters = map[string]string{sharedLibraries: "pg_stat_statements,pg_cron"}
		},
		"TLS as it is": func(a *Args) { a.Parameters = map[string]string{"rds.force_ssl": "1"} },
		"rules": func(a *Args) {
			a.AllowFrom = []AllowFrom{{Name: "pgbouncer", SecurityGroupID: pulumi.String("sg-1")}}
		},
		"copies": func(a *Args) { a.BackupCopy = &BackupCopy{VaultARN: pulumi.String("arn")} },
	} {
		a := good()
		change(&a)
		require.NoError(t, a.withDefaults().problems("main").Err("postgres", "main"), name)
	}
}

func TestNames(t *testing.T) {
	const pattern = "; want lower-case letters, digits and single inner hyphens, a letter first"
	long := strings.Repeat("n", 36)
	for name, want := range map[string]string{
		"main": "", "orders-2": "", long[:35]: "",
		long: fmt.Sprintf(`name is "%s"; want at most 35 characters; a backup vault is called after it, `+
			`with "-backup" and 8 more, and AWS allows 50`, long),
		"Main": `name is "Main"` + pattern, "1main": `name is "1main"` + pattern, "a--b": `name is "a--b"` + pattern,
		"main-": `name is "main-"` + pattern, "a_b": `name is "a_b"` + pattern, "": `name is ""` + pattern,
	} {
		err := good().withDefaults().problems(name).Err("postgres", name)
		if want == "" {
			require.NoError(t, err, name)
			continue
		}
		require.EqualError(t, err, fmt.Sprintf("postgres %q: %s", name, want))
	}
}
