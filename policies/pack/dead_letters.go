package pack

func deadLetterTarget(r *resource) value {
	return r.get("redrivePolicy").decoded().get("deadLetterTargetArn")
}

// undelivered is the dead-letter queue of a schedule.
func undelivered(schedule *resource) value { return schedule.get("target", "deadLetterConfig", "arn") }

// deadLetters is the dead-letter queues of the stack, of other queues and of schedules, and whether there are certainly
// no more.
func (s stack) deadLetters() (found []*resource, certain bool) {
	certain = true
	add := func(r *resource, target value) {
		l := s.linked(r, target, kindQueue)
		found = union(found, l.found)
		certain = certain && l.missing == 0
	}
	for _, r := range s.of(kindQueue, kindRedrivePolicy) {
		add(r, deadLetterTarget(r))
	}
	for _, r := range s.of(kindSchedule) {
		add(r, undelivered(r))
	}
	return found, certain
}
