package pgbouncer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

func budget() pgbouncer.Budget {
	return pgbouncer.Budget{
		Clients: []pgbouncer.Client{
			{Name: "web", Tasks: 24, Processes: 4, Connections: 5},
			{Name: "workers", Tasks: 16, Processes: 4, Connections: 1},
		},
		Tasks: 3, Pools: pgbouncer.Pools{MaxClients: 1093, Size: 15, Reserve: 5, Admin: 5}, Readers: 2,
		MaxConnections: 428, Reserved: 20,
	}
}

func TestABudgetThatHoldsHoldsExactly(t *testing.T) {
	b := budget()
	_, ok := b.ClientSide()
	require.True(t, ok)
	_, ok = b.ServerSide()
	require.True(t, ok)
	require.Equal(t, 15+38+10+5, b.ServerConnections())
}

func TestOneClientTooMany(t *testing.T) {
	b := budget()
	b.Pools.MaxClients = 1092
	s, ok := b.ClientSide()
	require.False(t, ok)
	require.Equal(t, pgbouncer.Shortfall{Got: 1092, Want: 1093, Arithmetic: "" +
		"web: 24 tasks × 2 while deployed × 4 processes × 2 pools × 5 connections = 1920; " +
		"workers: 16 tasks × 2 while deployed × 4 processes × 2 pools × 1 connections = 256; " +
		"2176 connections in all ÷ 2 PgBouncers, one of 3 lost, + 5 admin sessions = 1093"}, s)
}

func TestOneServerConnectionTooMany(t *testing.T) {
	b := budget()
	b.MaxConnections = 427
	s, ok := b.ServerSide()
	require.False(t, ok)
	require.Equal(t, pgbouncer.Shortfall{Got: 427, Want: 428, Arithmetic: "" +
		"per PgBouncer 15 for writes + 38 for reads if no replica is left + 2 × 5 in reserve + 5 admin sessions = 68; " +
		"3 PgBouncers × 2 while deployed × 68 + 20 for others = 428"}, s)
}

func TestWithoutReadersReadsAreCountedAtTheWriter(t *testing.T) {
	b := budget()
	b.Readers = 0
	require.Equal(t, 15+15+10+5, b.ServerConnections())
}
