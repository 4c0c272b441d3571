package pack

import (
	"regexp"
	"slices"
	"strings"
)

// BacklogAlarm is the ID of the policy that demands an alarm on the backlog of every queue.
const BacklogAlarm = "backlog-alarm"

func backlogAlarm() policy {
	return policy{
		id:          BacklogAlarm,
		description: "Every queue has an alarm on its backlog.",
		fix: "Add a CloudWatch alarm, above a threshold, on the depth or the age of the queue: " +
			"`ApproximateAgeOfOldestMessage` or `ApproximateNumberOfMessagesVisible` of SQS by `QueueName`, " +
			"`MessageReadyCount` of Amazon MQ or the depth that you publish by `Queue`.",
		settings: []setting{{
			name: "unwatched", what: "Queues that need no alarm, by the name in the program or in Celery.", fallback: []string{},
		}},
		stack: func(s stack, c check) {
			watches := s.watches()
			s.checkSQSAlarms(watches, c)
			for _, worker := range s.workers(c) {
				for _, p := range worker.workers() {
					s.checkQueueAlarms(worker, p, watches, c)
				}
			}
		},
	}
}

// watch is an alarm on the backlog of a queue.
type watch struct {
	alarm *resource
	// queue is the dimension that names the queue.
	queue value
	// doubt is the unknown value that decides whether this is an alarm on a backlog. Without one its path is empty.
	doubt value
}

// watches is the stack's alarms on backlogs, one for each queue that an alarm looks at.
func (s stack) watches() []watch {
	var all []watch
	for _, alarm := range s.of(kindAlarm) {
		operator := alarm.get("comparisonOperator")
		text, state := operator.text()
		if state == known && !strings.HasPrefix(text, "GreaterThan") || s.onlyScales(alarm) {
			continue
		}
		var doubt value
		if state == unknown {
			doubt = operator
		}
		all = append(all, metricWatches(alarm, alarm.properties, doubt)...)
		queries := alarm.get("metricQueries")
		for _, query := range items(queries) {
			all = append(all, metricWatches(alarm, query.get("metric"), doubt)...)
		}
	}
	return all
}

// onlyScales says whether the alarm only scales a service and notifies no one.
func (s stack) onlyScales(alarm *resource) bool {
	actions := alarm.get("alarmActions")
	list, _ := actions.list()
	if len(list) == 0 {
		return false
	}
	return !slices.ContainsFunc(list, func(action value) bool {
		return !s.isScaling(alarm, action)
	})
}

func (s stack) isScaling(alarm *resource, action value) bool {
	policies := []string{kindScalingPolicy}
	text, state := action.text()
	if state == known {
		return strings.Contains(text, ":scalingPolicy:") || s.identified(text, policies) != nil
	}
	return len(s.dependencies(alarm, action, policies)) > 0
}

func metricWatches(alarm *resource, metric, doubt value) []watch {
	namespace, name := metric.get("namespace"), metric.get("metricName")
	for _, v := range []value{namespace, name} {
		if v.state() == unknown {
			doubt = v
		}
	}
	if doubt.path == "" && !isBacklog(namespace, name) {
		return nil
	}
	var all []watch
	for _, dimension := range []string{"QueueName", "Queue"} {
		if queue := metric.get("dimensions", dimension); queue.state() != absent {
			all = append(all, watch{alarm, queue, doubt})
		}
	}
	return all
}

// backlogs is the AWS metrics on the length or age of a backlog.
var backlogs = map[string][]string{
	"AWS/SQS":      {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"},
	"AWS/AmazonMQ": {"MessageCount", "MessageReadyCount", "QueueSize"},
}

// ownBacklog matches the names of custom metrics on a backlog.
var ownBacklog = regexp.MustCompile(`(?i)(age|backlog|depth|latency|length|messages|pending|size|waiting)$`)

func isBacklog(namespace, name value) bool {
	space, _ := namespace.text()
	metric, _ := name.text()
	if strings.HasPrefix(space, "AWS/") {
		return slices.Contains(backlogs[space], metric)
	}
	return ownBacklog.MatchString(metric)
}

const unwatched = "want a CloudWatch alarm on its depth or on the age of its oldest message, " +
	"with the dimension %s: otherwise its backlog goes unnoticed; add one"

// checkSQSAlarms demands an alarm on every SQS queue that workers consume.
func (s stack) checkSQSAlarms(watches []watch, c check) {
	dead, certain := s.deadLetters()
	for _, queue := range s.of(kindQueue) {
		if slices.Contains(dead, queue) || c.has("unwatched", queue.name) {
			continue
		}
		covered := coverage(watches, c, func(w watch) (bool, bool) {
			l := s.linked(w.alarm, w.queue, kindQueue)
			return slices.Contains(l.found, queue), l.missing > 0
		})
		switch {
		case covered:
		case !certain:
			c.unknown(queue, queue.get("redrivePolicy"))
		default:
			c.report(queue, "has no alarm on its backlog; "+unwatched, "QueueName")
		}
	}
}

// checkQueueAlarms demands an alarm on each queue of a worker, except SQS queues, which checkSQSAlarms checks.
func (s stack) checkQueueAlarms(worker running, p process, watches []watch, c check) {
	if p.broker() == "sqs" {
		return
	}
	for _, name := range p.queues() {
		if c.has("unwatched", name) || slices.ContainsFunc(s.of(kindQueue), p.takesFrom) {
			continue
		}
		if strings.Contains(name, undecided) {
			c.unknown(p.task, p.command())
			continue
		}
		covered := coverage(watches, c, func(w watch) (bool, bool) {
			text, state := w.queue.text()
			return state == known && text == name, state == unknown
		})
		if !covered {
			c.report(worker.service, "its queue %q has no alarm on its backlog; "+unwatched, name, "Queue")
		}
	}
}

// coverage says whether an alarm watches a queue, or may watch it. It reports the unknown value in the second case.
func coverage(watches []watch, c check, watched func(watch) (yes, perhaps bool)) bool {
	var doubts []hidden
	for _, w := range watches {
		switch yes, perhaps := watched(w); {
		case yes && w.doubt.path == "":
			return true
		case yes:
			doubts = append(doubts, hidden{on: w.alarm, v: w.doubt})
		case perhaps:
			doubts = append(doubts, hidden{on: w.alarm, v: w.queue})
		}
	}
	running{hidden: doubts}.reportHidden(c)
	return len(doubts) > 0
}
