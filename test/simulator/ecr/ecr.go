// Package ecr is ECR in the simulated account: repositories and their policies. Images cannot be pushed: seed an
// aws:ecr/image:Image with the repository's repositoryName.
package ecr

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// Tokens of the resource types, and of the images that stand in repositories.
const (
	Repository       = "aws:ecr/repository:Repository"
	RepositoryPolicy = "aws:ecr/repositoryPolicy:RepositoryPolicy"
	LifecyclePolicy  = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
	Image            = "aws:ecr/image:Image"

	kmsKey = "aws:kms/key:Key"
)

const (
	service = "ECR"
	invalid = "InvalidParameterException"
)

// Types are the resource types of the package.
func Types() []*model.Type { return []*model.Type{repository(), repositoryPolicy(), lifecyclePolicy()} }

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{{Token: "aws:ecr/getRepository:getRepository", Run: getRepository}}
}
