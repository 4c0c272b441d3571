package stacktest

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	maxTextLength = 160 // bytes of a text that Tree draws whole
	headOfText    = 60  // bytes that it leaves of a longer one
)

// leaves draws a property as lines "path: value", sorted, one per value that is neither an object nor a list.
func leaves(path string, v resource.PropertyValue) []string {
	switch {
	case v.IsSecret():
		return []string{path + ": [secret]"}
	case v.IsObject():
		return objectLeaves(path, v.ObjectValue())
	case v.IsArray():
		return arrayLeaves(path, v.ArrayValue())
	case v.IsString():
		return textLeaves(path, v.StringValue())
	case v.IsAsset():
		asset := *v.AssetValue()
		return []string{fileLeaf(path, "asset", asset.EnsureHash(), &asset.Hash)}
	case v.IsArchive():
		archive := *v.ArchiveValue()
		return []string{fileLeaf(path, "archive", archive.EnsureHash(), &archive.Hash)}
	default:
		return []string{fmt.Sprintf("%s: %v", path, plain(v))}
	}
}

func objectLeaves(path string, m resource.PropertyMap) []string {
	if len(m) == 0 && path != "" {
		return []string{path + ": {}"}
	}
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		lines = append(lines, leaves(join(path, string(key)), m[key])...)
	}
	return lines
}

func arrayLeaves(path string, list []resource.PropertyValue) []string {
	if len(list) == 0 {
		return []string{path + ": []"}
	}
	var lines []string
	for i, item := range list {
		lines = append(lines, leaves(fmt.Sprintf("%s[%d]", path, i), item)...)
	}
	return lines
}

func textLeaves(path, s string) []string {
	var parsed any
	if strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[") {
		if json.Unmarshal([]byte(s), &parsed) == nil {
			return leaves(path+"(json)", resource.NewPropertyValue(parsed))
		}
	}
	return []string{fmt.Sprintf("%s: %q", path, shorten(s))}
}

// fileLeaf draws a file, or a directory of files, as the hash of what is in it.
func fileLeaf(path, kind string, err error, hash *string) string {
	if err != nil {
		return fmt.Sprintf("%s: [%s: %v]", path, kind, err)
	}
	return fmt.Sprintf("%s: [%s, sha256 %.8s]", path, kind, *hash)
}

// shorten keeps the beginning of a long text. The hash changes with any of it.
func shorten(s string) string {
	if len(s) <= maxTextLength {
		return s
	}
	head := strings.ToValidUTF8(s[:headOfText], "")
	return fmt.Sprintf("%s… (%d bytes, sha256 %.4x)", head, len(s), sha256.Sum256([]byte(s)))
}

// join writes a key after its parent's path; a key with a dot or a bracket in it, such as that of a Kubernetes label,
// is quoted.
func join(path, key string) string {
	if strings.ContainsAny(key, ".[]\" ") {
		return fmt.Sprintf("%s[%q]", path, key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
