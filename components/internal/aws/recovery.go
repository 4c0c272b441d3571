package aws

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// AWS deletes a key or a secret only after a waiting period, in days, during which the deletion can be canceled.
const (
	maxRecovery = 30
	minRecovery = 7
)

// Recovery is a rule for how long a deleted key or secret can be recovered.
type Recovery int

const (
	// Standard is 30 days, and 7 days when the component allows a destroy.
	Standard Recovery = iota
	// Long is 30 days in any case.
	Long
	// Discard is 30 days for a secret, and no recovery when the component allows a destroy.
	Discard
	// Never deletes a secret at once.
	Never
	// Unset leaves the number to AWS: 30 days.
	Unset
)

// days is nil where the number is left to AWS.
func (r Recovery) days(b component.Base) pulumi.IntPtrInput {
	switch {
	case r == Unset:
		return nil
	case r == Never, r == Discard && b.AllowDestroy:
		return pulumi.Int(0)
	case r == Standard && b.AllowDestroy:
		return pulumi.Int(minRecovery)
	default:
		return pulumi.Int(maxRecovery)
	}
}
