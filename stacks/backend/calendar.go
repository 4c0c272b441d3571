package backend

import (
	"cmp"
	"fmt"
	"strings"
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

// checkCalendar warns of versions that AWS has closed by a day, and of those that end soon. It returns what to refuse of each
// component that would be created: what runs a closed version goes on, and gets its releases.
func checkCalendar(ctx *pulumi.Context, c config.Config, day time.Time) (closed map[string]error, err error) {
	closed = map[string]error{}
	for _, v := range datedVersions(c) {
		key := overrides + v.key
		said := fmt.Sprintf("%s is %q", key, v.version)
		text := calendar.ClosedText(v.product, v.version, day)
		if text != "" {
			component, _, _ := strings.Cut(v.key, ".")
			closed[component] = config.Problem(ctx, key, fmt.Sprintf("%s; %s; %s", said, v.instead, text))
		}
		if text = cmp.Or(text, calendar.SoonText(v.product, v.version, day)); text == "" {
			continue
		}
		if err := ctx.Log.Warn(said+": "+text, nil); err != nil {
			return nil, err
		}
	}
	return closed, nil
}
