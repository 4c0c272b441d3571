package servers

import (
	"io"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Balancer stands in for a network load balancer: it gives each new connection to the next of its targets. A target that
// is taken out gets no new connection and keeps those that it has.
type Balancer struct {
	listener net.Listener
	mu       sync.Mutex
	targets  []string
	next     int
}

// NewBalancer starts a balancer on a port of the loopback interface.
func NewBalancer(tb testing.TB, targets ...string) *Balancer {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(tb, err)
	b := &Balancer{listener: listener, targets: targets}
	tb.Cleanup(func() { _ = listener.Close() })
	go b.serve()
	return b
}

// Address is where clients reach the balancer.
func (b *Balancer) Address() string { return b.listener.Addr().String() }

// Add puts a target in.
func (b *Balancer) Add(target string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.targets = append(b.targets, target)
}

// Remove takes a target out.
func (b *Balancer) Remove(target string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.targets = slices.DeleteFunc(b.targets, func(t string) bool { return t == target })
}

func (b *Balancer) pick() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.targets) == 0 {
		return ""
	}
	b.next++
	return b.targets[b.next%len(b.targets)]
}

func (b *Balancer) serve() {
	for {
		client, err := b.listener.Accept()
		if err != nil {
			return // the test is over
		}
		go forward(client, b.pick())
	}
}

// forward copies both ways until either side closes.
func forward(client net.Conn, target string) {
	defer client.Close()
	server, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	defer server.Close()
	done := make(chan struct{}, 2)
	for _, pair := range [][2]net.Conn{{client, server}, {server, client}} {
		go func() {
			_, _ = io.Copy(pair[0], pair[1])
			done <- struct{}{}
		}()
	}
	<-done
}
