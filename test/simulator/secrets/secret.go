package secrets

import (
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// defaultWindow is the default number of days in which a deleted secret can be recovered.
const defaultWindow = 30

func secret() *model.Type {
	return &model.Type{
		Token: Secret, Service: manager, Noun: "Secrets Manager Secret", Modeled: true,
		Actions: model.Actions{Read: "DescribeSecret", Update: "UpdateSecret"},
		Name:    model.Name{Property: "name", Prefix: "namePrefix", Max: 512},
		NewID: func(c *model.Call) string {
			return c.Expand("arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-") + model.Hex(6)
		},
		Links: []string{"arn", "name", "kmsKeyId"},
		Defaults: model.Props{
			"recoveryWindowInDays": float64(defaultWindow), "forceOverwriteReplicaSecret": false, "description": "",
		},
		Computed: []string{"replicas"},
		Normal:   map[string]func(string) string{"policy": model.PolicyText},
		Replaces: []model.Replace{{Rule: "K12", Properties: []string{"name", "namePrefix"}}},
		Rules: []model.Rule{
			{ID: "K10", On: model.Check, Test: recovery},
			model.Length("name", 1, 512).As("K12"),
			model.Matches("name", `^[0-9A-Za-z_/+=.@-]+$`, `invalid value for name (must contain only alphanumeric `+
				`characters and /_+=.@-)`).As("K12"),
			model.Conflicts("name", "namePrefix"),
			model.JSON("policy"),
			{ID: "K11", On: model.Create, Test: notScheduled},
			model.Unique("name", "ResourceExistsException",
				"The operation failed because the secret %s already exists.").As("K12"),
			{ID: "K13", On: model.Write, Test: principals},
			{ID: "K3", On: model.Write, Test: keyUsable},
		},
		Fill: func(c *model.Call) error {
			c.State["arn"] = c.ID
			return nil
		},
		Deleted: schedule,
	}
}

func recovery(c *model.Call) error {
	const property, minimum, maximum = "recoveryWindowInDays", 7, 30
	n := c.New.Int(property)
	if !c.New.Known(property) || n == 0 || n >= minimum && n <= maximum {
		return nil
	}
	return model.Invalidf(property, "expected recovery_window_in_days to be in the range (%d - %d), got %d", minimum,
		maximum, n)
}

func notScheduled(c *model.Call) error {
	if c.HasTombstone(Secret, c.New.String("name")) {
		return model.Errorf("InvalidRequestException", "You can't create this secret because a secret with this name is "+
			"already scheduled for deletion.")
	}
	return nil
}

func principals(c *model.Call) error {
	if c.MissingPrincipal(model.Document(c.New.Get("policy"))) != "" {
		return model.Errorf("MalformedPolicyDocumentException", "This resource policy contains an unsupported principal")
	}
	return nil
}

func keyUsable(c *model.Call) error {
	ref := c.New.String("kmsKeyId")
	id := ref[lastSlash(ref):]
	if c.HasTombstone("aws:kms/key:Key", id) {
		return model.Errorf("KMSInvalidStateException", "arn:%s:kms:%s:%s:key/%s is pending deletion.",
			c.Partition(), c.Region, account.ID, id)
	}
	return nil
}

// schedule keeps the name of a deleted secret for its recovery window. Without a window, the name is free at once.
func schedule(c *model.Call) error {
	if days := c.State.Int("recoveryWindowInDays"); days > 0 {
		c.Tombstone(Secret, c.State.String("name"), time.Now().AddDate(0, 0, days))
	}
	return nil
}
