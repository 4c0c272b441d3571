package pack

import (
	"slices"
)

// queuesVariable holds the URLs of SQS queues by their names in Celery, as JSON.
const queuesVariable = "BROKER_PREDEFINED_QUEUES"

// takesFrom says whether a worker consumes an SQS queue, by the URL in the worker's settings or by the queue's name.
func (p process) takesFrom(queue *resource) bool {
	predefined := environment(p.container, queuesVariable).decoded()
	if predefined.state() == absent {
		predefined = p.setting("broker_transport_options", "predefined_queues")
	}
	physical, _ := queue.get("name").text()
	return slices.ContainsFunc(p.queues(), func(name string) bool {
		url, _ := predefined.get(name, "url").text()
		return url != "" && isAddress(queue, url) || name == physical
	})
}

func isAddress(queue *resource, url string) bool {
	for _, property := range []string{"id", "url"} {
		if text, state := queue.get(property).text(); state == known && text == url {
			return true
		}
	}
	return false
}
