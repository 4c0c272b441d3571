package cache_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// problem is the error of a cache called cache, without its prefix; nothing may have been registered.
func problem(t *testing.T, args cache.Args) string {
	t.Helper()
	rec, err := stacktest.Record(func(ctx *pulumi.Context) error {
		_, err := cache.New(ctx, "cache", args)
		return err
	})
	require.Error(t, err)
	require.Empty(t, rec.All())
	_, text, _ := strings.Cut(err.Error(), `cache "cache": `)
	return strings.TrimSpace(text)
}

func TestProblems(t *testing.T) {
	scaled := func(change func(*cache.Autoscaling)) func(*cache.Args) {
		return func(a *cache.Args) {
			a.NodeType, a.Autoscaling = "cache.m7g.large", &cache.Autoscaling{MaxShards: 6}
			change(a.Autoscaling)
		}
	}
	const policies = `want one of allkeys-lru, allkeys-lfu, volatile-lru, volatile-lfu, volatile-ttl`
	for want, change := range map[string]func(*cache.Args){
		`shards is 46; want 1 to 45`:                      func(a *cache.Args) { a.Shards = 46 },
		`shards is -1; want 1 to 45`:                      func(a *cache.Args) { a.Shards = -1 },
		`replicasPerShard is 6; want 1 to 5`:              func(a *cache.Args) { a.ReplicasPerShard = 6 },
		`vpcId is required`:                               func(a *cache.Args) { a.VPCID = nil },
		`evictionPolicy is "random"; ` + policies:         func(a *cache.Args) { a.EvictionPolicy = "random" },
		`engine is "memcached"; want "valkey" or "redis"`: func(a *cache.Args) { a.Engine = "memcached" },
		`the number of nodes is 96; want at most 90; shards × (1 + replicas) = 32 × (1 + 2)`: func(a *cache.Args) {
			a.Shards, a.ReplicasPerShard = 32, 2
		},
		`nodeType is "cache.m7g.medium"; want a node type that can be ordered; the nearest is cache.m7g.large`: func(
			a *cache.Args,
		) {
			a.NodeType = "cache.m7g.medium"
		},
		`evictionPolicy is "noeviction"; ` + policies +
			`; a cache that throws nothing out refuses writes once it is full`: func(a *cache.Args) {
			a.EvictionPolicy = "noeviction"
		},
		`snapshotWindow is "05:30-06:30"; want a window that does not overlap ` +
			`maintenanceWindow, "sun:05:00-sun:06:00"`: func(a *cache.Args) {
			a.SnapshotWindow = "05:30-06:30"
		},
		`nodeType is "cache.t4g.medium"; want a node type that AWS scales: large, xlarge, 2xlarge of ` +
			`r7g, r6g, r5, m7g, m6g, m5, c7gn; leave autoscaling out, or use cache.m7g.large`: func(a *cache.Args) {
			a.Autoscaling = &cache.Autoscaling{MaxShards: 3}
		},
		`autoscaling.maxShards is required; or autoscaling.maxReplicas; without either nothing scales`: scaled(
			func(s *cache.Autoscaling) { s.MaxShards = 0 }),
		`autoscaling.maxShards is 46; want 1 to 45`:     scaled(func(s *cache.Autoscaling) { s.MaxShards = 46 }),
		`autoscaling.maxReplicas is 6; want 1 to 5`:     scaled(func(s *cache.Autoscaling) { s.MaxReplicas = 6 }),
		`autoscaling.cpuTarget is 71; want 35 to 70`:    scaled(func(s *cache.Autoscaling) { s.CPUTarget = 71 }),
		`autoscaling.memoryTarget is 34; want 35 to 70`: scaled(func(s *cache.Autoscaling) { s.MemoryTarget = 34 }),
		`autoscaling.maxShards is required; autoscaling.memoryTarget adds shards`: scaled(func(s *cache.Autoscaling) {
			s.MaxShards, s.MaxReplicas, s.MemoryTarget = 0, 3, 60
		}),
		`the number of nodes is 120; want at most 90; shards × (1 + replicas) = 40 × (1 + 2)`: scaled(
			func(s *cache.Autoscaling) { s.MaxShards, s.MaxReplicas = 40, 2 }),
	} {
		args := args()
		change(&args)
		require.Equal(t, want, problem(t, args))
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	a := args()
	a.Shards, a.ReplicasPerShard = 99, 9
	require.Equal(t, "shards is 99; want 1 to 45\n"+`cache "cache": replicasPerShard is 9; want 1 to 5`,
		strings.ReplaceAll(problem(t, a), "\t", ""))
}

func TestNameThatDoesNotFit(t *testing.T) {
	_, err := stacktest.Record(func(ctx *pulumi.Context) error {
		_, err := cache.New(ctx, "Cache", args())
		return err
	})
	require.ErrorContains(t, err, `cache "Cache": name is "Cache"; want lower-case letters`)
}
