package model

import "regexp"

var (
	// quotedText matches a string in an expression over metrics, which may contain anything.
	quotedText = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	// metricID matches an identifier that is not a function, because no bracket follows. IDs start with a lower-case
	// letter.
	metricID = regexp.MustCompile(`\b([a-z][a-zA-Z0-9_]*)\b\s*(\(?)`)
)

// MetricIDs returns the metric IDs in a CloudWatch metric math expression, with repetitions.
func MetricIDs(expression string) []string {
	var ids []string
	for _, match := range metricID.FindAllStringSubmatch(quotedText.ReplaceAllString(expression, ""), -1) {
		if match[2] == "" {
			ids = append(ids, match[1])
		}
	}
	return ids
}
