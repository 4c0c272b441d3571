package component

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// hashLength is the number of hexadecimal digits that Shorten appends: 24 bits, so that 100 names of one account
// collide with a probability below 0.03 %.
const hashLength = 6

// Shorten fits a physical name into limit characters. A name that fits is returned as it is; a longer one is cut and
// ends in a hash of the whole, so that two long names with one beginning stay apart. Prefer autonaming: a set name
// forbids create-before-delete.
func Shorten(name string, limit int) string {
	if len(name) <= limit {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	head := strings.TrimRight(name[:limit-hashLength-1], "-")
	return head + "-" + hex.EncodeToString(sum[:])[:hashLength]
}

// Tags is the Name tag that consoles show, for a child of a component. Tags of the whole environment come from the
// provider's default tags.
func Tags(name string) pulumi.StringMap {
	return pulumi.StringMap{"Name": pulumi.String(name)}
}

// ZoneLetter is the last letter of an availability zone's name, "a" for "us-east-1a". It ends the names of children
// that exist once per zone.
func ZoneLetter(zone string) string {
	return zone[len(zone)-1:]
}
