package rehearsal

import "fmt"

// guards are the properties by which AWS's resources refuse to be deleted.
var guards = []string{"deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection"}

// Protected lists the resources that a Destroy would be refused for, in the order of the state: those that Pulumi
// protects, and those whose deletion protection is on in AWS. Destroy itself finds out only when it gets to them, with
// half of the environment gone.
func (r *Rehearsal) Protected() ([]string, error) {
	state, err := r.state()
	if err != nil {
		return nil, err
	}
	var list []string
	for _, res := range state.Resources {
		what := ""
		if res.Protect {
			what = "protect"
		}
		for _, guard := range guards {
			if res.Inputs[guard] == true {
				what = guard
			}
		}
		if what != "" {
			list = append(list, fmt.Sprintf("%s %q (%s)", res.Type, res.URN.Name(), what))
		}
	}
	return list, nil
}
