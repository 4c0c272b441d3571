package image

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestProblem(t *testing.T) {
	const (
		never     = "a tag or digest that never moves"
		malformed = "an image such as registry.example.com/team/backend:1.0.0"
		digest    = `a digest of "sha256:" and 64 hexadecimal digits behind "@"`
	)
	sum := "sha256:" + strings.Repeat("0a", 32)
	for reference, want := range map[string]string{
		"app:v1": "", "registry:5000/app:v1": "", "ghcr.io/team/app:1.0.0-rc.1": "", "app:deadbeef": "", "app:main-4f2a1c9": "",
		"app:nightly-2026-11-24": "", "Registry.example.com/app_a/b__c/d--e:X": "", "app@" + sum: "", "app:latest@" + sum: "",
		"app": never, "registry:5000/app": never, "app:latest": never, "registry:5000/app:latest": never, "app:LATEST": never,
		"app:latest-arm64": never, "app:arm64-latest": never, "app:stable": never, "app:main": never, "app:master": never,
		"app:dev": never, "app:develop": never, "app:edge": never, "app:nightly": never, "app:prod": never, "app:Prod": never,
		"": malformed, "backend :1": malformed, "backend:1 ": malformed, "app:": malformed, "App:1": malformed, "a//b:1": malformed,
		"https://ghcr.io/app:1": malformed, "app:-1": malformed, "app:" + strings.Repeat("1", 129): malformed,
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/*:1": malformed, "app_:1": malformed,
		"app@sha256:zz": digest, "app@": digest, "app:1@": digest, "app@" + sum + "0": digest, "app@sha512:" + strings.Repeat("0", 64): digest,
	} {
		got, _ := Problem(reference)
		require.Equal(t, want, got, reference)
	}
}

func TestTheHintNamesTheTag(t *testing.T) {
	_, hint := Problem("registry:5000/app:main")
	require.Equal(t, `"main" is another image tomorrow, and a rollback would start that`, hint)
	_, hint = Problem("app")
	require.Equal(t, `"latest" is another image tomorrow, and a rollback would start that`, hint)
}

func TestECR(t *testing.T) {
	account, region, repository, ok := ECR("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web@sha256:0123")
	require.True(t, ok)
	require.Equal(t, []string{"123456789012", "eu-west-1", "team/web"}, []string{account, region, repository})
	for _, other := range []string{
		"public.ecr.aws/docker/library/python:3.13", "python:3.13", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/*:1",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/a?b:1",
	} {
		_, _, _, ok := ECR(other)
		require.False(t, ok, other)
	}
}
