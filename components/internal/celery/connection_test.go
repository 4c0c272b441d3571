package celery_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

func TestCheckBrokerURL(t *testing.T) {
	const (
		clustered = "this is a Redis Cluster, whose slots Celery's commands over several keys cannot cross; " +
			"use a broker that is not clustered"
		noURL = "a broker's URL begins with redis://, rediss://, amqps:// or sqs://"
	)
	for url, want := range map[string]string{
		"rediss://:t@clustercfg.cache-1a2b3c4.abc.use1.cache.amazonaws.com:6379/0": clustered,
		"redis://cache-1a2b3c4.abc.clustercfg.use1.cache.amazonaws.com:6379":       clustered,
		"rediss://:t@master.broker-1a2b3c4.abc.use1.cache.amazonaws.com:6379/0":    "",
		"rediss://:clustercfg@broker.example.com:6379/0":                           "",
		"sqs://":           "",
		"amqps://u:p@b//":  "",
		"clustercfg.a.com": noURL,
		"rediss://%zz":     noURL,
		"":                 noURL,
	} {
		require.Equal(t, want, celery.CheckBrokerURL(url), url)
	}
}
