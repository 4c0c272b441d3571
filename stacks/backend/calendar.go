package backend

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/internal/calendar"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// dated is a version that AWS retires one day, and the key that sets it.
type dated struct{ key, product, version, instead string }

// datedVersions are those of the environment's own parts.
func datedVersions(c config.Config) (list []dated) {
	engines := map[string]string{cache.Valkey: calendar.Valkey, cache.Redis: calendar.Redis, "": calendar.Valkey}
	store, queue := c.Sizes.Cache, c.Sizes.Broker
	if !c.Existing.Database.IsSet() {
		const instead = `want a version that RDS creates, such as "` + postgres.DefaultVersion + `"`
		list = append(list,
			dated{"database.engineVersion", calendar.PostgreSQL, cmp.Or(c.Sizes.Database.EngineVersion, postgres.DefaultVersion), instead},
			dated{"database.replicaEngineVersion", calendar.PostgreSQL, c.Sizes.Database.ReplicaEngineVersion, instead})
	}
	list = append(list, dated{"cache.engineVersion", engines[store.Engine], store.EngineVersion, "want a later one"})
	if queue.Kind == broker.RabbitMQ {
		return append(list, dated{"broker.rabbitMqVersion", calendar.RabbitMQ, queue.RabbitMQVersion, "want a later one"})
	}
	return append(list, dated{"broker.engineVersion", engines[queue.Engine], queue.EngineVersion, "want a later one"})
}

// checkCalendar refuses versions that AWS has closed by a day, and warns of those that end soon. What was closed when
// the components were written, they refuse themselves.
func checkCalendar(ctx *pulumi.Context, c config.Config, day time.Time) error {
	var problems []error
	for _, v := range datedVersions(c) {
		key, closed := overrides+v.key, calendar.ClosedText(v.product, v.version, day)
		if closed != "" && !calendar.Closed(v.product, v.version, calendar.Day()) {
			problems = append(problems, config.Problem(ctx, key, fmt.Sprintf("%s is %q; %s; %s", key, v.version, v.instead, closed)))
		}
		soon := calendar.SoonText(v.product, v.version, day)
		if soon == "" {
			continue
		}
		if err := ctx.Log.Warn(fmt.Sprintf("%s is %q: %s", key, v.version, soon), nil); err != nil {
			return err
		}
	}
	return errors.Join(problems...)
}
