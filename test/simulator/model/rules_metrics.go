package model

import "regexp"

var (
	// quotedText is a text in an expression over metrics, which may name anything.
	quotedText = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	// metricID is a name that is no function, because no bracket follows it. IDs begin with a lower-case letter.
	metricID = regexp.MustCompile(`\b([a-z][a-zA-Z0-9_]*)\b\s*(\(?)`)
)

// MetricIDs are the IDs of metrics that an expression of CloudWatch's metric math is about, as often as it names them.
func MetricIDs(expression string) []string {
	var ids []string
	for _, match := range metricID.FindAllStringSubmatch(quotedText.ReplaceAllString(expression, ""), -1) {
		if match[2] == "" {
			ids = append(ids, match[1])
		}
	}
	return ids
}
