// Command stacks is the Pulumi program of every environment: `pulumi up -s production-100k` runs it.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend"
)

func main() {
	pulumi.Run(backend.Program)
}
