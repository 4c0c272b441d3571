package model_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestMetricIDs(t *testing.T) {
	for expression, want := range map[string][]string{
		"m1 / m2":  {"m1", "m2"},
		"m1+m1*2":  {"m1", "m1"},
		"1e5 * 3":  nil,
		"tasks":    {"tasks"},
		"M1 + aB1": {"aB1"},
		`IF(tasks > 0, FILL(m1, REPEAT) / tasks, m_2)`: {"tasks", "m1", "tasks", "m_2"},
		`SUM(METRICS("cpu")) + fn (m1) + 'text'`:       {"m1"},
		"":                                             nil,
	} {
		require.Equal(t, want, model.MetricIDs(expression), expression)
	}
}
