// Package image reads references to container images, such as registry.example.com/team/backend:1.0.0.
package image

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// pattern is the grammar of https://pkg.go.dev/github.com/distribution/reference, in which a digest may be any word: a
// host with its port, a path, a tag and a digest.
var pattern = regexp.MustCompile(`^((?:` + host + `(?::[0-9]+)?/)?` + path + `(?:/` + path + `)*)` +
	`(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(.*))?$`)

const (
	label = `(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])`
	host  = label + `(?:\.` + label + `)*`
	path  = `[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`
)

// digestPattern is the digest that every registry supports.
var digestPattern = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// moving are tags that are given to one image after another by convention.
var moving = []string{
	"alpha", "beta", "canary", "current", "default", "dev", "develop", "development", "edge", "head", "live", "lts", "main",
	"master", "next", "nightly", "prod", "production", "qa", "rc", "release", "snapshot", "stable", "stage", "staging", "test",
	"testing", "trunk",
}

// Problem says what is wanted instead of a reference that is malformed, or whose tag moves, with a hint. Both are empty
// if the reference is fine. A name proves nothing: only a registry with immutable tags keeps a tag from moving.
func Problem(reference string) (want, hint string) {
	parts := pattern.FindStringSubmatch(reference)
	if parts == nil {
		return "an image such as registry.example.com/team/backend:1.0.0", ""
	}
	tag, digest := cmp.Or(parts[2], "latest"), parts[3]
	switch {
	case strings.Contains(reference, "@") && !digestPattern.MatchString(digest):
		return `a digest of "sha256:" and 64 hexadecimal digits behind "@"`, ""
	case digest != "":
		return "", ""
	case moves(tag):
		return "a tag or digest that never moves",
			fmt.Sprintf("%q is another image tomorrow, and a rollback would start that", tag)
	}
	return "", ""
}

// moves reports whether a tag is latest, for a platform or not, or another one that moves by convention.
func moves(tag string) bool {
	tag = strings.ToLower(tag)
	words := strings.FieldsFunc(tag, func(r rune) bool { return strings.ContainsRune("._-", r) })
	return slices.Contains(moving, tag) || slices.Contains(words, "latest")
}

// ecr is an image in a private repository of ECR: account, region and repository.
var ecr = regexp.MustCompile(
	`^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com|amazonaws\.com\.cn|on\.aws)/(` + path + `(?:/` + path + `)*)(?:[:@]|$)`)

// ECR returns the account, the region and the repository of an image in a private repository of ECR, and whether it is
// in one.
func ECR(reference string) (account, region, repository string, ok bool) {
	m := ecr.FindStringSubmatch(reference)
	if m == nil {
		return "", "", "", false
	}
	return m[1], m[2], m[3], true
}
