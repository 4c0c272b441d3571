// Package facts is what is known of AWS and of its provider, with the sources: aws-rules.md lists the rules that a
// call can break, row by row.
package facts

import (
	_ "embed"
	"regexp"
	"strings"
)

//go:embed aws-rules.md
var rulesText string

// Rule is one row of aws-rules.md.
type Rule struct {
	// ID is the number by which the simulator's code and tables name the rule: N14.
	ID string
	// Section is the heading that the row stands under: 1. VPC / EC2 networking.
	Section string
	// First marks the rules that matter most (★ and •).
	First bool
	// What says what the rule is about, in one line of Markdown.
	What string
	// Doubtful tells that the source is unsure of the rule itself (K?).
	Doubtful bool
}

var (
	row = regexp.MustCompile(`^\| ([A-Z][A-Z0-9]*[0-9])([★•]?) \| .* \|$`)
	bar = regexp.MustCompile(`(^|[^\\])\|`)
)

// Rules lists the rules in the order of the file. The shapes of error texts (F1 to F12) are none.
func Rules() []Rule {
	var list []Rule
	section := ""
	for line := range strings.SplitSeq(rulesText, "\n") {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			section = heading
		}
		if match := row.FindStringSubmatch(line); match != nil && !strings.HasPrefix(section, "0.") {
			list = append(list, rule(section, match[1], match[2], cells(line)))
		}
	}
	return list
}

// rule reads the cells: ID, token, condition, rule, error, kind, source.
func rule(section, id, mark string, cells []string) Rule {
	what := cells[1]
	for _, cell := range cells[2:4] {
		if cell != "–" {
			what += " · " + cell
		}
	}
	what = strings.TrimPrefix(what, "– · ")
	return Rule{
		ID: id, Section: section, First: mark != "", What: what, Doubtful: cells[len(cells)-1] == "K?",
	}
}

// cells splits a row of a table at its bars, but not at those that are escaped.
func cells(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	parts := strings.Split(bar.ReplaceAllString(line, "$1\x00"), "\x00")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
