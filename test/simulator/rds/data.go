package rds

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// getInstance finds the one instance with an identifier or with tags. It leaves out properties that only exist in
// programs.
func getInstance(c *model.Call) (model.Props, error) {
	var found []*account.Resource
	for _, r := range c.List(Instance) {
		p := r.Properties
		if want := c.New.String("dbInstanceIdentifier"); want != "" && want != p.String("identifier") || !tagged(c.New, p) {
			continue
		}
		found = append(found, r)
	}
	if len(found) != 1 {
		return nil, none("RDS DB Instance", len(found))
	}
	p := found[0].Properties.Clone()
	out := model.Props{
		"id": p["identifier"], "dbInstanceIdentifier": p["identifier"], "dbInstanceArn": p["arn"], "tags": p["tagsAll"],
		"dbInstanceClass": p["instanceClass"], "dbInstancePort": p["port"], "dbSubnetGroup": p["dbSubnetGroupName"],
		"engineVersion": p["engineVersionActual"], "masterUsername": p["username"],
		"vpcSecurityGroups":     p["vpcSecurityGroupIds"],
		"preferredBackupWindow": p["backupWindow"], "preferredMaintenanceWindow": p["maintenanceWindow"],
		"caCertIdentifier": p["caCertIdentifier"], "dbName": p.String("dbName"), "dbClusterIdentifier": "",
		"dbParameterGroups": []any{p["parameterGroupName"]}, "optionGroupMemberships": []any{p["optionGroupName"]},
		"enabledCloudwatchLogsExports": p.List("enabledCloudwatchLogsExports"),
		"monitoringRoleArn":            p.String("monitoringRoleArn"), "replicateSourceDb": p.String("replicateSourceDb"),
	}
	for _, same := range []string{
		"address", "allocatedStorage", "autoMinorVersionUpgrade", "availabilityZone", "backupRetentionPeriod",
		"databaseInsightsMode", "endpoint", "engine", "hostedZoneId", "iops", "kmsKeyId", "licenseModel", "masterUserSecrets", "maxAllocatedStorage",
		"monitoringInterval", "multiAz", "networkType", "port", "publiclyAccessible", "resourceId", "storageEncrypted",
		"storageThroughput", "storageType", "timezone",
	} {
		out[same] = p[same]
	}
	return out, nil
}

// getInstances lists the identifiers of instances. Of the filters it knows the one by identifier.
func getInstances(c *model.Call) (model.Props, error) {
	arns, identifiers := []any{}, []any{}
	for _, r := range c.List(Instance) {
		p, fits := r.Properties, tagged(c.New, r.Properties)
		for _, filter := range c.New.Objects("filters") {
			if filter.String("name") != "db-instance-id" {
				return nil, model.Providerf("the simulated account does not model the filter %q of DescribeDBInstances; it "+
					"models db-instance-id", filter.String("name"))
			}
			fits = fits && slices.Contains(filter.Strings("values"), p.String("identifier"))
		}
		if fits {
			arns, identifiers = append(arns, p["arn"]), append(identifiers, p["identifier"])
		}
	}
	return model.Props{"id": c.Region, "instanceArns": arns, "instanceIdentifiers": identifiers}, nil
}

func tagged(args, p model.Props) bool {
	want, _ := args["tags"].(map[string]any)
	own, _ := p["tagsAll"].(map[string]any)
	for key, value := range want {
		if own[key] != value {
			return false
		}
	}
	return true
}

func none(noun string, found int) error {
	if found == 0 {
		return model.Providerf("no matching %s found", noun)
	}
	return model.Providerf("multiple %ss matched; use additional constraints to reduce matches to a single %s", noun, noun)
}

// getSubnetGroup finds a subnet group by its name.
func getSubnetGroup(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	p := c.Props(SubnetGroup, strings.ToLower(name))
	if p == nil {
		return nil, model.Providerf("reading RDS DB Subnet Group (%s): couldn't find resource", name)
	}
	return model.Props{
		"id": p["name"], "name": p["name"], "arn": p["arn"], "description": p["description"], "status": "Complete",
		"subnetIds": p["subnetIds"], "supportedNetworkTypes": p["supportedNetworkTypes"], "vpcId": p["vpcId"],
	}, nil
}

func getSnapshot(c *model.Call) (model.Props, error) {
	found := c.List(Snapshot)
	for _, argument := range []string{"dbInstanceIdentifier", "dbSnapshotIdentifier", "snapshotType"} {
		if want := c.New.String(argument); want != "" {
			found = slices.DeleteFunc(found, func(r *account.Resource) bool {
				return r.Properties.String(argument) != want
			})
		}
	}
	if len(found) > 1 && c.New.Bool("mostRecent") {
		found = found[len(found)-1:]
	}
	if len(found) != 1 {
		return nil, none("RDS DB Snapshot", len(found))
	}
	out := found[0].Properties.Clone()
	created := found[0].Created.UTC().Format("2006-01-02T15:04:05Z")
	out["id"], out["tags"], out["snapshotCreateTime"] = found[0].ID, out["tagsAll"], created
	out["originalSnapshotCreateTime"], out["mostRecent"] = created, c.New.Bool("mostRecent")
	delete(out, "tagsAll")
	delete(out, "sharedAccounts")
	return out, nil
}

// getEngineVersion returns a version of PostgreSQL: the requested one, the newest match, or the default.
func getEngineVersion(c *model.Call) (model.Props, error) {
	wanted := c.New.String("version")
	if family := c.New.String("parameterGroupFamily"); wanted == "" && family != "" {
		wanted = strings.TrimPrefix(family, postgres)
	}
	for _, preferred := range c.New.Strings("preferredVersions") {
		if wanted == "" && newest(c, preferred) != "" {
			wanted = preferred
		}
	}
	if wanted == "" {
		wanted = defaultMajor
	}
	version := newest(c, wanted)
	if c.New.String("engine") != postgres || version == "" {
		return nil, model.Providerf("no RDS engine versions match the criteria and preferred versions: %v\n%v",
			c.New.String("engine"), wanted)
	}
	return model.Props{
		"id": version, "engine": postgres, "version": version, "versionActual": version, "status": "available",
		"parameterGroupFamily": postgres + major(version), "versionDescription": "PostgreSQL " + version,
		"engineDescription": "PostgreSQL", "defaultCharacterSet": "", "exportableLogTypes": []any{"postgresql", "upgrade"},
		"supportedCharacterSets": []any{}, "supportedFeatureNames": []any{}, "supportedModes": []any{},
		"supportedTimezones": []any{}, "supportsCertificateRotationWithoutRestart": true, "supportsGlobalDatabases": false,
		"supportsIntegrations": true, "supportsLimitlessDatabase": false, "supportsLocalWriteForwarding": false,
		"supportsLogExportsToCloudwatch": true, "supportsParallelQuery": false, "supportsReadReplica": true,
		"validMajorTargets": later(version, false), "validMinorTargets": later(version, true),
		"validUpgradeTargets": append(later(version, true), later(version, false)...),
	}, nil
}

// later returns the versions after one, of the same or of later major versions.
func later(than string, minor bool) []any {
	list := []any{}
	for _, version := range versions() {
		if compareVersions(version, than) > 0 && (major(version) == major(than)) == minor {
			list = append(list, version)
		}
	}
	return list
}

// getOrderable returns an instance class that RDS offers for a version of PostgreSQL.
func getOrderable(c *model.Call) (model.Props, error) {
	version := c.New.String("engineVersion")
	if version == "" {
		version = defaultMajor
	}
	version = newest(c, version)
	classes := c.New.Strings("preferredInstanceClasses")
	if class := c.New.String("instanceClass"); class != "" {
		classes = []string{class}
	}
	at := slices.IndexFunc(classes, sold)
	if c.New.String("engine") != postgres || version == "" || at < 0 {
		return nil, model.Providerf("no RDS DB Instance Classes match the criteria and preferred classes: %v", classes)
	}
	out := c.New.Clone()
	out["id"], out["instanceClass"], out["engineVersion"], out["licenseModel"] = classes[at], classes[at], version, license
	return out, nil
}
