package servers

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const slots = 16384

// form makes a cluster of the nodes: the first ones share the slots, and the others are their replicas in turn.
func (r *Redis) form(tb testing.TB, shards int) {
	tb.Helper()
	ctx := tb.Context()
	for i, n := range r.Nodes[:shards] {
		require.NoError(tb, n.Client.ClusterAddSlotsRange(ctx, i*slots/shards, (i+1)*slots/shards-1).Err())
	}
	first := r.Nodes[0]
	for _, n := range r.Nodes[1:] {
		bus, err := n.Client.ConfigGet(ctx, "cluster-port").Result()
		require.NoError(tb, err)
		require.NoError(tb, first.Client.Do(ctx, "CLUSTER", "MEET", "127.0.0.1", n.Port, bus["cluster-port"]).Err())
	}
	await(tb, func() error { return r.each(func(n *RedisNode) error { return knows(n, len(r.Nodes)) }) })
	for i, n := range r.Nodes[shards:] {
		id, err := r.Nodes[i%shards].Client.ClusterMyID(ctx).Result()
		require.NoError(tb, err)
		await(tb, func() error { return n.Client.ClusterReplicate(ctx, id).Err() })
	}
	await(tb, func() error { return r.Healthy(len(r.Nodes) - shards) })
}

// Healthy says what is missing: every node that runs must see all slots served, and so many replicas in step.
func (r *Redis) Healthy(replicas int) error {
	inStep := 0
	err := r.each(func(n *RedisNode) error {
		info, err := n.Client.ClusterInfo(context.Background()).Result()
		if err != nil {
			return err
		}
		if !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, "cluster_slots_ok:16384") {
			return fmt.Errorf("node %d: %s", n.Port, info)
		}
		replication, err := n.Client.Info(context.Background(), "replication").Result()
		if strings.Contains(replication, "master_link_status:up") {
			inStep++
		}
		return err
	})
	if err == nil && inStep != replicas {
		err = fmt.Errorf("%d replicas are in step; want %d", inStep, replicas)
	}
	return err
}

// each calls fn for every node that runs, until one has an error.
func (r *Redis) each(fn func(*RedisNode) error) error {
	for _, n := range r.Nodes {
		if !n.Running() {
			continue
		}
		if err := fn(n); err != nil {
			return err
		}
	}
	return nil
}

func knows(n *RedisNode, nodes int) error {
	info, err := n.Client.ClusterInfo(context.Background()).Result()
	if err == nil && !strings.Contains(info, "cluster_known_nodes:"+strconv.Itoa(nodes)+"\r\n") {
		err = errors.New("node " + strconv.Itoa(n.Port) + " does not know all nodes: " + info)
	}
	return err
}

// Primary says whether the node is a primary now.
func (n *RedisNode) Primary(tb testing.TB) bool {
	tb.Helper()
	role, err := n.Client.Do(tb.Context(), "ROLE").Slice()
	require.NoError(tb, err)
	return role[0] == "master"
}

// await waits until check succeeds.
func await(tb testing.TB, check func() error) {
	tb.Helper()
	deadline := time.Now().Add(Timeout)
	for err := check(); err != nil; err = check() {
		if time.Now().After(deadline) {
			tb.Fatalf("after %v: %v", Timeout, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
