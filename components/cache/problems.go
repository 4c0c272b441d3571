package cache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

const (
	mostNodes    = 90 // AWS's quota per cluster
	mostShards   = mostNodes / 2
	mostReplicas = 5
	// lowestTarget and highestTarget bound the percentages that ElastiCache's autoscaling can keep.
	lowestTarget, highestTarget = 35, 70
)

var policies = []string{"allkeys-lru", "allkeys-lfu", "volatile-lru", "volatile-lfu", "volatile-ttl"}

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	redis.CheckName(&p, name)
	a.settings().Check(&p)
	a.sizeProblems(&p)
	a.evictionProblems(&p)
	if a.Autoscaling != nil {
		a.scalingProblems(&p, *a.Autoscaling)
	}
	return p
}

func (a Args) sizeProblems(p *component.Problems) {
	p.Between("shards", a.Shards, 1, mostShards)
	p.Between("replicasPerShard", a.ReplicasPerShard, 1, mostReplicas)
	shards, replicas := a.most()
	if nodes := shards * (1 + replicas); shards <= mostShards && replicas <= mostReplicas && nodes > mostNodes {
		p.Want("the number of nodes", nodes, fmt.Sprintf("at most %d", mostNodes),
			fmt.Sprintf("shards × (1 + replicas) = %d × (1 + %d)", shards, replicas))
	}
}

// most is the largest cache that there may come to be.
func (a Args) most() (shards, replicas int) {
	if a.Autoscaling == nil {
		return a.Shards, a.ReplicasPerShard
	}
	return max(a.Shards, a.Autoscaling.MaxShards), max(a.ReplicasPerShard, a.Autoscaling.MaxReplicas)
}

func (a Args) evictionProblems(p *component.Problems) {
	if slices.Contains(policies, a.EvictionPolicy) {
		return
	}
	want := "one of " + strings.Join(policies, ", ")
	if a.EvictionPolicy == "noeviction" {
		p.Want("evictionPolicy", a.EvictionPolicy, want, "a cache that throws nothing out refuses writes once it is full")
		return
	}
	p.Want("evictionPolicy", a.EvictionPolicy, want)
}

func (a Args) scalingProblems(p *component.Problems, s Autoscaling) {
	redis.CheckScalingNode(p, "nodeType", a.NodeType)
	if s.MaxShards == 0 && s.MaxReplicas == 0 {
		p.Missing("autoscaling.maxShards", "or autoscaling.maxReplicas; without either nothing scales")
	}
	if s.MaxShards != 0 {
		p.Between("autoscaling.maxShards", s.MaxShards, a.Shards, mostShards)
	}
	if s.MaxReplicas != 0 {
		p.Between("autoscaling.maxReplicas", s.MaxReplicas, a.ReplicasPerShard, mostReplicas)
	}
	p.Between("autoscaling.cpuTarget", s.CPUTarget, lowestTarget, highestTarget)
	if s.MemoryTarget != 0 {
		p.Between("autoscaling.memoryTarget", s.MemoryTarget, lowestTarget, highestTarget)
	}
	if s.MemoryTarget != 0 && s.MaxShards == 0 {
		p.Missing("autoscaling.maxShards", "autoscaling.memoryTarget adds shards")
	}
}
