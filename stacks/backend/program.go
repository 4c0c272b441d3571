// Package backend is what an environment deploys. Program wires the components together, from top to bottom. Package
// config reads the environment's file, package tier holds the sizes, and the components are the parts.
package backend

import (
	"cmp"
	"errors"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// Program is the Pulumi program of an environment.
func Program(ctx *pulumi.Context) error { return On(time.Now())(ctx) }

// On is the Pulumi program of an environment on a day: AWS retires versions. Tests set the day.
func On(day time.Time) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		c, err := config.Load(ctx)
		if err != nil {
			return err
		}
		if c, err = onBase(ctx, c); err != nil {
			return err
		}
		found, err := lookUp(ctx, c)
		var dated error
		found.closed, dated = checkCalendar(ctx, c, day)
		rules, refused := try(ctx, func(ctx *pulumi.Context) error { return deploy(ctx, c, found) })
		all := append(validateRules(ctx, c, rules, found.prefixLists), dated, err, refused)
		if err = errors.Join(all...); err != nil {
			return byKey(ctx, c, err)
		}
		return byKey(ctx, c, deploy(ctx, c, found))
	}
}

// deploy wires the components together. A trial runs it as well.
func deploy(ctx *pulumi.Context, c config.Config, found found) error {
	sizes := c.Sizes
	ctx.Log = logByKey{ctx.Log}

	outages, err := watch(ctx, found.closed)
	if err != nil {
		return err
	}
	if err := newRecord(ctx, c, outages[recordName]); err != nil {
		return err
	}
	net, err := newNetwork(ctx, c, found, outages["network"])
	if err != nil {
		return err
	}

	// The load balancer, which only CloudFront reaches.
	balancer, err := newComponent(ctx, alb.New, "alb", sized(alb.Args{
		VPCID:               net.VPCID,
		SubnetIDs:           net.PublicSubnetIDs,
		HealthCheckPath:     c.HealthCheckPath,
		Domain:              first(c.OriginNames()),
		AlternativeNames:    others(c.OriginNames()),
		HostedZoneID:        found.hostedZoneID,
		ZoneProvider:        found.zoneAccount,
		DNS:                 originDNS(c),
		CertificateARN:      given(c.Certificates.ALB),
		CloudFrontOnly:      true,
		LongestRequest:      sizes.Web.LongestRequest,
		DeregistrationDelay: sizes.Web.DeregistrationDelay,
		AllowDestroy:        c.AllowDestroy,
	}, sizes.ALB), outages["alb"])
	if err != nil {
		return err
	}

	// Everything that holds data.
	database, err := newDatabase(ctx, c, found, net, outages["database"])
	if err != nil {
		return err
	}
	store, err := newCache(ctx, c, found, net, outages["cache"])
	if err != nil {
		return err
	}
	messages, err := newBroker(ctx, c, found, net, outages["broker"])
	if err != nil {
		return err
	}
	files, err := newComponent(ctx, storage.New, "storage", sized(sized(storage.Args{
		OriginDomain:           balancer.OriginDomain,
		OriginSecret:           balancer.OriginSecret,
		LongestRequest:         sizes.Web.LongestRequest,
		Domain:                 c.Domain,
		AlternativeNames:       c.AlternativeNames,
		HostedZoneID:           found.hostedZoneID,
		ZoneProvider:           found.zoneAccount,
		DNS:                    c.DNS,
		DNSWeight:              c.DNSWeight,
		DeferRecords:           true,
		CertificateARN:         given(c.Certificates.CDN),
		USEast1:                found.usEast1,
		WAF:                    firewall(sizes.CDN),
		AccessLogRetentionDays: sizes.ALB.AccessLogRetentionDays,
		ExistingUploadsBucket:  c.Existing.Storage.UploadsBucket,
		ExistingUploadsKeyARN:  c.Existing.Storage.UploadsKeyARN,
		ImportUploadsBucket:    c.Import.Uploads,
		AllowDestroy:           c.AllowDestroy,
	}, sizes.CDN), sizes.Storage), outages["storage"])
	if err != nil {
		return err
	}

	// The containers.
	run, err := newPlatform(ctx, c.Platform, PlatformSpec{
		Region:           c.Region,
		VPCID:            net.VPCID,
		SubnetIDs:        net.PrivateSubnetIDs,
		LogRetentionDays: sizes.LogRetentionDays,
		AllowDestroy:     c.AllowDestroy,
		Sizes:            sizes.Cluster,
		Outages:          outages,
	})
	if err != nil {
		return err
	}
	pool, err := run.newPool("pgbouncer", PoolSpec{
		Image:              c.PgBouncerImage,
		Database:           database,
		Extensions:         sizes.Database.Extensions,
		PasswordGeneration: c.DatabasePasswordGeneration,
		Operator:           c.Operator,
		Clients:            poolClients(c),
		Sizes:              sizes.PgBouncer,
	})
	if err != nil {
		return err
	}
	app := AppSpec{
		Image:               c.Image,
		Architecture:        c.Architecture,
		RegistryCredentials: c.RegistryCredentials,
		SkipTmpInit:         c.SkipTmpInit,
		Exec:                c.Exec,
		Variables:           variables(c, files),
		Secrets:             secrets(c, pool, store),
		SecretKeyARNs:       secretKeys(c, database.KMSKeyARN, store.KMSKeyARN),
		SecretVersions:      secretVersions(pool, store),
		SecretsGeneration:   c.SecretsGeneration,
		Endpoints: []Endpoint{
			{Name: "pgbouncer", SecurityGroupID: pool.SecurityGroupID, Port: pool.Port},
			{Name: "cache", SecurityGroupID: store.SecurityGroupID, Port: store.Port},
		},
		UploadPolicy: files.UploadPolicyJSON,
		Broker:       messages,
	}
	var depth *Depth // of the queues; AWS publishes that of SQS itself
	if publishesDepth(c) {
		depth, err = run.newQueueDepth("queuedepth", QueueDepthSpec{
			Image: c.QueueDepthImage, Library: c.Library, Queues: queueNames(sizes), Broker: messages,
			Sizes: sizes.QueueDepth,
		})
		if err != nil {
			return err
		}
	}

	// The release, in its order: when a part fails or is rolled back, those after it are not updated.
	app = app.after(pool.Deployed)
	var released *Release
	if len(c.Release.Command) > 0 {
		released, err = run.newRelease(releaseName, ReleaseSpec{App: app.in(c, releaseName).withPools(1).withAdmin(pool), Release: c.Release})
		if err != nil {
			return err
		}
		app = app.after(released.Deployed)
	}
	workers := map[string]Service{}
	for _, name := range sizes.WorkerNames() {
		workers[name], err = run.newWorker(workerName(name), WorkerSpec{
			App:          app.in(c, workerName(name)).withPools(sizes.Workers[name].Connections),
			Library:      c.Library,
			CeleryApp:    c.CeleryApp,
			TaskEvents:   c.Flower,
			Sizes:        sizes.Workers[name],
			Depth:        depth,
			AlarmActions: c.AlarmActions,
		})
		if err != nil {
			return err
		}
	}
	app = app.after(deployed(workers)...)
	web, err := run.newWeb(webName, WebSpec{
		App:                         app.in(c, webName).withPools(sizes.Web.Connections).with("WEB_CONCURRENCY", sizes.Web.Processes),
		LoadBalancerSecurityGroupID: balancer.SecurityGroupID,
		LoadBalancerCIDRs:           net.PublicCIDRs,
		TargetGroupARN:              balancer.TargetGroupARN,
		RequestCountLabel:           balancer.RequestCountLabel,
		Port:                        c.Port,
		KeepAlive:                   sizes.KeepAlive(),
		Sizes:                       sizes.Web,
	})
	if err != nil {
		return err
	}
	// The names that users see, once web serves. They stay where they are while an update fails.
	if err := finish(ctx, files.NewRecords, pulumi.DependsOnInputs(web.Deployed)); err != nil {
		return err
	}
	app = app.after(web.Deployed)
	var beat *Service
	if c.Beat != "" {
		beat, err = run.newBeat(beatName, BeatSpec{
			App: app.in(c, beatName).withPools(1), CeleryApp: c.CeleryApp, Scheduler: c.Beat, Sizes: sizes.Beat,
		})
		if err != nil {
			return err
		}
	}
	var flower *Flower
	if c.Flower {
		flower, err = run.newFlower(flowerName, FlowerSpec{
			App: app.in(c, flowerName), CeleryApp: c.CeleryApp, AllowDestroy: c.AllowDestroy, Sizes: sizes.Flower,
		})
		if err != nil {
			return err
		}
	}
	jobs := map[string]Job{}
	for _, job := range c.Jobs {
		jobs[job.Name], err = run.newJob(jobName(job), JobSpec{App: app.in(c, jobName(job)).withPools(1).withAdmin(pool), Job: job, AlarmActions: c.AlarmActions})
		if err != nil {
			return err
		}
	}

	// What people start when they must get at the data.
	var operator *Operator
	if c.Operator {
		operator, err = run.newOperator("operator", OperatorSpec{
			Image: c.PgBouncerImage, Pool: pool, Database: database, Cache: store, Broker: messages,
			Sizes: sizes.Operator,
		})
		if err != nil {
			return err
		}
	}

	anonymous, err := unnamed(ctx)
	if err != nil {
		return err
	}
	export(ctx, outputs{
		unnamed: anonymous,
		region:  c.Region, exec: c.Exec, sessions: run.sessionLogGroup(), sessionKey: run.sessionKey(), jobs: jobs, operator: operator,
		network: net, balancer: balancer, database: database, cache: store, broker: messages, storage: files,
		cluster: run.clusterName(), pool: pool, release: released, web: web, workers: workers, beat: beat, flower: flower, warns: c.Domain == "" || c.Existing.Storage.IsSet() || c.Import.Uploads != "",
		reserved: cmp.Or(sizes.PgBouncer.ReservedConnections, pgbouncer.DefaultReservedConnections),
	})
	return nil
}
