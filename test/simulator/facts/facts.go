// Package facts holds the known rules of AWS and its provider, with sources. aws-rules.md lists the rules that a call
// can break, one per row.
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
	// ID is the rule's number in code and tables: N14.
	ID string
	// Section is the heading above the row: 1. VPC / EC2 networking.
	Section string
	// First marks the most important rules (★ and •).
	First bool
	// What describes the rule in one line of Markdown.
	What string
	// Doubtful means that the source is not sure of the rule itself (K?).
	Doubtful bool
}

var (
	row = regexp.MustCompile(`^\| ([A-Z][A-Z0-9]*[0-9])([★•]?) \| .* \|$`)
	bar = regexp.MustCompile(`(^|[^\\])\|`)
)

// Rules lists the rules in the order of the file. Error shapes (F1 to F12) are not rules.
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

// cells splits a table row at its unescaped bars.
func cells(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	parts := strings.Split(bar.ReplaceAllString(line, "$1\x00"), "\x00")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
