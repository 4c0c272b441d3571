package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// One environment's life, command by command.
func TestAnEnvironmentsLife(t *testing.T) {
	root := newProject(t)
	out, stderr, code := run(t, "preview", "dev", "--no-policies")
	require.Equal(t, exitOK, code, stderr)
	require.Equal(t, "main  1 to create\n", out)
	require.Contains(t, stderr, "the simulated account already has the hosted zone example.com, as a real one would\n")
	require.Regexp(t, `preview of dev in the simulated account: 1 to create in [\d.]+m?s\n$`, stderr)
	require.NotContains(t, stderr, `aws:ec2/vpc:Vpc "main"`, "the table has it")
	out, stderr, code = run(t, "preview", "dev", "--no-policies", "--verbose")
	require.Equal(t, exitOK, code, stderr)
	require.Equal(t, "CHANGE  TYPE             NAME  PROPERTIES\ncreate  aws:ec2/vpc:Vpc  main\n", out)
	require.Contains(t, stderr, "create  aws:ec2/vpc:Vpc \"main\"\n")

	out, stderr, code = run(t, "up", "dev", "--no-policies")
	require.Equal(t, exitOK, code, stderr)
	require.Regexp(t, `^main  1 created  [\d.]+m?s\nOUTPUT    VALUE\npassword  \[secret\]\nvpcId     vpc-[0-9a-f]{17}\n$`, out)
	require.Regexp(t, `up of dev in the simulated account \(nothing exists on AWS\): 1 created in [\d.]+m?s\n`, stderr)
	require.Contains(t, stderr, "next: tenfold account      shows what the simulated account contains\n")
	require.NotContains(t, stderr, "\x1b", "no colour without a terminal")

	out, stderr, code = run(t, "account")
	require.Equal(t, exitOK, code)
	require.Regexp(t, `^ENVIRONMENT  REGION     TYPE             NAME  ID\n`+
		`dev          us-east-1  aws:ec2/vpc:Vpc  main  vpc-[0-9a-f]{17}\n$`, out)
	require.Equal(t, "1 resource\n", stderr)

	out, _, _ = run(t, "env", "list")
	require.Equal(t, "ENVIRONMENT  TIER  REGION        DOMAIN           RESOURCES  FILE\n"+
		"dev          10k   us-east-1     app.example.com  1          environments/Pulumi.dev.yaml\n"+
		"live         100k  eu-central-1                   0          environments/Pulumi.live.yaml\n", out)

	out, stderr, code = run(t, "refresh", "dev")
	require.Equal(t, exitOK, code, stderr)
	require.Equal(t, "main  unchanged\n", out)
	require.Contains(t, stderr, "refresh of dev in the simulated account: 1 unchanged in ")

	_, stderr, code = run(t, "destroy", "dev")
	require.Equal(t, exitFailure, code)
	require.Contains(t, stderr, `error: destroy of "dev": the environment is protected and nothing was deleted; it holds`+
		"\n  aws:ec2/vpc:Vpc \"main\" (protect)\n"+
		"next: set shop:allowDestroy: true  in environments/Pulumi.dev.yaml\n"+
		"      tenfold up dev               removes the protection\n"+
		"      tenfold destroy dev          then works\n")

	_, stderr, code = run(t, "up", "dev", "--no-policies", "-c", "allowDestroy=true", "--parallel", "1")
	require.Equal(t, exitOK, code, stderr)
	out, stderr, code = run(t, "destroy", "dev", "--json")
	require.Equal(t, exitOK, code, stderr)
	var result jsonResult
	require.NoError(t, json.Unmarshal([]byte(out), &result))
	require.True(t, result.Succeeded)
	require.Equal(t, 2, result.Counts.Delete)

	_, stderr, _ = run(t, "account")
	require.Contains(t, stderr, "the simulated account is empty\n")
	text, err := os.ReadFile(filepath.Join(root, "environments/Pulumi.dev.yaml"))
	require.NoError(t, err)
	require.Equal(t, devFile, string(text), "the user's file is never changed")
}

func TestFailuresAndCalls(t *testing.T) {
	newProject(t)
	out, stderr, code := run(t, "up", "dev", "--no-policies", "--json", "-c", "range=10.0.0.0/8")
	require.Equal(t, exitFailure, code)
	require.Contains(t, stderr, `error: up of "dev": aws:ec2/vpc:Vpc "main": creating EC2 VPC (main): InvalidVpc.Range: `+
		"The CIDR '10.0.0.0/8' is invalid.\nnext: tenfold up dev       resumes, once you have fixed the cause")
	require.Equal(t, 1, strings.Count(stderr, "InvalidVpc.Range"), "the cause is printed once, at the end")
	var result jsonResult
	require.NoError(t, json.Unmarshal([]byte(out), &result))
	require.Equal(t, "InvalidVpc.Range", result.Failures[0].Code)

	out, _, code = run(t, "account", "calls", "--failed")
	require.Equal(t, exitOK, code)
	require.Regexp(t, `(?m)^\d\d:\d\d:\d\d  us-east-1  EC2 CreateVpc  main +1 error occurred: \* creating EC2 VPC`, out)
	out, _, _ = run(t, "account", "calls", "--last", "1", "--json")
	require.Contains(t, out, `"action": "CreateVpc"`)
}

func TestRehearseForcesAllowDestroy(t *testing.T) {
	newProject(t)
	out, stderr, code := run(t, "rehearse", "live", "--no-policies")
	require.Equal(t, exitOK, code, stderr)
	require.Regexp(t, `^STEP       RESULT       TIME\nup         2 created    [\d.]+m?s\n`+
		`second up  2 unchanged  [\d.]+m?s\nrefresh    2 unchanged  [\d.]+m?s\ndestroy    2 deleted    [\d.]+m?s\n$`, out)
	require.Contains(t, stderr, "rehearsal of live: passed, and nothing is left in the simulated account\n")
}

func TestFaultsAndInterrupt(t *testing.T) {
	newProject(t)
	out, _, code := run(t,
		"account", "fault", "--action", "create", "--type", "aws:ec2/*", "--effect", "slow", "--delay", "3s")
	require.Equal(t, exitOK, code)
	require.Equal(t, "ACTION  TYPE       NAME  NTH    EFFECT\ncreate  aws:ec2/*  any   every  slow (3s)\n", out)

	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		for {
			out, _, _ := runContext(context.Background(), "account", "calls", "--json")
			if out != "[]\n" {
				interrupt()
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	_, stderr, code := runContext(ctx, "up", "dev", "--no-policies")
	require.Equal(t, exitFailure, code)
	require.Contains(t, stderr, "interrupted: finishing in-flight operations; interrupt again to stop at once\n")
	require.Contains(t, stderr, "next: tenfold up dev       resumes: nothing that was created is lost\n")

	_, stderr, _ = run(t, "account", "faults", "--clear")
	require.Equal(t, "the simulated account has no faults\n", stderr)
	out, stderr, code = run(t, "up", "dev", "--no-policies", "--json")
	require.Equal(t, exitOK, code, stderr)
	var result jsonResult
	require.NoError(t, json.Unmarshal([]byte(out), &result))
	require.Equal(t, 2, result.Counts.Same, "the interrupted create was finished")
}

func TestReset(t *testing.T) {
	root := newProject(t)
	_, _, code := run(t, "account", "fault")
	require.Equal(t, exitOK, code)
	require.FileExists(t, filepath.Join(root, ".tenfold/account.db"))
	_, _, code = run(t, "account", "reset")
	require.Equal(t, exitOK, code)
	require.NoFileExists(t, filepath.Join(root, ".tenfold/account.db"))
	require.FileExists(t, filepath.Join(root, ".tenfold/bin/plugin/pulumi-resource-aws"))
}
