package mq

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/facts"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func engineFits(c *model.Call) error {
	engine, version := c.State.String("engineType"), c.State.String("engineVersion")
	if list := offered(c, engine); version != c.Old.String("engineVersion") && !slices.Contains(list, version) {
		return bad("Broker engine version [%s] is invalid for broker engine type [%s]. Valid values: [%s]", version,
			strings.ToUpper(engine), strings.Join(list, ", "))
	}
	if managedPatches(engine, version) && !c.State.Bool("autoMinorVersionUpgrade") {
		return bad("AutoMinorVersionUpgrade must be true for %s broker engine version [%s].", engine, version)
	}
	if engine == rabbitMQ && (c.State.String("authenticationStrategy") == "ldap" || c.State.Has("ldapServerMetadata")) {
		return bad("LDAP is not supported for engine type [%s].", engine)
	}
	return nil
}

// upgradable rejects an earlier version, and a RabbitMQ version that is not the next one: from 3.13 to 4.2, and from 4.2 to
// 4.3. Source: Amazon MQ developer guide, "Upgrading from RabbitMQ 3 to 4" and "RabbitMQ 4.3".
func upgradable(c *model.Call) error {
	engine, was, is := c.State.String("engineType"), c.Old.String("engineVersion"), c.State.String("engineVersion")
	newestFirst := versions[engine]
	steps := slices.Index(newestFirst, was) - slices.Index(newestFirst, is)
	if steps < 0 || steps > 1 && engine == rabbitMQ && strings.HasPrefix(is, "4.") {
		return bad("Broker engine version [%s] cannot be changed to [%s].", was, is)
	}
	return nil
}

// managedPatches reports whether AWS chooses the patch of a version, which requires autoMinorVersionUpgrade. Source:
// AWS::AmazonMQ::Broker, AutoMinorVersionUpgrade.
func managedPatches(engine, version string) bool {
	first := map[string][2]int{rabbitMQ: {3, 13}, activeMQ: {5, 18}}[engine]
	parts := strings.Split(version, ".")
	major, _ := strconv.Atoi(parts[0])
	minor, _ := strconv.Atoi(parts[1])
	return major > first[0] || major == first[0] && minor >= first[1]
}

// onlyActiveMQ are instance families that do not support RabbitMQ, onlyOfFour those that only support RabbitMQ 4.
var (
	onlyActiveMQ = []string{"mq.t2.", "mq.m4."}
	onlyOfFour   = []string{"mq.m7g."}
)

// instanceFits requires an instance type that can be ordered for the engine and version, and that is large enough for a
// cluster.
func instanceFits(c *model.Call) error {
	engine, kind := c.State.String("engineType"), c.State.String("hostInstanceType")
	rabbit := engine == rabbitMQ
	switch {
	case !slices.Contains(facts.Orderable("mq_instance_types"), kind), rabbit && inFamily(kind, onlyActiveMQ):
		return bad("Broker host instance type [%s] is invalid for engine type [%s].", kind, engine)
	case rabbit && isFour(c.State) && !inFamily(kind, onlyOfFour):
		return bad("Broker host instance type [%s] is not supported for RabbitMQ 4.", kind)
	case modeOf(c.State) == cluster && strings.HasSuffix(kind, ".micro"):
		return bad("Broker host instance type [%s] is not supported for deployment mode [%s].", kind, cluster)
	}
	return nil
}

// storageFits requires a storage type that the engine supports on the instance type.
func storageFits(c *model.Call) error {
	kind, engine := c.State.String("hostInstanceType"), c.State.String("engineType")
	switch storage := c.State.String("storageType"); {
	case engine == rabbitMQ && storage == "efs":
		return bad("Storage type [efs] is not supported for engine type [%s].", engine)
	case engine == activeMQ && storage == "ebs" && !strings.HasPrefix(kind, "mq.m5."):
		return bad("Storage type [ebs] is not supported for host instance type [%s].", kind)
	}
	return nil
}

func inFamily(kind string, families []string) bool {
	return slices.ContainsFunc(families, func(family string) bool { return strings.HasPrefix(kind, family) })
}

func isFour(broker model.Props) bool { return strings.HasPrefix(broker.String("engineVersion"), "4.") }

func modeOf(p model.Props) string {
	if mode := p.String("deploymentMode"); mode != "" {
		return mode
	}
	return single
}

// placeGiven requires both subnets and security groups, because the account has no default VPC. A public RabbitMQ
// broker is in no VPC.
func placeGiven(c *model.Call) error {
	subnets, groups := c.New.Has("subnetIds"), c.New.Has("securityGroups")
	switch {
	case subnets && groups:
		return nil
	case subnets || groups:
		return bad("Subnets and security groups must belong to the default VPC when only one is provided.")
	case c.New.String("engineType") == rabbitMQ && c.New.Bool("publiclyAccessible"):
		return nil
	default:
		return bad("Default VPC not found")
	}
}

// modeFits requires a deployment mode of the engine.
func modeFits(c *model.Call) error {
	mode, engine := modeOf(c.New), c.New.String("engineType")
	if mode == standby && engine == rabbitMQ || mode == cluster && engine == activeMQ {
		return bad("Deployment mode [%s] is not supported for engine type [%s].", mode, engine)
	}
	return nil
}

// subnetsFit requires the number of subnets and zones that the deployment mode needs. A public broker may have none.
func subnetsFit(c *model.Call) error {
	zones, ids := map[string]bool{}, c.New.Strings("subnetIds")
	for _, id := range ids {
		p := c.Props(subnetType, id)
		if p == nil {
			return bad("Subnet [%s] does not exist.", id)
		}
		zones[p.String("availabilityZone")] = true
	}
	if len(ids) == 0 {
		return nil
	}
	apart := len(zones) == len(ids)
	switch mode := modeOf(c.New); {
	case mode == single && len(ids) != 1:
		return bad("Specify only one subnet for the [%s] deployment mode.", single)
	case mode == standby && !(apart && len(ids) == 2):
		return bad("Specify two subnets in different Availability Zones for the [%s] deployment mode.", standby)
	case mode == cluster && !(apart && len(ids) > 1):
		return bad("Specify subnets in at least two different Availability Zones for the [%s] deployment mode.", cluster)
	}
	return nil
}

func groupsFit(c *model.Call) error {
	vpc := ""
	for _, id := range c.State.Strings("subnetIds") {
		vpc = c.Props(subnetType, id).String("vpcId")
	}
	for _, id := range c.State.Strings("securityGroups") {
		p := c.Props(groupType, id)
		if p == nil {
			return bad("Security group [%s] does not exist.", id)
		}
		if p.String("vpcId") != vpc {
			return bad("Security group [%s] does not belong to the VPC of the subnets.", id)
		}
	}
	return nil
}

// configurationFits requires an existing configuration and revision, for the broker's engine.
func configurationFits(c *model.Call) error {
	if !c.Changed("configuration") || !c.New.Has("configuration.id") {
		return nil
	}
	id := c.New.String("configuration.id")
	p := c.Props(Configuration, id)
	switch {
	case p == nil:
		return &model.APIError{
			Status: 404, Code: "NotFoundException",
			Message: "Can't find requested configuration [" + id + "]. Make sure your configuration exists.",
		}
	case p.String("engineType") != c.State.String("engineType"):
		return bad("Configuration [%s] is for engine type [%s].", id, p.String("engineType"))
	case c.New.Int("configuration.revision") > p.Int("latestRevision"):
		return bad("Configuration [%s] has no revision [%d].", id, c.New.Int("configuration.revision"))
	}
	return nil
}

// keyFits requires that a named key exists and that useAwsOwnedKey is false.
func keyFits(c *model.Call) error {
	ref := c.New.String("encryptionOptions.kmsKeyId")
	if ref == "" {
		return nil
	}
	if owned, said := c.New.Get("encryptionOptions.useAwsOwnedKey").(bool); owned || !said {
		return bad("A KMS key cannot be specified when UseAwsOwnedKey is true.")
	}
	if !c.Exists(keyType, ref[strings.LastIndex(ref, "/")+1:]) {
		return bad("KMS key [%s] does not exist.", ref)
	}
	return nil
}
