package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// What AWS allows for tags, in the form that every service takes.
// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
const (
	maxTags     = 50
	ownTags     = 1 // Name, which components set
	maxTagKey   = 128
	maxTagValue = 256
	wantTag     = "letters, digits, spaces and + - = . _ : / @"
)

var tagPattern = regexp.MustCompile(`^[\p{L}\p{N}\p{Z}_.:/=+@-]*$`)

// validateTags checks the tags of all resources.
func (r *reader) validateTags(tags map[string]string) {
	const key = "aws:defaultTags.tags"
	if n := len(tags); n > maxTags-ownTags {
		r.problem(key, fmt.Sprintf("has %d tags; want at most %d: a resource has at most %d, with Name", n, maxTags-ownTags, maxTags))
	}
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		for _, problem := range tagProblems(name, tags[name]) {
			r.problem(key+"."+name, problem)
		}
	}
}

// tagProblems continue the key of a tag.
func tagProblems(name, value string) []string {
	var all []string
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	add(name == "", "has an empty key; want 1 to %d characters", maxTagKey)
	add(utf8.RuneCountInString(name) > maxTagKey, "is a key of %d characters; want at most %d", utf8.RuneCountInString(name), maxTagKey)
	add(strings.HasPrefix(strings.ToLower(name), "aws:"), "begins with aws:, which AWS keeps for itself; want another key")
	add(!tagPattern.MatchString(name), "is not a valid key; want "+wantTag)
	add(utf8.RuneCountInString(value) > maxTagValue, "has a value of %d characters; want at most %d", utf8.RuneCountInString(value), maxTagValue)
	add(!tagPattern.MatchString(value), "is %q; want "+wantTag, value)
	return all
}
