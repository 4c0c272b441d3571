package ecr

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func getRepository(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	p := c.Props(Repository, name)
	if p == nil {
		return nil, model.Providerf("reading ECR Repository (%s): couldn't find resource", name)
	}
	return model.Props{
		"id": name, "name": name, "arn": p["arn"], "registryId": p["registryId"], "repositoryUrl": p["repositoryUrl"],
		"encryptionConfigurations": p["encryptionConfigurations"], "imageTagMutability": p["imageTagMutability"],
		"imageScanningConfigurations": scanning(p), "mostRecentImageTags": []any{}, "tags": p["tagsAll"],
	}, nil
}

func scanning(p model.Props) []any {
	return []any{map[string]any{"scanOnPush": p.Bool("imageScanningConfiguration.scanOnPush")}}
}
