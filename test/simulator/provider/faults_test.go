package provider_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

func (e *engine) inject(f account.Fault) {
	e.t.Helper()
	require.NoError(e.t, e.a.Inject(bg(), f))
}

func TestFaultFailsTheNthCreateOnce(t *testing.T) {
	e := east(t)
	e.inject(account.Fault{
		Action: "create", Type: "aws:ec2/*", Nth: 2, Effect: account.Fail, Code: "RequestLimitExceeded", Message: "slow down",
	})
	h := e.mustCreate(vpcToken, "main", nil)
	_, err := e.create(subnetToken, "a", props{"vpcId": h.id})
	require.Regexp(t, `creating EC2 Subnet \(a\): operation error EC2: CreateSubnet, https response error `+
		`StatusCode: 400, RequestID: `+requestID+`, api error RequestLimitExceeded: slow down`, err.Error())
	e.mustCreate(subnetToken, "a", props{"vpcId": h.id})
	list, err := e.a.Resources(bg())
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Len(t, e.calls(), 3)
}

// Failed calls count, because they reach AWS too.
func TestFaultCountsRefusedCalls(t *testing.T) {
	e := east(t)
	e.inject(account.Fault{Action: "create", Type: subnetToken, Nth: 2, Effect: account.Fail, Code: "Second"})
	_, err := e.create(subnetToken, "a", props{"vpcId": "vpc-1"})
	require.ErrorContains(t, err, "InvalidVpcID.NotFound")
	_, err = e.create(subnetToken, "a", props{"vpcId": "vpc-1"})
	require.ErrorContains(t, err, "api error Second: the simulated account was told to fail this call")
	_, err = e.create(subnetToken, "a", props{"vpcId": "vpc-1"})
	require.ErrorContains(t, err, "InvalidVpcID.NotFound")
}

func TestFaultsByDefaultAreInternalFailures(t *testing.T) {
	e := east(t)
	h := e.mustCreate(vpcToken, "main", nil)
	e.inject(account.Fault{Effect: account.Fail})
	const want = "api error InternalFailure: the simulated account was told to fail this call"
	_, err := e.create(vpcToken, "other", nil)
	require.ErrorContains(t, err, want)
	_, err = e.update(h, props{"enableDnsSupport": false}, false)
	require.ErrorContains(t, err, want)
	_, err = e.Read(bg(), &pulumirpc.ReadRequest{Id: h.id, Urn: h.urn})
	require.ErrorContains(t, err, "reading EC2 VPC ("+h.id+"): ")
	require.ErrorContains(t, e.delete(h), want)
	require.NoError(t, e.a.ClearFaults(bg()))
	require.NoError(t, e.delete(h))
}

func TestFaultOfAName(t *testing.T) {
	e := east(t)
	e.inject(account.Fault{Name: "bad-*", Effect: account.Fail})
	e.mustCreate(vpcToken, "good", nil)
	_, err := e.create(vpcToken, "bad-1", nil)
	require.Error(t, err)
}

func TestFaultSlows(t *testing.T) {
	e := east(t)
	e.inject(account.Fault{Nth: 1, Effect: account.Slow, Delay: 80 * time.Millisecond})
	start := time.Now()
	h := e.mustCreate(vpcToken, "main", nil)
	require.GreaterOrEqual(t, time.Since(start), 80*time.Millisecond)
	require.True(t, e.refresh(h), "it was created all the same")
}

// A slow call does not block other calls: the delay is not part of the transaction.
func TestFaultSlowHoldsNobodyElse(t *testing.T) {
	e := east(t)
	e.inject(account.Fault{Name: "slow", Effect: account.Slow, Delay: time.Hour})
	interrupted, cancel := context.WithCancel(bg())
	done := make(chan error)
	go func() {
		_, err := e.Create(interrupted, &pulumirpc.CreateRequest{Urn: urn(vpcToken, "slow")})
		done <- err
	}()
	require.Eventually(t, func() bool { return len(e.calls()) == 1 }, 5*time.Second, time.Millisecond)
	e.mustCreate(vpcToken, "quick", nil)
	cancel()
	require.NoError(t, <-done, "an interrupt ends the delay, and the call was done")
}

func TestFaultsReachTheType(t *testing.T) {
	var seen []account.Fault
	watched := vpc()
	watched.Fill = func(c *model.Call) error {
		seen = c.Faults
		return nil
	}
	e := east(t)
	e.Provider = provider.New(e.a, []*model.Type{watched}, nil)
	e.inject(account.Fault{Effect: account.RollBack})
	_, err := e.Create(bg(), &pulumirpc.CreateRequest{Urn: urn(vpcToken, "main")})
	require.NoError(t, err, "what a roll-back is, is the type's to say")
	require.Equal(t, []account.Fault{{Effect: account.RollBack}}, seen)
}

// TestFaultKillsTheProcess runs itself as a second process, which the fault ends.
func TestFaultKillsTheProcess(t *testing.T) {
	if path := os.Getenv("ACCOUNT_OF_THE_VICTIM"); path != "" {
		a, err := account.Open(path)
		require.NoError(t, err)
		p := provider.New(a, types(), nil)
		_, err = p.Create(bg(), &pulumirpc.CreateRequest{Urn: urn(vpcToken, "main")})
		require.NoError(t, err)
		require.NoError(t, a.Close())
		return
	}
	e := east(t)
	e.inject(account.Fault{Action: "create", Nth: 1, Effect: account.Kill})
	run := func() error {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFaultKillsTheProcess$")
		cmd.Env = append(os.Environ(), "ACCOUNT_OF_THE_VICTIM="+e.a.Path())
		return cmd.Run()
	}
	var exit *exec.ExitError
	require.True(t, errors.As(run(), &exit))
	require.Equal(t, 137, exit.ExitCode())
	list, err := e.a.Resources(bg())
	require.NoError(t, err)
	require.Empty(t, list, "nothing has changed")
	require.Equal(t, []string{" EC2:CreateVpc aws:ec2/vpc:Vpc failed"}, e.calls())

	require.NoError(t, run(), "the first call was counted, so the second one goes through")
	list, err = e.a.Resources(bg())
	require.NoError(t, err)
	require.Len(t, list, 1)
}
