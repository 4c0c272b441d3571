package broker

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/redis"
	"github.com/tenfold-iac/tenfold/components/internal/store"
)

func (broker *Broker) redis(base store.Base, args Args) error {
	group, err := redis.New(base, args.settings(), args.shape(base.Name))
	if err != nil {
		return err
	}
	host := group.Replication.PrimaryEndpointAddress
	url, err := base.StoreURL(group.Key, group.Token, host, redisURL)
	if err != nil {
		return err
	}
	broker.Host, broker.ID = host, group.Replication.ReplicationGroupId
	broker.Connection.KMSKeyARN = group.Key.Arn
	broker.Connection.SecurityGroupID = group.SecurityGroup.ID().ToStringOutput()
	broker.setURL(url, redis.Port)
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
