package rehearsal

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// settle resolves the operations that were in flight when an engine was killed. Of a create only the account knows
// whether it happened. The engine itself would warn, and make the resource a second time.
func (r *Rehearsal) settle(ctx context.Context) error {
	state, err := r.state()
	if err != nil || len(state.PendingOperations) == 0 {
		return err
	}
	made, err := r.madeIDs(ctx)
	if err != nil {
		return err
	}
	r.options.say("an earlier run was killed with %d operations in flight; asking the account what became of them",
		len(state.PendingOperations))
	var touched []string
	err = r.editState(ctx, func(d *apitype.DeploymentV3) { touched = settlePending(d, made) })
	if err == nil && len(touched) > 0 {
		_, err = r.stack.Refresh(ctx, optrefresh.Target(touched))
	}
	if err != nil {
		return errors.New(r.command.complaint(err))
	}
	return nil
}

// settlePending takes the pending operations out of a state, and puts into it what pending creates made. It returns
// the resources whose real state must be read.
func settlePending(d *apitype.DeploymentV3, made map[string][]string) (touched []string) {
	for _, op := range d.PendingOperations {
		urn := string(op.Resource.URN)
		if op.Type != apitype.OperationTypeCreating || adopt(d, op.Resource, made[urn]) {
			touched = append(touched, urn)
		}
	}
	d.PendingOperations = nil
	return touched
}

// adopt puts a created resource into the state, under the first ID that the state does not know. A live resource of
// the same URN is the one that it was to replace: it is marked for deletion, as the engine does.
func adopt(d *apitype.DeploymentV3, created apitype.ResourceV3, ids []string) bool {
	known := map[string]bool{}
	for _, res := range d.Resources {
		if res.URN == created.URN {
			known[string(res.ID)] = true
		}
	}
	for _, id := range ids {
		if known[id] {
			continue
		}
		for i := range d.Resources {
			d.Resources[i].Delete = d.Resources[i].Delete || d.Resources[i].URN == created.URN
		}
		created.ID = resource.ID(id)
		d.Resources = append(d.Resources, created)
		return true
	}
	return false
}

// madeIDs are the IDs of the resources in the account, by URN.
func (r *Rehearsal) madeIDs(ctx context.Context) (map[string][]string, error) {
	resources, err := r.resources(ctx)
	made := map[string][]string{}
	for _, res := range resources {
		made[res.URN] = append(made[res.URN], res.ID)
	}
	return made, err
}

func (r *Rehearsal) editState(ctx context.Context, edit func(*apitype.DeploymentV3)) error {
	exported, err := r.stack.Export(ctx)
	if err != nil {
		return err
	}
	var d apitype.DeploymentV3
	if err := json.Unmarshal(exported.Deployment, &d); err != nil {
		return err
	}
	edit(&d)
	if exported.Deployment, err = json.Marshal(d); err != nil {
		return err
	}
	return r.stack.Import(ctx, exported)
}
