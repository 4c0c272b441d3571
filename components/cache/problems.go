package cache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

const (
	maxNodes    = 90 // AWS's quota per cluster
	maxShards   = maxNodes / 2
	maxReplicas = 5
	// minTarget and maxTarget bound the percentages that ElastiCache's autoscaling can keep.
	minTarget, maxTarget = 35, 70
)

var policies = []string{"allkeys-lru", "allkeys-lfu", "volatile-lru", "volatile-lfu", "volatile-ttl"}

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	redis.ValidateName(&p, name)
	a.settings().Validate(&p)
	a.validateSize(&p)
	a.validateEviction(&p)
	if a.Autoscaling != nil {
		a.validateScaling(&p, *a.Autoscaling)
	}
	return p
}

func (a Args) validateSize(p *component.Problems) {
	p.Between("shards", a.Shards, 1, maxShards)
	p.Between("replicasPerShard", a.ReplicasPerShard, 1, maxReplicas)
	shards, replicas := a.maxSize()
	if nodes := shards * (1 + replicas); shards <= maxShards && replicas <= maxReplicas && nodes > maxNodes {
		p.Want("the number of nodes", nodes, fmt.Sprintf("at most %d", maxNodes),
			fmt.Sprintf("shards × (1 + replicas) = %d × (1 + %d)", shards, replicas))
	}
}

// maxSize is the size of the largest cache that autoscaling may reach.
func (a Args) maxSize() (shards, replicas int) {
	if a.Autoscaling == nil {
		return a.Shards, a.ReplicasPerShard
	}
	return max(a.Shards, a.Autoscaling.MaxShards), max(a.ReplicasPerShard, a.Autoscaling.MaxReplicas)
}

func (a Args) validateEviction(p *component.Problems) {
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

func (a Args) validateScaling(p *component.Problems, s Autoscaling) {
	redis.ValidateScalingNode(p, "nodeType", a.NodeType)
	if s.MaxShards == 0 && s.MaxReplicas == 0 {
		p.Missing("autoscaling.maxShards", "or autoscaling.maxReplicas; without either nothing scales")
	}
	if s.MaxShards != 0 {
		p.Between("autoscaling.maxShards", s.MaxShards, a.Shards, maxShards)
	}
	if s.MaxReplicas != 0 {
		p.Between("autoscaling.maxReplicas", s.MaxReplicas, a.ReplicasPerShard, maxReplicas)
	}
	p.Between("autoscaling.cpuTarget", s.CPUTarget, minTarget, maxTarget)
	if s.MemoryTarget != 0 {
		p.Between("autoscaling.memoryTarget", s.MemoryTarget, minTarget, maxTarget)
	}
	if s.MemoryTarget != 0 && s.MaxShards == 0 {
		p.Missing("autoscaling.maxShards", "autoscaling.memoryTarget adds shards")
	}
}
