package backend

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/internal/refusal"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// byKey says what components refuse by the keys of the environment's file, with their lines and in their order. Other errors
// stay as they are, and come last.
func byKey(ctx *pulumi.Context, c config.Config, err error) error {
	if err == nil {
		return nil
	}
	var all []error
	said, owners := map[string]bool{}, map[string]string{}
	for _, one := range refusal.Split(err) {
		var refused *refusal.Refusal
		if errors.As(one, &refused) {
			key, same := keyOf(ctx, c, refused)
			if owner := owners[key]; owner != "" && owner != refused.Name {
				continue // another component says what is wrong with it
			}
			if key != "" {
				one = config.Problem(ctx, key, reason(key, same, refused)+hintOf(c, key))
				owners[key] = refused.Name
			}
		}
		if !said[one.Error()] {
			all = append(all, one)
		}
		said[one.Error()] = true
	}
	return config.InOrder(all)
}

// hintOf says what else helps than what the component knows.
func hintOf(c config.Config, key string) string {
	if key != baseKey {
		return ""
	}
	return fmt.Sprintf("; or raise overrides.pgbouncer.reservedConnections in the file of %s by the difference, and run pulumi up -s %s",
		c.Base, c.Base)
}

// reason continues the key. A field that is not the same thing as the key is named.
func reason(key string, same bool, r *refusal.Refusal) string {
	text := r.Reason
	if r.Field == "name" {
		text = ownName(r.Name, text)
	}
	if at := strings.LastIndex(r.Field, "]."); at >= 0 {
		text = strings.ReplaceAll(text, r.Field[:at+2], "") // such as queues[3], which is in another order than the file's
	}
	if !same || strings.HasPrefix(r.Field, "the ") {
		return key + ": " + r.Field + " " + text
	}
	return key + " " + text
}

var maxPattern = regexp.MustCompile(`at most ([0-9]+) characters`)

// ownName is a problem of a component's name, said of what the file has of it: nightly of job-nightly.
func ownName(name, text string) string {
	prefix, own, found := strings.Cut(name, "-")
	if !found {
		return text
	}
	text = strings.ReplaceAll(text, strconv.Quote(name), strconv.Quote(own))
	return maxPattern.ReplaceAllStringFunc(text, func(limit string) string {
		max, _ := strconv.Atoi(maxPattern.FindStringSubmatch(limit)[1])
		return fmt.Sprintf("at most %d characters", max-len(prefix)-1)
	})
}

const (
	overrides = "tenfold:overrides."
	importKey = "tenfold:import."
)

// derived are the fields whose values follow from a key of another meaning.
var derived = []string{"maxConnections", "readerEndpoints", "keepAlive"}

// elsewhere are the keys of fields that do not have the field's own name in overrides.<part>, tenfold:overrides or at the
// top. A field of one part takes precedence.
var elsewhere = map[string]string{
	"network.zones":                  "tenfold:zones",
	"network.flowLogRetentionDays":   overrides + "logRetentionDays",
	"database.zones":                 "tenfold:zones",
	"database.importIdentifier":      importKey + "database",
	"database.vpcId":                 existingKey + "network.vpcId",
	"alb.longestRequest":             overrides + "web.longestRequest",
	"alb.deregistrationDelay":        overrides + "web.deregistrationDelay",
	"storage.longestRequest":         overrides + "web.longestRequest",
	"storage.accessLogRetentionDays": overrides + "alb.accessLogRetentionDays",
	"storage.waf":                    overrides + "cdn",
	"storage.existingUploadsBucket":  existingKey + "storage.uploadsBucket",
	"storage.existingUploadsKeyArn":  existingKey + "storage.uploadsKeyArn",
	"storage.importUploadsBucket":    importKey + "uploads",
	"web.keepAlive":                  overrides + "alb.idleTimeout",
	"broker.queues":                  overrides + "workers",
	"broker.instanceType":            overrides + "broker.nodeType",
	"pgbouncer.image":                "tenfold:pgbouncerImage",
	"pgbouncer.extensions":           overrides + "database.extensions",
	"pgbouncer.passwordGeneration":   "tenfold:databasePasswordGeneration",
	"pgbouncer.readerEndpoints":      overrides + "database.replicas",
	"pgbouncer.maxConnections":       overrides + "database.instanceClass",
	"dropdb.image":                   "tenfold:pgbouncerImage",
	"operator.image":                 "tenfold:pgbouncerImage",
	"queuedepth.image":               "tenfold:queueDepthImage",
	"queuedepth.queues":              overrides + "workers",
	"beat.scheduler":                 "tenfold:beat",
	"app":                            "tenfold:celeryApp",
	"broker":                         overrides + "broker.kind",
	"alarmActionArns":                "tenfold:alarmActions",
	"region":                         "aws:region",
	"secretKmsKeyArns":               "tenfold:secretKeys",
}

// keyOf is the key that sets what a component refuses, and whether they are the same thing. It is "" if no key does: only
// the program itself can be wrong then.
func keyOf(ctx *pulumi.Context, c config.Config, r *refusal.Refusal) (key string, same bool) {
	field := strings.TrimPrefix(r.Field, "task.")
	for _, prefix := range []string{"the number of ", "the length of "} {
		field = strings.TrimPrefix(field, prefix)
	}
	field, _, _ = strings.Cut(field, " ") // such as "minTasks or maxTasks"
	if field == "maxConnections" && c.Base != "" {
		return baseKey, false
	}
	if field == "maxConnections" && c.Existing.Database.IsSet() {
		return existingKey + "database.maxConnections", true
	}
	part := partKey(c, r.Name)
	if own := part + "." + field; config.Known(own) && config.Has(ctx, own) {
		return own, true
	}
	if key = firstKnown(ctx, candidates(c, r.Name, part, field)...); key != "" {
		return key, !slices.Contains(derived, field)
	}
	return firstKnown(ctx, part), field == "name"
}

// candidates are the keys that may set a field, the most likely one first.
func candidates(c config.Config, name, part, field string) []string {
	if owner, rest := itemOf(c, name, field); owner != "" {
		return []string{owner + "." + rest, owner}
	}
	head := field[:len(field)-len(strings.TrimLeft(field, letters))]
	rest, list := field[len(head):], []string{}
	for _, at := range []string{name + "." + head, head} {
		if key, ok := elsewhere[at]; ok {
			list = append(list, key+rest, key)
		}
	}
	list = append(list, part+"."+field)
	if name == "storage" {
		list = append(list, overrides+"cdn."+field)
	}
	if field == "name" {
		return list
	}
	return append(list, overrides+field, "tenfold:"+field)
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// firstKnown is the first key that exists, and rather one that the file has.
func firstKnown(ctx *pulumi.Context, keys ...string) string {
	known := slices.DeleteFunc(keys, func(key string) bool { return !config.Known(key) })
	for _, key := range known {
		if config.Has(ctx, key) {
			return key
		}
	}
	if len(known) == 0 {
		return ""
	}
	return known[0]
}

// partKey is the key of a component's own settings.
func partKey(c config.Config, name string) string {
	switch kind, rest, _ := strings.Cut(name, "-"); kind {
	case "worker":
		return overrides + "workers." + rest
	case "job":
		at := slices.IndexFunc(c.Jobs, func(job config.Job) bool { return job.Name == rest })
		return fmt.Sprintf("tenfold:jobs[%d]", at)
	case releaseName:
		return "tenfold:release"
	default:
		return overrides + name
	}
}

// itemOf is the worker, or the web service, that an item of a list comes from: a queue of the broker or a client of
// PgBouncer. rest is the field of it.
func itemOf(c config.Config, name, field string) (owner, rest string) {
	var list string
	var at int
	if _, err := fmt.Sscanf(strings.NewReplacer("[", " ", "].", " ").Replace(field), "%s %d %s", &list, &at, &rest); err != nil {
		return "", ""
	}
	switch name + "." + list {
	case "broker.queues":
		return queueOwner(c, at, rest)
	case "pgbouncer.clients":
		return clientOwner(c, poolClients(c)[at].Name, rest)
	default:
		return "", ""
	}
}

// clientOwner is the size that a number of a client of PgBouncer comes from.
func clientOwner(c config.Config, name, field string) (owner, rest string) {
	owner = partKey(c, name)
	worker, isWorker := c.Sizes.Workers[strings.TrimPrefix(name, "worker-")]
	switch {
	case field == "tasks" && isWorker && worker.MinTasks > worker.MaxTasks:
		return owner, "minTasks"
	case field == "tasks":
		return owner, "maxTasks"
	case field == "processes" && isWorker:
		return owner, "concurrency"
	default:
		return owner, field
	}
}

// queueOwner finds the worker of the broker's queue at an index.
func queueOwner(c config.Config, at int, field string) (owner, rest string) {
	for _, name := range c.Sizes.WorkerNames() {
		own := len(c.Sizes.Workers[name].Queues)
		if at < own {
			if field == "name" {
				field = fmt.Sprintf("queues[%d].name", at)
			}
			return overrides + "workers." + name, field
		}
		at -= own
	}
	return "", ""
}
