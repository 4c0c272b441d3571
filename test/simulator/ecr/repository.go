package ecr

import (
	"regexp"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const namePattern = `(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*`

var nameRE = regexp.MustCompile("^" + namePattern + "$")

func repository() *model.Type {
	return &model.Type{
		Token: Repository, Service: service, Noun: "ECR Repository", Modeled: true,
		Actions:  model.Actions{Read: "DescribeRepositories", Update: "PutImageTagMutability"},
		Name:     model.Name{Property: "name", Max: 256, Lower: true},
		ARN:      "arn:{partition}:ecr:{region}:{account}:repository/{name}",
		Links:    []string{"arn", "repositoryUrl"},
		Defaults: model.Props{"forceDelete": false, "imageTagMutability": "MUTABLE"},
		Computed: []string{"encryptionConfigurations"},
		Replaces: []model.Replace{{Rule: "EC3", Properties: []string{"name", "encryptionConfigurations"}}},
		Rules: []model.Rule{
			model.OneOf("imageTagMutability", "MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION",
				"MUTABLE_WITH_EXCLUSION"),
			{On: model.Check, Test: encryptionKinds},
			{ID: "EC2", On: model.Create, Test: named},
			{ID: "EC3", On: model.Create, Test: repositoryFree},
			{On: model.Create, Test: keyExists},
			{ID: "EC1", On: model.Delete, Test: repositoryEmpty},
		},
		Fill:    fillRepository,
		Deleted: removeRest,
	}
}

func encryptionKinds(c *model.Call) error {
	const property = "encryptionConfigurations"
	for _, e := range c.New.Objects(property) {
		if kind := e.String("encryptionType"); kind != "" && kind != "AES256" && kind != "KMS" {
			return model.Invalidf(property, "expected encryption_configuration.0.encryption_type to be one of [%q %q], got %s",
				"AES256", "KMS", kind)
		}
	}
	return nil
}

func named(c *model.Call) error {
	const minimum, maximum = 2, 256
	name := c.New.String("name")
	if !nameRE.MatchString(name) || len(name) < minimum || len(name) > maximum {
		return model.Errorf(invalid, "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy "+
			"regular expression '%s''", namePattern)
	}
	return nil
}

func repositoryFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(Repository, name) {
		return model.Errorf("RepositoryAlreadyExistsException", "The repository with name '%s' already exists in the "+
			"registry with id '%s'", name, account.ID)
	}
	return nil
}

func keyExists(c *model.Call) error {
	for _, e := range c.New.Objects("encryptionConfigurations") {
		key := e.String("kmsKey")
		if key != "" && !slices.ContainsFunc(c.List(kmsKey), func(r *account.Resource) bool {
			return r.ID == key || r.Properties["arn"] == key
		}) {
			return model.Errorf("KmsException", "The KMS key %s does not exist or is not enabled", key)
		}
	}
	return nil
}

// images returns the images of a repository.
func images(c *model.Call, name string) []*account.Resource {
	return slices.DeleteFunc(c.List(Image), func(r *account.Resource) bool {
		return r.Properties["repositoryName"] != name
	})
}

func repositoryEmpty(c *model.Call) error {
	if len(images(c, c.ID)) > 0 && !c.New.Bool("forceDelete") {
		return model.Errorf("RepositoryNotEmptyException", "The repository with name '%s' in registry with id '%s' cannot "+
			"be deleted because it still contains images", c.ID, account.ID)
	}
	return nil
}

// removeRest deletes the images and policies of a deleted repository.
func removeRest(c *model.Call) error {
	for _, image := range images(c, c.ID) {
		c.Delete(Image, image.ID)
	}
	for _, policy := range []string{RepositoryPolicy, LifecyclePolicy} {
		c.Delete(policy, c.ID)
	}
	return nil
}

func fillRepository(c *model.Call) error {
	c.State["registryId"] = account.ID
	c.State["repositoryUrl"] = c.Expand("{account}.dkr.ecr.{region}.amazonaws.com/{name}")
	if !c.State.Has("encryptionConfigurations") {
		c.State["encryptionConfigurations"] = []any{map[string]any{"encryptionType": "AES256", "kmsKey": ""}}
	}
	return nil
}
