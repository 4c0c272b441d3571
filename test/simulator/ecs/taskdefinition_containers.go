package ecs

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// containers reads container definitions.
func containers(document any) ([]model.Props, error) {
	var list []model.Props
	err := json.Unmarshal([]byte(model.Document(document)), &list)
	return list, err
}

// completed returns container definitions as the API returns them, with what it adds.
func completed(list []model.Props, mode string) string {
	for _, container := range list {
		container.Default("cpu", 0)
		container.Default("essential", true)
		for _, name := range []string{"environment", "mountPoints", "portMappings", "systemControls", "volumesFrom"} {
			container.Default(name, []any{})
		}
		for _, port := range container.Objects("portMappings") {
			port.Default("protocol", "tcp")
			port.Default("hostPort", hostPort(port, mode))
		}
	}
	text, _ := json.Marshal(list) // it was read from JSON
	return string(text)
}

// hostPort returns the default host port of a mapping: the container's own, or any (0).
func hostPort(port model.Props, mode string) any {
	if mode == awsvpc {
		return port["containerPort"]
	}
	return 0
}

// reduced is the normal form of container definitions: without what AWS adds, and sorted.
func reduced(text, mode string) string {
	list, err := containers(text)
	if err != nil {
		return text
	}
	for _, container := range list {
		reduce(container, mode)
	}
	byName(list)
	short, _ := json.Marshal(list) // it was read from JSON
	return string(short)
}

func reduce(container model.Props, mode string) {
	for _, port := range container.Objects("portMappings") {
		port.Default("protocol", "tcp")
		port.Default("hostPort", hostPort(port, mode))
	}
	for _, name := range []string{"environment", "secrets"} {
		if sorted := container.Objects(name); len(sorted) > 0 {
			byName(sorted)
			container[name] = sorted
		}
	}
	container.Default("essential", true)
	for name, value := range container {
		if unset(value) {
			delete(container, name)
		}
	}
}

// unset reports whether a value means the same as no value.
func unset(value any) bool {
	switch v := value.(type) {
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	case float64:
		return v == 0
	case string:
		return v == ""
	default:
		return v == nil
	}
}

func byName(list []model.Props) {
	slices.SortStableFunc(list, func(a, b model.Props) int { return cmp.Compare(a.String("name"), b.String("name")) })
}
