package celery_test

import (
	"sync"
	"testing"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// scenario is a test of workers on one broker.
type scenario struct {
	name string
	kind string
	run  func(*testing.T, *stage)
}

// TestWorkers runs every scenario on a broker of its own, several at a time: what they do most is wait.
func TestWorkers(t *testing.T) {
	t.Parallel()
	parts := servers.Find(t)
	all := scenarios()
	var hosts []string
	for _, s := range all {
		hosts = append(hosts, s.name)
	}
	// As RabbitMQ 4.3 is, which refuses these two. Source: its release notes.
	const asOf43 = "deprecated_features.permit.transient_nonexcl_queues = false\ndeprecated_features.permit.global_qos = false\n"
	rabbit, sqs := parts.StartRabbitMQ(t, asOf43, hosts...), parts.StartSQS(t)
	var wg sync.WaitGroup
	slots := make(chan struct{}, 6)
	for _, s := range all {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			t.Run(s.name+" on "+s.kind, func(t *testing.T) {
				switch s.kind {
				case celery.RabbitMQ:
					s.run(t, newStage(t, parts, s.kind, rabbit.URL(s.name), "SSL_CERT_FILE="+parts.Inside(rabbit.CA)))
				case celery.SQS:
					s.run(t, newSQSStage(t, parts, sqs, s.name))
				default:
					store := parts.StartRedis(t, servers.RedisSettings{Engine: "valkey"})
					stage := newStage(t, parts, s.kind, store.URL(0))
					stage.store = store
					s.run(t, stage)
				}
			})
		})
	}
	wg.Wait()
}

// scenarios are those of all brokers, and those of one.
func scenarios() []scenario {
	var all []scenario
	for _, kind := range []string{celery.Redis, celery.RabbitMQ, celery.SQS} {
		for _, pool := range []string{celery.Prefork, celery.Threads, celery.Gevent} {
			all = append(all,
				scenario{"SIGTERM to " + pool, kind, func(t *testing.T, s *stage) { testShutdown(t, s, pool) }},
				scenario{"SIGTERM under load to " + pool, kind, func(t *testing.T, s *stage) { testLoad(t, s, pool) }})
		}
		all = append(all,
			scenario{"SIGKILL", kind, testKill},
			scenario{"settings", kind, testSettings},
			scenario{"retries", kind, testRetries},
		)
	}
	for _, pool := range []string{celery.Prefork, celery.Gevent} {
		all = append(all, scenario{
			"time limit of " + pool, celery.Redis, func(t *testing.T, s *stage) { testTimeLimit(t, s, pool) },
		})
	}
	all = append(all, laterScenarios()...)
	return append(append(all, sqsScenarios()...),
		scenario{"protection", celery.Redis, testProtection},
		scenario{"renewed protection", celery.Redis, testRenewedProtection},
		scenario{"queue order", celery.Redis, testQueueOrder},
		scenario{"health", celery.Redis, testHealth},
		scenario{"idle", celery.RabbitMQ, testIdle},
		scenario{"dead letters", celery.RabbitMQ, testPoisonMessage},
		scenario{"remote control", celery.RabbitMQ, testRemoteControl},
		scenario{"beat", celery.Redis, testBeat},
		scenario{"Flower", celery.Redis, testFlower},
		scenario{"broken application", celery.Redis, testBrokenApp},
	)
}
