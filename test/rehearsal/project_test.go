package rehearsal

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

const (
	projectYAML = "name: shop\nruntime: go\nmain: stacks\nstackConfigDir: environments\n"
	stackYAML   = `secretsprovider: awskms://alias/real
encryptedkey: abc
config:
  aws:region: us-east-1
  aws:allowedAccountIds: ['111122223333']
  aws:defaultTags: {tags: {project: shop}}
  shop:owner: them
  shop:token:
    secure: AAAB
  shop:nested:
    list: [{secure: AAAC}, plain]
`
)

func withProject(t *testing.T) func(*Options) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "environments"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.yaml"), []byte(projectYAML), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "environments/Pulumi.dev.yaml"), []byte(stackYAML), 0o600))
	return func(o *Options) { o.ProjectDir, o.Project = dir, "" }
}

func TestAProjectsConfiguration(t *testing.T) {
	got := map[string]string{}
	var progress bytes.Buffer
	r := open(t, func(ctx *pulumi.Context) error {
		got["project"] = ctx.Project()
		for _, key := range []string{
			"aws:region", "aws:allowedAccountIds", "aws:defaultTags", "shop:owner", "shop:token", "shop:nested", "shop:extra",
		} {
			got[key], _ = ctx.GetConfig(key)
		}
		return nil
	}, withProject(t), withConfig("extra", "1"), withConfig("shop:owner", "us"),
		func(o *Options) { o.Progress = &progress })
	_, err := r.Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]string{
		"project": "shop", "aws:region": "us-east-1", "aws:allowedAccountIds": `["123456789012"]`, "aws:defaultTags": `{"tags":{"project":"shop"}}`, "shop:owner": "us",
		"shop:token": "simulated", "shop:nested": `{"list":["simulated","plain"]}`, "shop:extra": "1",
	}, got)
	require.Contains(t, progress.String(),
		"config shop:token is encrypted; the rehearsal uses the stand-in \"simulated\"\n")
	require.Contains(t, progress.String(),
		"config aws:allowedAccountIds names other accounts; the rehearsal uses the simulated account, 123456789012\n")

	text, err := os.ReadFile(filepath.Join(r.options.ProjectDir, "environments/Pulumi.dev.yaml"))
	require.NoError(t, err)
	require.Equal(t, stackYAML, string(text), "the user's files are never changed")
}

func TestOpenRefuses(t *testing.T) {
	program := func(*pulumi.Context) error { return nil }
	work := t.TempDir()
	for want, o := range map[string]Options{
		`opening environment "dev": the options Environment, Program, WorkDir and BinDir are required`: {Environment: "dev"},
		`opening environment "dev": one of the options Project and ProjectDir is required`: {
			Environment: "dev", Program: program, WorkDir: work, BinDir: binDir,
		},
		`opening environment "dev": ` + filepath.Join(work, "Pulumi.yaml") + ` does not exist`: {
			Environment: "dev", Program: program, WorkDir: work, BinDir: binDir, ProjectDir: work,
		},
		`opening environment "dev": the simulated provider is missing: stat ` + plugin(work) +
			`: no such file or directory; call rehearsal.Install, or in Tenfold's repository run make build`: {
			Environment: "dev", Program: program, WorkDir: work, BinDir: work, Project: "shop",
		},
	} {
		_, err := Open(t.Context(), o)
		require.EqualError(t, err, want)
	}
}

func TestPulumiMustBeNewEnough(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Dir(plugin(dir)), 0o755))
	require.NoError(t, os.WriteFile(plugin(dir), nil, 0o600))
	t.Setenv("PATH", dir)
	const hint = "install the Pulumi CLI 3.255.0 or newer, or in Tenfold's repository run make tools"
	_, err := findCommand(t.Context(), Options{BinDir: dir})
	require.EqualError(t, err, "there is no pulumi in "+dir+" or on the PATH; "+hint)

	path := filepath.Join(dir, "pulumi")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\necho v3.254.1\n"), 0o700))
	_, err = findCommand(t.Context(), Options{BinDir: dir})
	require.EqualError(t, err, path+" is version 3.254.1; want at least 3.255.0; "+hint)
}

func TestTheEngineGetsNoCredentials(t *testing.T) {
	require.Equal(t, []string{"HOME=/root", "PATH=/bin", "TZ=UTC"}, cleanEnviron([]string{
		"HOME=/root", "AWS_ACCESS_KEY_ID=x", "AWS_PROFILE=real", "PATH=/bin", "PULUMI_ACCESS_TOKEN=x",
		"PULUMI_BACKEND_URL=s3://real", "TZ=UTC",
	}))
}
