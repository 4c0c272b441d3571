package broker

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

func (b *builder) newRedis() error {
	group, err := redis.New(b.Base, b.args.settings(), b.args.shape(b.Name))
	if err != nil {
		return err
	}
	host := group.Replication.PrimaryEndpointAddress
	url, err := group.NewURL(b.Base, host, redisURL)
	if err != nil {
		return err
	}
	b.id = group.Replication.ReplicationGroupId
	b.setStore(group.Store)
	b.setAddress(host, redis.Port, url)
	return nil
}

// redisURL says how to check the certificate, because Celery refuses rediss:// for results without it, and takes a
// broker's without any check.
func redisURL(token, host string) string {
	return fmt.Sprintf("rediss://:%s@%s:%d/0?ssl_cert_reqs=required", token, host, redis.Port)
}

func (a Args) shape(name string) redis.Shape {
	return redis.Shape{
		Description: fmt.Sprintf("Broker %s of Celery, not in cluster mode", name),
		Parameters:  []redis.Parameter{{Name: "maxmemory-policy", Value: "noeviction"}},
		Shape: func(group *elasticache.ReplicationGroupArgs) {
			group.ClusterMode = pulumi.String("disabled")
			group.NumCacheClusters = pulumi.Int(1 + a.Replicas)
		},
	}
}
