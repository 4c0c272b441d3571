package postgres

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// wrong is one change of good arguments, and the lines that it leads to.
type wrong struct {
	change func(*Args)
	want   []string
}

func requireProblems(t *testing.T, cases map[string]wrong) {
	t.Helper()
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			a := good()
			tc.change(&a)
			want := `postgres "main": ` + strings.Join(tc.want, "\n"+`postgres "main": `)
			require.EqualError(t, a.withDefaults().problems("main").Err("postgres", "main"), want)
		})
	}
}

func TestProblemsOfPlace(t *testing.T) {
	requireProblems(t, map[string]wrong{
		"no VPC":     {func(a *Args) { a.VPCID = nil }, []string{"vpcId is required"}},
		"no subnets": {func(a *Args) { a.SubnetIDs = nil }, []string{"subnetIds is required"}},
		"one subnet": {func(a *Args) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"}) }, []string{
			"the number of subnetIds is 1; want at least 2, in different availability zones",
		}},
		"rules": {func(a *Args) {
			a.AllowFrom = []AllowFrom{{Name: "web", SecurityGroupID: pulumi.String("sg-1")}, {Name: "web"}, {Name: "A"}}
		}, []string{
			`allowFrom[1].name is "web"; want a name that is not in the list yet`,
			"allowFrom[1].securityGroupId is required",
			`allowFrom[2].name is "A"; want lower-case letters, digits and inner hyphens, such as pgbouncer`,
			"allowFrom[2].securityGroupId is required",
		}},
	})
}

func TestProblemsOfEngine(t *testing.T) {
	const version = `; want a version that RDS creates, 14 to 18: a major one, such as "17", or a full one, such as "17.9"`
	replicas := func(version, own string) func(*Args) {
		return func(a *Args) { a.EngineVersion, a.ReplicaEngineVersion = version, own }
	}
	const user = "; want a name that neither RDS nor PostgreSQL has reserved, such as postgres"
	engine := func(v string) func(*Args) { return func(a *Args) { a.EngineVersion = v } }
	named := func(name string) func(*Args) { return func(a *Args) { a.MasterUsername = name } }
	requireProblems(t, map[string]wrong{
		"replicas of a major version": {replicas("17", "17.9"), []string{
			`replicaEngineVersion is "17.9"; want none with a major engineVersion; AWS upgrades the replicas before their primary then`,
		}},
		"older replicas": {replicas("17.10", "17.9"), []string{
			`replicaEngineVersion is "17.9"; want a minor version of 17, engineVersion 17.10 or newer; ` +
				"RDS upgrades replicas before their primary",
		}},
		"replicas of another major version": {replicas("17.9", "18.3"), []string{
			`replicaEngineVersion is "18.3"; want a minor version of 17, engineVersion 17.9 or newer; ` +
				"RDS upgrades replicas before their primary",
		}},
		"no such major": {engine("19.1"), []string{`engineVersion is "19.1"` + version}},
		"too old":       {engine("13.20"), []string{`engineVersion is "13.20"` + version}},
		"latest":        {engine("latest"), []string{`engineVersion is "latest"` + version}},
		"no class": {func(a *Args) { a.InstanceClass = "" }, []string{
			"instanceClass is required; db.m7g.large has 2 processors and 8 GiB",
		}},
		"no such class": {func(a *Args) { a.InstanceClass = "db.m4.large" }, []string{
			`instanceClass is "db.m4.large"; want a class that RDS offers for PostgreSQL; ` +
				"the nearest are db.m5.large, db.m5d.large, db.m6g.large",
		}},
		"user admin":     {named("Admin"), []string{`masterUsername is "Admin"` + user}},
		"user rdsadmin":  {named("rdsadmin"), []string{`masterUsername is "rdsadmin"` + user}},
		"user of RDS":    {named("rds_superuser"), []string{`masterUsername is "rds_superuser"` + user}},
		"user of engine": {named("pg_monitor"), []string{`masterUsername is "pg_monitor"` + user}},
		"user's digits": {named("1st"), []string{
			`masterUsername is "1st"; want letters, digits and underscores, beginning with a letter`,
		}},
		"user's hyphen": {named("my-user"), []string{
			`masterUsername is "my-user"; want letters, digits and underscores, beginning with a letter`,
		}},
		"user's length": {named(strings.Repeat("u", 64)), []string{"the length of masterUsername is 64; want at most 63"}},
	})
}

func TestProblemsOfStorage(t *testing.T) {
	const start = "; want 20 to 59578; autoscaling must be able to add a tenth, and RDS ends at 65536"
	const own = "; RDS gives 3000 IOPS and 125 MiB/s there and refuses every other value"
	sized := func(storage, maxStorage, iops, throughput int) func(*Args) {
		return func(a *Args) {
			a.StorageGiB, a.MaxStorageGiB, a.IOPS, a.Throughput = storage, maxStorage, iops, throughput
		}
	}
	requireProblems(t, map[string]wrong{
		"too small": {sized(19, 0, 0, 0), []string{"storageGiB is 19" + start}},
		"too large": {sized(59579, 0, 0, 0), []string{"storageGiB is 59579" + start}},
		"no room": {sized(105, 115, 0, 0), []string{
			"maxStorageGiB is 115; want 116 to 65536; 1.1 × storageGiB 105 is 116",
		}},
		"too much room": {sized(100, 65537, 0, 0), []string{
			"maxStorageGiB is 65537; want 110 to 65536; 1.1 × storageGiB 100 is 110",
		}},
		"IOPS below 400 GiB": {sized(100, 0, 12000, 0), []string{
			"iops is 12000; want none below 400 GiB; storageGiB is 100, 300 too few" + own,
		}},
		"RDS's own IOPS": {sized(399, 0, 3000, 125), []string{
			"iops is 3000; want none below 400 GiB; storageGiB is 399, 1 too few" + own,
			"throughput is 125; want none below 400 GiB; storageGiB is 399, 1 too few" + own,
		}},
		"few IOPS":  {sized(400, 0, 11999, 0), []string{"iops is 11999; want 12000 to 64000"}},
		"many IOPS": {sized(400, 0, 64001, 0), []string{"iops is 64001; want 12000 to 64000"}},
		"throughput": {sized(400, 0, 0, 3001), []string{
			"throughput is 3001; want at most 3000; " +
				"gp3 carries a quarter MiB/s per IOPS: 12000 / 4; 3001 MiB/s need 12004 IOPS",
		}},
		"little throughput": {sized(400, 0, 0, 499), []string{"throughput is 499; want 500 to 4000"}},
		"much throughput":   {sized(400, 0, 64000, 4001), []string{"throughput is 4001; want 500 to 4000"}},
	})
}

func TestProblemsOfReplicas(t *testing.T) {
	requireProblems(t, map[string]wrong{
		"16": {func(a *Args) { a.Replicas, a.Zones = 16, zones }, []string{
			"replicas is 16; want 0 to 15; RDS replicates a PostgreSQL primary 15 times at most",
		}},
		"negative": {func(a *Args) { a.Replicas = -1 }, []string{
			"replicas is -1; want 0 to 15; RDS replicates a PostgreSQL primary 15 times at most",
		}},
		"one zone": {func(a *Args) { a.Replicas, a.Zones = 1, zones[:1] }, []string{
			"the number of zones is 1; want at least 2 with replicas; a replica beside the primary goes down with it",
		}},
		"zones": {func(a *Args) { a.Zones = []string{"us-east-1", "us-east-1b", "us-east-1b"} }, []string{
			`zones[0] is "us-east-1"; want the name of an availability zone such as us-east-1a`,
			`zones[2] is "us-east-1b"; want a zone that is not in the list yet`,
		}},
		"class": {func(a *Args) { a.ReplicaClass = "db.m7g.larg" }, []string{
			`replicaClass is "db.m7g.larg"; want a class that RDS offers for PostgreSQL; ` +
				"the nearest are db.m7g.large, db.m6g.large, db.m7i.large",
		}},
		"small class": {func(a *Args) { a.ReplicaClass = "db.t4g.medium" }, []string{
			`replicaClass is "db.t4g.medium"; want at least the memory of instanceClass db.m7g.large: 8 GiB; ` +
				"it has 4 GiB; a replica that is promoted must carry what the primary did",
		}},
	})
}

func TestProblemsOfBackups(t *testing.T) {
	const daily = "; want a window of at least 30 minutes in UTC, such as 03:00-04:00"
	const weekly = "; want a window of 30 minutes to 24 hours in UTC, such as sun:05:00-sun:06:00"
	windows := func(backup, maintenance string) func(*Args) {
		return func(a *Args) { a.BackupWindow, a.MaintenanceWindow = backup, maintenance }
	}
	requireProblems(t, map[string]wrong{
		"password":   {func(a *Args) { a.PasswordVersion = -1 }, []string{"passwordVersion is -1; want 0 to 9999"}},
		"6 days":     {func(a *Args) { a.BackupRetentionDays = 6 }, []string{"backupRetentionDays is 6; want 7 to 35"}},
		"36 days":    {func(a *Args) { a.BackupRetentionDays = 36 }, []string{"backupRetentionDays is 36; want 7 to 35"}},
		"29 minutes": {windows("02:00-02:29", ""), []string{`backupWindow is "02:00-02:29"` + daily}},
		"no windows": {windows("at night", "sunday"), []string{
			`backupWindow is "at night"` + daily, `maintenanceWindow is "sunday"` + weekly,
		}},
		"short": {windows("", "sun:04:00-sun:04:29"), []string{`maintenanceWindow is "sun:04:00-sun:04:29"` + weekly}},
		"long": {windows("03:00-03:30", "sun:04:00-mon:04:01"), []string{
			`maintenanceWindow is "sun:04:00-mon:04:01"` + weekly,
			`backupWindow is "03:00-03:30"; want a time outside of maintenanceWindow, sun:04:00-mon:04:01`,
		}},
		"they meet": {windows("04:30-05:30", ""), []string{
			`backupWindow is "04:30-05:30"; want a time outside of maintenanceWindow, sun:04:00-sun:05:00`,
		}},
		"copies": {func(a *Args) { a.BackupCopy = &BackupCopy{Start: "noon", RetentionDays: 36501} }, []string{
			`backupCopy.start is "noon"; want a time of the day in UTC, such as 06:00`,
			"backupCopy.vaultArn is required; name a backup vault in another region",
			"backupCopy.retentionDays is 36501; want 1 to 36500",
		}},
		"logs": {func(a *Args) { a.LogRetentionDays = 31 }, []string{
			"logRetentionDays is 31; want a number of days that CloudWatch Logs knows, 1 to 3653; " +
				"the nearest is 30",
		}},
	})
}

func TestProblemsOfParameters(t *testing.T) {
	const follows = "; want it left out; " +
		"it follows from instanceClass, and replicas and the connection budget count on it"
	requireProblems(t, map[string]wrong{
		"all": {func(a *Args) {
			a.Parameters = map[string]string{
				"Work Mem": "1", "log_statement": "", "max_connections": "5000", "max_worker_processes": "4",
				"password_encryption": "md5", "rds.force_ssl": "0", "shared_preload_libraries": "pg_cron",
			}
		}, []string{
			`parameters[Work Mem] is "1"; want the name of a parameter of PostgreSQL, such as work_mem`,
			`parameters[log_statement] is ""; want a value; leave the parameter out to have its default`,
			`parameters[max_connections] is "5000"` + follows,
			`parameters[max_worker_processes] is "4"` + follows,
			`parameters[password_encryption] is "md5"; want scram-sha-256`,
			`parameters[rds.force_ssl] is "0"; want 1`,
			`parameters[shared_preload_libraries] is "pg_cron"; want a list with pg_stat_statements; ` +
				"such as pg_stat_statements,pg_cron",
		}},
	})
}
