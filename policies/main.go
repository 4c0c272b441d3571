// Command policies serves the Tenfold policy pack to the Pulumi engine. Run it through
// `pulumi up --policy-pack policies`, or build it and name the binary instead of the directory.
package main

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

func main() {
	if err := policyx.Main(pack.New); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
