package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// outputs are the outputs of a stack.
type outputs map[string]any

func (o outputs) text(name string) string { text, _ := o[name].(string); return text }

// number is an output that is a whole number.
func (o outputs) number(name string) int { number, _ := o[name].(float64); return int(number) }

// texts are an output that is an object of texts.
func (o outputs) texts(name string) map[string]string {
	values := map[string]string{}
	object, _ := o[name].(map[string]any)
	for key, value := range object {
		values[key], _ = value.(string)
	}
	return values
}

// list is an output that is a list of texts.
func (o outputs) list(name string) []string {
	var texts []string
	items, _ := o[name].([]any)
	for _, item := range items {
		text, _ := item.(string)
		texts = append(texts, text)
	}
	return texts
}

// topics are what to do with an environment, in the order in which people need it.
var topics = []struct {
	name  string
	write func(o outputs) []jsonCommand
}{
	{"logs", logCommands},
	{"shell", shellCommands},
	{"operator", operatorCommands},
	{"database", databaseCommands},
	{"flower", flowerCommands},
	{"run", runCommands},
	{"rollback", rollbackCommands},
	{"permissions", permissionCommands},
}

// missing says what a topic needs.
var missing = map[string]string{
	"shell":       "set tenfold:exec: true and run pulumi up",
	"operator":    "set tenfold:operator: true and run pulumi up",
	"database":    "set tenfold:operator: true and run pulumi up",
	"permissions": "set tenfold:operator: true and run pulumi up",
	"flower":      "set tenfold:flower: true and run pulumi up",
	"run":         "set tenfold:release and run pulumi up",
}

func topicNames() []string {
	names := make([]string, len(topics))
	for i, topic := range topics {
		names[i] = topic.name
	}
	return names
}

// commandsOf are the commands of one topic, or of all.
func commandsOf(o outputs, topic string) []jsonCommand {
	list := []jsonCommand{}
	for _, t := range topics {
		if topic != "" && topic != t.name {
			continue
		}
		for _, c := range t.write(o) {
			list = append(list, jsonCommand{Topic: t.name, What: c.What, Command: c.Command})
		}
	}
	return list
}

// aws is a command of the AWS CLI in the environment's region.
func (o outputs) aws(format string, args ...any) string {
	return "aws --region " + o.text("region") + " " + fmt.Sprintf(format, args...)
}

// services are the parts that run all the time, and the names of their services.
func (o outputs) services() (names []string, services map[string]string) {
	services = map[string]string{"web": o.text("webService"), "beat": o.text("beatService"), "flower": o.text("flowerService")}
	for name, service := range o.texts("workerServices") {
		services["worker-"+name] = service
	}
	maps.DeleteFunc(services, func(_, service string) bool { return service == "" })
	return slices.Sorted(maps.Keys(services)), services
}

func logCommands(o outputs) (list []jsonCommand) {
	groups := map[string]string{
		"web": o.text("webLogGroup"), "beat": o.text("beatLogGroup"), "flower": o.text("flowerLogGroup"),
		"release": o.text("releaseLogGroup"), "pgbouncer": o.text("pgbouncerLogGroup"),
		"what shells printed": o.text("sessionLogGroup"),
	}
	for prefix, output := range map[string]string{"worker-": "workerLogGroups", "job-": "jobLogGroups"} {
		for name, group := range o.texts(output) {
			groups[prefix+name] = group
		}
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		if groups[name] != "" {
			list = append(list, jsonCommand{What: name, Command: o.aws("logs tail %s --since 1h --follow", groups[name])})
		}
	}
	return list
}

// newestTask sets TASK to the ID of a task of a service.
func (o outputs) newestTask(service string) string {
	return "TASK=$(" + o.aws("ecs list-tasks --cluster %s --service-name %s --query 'taskArns[0]' --output text", o.text("clusterName"), service) +
		")"
}

// exec runs a command in the task TASK.
func (o outputs) exec(container, command string) string {
	return o.aws(`ecs execute-command --cluster %s --task "${TASK##*/}" --container %s --interactive --command %q`,
		o.text("clusterName"), container, command)
}

func shellCommands(o outputs) (list []jsonCommand) {
	if o["exec"] != true {
		return nil
	}
	names, services := o.services()
	for _, name := range names {
		list = append(list, jsonCommand{
			What:    "a shell in " + name + "; it is root's, and what it prints is logged",
			Command: o.newestTask(services[name]) + "\n" + o.exec(name, "/bin/sh"),
		})
	}
	return list
}

func rollbackCommands(o outputs) (list []jsonCommand) {
	names, services := o.services()
	for _, name := range names {
		list = append(list, jsonCommand{
			What: "the last five revisions of " + name + ", and back to one of them until the next pulumi up; write its number for 41",
			Command: o.aws("ecs list-task-definitions --family-prefix %s --sort DESC --max-items 5", o.family(name)) + "\n" +
				o.aws("ecs update-service --cluster %s --service %s --task-definition %s:41", o.text("clusterName"), services[name], o.family(name)),
		})
	}
	return list
}

// family is the family of a part's task definitions: that of web, with another name at its end.
func (o outputs) family(part string) string {
	running := o.text("webRunning")
	running = running[strings.LastIndex(running, "/")+1:]
	family, _, _ := strings.Cut(running, ":")
	return strings.TrimSuffix(family, "web") + part
}
