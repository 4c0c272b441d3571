package servers

import (
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
)

var (
	givenMu sync.Mutex
	given   = map[int]bool{}
)

// Port finds a port that is free on every address of the loopback network that the tests use. It lies below the range
// that outgoing connections take theirs from.
func Port(tb testing.TB) int {
	tb.Helper()
	givenMu.Lock()
	defer givenMu.Unlock()
	for range 1000 {
		port := 20000 + rand.IntN(12000)
		if given[port] {
			continue
		}
		listener, err := net.Listen("tcp", fmt.Sprintf("0.0.0.0:%d", port))
		if err != nil {
			continue
		}
		_ = listener.Close()
		given[port] = true
		return port
	}
	tb.Fatal("there is no free port")
	return 0
}

func dial(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	return conn.Close()
}
