package rds

import (
	"fmt"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	license     = "postgresql-license"
	defaultPort = 5432
	// endpointDomain is the common part of all endpoints of an account in a region.
	endpointDomain = "c8xq2mzk4wfd"
)

func fillInstance(c *model.Call) error {
	inherit(c)
	fillEngine(c)
	fillStorage(c)
	fillPlacement(c)
	fillSettings(c)
	fillEncryption(c)
	fillAddress(c)
	follow(c)
	keepSecret(c)
	exportLogs(c)
	return nil
}

// fillEngine also does what the provider does to the version that it reads: a major version stays as the program wrote
// it, and so does a version that waits for the maintenance window. Source: terraform-provider-aws,
// compareActualEngineVersion in internal/service/rds/engine_version.go.
func fillEngine(c *model.Call) {
	actual := versionFor(c)
	if waits(c, "engineVersion") {
		actual = c.Old.String("engineVersionActual")
	} else if !names(c.State.String("engineVersion"), actual) {
		c.State["engineVersion"] = actual
	}
	c.State["engineVersionActual"] = actual
	c.State.Default("engine", postgres)
	c.State.Default("licenseModel", license)
	group := c.State.String("parameterGroupName")
	if group == "" || strings.HasPrefix(group, defaultGroup) {
		c.State["parameterGroupName"] = defaultGroup + postgres + major(actual)
	}
	options := c.State.String("optionGroupName")
	if options == "" || strings.HasPrefix(options, "default:") {
		c.State["optionGroupName"] = "default:" + postgres + "-" + major(actual)
	}
}

// fillSettings sets the API's defaults of settings that the schema requires in the output.
func fillSettings(c *model.Call) {
	for name, value := range (model.Props{
		"port": float64(defaultPort), "backupWindow": "03:00-03:30", "maintenanceWindow": "sun:05:00-sun:05:30",
		"caCertIdentifier": "rds-ca-rsa2048-g1", "networkType": "IPV4", "databaseInsightsMode": "standard",
		"engineLifecycleSupport": "open-source-rds-extended-support", "backupTarget": "region", "status": "available",
		"replicas": []any{}, "masterUserSecrets": []any{},
	}) {
		c.State.Default(name, value)
	}
	if c.State.Bool("performanceInsightsEnabled") {
		const week = 7
		if c.State.Int("performanceInsightsRetentionPeriod") == 0 {
			c.State["performanceInsightsRetentionPeriod"] = float64(week)
		}
		if !c.State.Has("performanceInsightsKmsKeyId") {
			c.State["performanceInsightsKmsKeyId"] = model.AWSKey(c, "rds")
		}
	} else {
		c.State["performanceInsightsRetentionPeriod"] = 0.0
	}
	c.State["latestRestorableTime"] = ""
	if c.State.Int("backupRetentionPeriod") > 0 {
		c.State["latestRestorableTime"] = time.Now().UTC().Format(time.RFC3339)
	}
}

func fillEncryption(c *model.Call) {
	if c.State.Bool("storageEncrypted") && !c.State.Has("kmsKeyId") {
		c.State["kmsKeyId"] = model.AWSKey(c, "rds")
	}
}

// zones are the hosted zones of RDS endpoints, where they are known.
var zones = map[string]string{
	"us-east-1": "Z2R2ITUGPM61AM", "us-west-2": "Z1PVIF0B656C1W", "eu-west-1": "Z29XKXDKYMONMX",
}

func fillAddress(c *model.Call) {
	name := c.State.String("identifier")
	c.State["resourceId"] = c.ID
	c.State["arn"] = arn(c, "db", name)
	c.State["hostedZoneId"] = zones[c.Region]
	c.State["address"] = name + "." + endpointDomain + "." + c.Region + ".rds.amazonaws.com"
	c.State["endpoint"] = fmt.Sprintf("%s:%d", c.State.String("address"), c.State.Int("port"))
}
