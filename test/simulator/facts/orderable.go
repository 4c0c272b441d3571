package facts

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:embed orderable-us-east-1.json
var orderableText []byte

// orderable is the file, read once. A test holds that it can be read.
var orderable = sync.OnceValues(func() (map[string]any, error) {
	var lists map[string]any
	err := json.Unmarshal(orderableText, &lists)
	return lists, err
})

// Orderable lists what AWS sells in us-east-1, by a key of orderable-us-east-1.json such as
// rds_postgres_instance_classes. It returns nothing for an unknown key.
func Orderable(kind string) []string {
	lists, err := orderable()
	if err != nil {
		return nil
	}
	items, _ := lists[kind].([]any)
	names := make([]string, 0, len(items))
	for _, item := range items {
		if name, ok := item.(string); ok {
			names = append(names, name)
		}
	}
	return names
}
