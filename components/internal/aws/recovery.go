package aws

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// AWS deletes a key or a secret only after a waiting period, in days, during which the deletion can be canceled. What a
// final snapshot or a backup needs is then still there: without its key, neither can be read.
const (
	maxRecovery = 30 // AWS's maximum
	minRecovery = 7  // AWS's minimum
)

// recoveryDays is for how long every deleted key and secret can be recovered: 30 days, and 7 days when the component
// allows a destroy.
func recoveryDays(b component.Base) pulumi.Int {
	if b.AllowDestroy {
		return minRecovery
	}
	return maxRecovery
}
