package job

import (
	"regexp"
	"strconv"
	"strings"
)

// crontabNames are the names that a crontab has for common schedules.
var crontabNames = map[string]string{
	"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
	"@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
}

const crontabFields = 5

// fromCrontab is a schedule of a crontab as EventBridge Scheduler writes it, "" if there is none: a crontab may name a day
// of the month or of the week, where EventBridge takes one of them.
func fromCrontab(text string) string {
	if named, ok := crontabNames[strings.TrimSpace(text)]; ok {
		text = named
	}
	parts := strings.Fields(strings.ToUpper(text))
	if len(parts) != crontabFields {
		return ""
	}
	parts[dayOfWeek] = weekdays(parts[dayOfWeek])
	switch {
	case parts[dayOfWeek] == "*":
		parts[dayOfWeek] = "?"
	case parts[dayOfMonth] == "*":
		parts[dayOfMonth] = "?"
	}
	body := strings.Join(parts, " ") + " *"
	if len(cronWants(body)) > 0 {
		return ""
	}
	return "cron(" + body + ")"
}

// weekdayPattern is a day of the week in a crontab, where 0 and 7 are Sunday. A step is none.
var weekdayPattern = regexp.MustCompile(`(^|[,-])[0-7]\b`)

// weekdays names the days: EventBridge counts them from 1.
func weekdays(text string) string {
	names := strings.Fields(cronFields[dayOfWeek].names)
	return weekdayPattern.ReplaceAllStringFunc(text, func(found string) string {
		day, _ := strconv.Atoi(found[len(found)-1:])
		return found[:len(found)-1] + names[day%len(names)]
	})
}
