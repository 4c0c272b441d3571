package servers

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// RedisPassword is what every node of Valkey or Redis asks for.
const RedisPassword = "the-token-of-the-test"

// RedisSettings say which nodes to start.
type RedisSettings struct {
	// Engine is "valkey" or "redis".
	Engine string
	// Parameters are those of the parameter group.
	Parameters map[string]string
	// Shards is the number of shards of a cluster; a store that is not clustered has none.
	Shards int
	// Replicas is the number of replicas: of every shard, or of the one primary.
	Replicas int
}

// Redis is a store of several nodes, with TLS and a password as ElastiCache has them. The first nodes are the primaries.
type Redis struct {
	Nodes []*RedisNode
	CA    string // the path of the certificate that clients trust

	parts *Parts
	dir   string
	trust *x509.CertPool
}

// RedisNode is one server of a store.
type RedisNode struct {
	*Process
	Client *redis.Client
	Port   int
}

// Address is where clients reach the node.
func (n *RedisNode) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(n.Port)) }

// StartRedis starts a store.
func (p *Parts) StartRedis(tb testing.TB, settings RedisSettings) *Redis {
	tb.Helper()
	dir := p.Dir(tb)
	authority := NewAuthority(tb)
	cert, key := authority.Issue(tb, "127.0.0.1")
	p.Write(tb, dir, "cert.pem", cert)
	p.Write(tb, dir, "key.pem", key)
	r := &Redis{parts: p, dir: dir, CA: p.Write(tb, dir, "ca.pem", authority.PEM), trust: x509.NewCertPool()}
	r.trust.AddCert(authority.cert)
	for range max(1, settings.Shards) * (1 + settings.Replicas) {
		r.Nodes = append(r.Nodes, r.start(tb, settings))
	}
	if settings.Shards > 0 {
		r.form(tb, settings.Shards)
		return r
	}
	for _, replica := range r.Nodes[1:] {
		require.NoError(tb, replica.Client.ReplicaOf(tb.Context(), "127.0.0.1", strconv.Itoa(r.Nodes[0].Port)).Err())
	}
	return r
}

func (r *Redis) start(tb testing.TB, settings RedisSettings) *RedisNode {
	tb.Helper()
	n := &RedisNode{Port: Port(tb)}
	in := r.parts.Inside(r.dir)
	args := []string{
		"--bind", "127.0.0.1", "--port", "0", "--tls-port", strconv.Itoa(n.Port), "--tls-auth-clients", "no",
		"--tls-cert-file", in + "/cert.pem", "--tls-key-file", in + "/key.pem", "--tls-ca-cert-file", in + "/ca.pem",
		"--tls-replication", "yes", "--requirepass", RedisPassword, "--masterauth", RedisPassword,
		"--dir", in, "--save", "", "--maxmemory", "64mb", "--repl-diskless-sync-delay", "0",
	}
	if settings.Shards > 0 {
		args = append(args, "--tls-cluster", "yes", "--cluster-node-timeout", "2000",
			"--cluster-port", strconv.Itoa(Port(tb)), "--cluster-config-file", fmt.Sprintf("nodes-%d.conf", n.Port))
	}
	for _, name := range slices.Sorted(maps.Keys(settings.Parameters)) {
		args = append(args, "--"+name, settings.Parameters[name])
	}
	n.Process = r.parts.Start(tb, r.dir, nil, "/usr/bin/"+settings.Engine+"-server", args...)
	n.Client = redis.NewClient(&redis.Options{Addr: n.Address(), Password: RedisPassword, TLSConfig: r.tls(), MaxRetries: -1})
	tb.Cleanup(func() { _ = n.Client.Close() })
	n.ready(tb, func() error { return n.Client.Ping(context.Background()).Err() })
	return n
}

func (r *Redis) tls() *tls.Config {
	return &tls.Config{RootCAs: r.trust, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
}

// URL is how Celery and redis-py reach the store, by one of its nodes.
func (r *Redis) URL(node int) string {
	return fmt.Sprintf("rediss://:%s@%s/0?ssl_cert_reqs=required&ssl_ca_certs=%s",
		RedisPassword, r.Nodes[node].Address(), r.parts.Inside(r.CA))
}

// Cluster is a client that follows the cluster. Without help it would look for a new primary only once a minute.
func (r *Redis) Cluster(tb testing.TB) *redis.ClusterClient {
	tb.Helper()
	c := redis.NewClusterClient(&redis.ClusterOptions{
		Addrs: []string{r.Nodes[0].Address()}, Password: RedisPassword, TLSConfig: r.tls(),
		ClusterStateReloadInterval: time.Second,
	})
	tb.Cleanup(func() { _ = c.Close() })
	return c
}
