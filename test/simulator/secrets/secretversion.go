package secrets

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// maxBytes is the maximum size of a secret's value.
const maxBytes = 65536

func version() *model.Type {
	return &model.Type{
		Token: Version, Service: manager, Noun: "Secrets Manager Secret Version", Modeled: true,
		Actions: model.Actions{
			Create: "PutSecretValue", Read: "GetSecretValue", Update: "UpdateSecretVersionStage",
			Delete: "UpdateSecretVersionStage",
		},
		NewID: func(c *model.Call) string {
			c.State["versionId"] = model.UUID()
			return c.New.String("secretId") + "|" + c.State.String("versionId")
		},
		Links:    []string{"secretId", "arn"},
		Computed: []string{"versionStages"},
		Replaces: []model.Replace{{Rule: "K15", Properties: []string{"secretId", "secretString", "secretBinary"}}},
		Rules: []model.Rule{
			model.Conflicts("secretString", "secretBinary").As("K15"),
			model.Length("secretString", 0, maxBytes).As("K15"),
			secretExists,
		},
		Fill: fillVersion,
	}
}

// fillVersion makes a new version the current one, and its predecessor the previous one.
func fillVersion(c *model.Call) error {
	arn := secretOf(c, c.State.String("secretId")).ID
	c.State["arn"] = arn
	if c.Op != model.Create {
		return nil
	}
	c.State.Default("versionStages", []any{current})
	for _, r := range c.Find(Version, "arn", arn) {
		if p := r.Properties; isCurrent(c.State) && isCurrent(p) {
			p["versionStages"] = []any{"AWSPREVIOUS"}
			c.Put(r)
		}
	}
	return nil
}

func isCurrent(p model.Props) bool { return slices.Contains(p.Strings("versionStages"), current) }

func rotationDays(c *model.Call) error {
	const path, maximum = "rotationRules.automaticallyAfterDays", 1000
	if n := c.New.Int(path); c.New.Known(path) && (n < 1 || n > maximum) {
		return model.Errorf("InvalidParameterException", "RotationRules.AutomaticallyAfterDays must be within 1-%d.",
			maximum)
	}
	return nil
}

func getSecret(c *model.Call) (model.Props, error) {
	ref := c.New.String("arn") + c.New.String("name")
	r := secretOf(c, ref)
	if r == nil {
		return nil, model.Providerf("reading Secrets Manager Secret (%s): couldn't find resource", ref)
	}
	p := r.Properties
	created := r.Created.UTC().Format("2006-01-02T15:04:05Z07:00")
	return model.Props{
		"id": r.ID, "arn": r.ID, "name": p["name"], "description": p.String("description"), "policy": p.String("policy"),
		"kmsKeyId": p.String("kmsKeyId"), "createdDate": created, "lastChangedDate": created, "tags": tags(p),
	}, nil
}

func tags(p model.Props) any {
	if all, ok := p["tagsAll"].(map[string]any); ok {
		return all
	}
	return map[string]any{}
}

func getSecretVersion(c *model.Call) (model.Props, error) {
	ref, stage := c.New.String("secretId"), c.New.String("versionStage")
	if stage == "" {
		stage = current
	}
	secret := secretOf(c, ref)
	if secret == nil {
		return nil, model.Providerf("reading Secrets Manager Secret Versions Data Source (%s): %w", ref,
			model.Errorf(notFound, missingText))
	}
	wanted := func(r *account.Resource) bool {
		p := r.Properties
		if id := c.New.String("versionId"); id != "" {
			return p.String("versionId") == id
		}
		return slices.Contains(p.Strings("versionStages"), stage)
	}
	all := c.Find(Version, "arn", secret.ID)
	at := slices.IndexFunc(all, wanted)
	if at < 0 {
		return nil, model.Providerf("reading Secrets Manager Secret Versions Data Source (%s): %w", ref,
			model.Errorf(notFound, "Secrets Manager can't find the specified secret value for staging label: %s", stage))
	}
	p := all[at].Properties
	return model.Props{
		"id": all[at].ID, "arn": secret.ID, "secretId": ref, "versionId": p["versionId"], "versionStage": stage,
		"versionStages": p["versionStages"], "secretString": p.String("secretString"),
		"secretBinary": p.String("secretBinary"),
		"createdDate":  all[at].Created.UTC().Format("2006-01-02T15:04:05Z07:00"),
	}, nil
}

func lastSlash(ref string) int { return strings.LastIndex(ref, "/") + 1 }
