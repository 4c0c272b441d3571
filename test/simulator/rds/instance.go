package rds

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func instance() *model.Type {
	return &model.Type{
		Token: Instance, Service: service, Noun: "RDS DB Instance", Actions: actions("DBInstance"),
		Name:  model.Name{Property: "identifier", Prefix: "identifierPrefix", Max: maxIdentifier, Lower: true},
		NewID: func(*model.Call) string { return "db-" + strings.ToUpper(model.Hex(26)) },
		Links: []string{
			"identifier", "arn", "dbSubnetGroupName", "parameterGroupName", "optionGroupName", "replicateSourceDb",
			"kmsKeyId", "monitoringRoleArn",
		},
		Interfaces: model.Interfaces{Groups: "vpcSecurityGroupIds"}, // its subnet group names the subnets
		Defaults: model.Props{
			"autoMinorVersionUpgrade": true, "copyTagsToSnapshot": false, "customerOwnedIpEnabled": false,
			"dedicatedLogVolume": false, "deleteAutomatedBackups": true, "deletionProtection": false,
			"iamDatabaseAuthenticationEnabled": false, "maxAllocatedStorage": 0.0, "monitoringInterval": 0.0,
			"performanceInsightsEnabled": false, "publiclyAccessible": false, "skipFinalSnapshot": false,
			"storageEncrypted": false,
		},
		Computed: []string{"vpcSecurityGroupIds"},
		Replaces: []model.Replace{{Rule: "R28", Properties: []string{
			"engine", "dbName", "name", "username", "availabilityZone", "kmsKeyId", "storageEncrypted", "characterSetName",
			"snapshotIdentifier", "restoreToPointInTime", "s3Import", "timezone", "ncharCharacterSetName",
			"customIamInstanceProfile", "backupTarget", "identifierPrefix",
		}}},
		Plan:    planInstance,
		Rules:   slices.Concat(instanceChecks(), instanceRules(), deleteRules()),
		Fill:    fillInstance,
		Deleted: instanceDeleted,
		Import:  importInstance(),
	}
}

// instanceChecks are the provider's checks in a preview.
func instanceChecks() []model.Rule {
	return slices.Concat(identifierRules(), snapshotNameRules(), []model.Rule{
		model.Conflicts("manageMasterUserPassword", "password").As("R6"),
		model.Conflicts("dbName", "replicateSourceDb").As("R9"),
		model.Conflicts("username", "replicateSourceDb").As("R9"),
		model.Conflicts("snapshotIdentifier", "replicateSourceDb").As("R9"),
		model.Conflicts("characterSetName", "replicateSourceDb").As("R9"),
		model.Conflicts("restoreToPointInTime", "replicateSourceDb", "snapshotIdentifier", "s3Import").As("R9"),
		model.OneOf("storageType", "standard", "gp2", "gp3", "io1", "io2").As("R51"),
		model.Between("backupRetentionPeriod", 0, 35).As("R47"),
		model.Matches("backupWindow", backupWindowPattern,
			`%[1]q must satisfy the format of "hh24:mi-hh24:mi".`).As("R48"),
		model.Matches("maintenanceWindow", maintenanceWindowPattern,
			`%[1]q must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi". See the AWS documentation for valid formats.`).As("R48"),
		model.OneOfInts("monitoringInterval", 0, 1, 5, 10, 15, 30, 60).As("R42"),
		model.OneOf("networkType", "IPV4", "DUAL"),
		model.OneOf("databaseInsightsMode", "standard", "advanced"),
		model.OneOf("engineLifecycleSupport", "open-source-rds-extended-support",
			"open-source-rds-extended-support-disabled"),
		model.OneOf("replicaMode", "open-read-only", "mounted"),
		{ID: "R52", On: model.Check, Test: knownLogs},
		model.ARN("kmsKeyId").As("R49"),
		model.ARN("performanceInsightsKmsKeyId").As("R49"),
		model.ARN("monitoringRoleArn").As("R49"),
	})
}

// instanceRules are the API's rules for creates and updates of an instance.
func instanceRules() []model.Rule {
	return []model.Rule{
		{ID: "R1", On: model.Write, Test: identifierFits},
		{ID: "R2", On: model.Write, Test: identifierFree},
		model.Limit("databaseInstances", 40, "InstanceQuotaExceeded", "DB Instance quota exceeded").As("R56"),
		{ID: "R15, R16", On: model.Update, Test: sameSource},
		{ID: "R8", On: model.Create, Test: sourceReady},
		{ID: "R8", On: model.Create, Test: snapshotExists},
		{ID: "R57", On: model.Create, Test: sourceUnmanaged},
		{ID: "R18", On: model.Create, Test: replicaCount},
		{ID: "R13", On: model.Write, Test: replicaBackups},
		{ID: "R10", On: model.Write, Test: replicaPassword},
		{On: model.Create, Test: required},
		{ID: "R3", On: model.Create, Test: credentials},
		{ID: "R5", On: model.Create, Test: username},
		{ID: "R4", On: model.Write, Test: password},
		{ID: "R7", On: model.Write, Test: secretKey},
		{On: model.Create, Test: databaseName},
		{ID: "R31, R64", On: model.Update, Test: noDowngrade},
		{ID: "R50, R58", On: model.Write, Test: versionExists},
		{ID: "R32", On: model.Update, Test: majorAllowed},
		{ID: "R62", On: model.Update, Test: replicasUpgraded},
		{ID: "R50", On: model.Write, Test: orderable},
		{ID: "R33", On: model.Write, Test: family},
		{On: model.Write, Test: optionGroupExists},
		{ID: "R22, R12", On: model.Write, Test: storageSize},
		{ID: "R30", On: model.Update, Test: noShrink},
		{ID: "R19", On: model.Write, Test: smallGP3},
		{ID: "R20, R59", On: model.Write, Test: largeGP3},
		{ID: "R21", On: model.Write, Test: provisioned},
		{ID: "R23", On: model.Write, Test: storageCeiling},
		{ID: "R56", On: model.Write, Test: storageQuota},
		{ID: "R11", On: model.Create, Test: ownSubnetGroup},
		{On: model.Write, Test: subnetGroupExists},
		{ID: "R46", On: model.Write, Test: oneZone},
		{On: model.Create, Test: zoneCovered},
		{ID: "R53", On: model.Write, Test: groupsInVPC},
		{ID: "R42", On: model.Write, Test: monitoringRole},
		{ID: "R43", On: model.Write, Test: monitoringTrust},
		{ID: "R44", On: model.Write, Test: insights},
		{ID: "R47", On: model.Write, Test: windowsApart},
		{ID: "R49", On: model.Write, Test: keyGoesWithEncryption},
		{ID: "R49", On: model.Write, Test: keysUsable},
		{ID: "R52", On: model.Write, Test: postgresLogs},
		{ID: "R29, R65", On: model.Update, Test: queue},
	}
}

// planInstance ignores that an autoscaled volume is larger than the program's size.
func planInstance(c *model.Call, d *model.Diff) error {
	if grownBeyond(c) {
		d.Changed = slices.DeleteFunc(d.Changed, func(name string) bool { return name == "allocatedStorage" })
	}
	return nil
}

// grownBeyond reports whether the volume has autoscaled beyond the program's size.
func grownBeyond(c *model.Call) bool {
	return c.Old != nil && c.New.Int("maxAllocatedStorage") > 0 && c.New.Has("allocatedStorage") &&
		c.Old.Int("allocatedStorage") > c.New.Int("allocatedStorage")
}
