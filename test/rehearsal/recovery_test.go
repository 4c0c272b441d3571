package rehearsal

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// slow keeps the create of the first subnet in flight after the account has made it.
var slow = account.Fault{
	Action: "create", Type: subnetType, Name: "main-0", Nth: 1, Effect: account.Slow, Delay: 2 * time.Second,
}

// whenHeld runs fn once the account holds n resources.
func whenHeld(t *testing.T, r *Rehearsal, n int, fn func()) {
	t.Helper()
	go func() {
		for len(held(t, r)) < n {
			time.Sleep(20 * time.Millisecond)
		}
		fn()
	}()
}

// killEngine kills the engine once the account holds n resources.
func killEngine(t *testing.T, r *Rehearsal, n int) {
	t.Helper()
	whenHeld(t, r, n, func() {
		locks, err := r.locks()
		if err == nil && len(locks) == 1 {
			err = syscall.Kill(locks[0].PID, syscall.SIGKILL)
		}
		if err != nil || len(locks) != 1 {
			t.Errorf("killing the engine: %v, %d locks", err, len(locks))
		}
	})
}

func TestAnInterruptedUpGoesOn(t *testing.T) {
	r := open(t, network)
	inject(t, r, slow)
	ctx, interrupt := context.WithCancel(t.Context())
	whenHeld(t, r, 3, interrupt)
	_, err := r.Up(ctx)
	var failure *Error
	require.ErrorAs(t, err, &failure)
	require.True(t, failure.Interrupted)
	require.ErrorContains(t, err, `up of "dev" was interrupted`)
	require.Equal(t, []string{vpcType, subnetType, subnetType}, held(t, r))

	result, err := r.Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Same: 4}, result.Counts, "the engine waited for what was in flight")
	require.Equal(t, []string{vpcType, subnetType, subnetType}, held(t, r))
}

func TestAKilledEngineLeavesNothingBehind(t *testing.T) {
	r := open(t, network)
	inject(t, r, slow)
	killEngine(t, r, 3)
	_, err := r.Up(t.Context())
	require.Error(t, err)
	state, err := r.state()
	require.NoError(t, err)
	require.NotEmpty(t, state.PendingOperations)
	locks, err := r.locks()
	require.NoError(t, err)
	require.Len(t, locks, 1)

	_, err = r.Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{vpcType, subnetType, subnetType}, held(t, r), "the subnet was not made a second time")
	state, err = r.state()
	require.NoError(t, err)
	require.Empty(t, state.PendingOperations)
	again, err := r.Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Same: 4}, again.Counts)
	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, held(t, r))
}

func TestAKilledReplacementGoesOn(t *testing.T) {
	r := open(t, network)
	_, err := r.Up(t.Context())
	require.NoError(t, err)
	inject(t, r, account.Fault{Action: "create", Type: vpcType, Effect: account.Slow, Delay: 2 * time.Second})
	o := r.options
	o.Config = map[string]string{"aws:region": "us-east-1", "range": "10.9.0.0/16", "net": "9"}
	r = reopen(t, o)
	killEngine(t, r, 4)
	_, err = r.Up(t.Context())
	require.Error(t, err)
	inAccount(t, r, func(ctx context.Context, a *account.Account) { require.NoError(t, a.ClearFaults(ctx)) })
	require.Equal(t, []string{vpcType, subnetType, subnetType, vpcType}, held(t, r))

	result, err := r.Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, result.Counts.Replace, "the subnets; the VPC is there already")
	require.Equal(t, []string{vpcType, subnetType, subnetType}, held(t, r))
	again, err := r.Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Same: 4}, again.Counts)
}

func TestAProviderThatDiesIsStartedAgain(t *testing.T) {
	r := open(t, network)
	// Nothing else is under way with the first resource: an answer that dies with the provider would leave a second one
	// in the account, of which the engine knows nothing, as in AWS.
	inject(t, r, account.Fault{Action: "create", Type: vpcType, Name: "main", Nth: 1, Effect: account.Kill})
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, `aws:ec2/vpc:Vpc "main": `)
	_, err = r.Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{vpcType, subnetType, subnetType}, held(t, r))
}

func TestSettlePending(t *testing.T) {
	op := func(urn string, typ apitype.OperationType) apitype.OperationV2 {
		return apitype.OperationV2{Resource: apitype.ResourceV3{URN: resource.URN(urn)}, Type: typ}
	}
	d := &apitype.DeploymentV3{
		Resources: []apitype.ResourceV3{{URN: "replaced", ID: "old"}, {URN: "deleted", ID: "d"}},
		PendingOperations: []apitype.OperationV2{
			op("new", apitype.OperationTypeCreating), op("never", apitype.OperationTypeCreating),
			op("replaced", apitype.OperationTypeCreating), op("deleted", apitype.OperationTypeDeleting),
		},
	}
	touched := settlePending(d, map[string][]string{"new": {"n"}, "replaced": {"old", "young"}, "deleted": {"d"}})
	require.Equal(t, []string{"new", "replaced", "deleted"}, touched)
	require.Empty(t, d.PendingOperations)
	require.Equal(t, []apitype.ResourceV3{
		{URN: "replaced", ID: "old", Delete: true},
		{URN: "deleted", ID: "d"},
		{URN: "new", ID: "n"},
		{URN: "replaced", ID: "young"},
	}, d.Resources)
}

func TestALiveLockIsRespected(t *testing.T) {
	r := open(t, network)
	r.lockTimeout = 0
	dir := filepath.Join(r.options.state(), ".pulumi", "locks", "organization", "shop", "dev")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	host, err := os.Hostname()
	require.NoError(t, err)
	write := func(host string, pid int) {
		text, err := json.Marshal(lock{PID: pid, Hostname: host, Timestamp: time.Now()})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "x.json"), text, 0o600))
	}
	write(host, os.Getpid())
	_, err = r.Up(t.Context())
	require.ErrorContains(t, err,
		fmt.Sprintf(`environment "dev": another run (process %d on %s, since `, os.Getpid(), host))

	write("elsewhere", 1<<30)
	_, err = r.Up(t.Context())
	require.ErrorContains(t, err, "on elsewhere", "whether a process of another machine lives cannot be known")

	write(host, 1<<30)
	_, err = r.Up(t.Context())
	require.NoError(t, err)
}

func TestEventsEndWithoutAnEngine(t *testing.T) {
	w := newWatcher(Options{})
	stop := w.start()
	w.stream <- events.EngineEvent{}
	stop()
	require.Equal(t, Result{}, w.result())
}
