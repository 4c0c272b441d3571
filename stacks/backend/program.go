// Package backend is what an environment deploys: it reads the environment's configuration and wires the components
// together. Sizes come from package tier, parts from components; the wiring is all here.
package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// Program is the Pulumi program of an environment.
func Program(ctx *pulumi.Context) error {
	c, err := config.Load(ctx)
	if err != nil {
		return err
	}
	e := &environment{ctx: ctx, config: c, sizes: c.Sizes}
	for _, step := range []func() error{
		e.locate, e.makeNetwork, e.makeFront, e.makeDatabase, e.makeCache, e.makeBroker, e.makeStorage, e.makePlatform,
		e.makePool, e.makeWeb, e.makeQueueDepth, e.makeWorkers, e.makeBeat, e.makeFlower, e.makeJobs,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	e.export()
	return nil
}

func (e *environment) makeNetwork() (err error) {
	e.network, err = network.New(e.ctx, "network", network.Args{
		CIDR:                 e.sizes.Network.CIDR,
		Zones:                e.zones,
		NAT:                  e.sizes.Network.NAT,
		InterfaceEndpoints:   e.sizes.Network.InterfaceEndpoints,
		FlowLogRetentionDays: e.sizes.LogRetentionDays,
		FlowLogRejectsOnly:   e.sizes.Network.FlowLogRejectsOnly,
	})
	return err
}

// makeFront makes the load balancer, which only CloudFront reaches.
func (e *environment) makeFront() (err error) {
	e.front, err = alb.New(e.ctx, "alb", alb.Args{
		VPCID:                  e.network.VPCID,
		SubnetIDs:              e.network.PublicSubnetIDs,
		TargetPort:             e.config.Port,
		HealthCheckPath:        e.config.HealthCheckPath,
		Domain:                 e.originDomain(),
		HostedZoneID:           e.hostedZoneID,
		CloudFrontOnly:         true,
		LongestRequest:         e.sizes.Web.LongestRequest,
		DeregistrationDelay:    e.sizes.Web.DeregistrationDelay,
		AccessLogRetentionDays: e.sizes.ALB.AccessLogRetentionDays,
		AllowDestroy:           e.config.AllowDestroy,
	})
	return err
}

func (e *environment) makeDatabase() (err error) {
	e.database, err = postgres.New(e.ctx, "database", postgres.Args{
		VPCID:               e.network.VPCID,
		SubnetIDs:           e.network.IsolatedSubnetIDs,
		Zones:               e.zones,
		InstanceClass:       e.sizes.Database.InstanceClass,
		SingleZone:          e.sizes.Database.SingleZone,
		Replicas:            e.sizes.Database.Replicas,
		StorageGiB:          e.sizes.Database.StorageGiB,
		MaxStorageGiB:       e.sizes.Database.MaxStorageGiB,
		BackupRetentionDays: e.sizes.Database.BackupRetentionDays,
		ApplyImmediately:    e.config.ApplyImmediately,
		LogRetentionDays:    e.sizes.LogRetentionDays,
		AllowDestroy:        e.config.AllowDestroy,
		SkipFinalSnapshot:   e.config.AllowDestroy && e.config.SkipFinalSnapshot,
	})
	return err
}

func (e *environment) makeCache() (err error) {
	e.cache, err = cache.New(e.ctx, "cache", cache.Args{
		VPCID:             e.network.VPCID,
		SubnetIDs:         e.network.IsolatedSubnetIDs,
		NodeType:          e.sizes.Cache.NodeType,
		Shards:            e.sizes.Cache.Shards,
		ReplicasPerShard:  e.sizes.Cache.ReplicasPerShard,
		LogRetentionDays:  e.sizes.LogRetentionDays,
		AllowDestroy:      e.config.AllowDestroy,
		SkipFinalSnapshot: e.config.AllowDestroy && e.config.SkipFinalSnapshot,
	})
	return err
}

func (e *environment) makeBroker() (err error) {
	e.broker, err = broker.New(e.ctx, "broker", e.brokerArgs())
	return err
}

func (e *environment) makeStorage() (err error) {
	e.storage, err = storage.New(e.ctx, "storage", storage.Args{
		OriginDomain:           e.front.OriginDomain,
		OriginSecret:           e.front.OriginSecret,
		LongestRequest:         e.sizes.Web.LongestRequest,
		Domain:                 e.config.Domain,
		HostedZoneID:           e.hostedZoneID,
		USEast1:                e.usEast1,
		MediaPaths:             e.sizes.CDN.MediaPaths,
		PriceClass:             e.sizes.CDN.PriceClass,
		WAF:                    e.firewall(),
		AccessLogRetentionDays: e.sizes.ALB.AccessLogRetentionDays,
		AllowDestroy:           e.config.AllowDestroy,
	})
	return err
}

func (e *environment) makePlatform() (err error) {
	e.platform, err = newPlatform(e)
	return err
}

func (e *environment) makePool() (err error) {
	e.pool, err = e.platform.pgbouncer(e)
	return err
}

func (e *environment) makeWeb() (err error) {
	e.web, err = e.platform.web(e)
	return err
}

// makeQueueDepth comes before the workers, which scale on what it publishes.
func (e *environment) makeQueueDepth() error { return e.platform.queueDepth(e) }

func (e *environment) makeWorkers() (err error) {
	e.workers = map[string]service{}
	for _, name := range e.sizes.WorkerNames() {
		if e.workers[name], err = e.platform.worker(e, name); err != nil {
			return err
		}
	}
	return nil
}

func (e *environment) makeBeat() (err error) {
	if e.config.Beat != "" {
		e.beat, err = e.platform.beat(e)
	}
	return err
}

func (e *environment) makeFlower() (err error) {
	if e.config.Flower {
		e.flower, err = e.platform.flower(e)
	}
	return err
}

func (e *environment) makeJobs() error {
	for _, job := range e.config.Jobs {
		if err := e.platform.job(e, job); err != nil {
			return err
		}
	}
	return nil
}
