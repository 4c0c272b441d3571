package rds

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// The formats of the backup and maintenance windows.
const (
	clock                    = `([01][0-9]|2[0-3]):[0-5][0-9]`
	weekday                  = `(mon|tue|wed|thu|fri|sat|sun)`
	backupWindowPattern      = `^` + clock + `-` + clock + `$`
	maintenanceWindowPattern = `^(?i)` + weekday + `:` + clock + `-` + weekday + `:` + clock + `$`
)

const (
	hour, day, week = 60, 24 * 60, 7 * 24 * 60
	minWindow       = 30
)

// minute returns the minute of the week for hh:mi or ddd:hh:mi.
func minute(text string) int {
	fields, days := strings.Split(text, ":"), 0
	if len(fields) > 2 {
		days = slices.Index([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, strings.ToLower(fields[0]))
		fields = fields[1:]
	}
	h, _ := strconv.Atoi(fields[0])
	m, _ := strconv.Atoi(fields[1])
	return days*day + h*hour + m
}

// span returns the start and length of a window, in a cycle of a day or a week.
func span(window string, cycle int) (start, length int) {
	from, to, _ := strings.Cut(window, "-")
	start = minute(from)
	return start, (minute(to) - start + cycle) % cycle
}

// windowsApart requires windows of at least half an hour that do not overlap.
func windowsApart(c *model.Call) error {
	backup, maintenance := c.New.String("backupWindow"), c.New.String("maintenanceWindow")
	for window, cycle := range map[string]int{backup: day, maintenance: week} {
		if window == "" {
			continue
		}
		if _, length := span(window, cycle); length < minWindow {
			return model.Errorf(invalid, "The backup window and maintenance window must be at least %d minutes.",
				minWindow)
		}
	}
	if backup != "" && maintenance != "" && overlap(backup, maintenance) {
		return model.Errorf(combination, "The backup window and maintenance window must not overlap.")
	}
	return nil
}

func overlap(backup, maintenance string) bool {
	daily, dailyLength := span(backup, day)
	weekly, weeklyLength := span(maintenance, week)
	after := func(a, b int) int { return (b - a + day) % day }
	return after(daily, weekly%day) < dailyLength || after(weekly%day, daily) < weeklyLength
}

func keyGoesWithEncryption(c *model.Call) error {
	if c.New.Has("kmsKeyId") && !c.State.Bool("storageEncrypted") && originOf(c) == nil {
		return model.Errorf(combination, "KmsKeyId must be used with StorageEncrypted set to true.")
	}
	origin := originOf(c)
	if origin != nil && origin.Region != c.Region && origin.Properties["storageEncrypted"] == true &&
		!c.New.Has("kmsKeyId") {
		return model.Errorf(combination, "A KmsKeyId must be specified for an encrypted read replica in another region.")
	}
	return nil
}

// keysUsable requires the keys that a call names. AWS's own keys always exist.
func keysUsable(c *model.Call) error {
	for _, property := range []string{"kmsKeyId", "performanceInsightsKmsKeyId", "masterUserSecretKmsKeyId"} {
		ref := c.New.String(property)
		if ref != "" && c.Changed(property) && !keyExists(c, ref) {
			return model.Errorf("KMSKeyNotAccessibleFault", "Specified KMS key [%s] does not exist, is not enabled or you "+
				"do not have permissions to access it.", ref)
		}
	}
	return nil
}

func keyExists(c *model.Call, ref string) bool {
	if slices.Contains([]string{model.AWSKey(c, "rds"), model.AWSKey(c, "secretsmanager")}, ref) {
		return true
	}
	if at := strings.Index(ref, "alias/"); at >= 0 {
		if strings.HasPrefix(ref[at:], "alias/aws/") {
			return true
		}
		ref = c.Props(kmsAlias, ref[at:]).String("targetKeyId")
	}
	key := c.Props(kmsKey, ref[strings.LastIndex(ref, "/")+1:])
	return key != nil && key["isEnabled"] != false
}
