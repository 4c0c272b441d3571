package rds_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestSubnetGroup(t *testing.T) {
	f := newFixture(t)
	for name, c := range map[string]struct {
		props props
		want  string
	}{
		"R38": {
			props{"subnetIds": []any{f.a, f.a2}},
			"DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage " +
				"requirement. Current AZ coverage: us-east-1a. Add subnets to cover at least 2 AZs.",
		},
		"R39 charset": {
			props{"name": "Main"},
			`only lowercase alphanumeric characters, hyphens, underscores, periods, and spaces allowed in "name"`,
		},
		"R39 default": {props{"name": "default"}, `"Default" is not allowed as "name"`},
		"R39 length": {
			props{"name": strings.Repeat("a", 256)}, "expected length of name to be in the range (1 - 255)",
		},
		"R39 both": {props{"name": "a", "namePrefix": "b"}, `"name": conflicts with name_prefix`},
		"R40 none": {
			props{"subnetIds": []any{f.a, "subnet-0"}},
			"InvalidParameterValue: Some input subnets in :[" + f.a + ", subnet-0] are invalid.",
		},
		"R40 mixed": {props{"subnetIds": []any{f.a, f.other}}, "InvalidSubnet: Subnets are not all in a common VPC."},
		"exists":    {props{"name": "main"}, "DBSubnetGroupAlreadyExists: The DB subnet group 'main' already exists."},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := f.Create(rds.SubnetGroup, "g", simtest.With(props{"subnetIds": []any{f.a, f.b}}, c.props))
			wanted(t, err, c.want)
		})
	}
	id, state := f.MustCreate(rds.SubnetGroup, "G", props{"subnetIds": []any{f.a, f.b}})
	require.Regexp(t, `^g-[0-9a-f]{7}$`, id)
	require.Equal(t, f.vpc, state["vpcId"])
	require.Equal(t, "Managed by Pulumi", state["description"])
	require.Equal(t, "arn:aws:rds:us-east-1:123456789012:subgrp:"+id, state["arn"])
	_, err := f.Update(rds.SubnetGroup, id, props{"subnetIds": []any{f.a, f.a2}})
	require.ErrorContains(t, err, "DBSubnetGroupDoesNotCoverEnoughAZs", "R38")
	_, replaced, _, err := f.Diff(rds.SubnetGroup, id, props{"name": "h", "subnetIds": []any{f.a, f.b}})
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, replaced, "R39")
	require.NoError(t, f.Delete(rds.SubnetGroup, id))

	require.NoError(t, f.SetQuota(t.Context(), "subnetsPerDatabaseSubnetGroup", 2))
	_, _, err = f.Create(rds.SubnetGroup, "g", props{"subnetIds": []any{f.a, f.b, f.c}})
	require.ErrorContains(t, err, "DBSubnetQuotaExceededFault: ", "R56")
	require.NoError(t, f.SetQuota(t.Context(), "databaseSubnetGroups", 1))
	_, _, err = f.Create(rds.SubnetGroup, "g", props{"subnetIds": []any{f.a, f.b}})
	require.ErrorContains(t, err, "DBSubnetGroupQuotaExceeded: ", "R56")
}

func TestParameterGroup(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(rds.ParameterGroup, "there", props{"name": "there", "family": "postgres16"})
	for name, c := range map[string]struct {
		props props
		want  string
	}{
		"R34": {
			props{"family": "postgres10.7"},
			"InvalidParameterValue: ParameterGroupFamily postgres10.7 is not a valid parameter group family",
		},
		"R36 charset": {
			props{"name": "A"},
			`only lowercase alphanumeric characters, periods, and hyphens allowed in parameter group "name"`,
		},
		"R36 first":   {props{"name": "1a"}, `first character of parameter group "name" must be a letter`},
		"R36 hyphens": {props{"name": "a--b"}, `parameter group "name" cannot contain two consecutive hyphens`},
		"R36 end":     {props{"name": "a-"}, `parameter group "name" cannot end with a hyphen`},
		"R36 length":  {props{"name": strings.Repeat("a", 256)}, "expected length of name to be in the range (1 - 255)"},
		"exists":      {props{"name": "there"}, "DBParameterGroupAlreadyExists: Parameter group there already exists"},
		"method": {
			props{"parameters": []any{parameter("work_mem", "now")}},
			`expected apply_method to be one of ["immediate" "pending-reboot"], got now`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := f.Create(rds.ParameterGroup, "g", simtest.With(props{"family": "postgres16"}, c.props))
			wanted(t, err, c.want)
		})
	}
	id, state := f.MustCreate(rds.ParameterGroup, "g", props{"family": "postgres16"})
	require.Equal(t, "arn:aws:rds:us-east-1:123456789012:pg:"+id, state["arn"])
	_, replaced, _, err := f.Diff(rds.ParameterGroup, id, props{"family": "postgres17", "description": "d", "name": "x"})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"family", "description", "name"}, replaced, "R36")

	f.MustCreate(rds.Instance, "db", f.db(props{"parameterGroupName": id}))
	require.ErrorContains(t, f.Delete(rds.ParameterGroup, id), "InvalidDBParameterGroupState: One or more database "+
		"instances are still members of this parameter group "+id+", so the group cannot be deleted", "R37")
	require.NoError(t, f.SetQuota(t.Context(), "databaseParameterGroups", 2))
	_, _, err = f.Create(rds.ParameterGroup, "h", props{"family": "postgres16"})
	require.ErrorContains(t, err, "DBParameterGroupQuotaExceeded: ", "R56")
}

func parameter(name, method string) props {
	return simtest.With(props{"name": name, "value": "1"}, props{"applyMethod": method})
}

func TestStaticParameters(t *testing.T) {
	f := newFixture(t)
	const refused = "InvalidParameterCombination: cannot use immediate apply method for static parameter"
	for _, name := range []string{
		"shared_buffers", "max_connections", "shared_preload_libraries", "wal_buffers", "max_worker_processes",
		"track_activity_query_size", "rds.logical_replication", "Max_WAL_Senders",
	} {
		static := func(method string) props {
			p := parameter(name, method)
			if method == "" {
				delete(p, "applyMethod")
			}
			return props{"family": "postgres16", "parameters": []any{parameter("work_mem", "immediate"), p}}
		}
		_, _, err := f.Create(rds.ParameterGroup, "g", static("immediate"))
		require.ErrorContains(t, err, refused, "R35 %s", name)
		_, _, err = f.Create(rds.ParameterGroup, "g", static(""))
		require.ErrorContains(t, err, refused, "R35 %s: immediate is the default", name)
		id, _ := f.MustCreate(rds.ParameterGroup, "g", static("pending-reboot"))
		_, err = f.Update(rds.ParameterGroup, id, static("immediate"))
		require.ErrorContains(t, err, refused, "R35")
	}
	for _, name := range []string{"work_mem", "wal_compression", "rds.force_ssl", "log_min_duration_statement"} {
		f.MustCreate(rds.ParameterGroup, "g", props{
			"family": "postgres16", "parameters": []any{parameter(name, "immediate")},
		})
	}
}

func TestOptionGroup(t *testing.T) {
	f := newFixture(t)
	p := props{"name": "options", "engineName": "postgres", "majorEngineVersion": "16"}
	id, state := f.MustCreate(rds.OptionGroup, "o", p)
	require.Equal(t, "arn:aws:rds:us-east-1:123456789012:og:options", state["arn"])
	_, _, err := f.Create(rds.OptionGroup, "o", p)
	require.ErrorContains(t, err, "OptionGroupAlreadyExistsFault: An option group with the name options already exists.")
	_, _, err = f.Create(rds.OptionGroup, "o", simtest.With(p, props{"name": "1"}))
	require.ErrorContains(t, err, `only alphanumeric characters and hyphens allowed in "name"`)
	db, _ := f.MustCreate(rds.Instance, "db", f.db(props{"optionGroupName": id, "skipFinalSnapshot": true}))
	require.ErrorContains(t, f.Delete(rds.OptionGroup, id), "InvalidOptionGroupStateFault: The option group 'options' "+
		"cannot be deleted because it is in use.")
	require.NoError(t, f.Delete(rds.Instance, db))
	require.NoError(t, f.Delete(rds.OptionGroup, id))

	kept, _ := f.MustCreate(rds.OptionGroup, "k", simtest.With(p, props{"name": "kept", "skipDestroy": true}))
	group, _ := f.MustCreate(rds.ParameterGroup, "k", props{"family": "postgres16", "skipDestroy": true})
	require.NoError(t, f.Delete(rds.OptionGroup, kept))
	require.NoError(t, f.Delete(rds.ParameterGroup, group))
	require.Equal(t, []string{kept}, f.left(t, rds.OptionGroup))
	require.Equal(t, []string{group}, f.left(t, rds.ParameterGroup))
}

func TestSubscription(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(rds.Instance, "db", f.db(nil))
	topic, _ := f.MustCreate("aws:sns/topic:Topic", "alarms", props{})
	p := props{"name": "events", "snsTopic": topic, "sourceType": "db-instance", "sourceIds": []any{"orders"}}
	_, state := f.MustCreate(rds.Subscription, "e", p)
	require.Equal(t, "arn:aws:rds:us-east-1:123456789012:es:events", state["arn"])
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"exists": {nil, "SubscriptionAlreadyExist: Event Subscription already exists: events"},
		"topic":  {props{"name": "e2", "snsTopic": "none"}, "SNSTopicArnNotFound: SNS topic none does not exist"},
		"source": {props{"name": "e2", "sourceIds": []any{"none"}}, "SourceNotFound: No DB instance found with ID: none"},
		"type":   {props{"name": "e2", "sourceType": nil}, "You must specify a source type when you specify source IDs."},
		"kind":   {props{"name": "e2", "sourceType": "db"}, "expected source_type to be one of"},
	} {
		_, _, err := f.Create(rds.Subscription, "e", simtest.With(p, c.change))
		require.ErrorContains(t, err, c.want, name)
	}
}

func TestFunctions(t *testing.T) {
	f := newFixture(t)
	const get, version = "aws:rds/getInstance:getInstance", "aws:rds/getEngineVersion:getEngineVersion"
	const sold = "aws:rds/getOrderableDbInstance:getOrderableDbInstance"
	_, err := f.Invoke(get, props{"dbInstanceIdentifier": "orders"})
	require.ErrorContains(t, err, "no matching RDS DB Instance found")
	f.MustCreate(rds.Instance, "db", f.db(props{"tags": map[string]any{"team": "shop"}}))
	f.MustCreate(rds.Instance, "more", f.db(props{"identifier": "more", "tags": map[string]any{"team": "shop"}}))
	found, err := f.Invoke(get, props{"dbInstanceIdentifier": "orders"})
	require.NoError(t, err)
	require.Equal(t, "orders.c8xq2mzk4wfd.us-east-1.rds.amazonaws.com:5432", found["endpoint"])
	require.Equal(t, "app", found["masterUsername"])
	require.Equal(t, []any{"default.postgres16"}, found["dbParameterGroups"])
	_, err = f.Invoke(get, props{"tags": map[string]any{"team": "shop"}})
	require.ErrorContains(t, err, "multiple RDS DB Instances matched")
	_, err = f.Invoke(get, props{"tags": map[string]any{"team": "none"}})
	require.ErrorContains(t, err, "no matching RDS DB Instance found")

	for want, args := range map[string]props{
		"17.10": {}, "16.12": {"version": "16.12"}, "15.18": {"parameterGroupFamily": "postgres15"},
		"14.23": {"preferredVersions": []any{"13.1", "14", "15"}},
	} {
		found, err := f.Invoke(version, simtest.With(args, props{"engine": "postgres"}))
		require.NoError(t, err)
		require.Equal(t, want, found["version"])
		require.Equal(t, fmt.Sprintf("postgres%s", want[:2]), found["parameterGroupFamily"])
	}
	found, err = f.Invoke(version, props{"engine": "postgres", "version": "17.9"})
	require.NoError(t, err)
	require.Equal(t, []any{"17.10"}, found["validMinorTargets"])
	require.Equal(t, []any{"18.1", "18.2", "18.3", "18.4"}, found["validMajorTargets"])
	_, err = f.Invoke(version, props{"engine": "postgres", "version": "9"})
	require.ErrorContains(t, err, "no RDS engine versions match the criteria and preferred versions: postgres\n9")

	found, err = f.Invoke(sold, props{
		"engine": "postgres", "engineVersion": "16", "preferredInstanceClasses": []any{"db.t2.micro", "db.r7g.large"},
	})
	require.NoError(t, err)
	require.Equal(t, "db.r7g.large", found["instanceClass"])
	require.Equal(t, "16.14", found["engineVersion"])
	_, err = f.Invoke(sold, props{"engine": "postgres", "instanceClass": "db.t2.micro"})
	require.ErrorContains(t, err, "no RDS DB Instance Classes match the criteria and preferred classes: [db.t2.micro]")
}

func TestNameOrPrefix(t *testing.T) {
	f := newFixture(t)
	for token, p := range map[string]props{
		rds.ParameterGroup: {"family": "postgres16"}, rds.Subscription: {"snsTopic": "t"},
		rds.OptionGroup: {"engineName": "postgres", "majorEngineVersion": "16"},
	} {
		failures := f.Check(token, "g", simtest.With(p, props{"name": "a", "namePrefix": "b"}))
		require.Contains(t, strings.Join(failures, "\n"), `"name": conflicts with name_prefix`, token)
	}
}

func TestSubnetGroupIsFound(t *testing.T) {
	f := newFixture(t)
	found, err := f.Invoke("aws:rds/getSubnetGroup:getSubnetGroup", props{"name": "main"})
	require.NoError(t, err)
	require.Equal(t, []any{f.vpc, "Complete"}, []any{found["vpcId"], found["status"]})
	_, err = f.Invoke("aws:rds/getSubnetGroup:getSubnetGroup", props{"name": "none"})
	require.ErrorContains(t, err, "reading RDS DB Subnet Group (none): couldn't find resource")
}

// For a parameter with its default AWS returns pending-reboot, whatever a program says.
func TestMethodsOfParameters(t *testing.T) {
	f := newFixture(t)
	one := func(name, value, method string) map[string]any {
		return map[string]any{"name": name, "value": value, "applyMethod": method}
	}
	group := func(family string, parameters ...any) props { return props{"family": family, "parameters": parameters} }
	for name, c := range map[string]struct {
		family  string
		p       map[string]any
		changed []string
	}{
		"R60 default":           {"postgres17", one("rds.force_ssl", "1", "immediate"), []string{"parameters"}},
		"R60 as AWS returns it": {"postgres17", one("rds.force_ssl", "1", "pending-reboot"), nil},
		"R60 another value":     {"postgres17", one("rds.force_ssl", "0", "immediate"), nil},
		"R60 not yet a default": {"postgres14", one("rds.force_ssl", "1", "immediate"), nil},
		"R60 unknown":           {"postgres17", one("work_mem", "4096", "immediate"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			id, _ := f.MustCreate(rds.ParameterGroup, "group", group(c.family, c.p))
			for range 2 { // an update does not help
				changed, _, _, err := f.Diff(rds.ParameterGroup, id, group(c.family, c.p))
				require.NoError(t, err)
				require.Equal(t, c.changed, changed)
				_, err = f.Update(rds.ParameterGroup, id, group(c.family, c.p))
				require.NoError(t, err)
			}
		})
	}
	id, _ := f.MustCreate(rds.ParameterGroup, "group", group("postgres17", one("work_mem", "4096", "immediate")))
	later := group("postgres17", one("work_mem", "4096", "pending-reboot"))
	_, err := f.Update(rds.ParameterGroup, id, later)
	require.NoError(t, err)
	changed, _, _, err := f.Diff(rds.ParameterGroup, id, later)
	require.NoError(t, err)
	require.Equal(t, []string{"parameters"}, changed, "R61: another method alone is not applied")
	_, err = f.Update(rds.ParameterGroup, id, group("postgres17", one("work_mem", "8192", "pending-reboot")))
	require.NoError(t, err)
	changed, _, _, err = f.Diff(rds.ParameterGroup, id, group("postgres17", one("work_mem", "8192", "pending-reboot")))
	require.NoError(t, err)
	require.Empty(t, changed, "R61: with another value it is")
}
