package servers

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// RabbitMQUser and RabbitMQPassword open every virtual host of a RabbitMQ.
const (
	RabbitMQUser     = "celery"
	RabbitMQPassword = "the-password-of-the-test"
)

// RabbitMQ is one node, with TLS only, as Amazon MQ has it.
type RabbitMQ struct {
	*Process
	Port int
	// Management is the port of the management API, over TLS too; 0 without it.
	Management int
	CA         string // the path of the certificate that clients trust
}

// StartRabbitMQ starts a node with the virtual host "/" and more of them, each a broker of its own for a test. The
// settings are lines of rabbitmq.conf.
func (p *Parts) StartRabbitMQ(tb testing.TB, settings string, virtualHosts ...string) *RabbitMQ {
	tb.Helper()
	return p.startRabbitMQ(tb, settings, 0, virtualHosts)
}

// StartManagedRabbitMQ is StartRabbitMQ with the management API, which Amazon MQ always has.
func (p *Parts) StartManagedRabbitMQ(tb testing.TB, settings string, virtualHosts ...string) *RabbitMQ {
	tb.Helper()
	return p.startRabbitMQ(tb, settings, Port(tb), virtualHosts)
}

func (p *Parts) startRabbitMQ(tb testing.TB, settings string, management int, virtualHosts []string) *RabbitMQ {
	tb.Helper()
	dir := p.Dir(tb)
	in := p.Inside(dir)
	authority := NewAuthority(tb)
	cert, key := authority.Issue(tb, "127.0.0.1")
	p.Write(tb, dir, "cert.pem", cert)
	p.Write(tb, dir, "key.pem", key)
	plugins := "[]."
	if management > 0 {
		plugins = "[rabbitmq_management]."
		settings += fmt.Sprintf(managementConf, management, in)
	}
	p.Write(tb, dir, "enabled_plugins", plugins)
	p.Write(tb, dir, "definitions.json", definitions(tb, append([]string{"/"}, virtualHosts...)))
	r := &RabbitMQ{Port: Port(tb), Management: management, CA: p.Write(tb, dir, "ca.pem", authority.PEM)}
	p.Write(tb, dir, "rabbitmq.conf", fmt.Sprintf(rabbitConf, r.Port, in)+settings)
	// The epmd of Erlang is this node's own, and dies with it.
	epmd, distribution := Port(tb), Port(tb)
	r.Process = p.Start(tb, dir, []string{
		"HOME=" + in, "RABBITMQ_NODENAME=rabbit@localhost", "ERL_EPMD_ADDRESS=127.0.0.1",
		"ERL_EPMD_PORT=" + strconv.Itoa(epmd), "RABBITMQ_DIST_PORT=" + strconv.Itoa(distribution),
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}",
		"RABBITMQ_CONF_ENV_FILE=/dev/null", "RABBITMQ_CONFIG_FILE=" + in + "/rabbitmq.conf",
		"RABBITMQ_ENABLED_PLUGINS_FILE=" + in + "/enabled_plugins", "RABBITMQ_MNESIA_BASE=" + in,
		"RABBITMQ_LOG_BASE=" + in, "RABBITMQ_LOGS=-", "RABBITMQ_PID_FILE=" + in + "/pid",
	}, "/usr/lib/rabbitmq/bin/rabbitmq-server")
	pool := x509.NewCertPool()
	pool.AddCert(authority.cert)
	config := &tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
	r.ready(tb, func() error { return speaksAMQP(r.Port, config) })
	return r
}

// rabbitConf lets Erlang count its own memory: there is no /proc.
const rabbitConf = `listeners.tcp = none
listeners.ssl.1 = 127.0.0.1:%d
ssl_options.cacertfile = %[2]s/ca.pem
ssl_options.certfile = %[2]s/cert.pem
ssl_options.keyfile = %[2]s/key.pem
ssl_options.verify = verify_none
load_definitions = %[2]s/definitions.json
disk_free_limit.absolute = 1MB
vm_memory_high_watermark.absolute = 400MB
vm_memory_calculation_strategy = erlang
log.console.level = warning
`

const managementConf = `management.ssl.ip = 127.0.0.1
management.ssl.port = %d
management.ssl.cacertfile = %[2]s/ca.pem
management.ssl.certfile = %[2]s/cert.pem
management.ssl.keyfile = %[2]s/key.pem
collect_statistics_interval = 1000
`

// URL is how Celery reaches a virtual host. Python finds CA by the variable SSL_CERT_FILE.
func (r *RabbitMQ) URL(virtualHost string) string {
	return fmt.Sprintf("amqps://%s:%s@127.0.0.1:%d/%s",
		RabbitMQUser, RabbitMQPassword, r.Port, url.PathEscape(virtualHost))
}

// definitions are what a node has from its first start on.
func definitions(tb testing.TB, virtualHosts []string) string {
	tb.Helper()
	type object = map[string]any
	salt := make([]byte, 4)
	_, err := rand.Read(salt)
	require.NoError(tb, err)
	hash := sha256.Sum256(append(salt[:4:4], RabbitMQPassword...))
	var hosts, permissions []object
	for _, name := range virtualHosts {
		hosts = append(hosts, object{"name": name})
		permissions = append(permissions, object{
			"user": RabbitMQUser, "vhost": name, "configure": ".*", "write": ".*", "read": ".*",
		})
	}
	text, err := json.Marshal(object{
		"users": []object{{
			"name": RabbitMQUser, "tags": "administrator", "hashing_algorithm": "rabbit_password_hashing_sha256",
			"password_hash": base64.StdEncoding.EncodeToString(append(salt, hash[:]...)),
		}},
		"vhosts": hosts, "permissions": permissions,
	})
	require.NoError(tb, err)
	return string(text)
}

// speaksAMQP says whether the server begins a connection. Its port is open before it can.
func speaksAMQP(port int, config *tls.Config) error {
	dialer := &tls.Dialer{NetDialer: &net.Dialer{Timeout: time.Second}, Config: config}
	conn, err := dialer.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(2 * time.Second))
	if _, err := io.WriteString(conn, "AMQP\x00\x00\x09\x01"); err != nil {
		return err
	}
	first, err := bufio.NewReader(conn).ReadByte()
	if err == nil && first != 1 { // the type of a frame with a method
		err = errors.New("it answers with another protocol")
	}
	return err
}
