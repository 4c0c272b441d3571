package pgbouncer

import "strconv"

// Defaults of the settings that Config takes. Times are in seconds.
const (
	DefaultListenPort        = 6432
	DefaultMaxClients        = 1000
	DefaultPoolSize          = 10
	DefaultMinPoolSize       = 2
	DefaultReservePoolSize   = 5
	DefaultAdminPoolSize     = 5
	DefaultQueryWaitTimeout  = 15
	DefaultServerLifetime    = 600
	DefaultServerIdleTimeout = 300
)

type setting struct{ key, value string }

// settings are those of the section [pgbouncer], in the order of their subjects.
func (c Config) settings() []setting {
	var all []setting
	for _, part := range [][]setting{c.clients(), c.pooling(), c.servers(), network(), c.operation()} {
		all = append(all, part...)
	}
	return all
}

func (c Config) clients() []setting {
	return []setting{
		{"listen_addr", "*"},
		{"listen_port", strconv.Itoa(c.ListenPort)},
		{"unix_socket_dir", ""},
		// A new process can open the port while one that is ending still has it.
		{"so_reuseport", "1"},
		{"auth_type", "hba"}, // whose rules demand SCRAM
		{"auth_hba_file", c.HBAFile},
		{"auth_file", c.AuthFile},
		{"max_client_conn", strconv.Itoa(c.Pools.MaxClients)},
		// Drivers send these when they connect. They cannot hold in transaction pooling, where a server connection has many
		// clients, and the role has its own. search_path is not here: without it an application would read other tables
		// than it means, so it is refused.
		{"ignore_startup_parameters", "extra_float_digits,statement_timeout,lock_timeout," +
			"idle_in_transaction_session_timeout,jit"},
	}
}

func (c Config) pooling() []setting {
	return []setting{
		{"pool_mode", "transaction"},
		// Drivers prepare statements on their own. PgBouncer prepares them again on a server that has not seen them.
		{"max_prepared_statements", "200"},
		{"default_pool_size", strconv.Itoa(c.Pools.Size)},
		{"min_pool_size", strconv.Itoa(c.Pools.Min)},
		{"reserve_pool_size", strconv.Itoa(c.Pools.Reserve)},
		{"reserve_pool_timeout", "3"},
		{"query_wait_timeout", strconv.Itoa(c.QueryWaitTimeout)},
	}
}

func (c Config) servers() []setting {
	return []setting{
		{"server_tls_sslmode", c.verification()},
		{"server_tls_ca_file", c.CAFile},
		{"server_tls_protocols", "tlsv1.2,tlsv1.3"},
		{"server_lifetime", strconv.Itoa(c.ServerLifetime)},
		{"server_idle_timeout", strconv.Itoa(c.ServerIdleTimeout)},
		{"server_check_query", "select 1"},
		{"server_check_delay", "10"},
		// A pool connects to one host at a time. A host that does not answer holds the others up for so long, and one that
		// refuses for the time before the next attempt.
		{"server_connect_timeout", "3"},
		{"server_login_retry", "0.2"},
		// A failover is a change of DNS; 15 seconds, the default, would be added to each.
		{"dns_max_ttl", "5"},
		{"dns_nxdomain_ttl", "5"},
	}
}

// verification is how closely a server's certificate is looked at. PgBouncer 1.24 compares it with the whole list of
// hosts, if there is one, and refuses every server (its issue 1300); and it has one setting for all databases. What
// then remains is that an authority in CAFile has signed it, which of RDS's means a server that is RDS's, and SCRAM, by
// which the server proves that it knows the role.
func (c Config) verification() string {
	if len(c.Readers) > 0 {
		return "verify-ca"
	}
	return "verify-full"
}

// network finds out within a minute and a half that a host is gone, and keeps idle clients alive: a network load
// balancer forgets a connection that is silent for 350 seconds.
func network() []setting {
	return []setting{
		{"tcp_keepalive", "1"},
		{"tcp_keepidle", "60"},
		{"tcp_keepintvl", "10"},
		{"tcp_keepcnt", "3"},
		{"tcp_user_timeout", "30000"}, // milliseconds
	}
}

func (c Config) operation() []setting {
	return []setting{
		{"stats_users", c.StatsUser},
		{"admin_users", c.ConsoleUser},
		// Health checks connect and leave all the time. What fails is logged in any case.
		{"log_connections", "0"},
		{"log_disconnections", "0"},
		{"log_pooler_errors", "1"},
		{"log_stats", "1"},
		{"stats_period", "60"},
	}
}
