package pack

import (
	"slices"
	"strings"
)

// BrokerNotClustered is the ID of the policy that Celery's broker is not a store in cluster mode.
const BrokerNotClustered = "broker-not-clustered"

// brokerType is the component whose stores are brokers.
const brokerType = "tenfold:broker:Broker"

const (
	noCluster = "Celery uses several keys in one command, which a cluster keeps in different places and refuses"
	// clusterLabel is part of the name of each configuration endpoint, and of no other endpoint.
	clusterLabel = "clustercfg"
)

func brokerNotClustered() policy {
	return policy{
		id:          BrokerNotClustered,
		description: "Celery's broker is not in cluster mode.",
		fix: "Give the broker a replication group of its own with `clusterMode: disabled` and one shard; " +
			"point `BROKER_URL` to its primary endpoint.",
		stack: func(s stack, c check) {
			for _, group := range s.of(kindReplicationGroup) {
				if group.below(brokerType) {
					s.checkBrokerGroup(group, c)
				}
			}
			for _, task := range s.of(kindTaskDefinition) {
				s.checkBrokerURLs(task, c)
			}
		},
	}
}

func (s stack) checkBrokerGroup(group *resource, c check) {
	mode, shards, name := group.get("clusterMode"), group.get("numNodeGroups"), group.get("parameterGroupName")
	switch text, state := mode.text(); {
	case state == unknown:
		c.unknown(group, mode)
	case state == known && text != "disabled":
		c.violation(group, mode, `"disabled"`, noCluster)
	}
	switch n, state := shards.number(); {
	case state == unknown:
		c.unknown(group, shards)
	case n > 1:
		c.violation(group, shards, "1", noCluster)
	}
	if text, _ := name.text(); strings.HasSuffix(text, ".cluster.on") {
		c.violation(group, name, "a parameter group without cluster mode", noCluster)
	}
	used := s.linked(group, name, kindCacheParameterGroup)
	if used.missing > 0 {
		c.unknown(group, name)
	}
	for _, parameters := range used.found {
		checkClusterParameter(parameters, c)
	}
}

func checkClusterParameter(parameters *resource, c check) {
	enabled := parameterOf(parameters, "cluster-enabled")
	switch text, state := enabled.text(); {
	case state == unknown:
		c.unknown(parameters, enabled)
	case text == "yes":
		c.violation(parameters, enabled, `"no"`, noCluster)
	}
}

// checkBrokerURLs follows a task's BROKER_URL to its store, through a secret if necessary. It never prints the value,
// which contains a password.
func (s stack) checkBrokerURLs(task *resource, c check) {
	definitions := task.get("containerDefinitions").decoded()
	containers, state := definitions.list()
	if state != known {
		c.unknown(task, definitions)
	}
	for _, container := range containers {
		for _, variable := range variables(container, "environment", task, c) {
			s.checkURL(task, variable.get("value"), variable.get("value"), c)
		}
		for _, variable := range variables(container, "secrets", task, c) {
			reference := variable.get("valueFrom")
			for _, content := range s.secretContents(task, reference, c) {
				s.checkURL(task, reference, content, c)
			}
		}
	}
}

// variables is a container's broker variables in one of its lists.
func variables(container value, list string, task *resource, c check) []value {
	all, state := container.get(list).list()
	if state == unknown {
		c.unknown(task, container.get(list))
	}
	return slices.DeleteFunc(all, func(variable value) bool {
		name, _ := variable.get("name").text()
		return name != "BROKER_URL" && !strings.HasSuffix(name, "_BROKER_URL")
	})
}

func (s stack) checkURL(task *resource, at, content value, c check) {
	text, state := content.text()
	switch {
	case state == unknown:
		c.unknown(task, at)
	case slices.ContainsFunc(strings.Split(text, ";"), s.isClustered): // Celery takes several, with semicolons between
		c.report(task, "%s leads to the configuration endpoint of a store in cluster mode; "+
			"want the broker's own endpoint: %s", at.path, noCluster)
	}
}

// isClustered says whether the host of a URL is a configuration endpoint, which only clusters have.
func (s stack) isClustered(url string) bool {
	_, rest, _ := strings.Cut(url, "://")
	host := rest[strings.LastIndex(rest, "@")+1:] // whatever the password has in it
	if end := strings.IndexAny(host, ":/?"); end >= 0 {
		host = host[:end]
	}
	if slices.Contains(strings.Split(host, "."), clusterLabel) {
		return true
	}
	return slices.ContainsFunc(s.of(kindReplicationGroup), func(group *resource) bool {
		endpoint, state := group.get("configurationEndpointAddress").text()
		return state == known && endpoint == host
	})
}

// secretContents is what a container gets by "arn:…:secret:name", or by that with ":key::" behind it: of each version
// of the secret that the stack has.
func (s stack) secretContents(task *resource, reference value, c check) []value {
	text, state := reference.text()
	if state == unknown {
		c.unknown(task, reference)
		return nil
	}
	var contents []value
	for _, version := range s.of(kindSecretVersion) {
		arn, _ := version.get("arn").text()
		if text != arn && !strings.HasPrefix(text, arn+":") {
			continue
		}
		content := version.get("secretString")
		if key, _, _ := strings.Cut(strings.TrimPrefix(text[len(arn):], ":"), ":"); key != "" {
			content = content.decoded().get(key)
		}
		contents = append(contents, content)
	}
	return contents
}
