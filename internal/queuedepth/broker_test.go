package queuedepth

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

func TestBrokerURL(t *testing.T) {
	for url, want := range map[string]struct {
		address, user, password string
		db                      int
		tls                     bool
	}{
		"redis://broker":                        {address: "broker:6379"},
		"redis://:s%40fe@broker:7000/3":         {address: "broker:7000", password: "s@fe", db: 3},
		"rediss://user:pass@broker/":            {address: "broker:6379", user: "user", password: "pass", tls: true},
		"rediss://:p@[::1]:7000//2":             {address: "[::1]:7000", password: "p", db: 2, tls: true},
		"rediss://h/0?ssl_cert_reqs=required":   {address: "h:6379", tls: true},
		"redis://h/0?socket_timeout=5&unheard=": {address: "h:6379"},
	} {
		o, err := brokerOptions(url)
		require.NoError(t, err, url)
		require.Equal(t, want.address, o.Addr, url)
		require.Equal(t, want.user, o.Username, url)
		require.Equal(t, want.password, o.Password, url)
		require.Equal(t, want.db, o.DB, url)
		require.Equal(t, want.tls, o.TLSConfig != nil, url)
	}
}

func TestTLSFollowsTheURL(t *testing.T) {
	authority := servers.NewAuthority(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	cert, key := authority.Issue(t, "127.0.0.1")
	ca, pair := write("ca.pem", authority.PEM), write("pair.pem", cert+key)
	certOnly, keyOnly := write("cert.pem", cert), write("key.pem", key)

	o, err := brokerOptions("rediss://h/0?ssl_cert_reqs=CERT_REQUIRED&ssl_ca_certs=" + ca)
	require.NoError(t, err)
	require.Equal(t, uint16(tls.VersionTLS12), o.TLSConfig.MinVersion)
	require.Equal(t, "h", o.TLSConfig.ServerName)
	require.NotNil(t, o.TLSConfig.RootCAs)
	for _, reqs := range []string{"", "?ssl_cert_reqs=required", "?ssl_cert_reqs=optional"} {
		o, err := brokerOptions("rediss://h/0" + reqs)
		require.NoError(t, err)
		require.False(t, o.TLSConfig.InsecureSkipVerify, reqs)
		require.Nil(t, o.TLSConfig.RootCAs, "the system's")
	}
	for _, reqs := range []string{"none", "CERT_NONE"} {
		o, err := brokerOptions("rediss://h/0?ssl_cert_reqs=" + reqs)
		require.NoError(t, err)
		require.True(t, o.TLSConfig.InsecureSkipVerify)
	}
	for _, query := range []string{"ssl_certfile=" + pair, "ssl_certfile=" + certOnly + "&ssl_keyfile=" + keyOnly} {
		o, err := brokerOptions("rediss://h/0?" + query)
		require.NoError(t, err)
		require.Len(t, o.TLSConfig.Certificates, 1)
	}
	_, err = brokerOptions("rediss://h/0?ssl_ca_certs=" + keyOnly)
	require.EqualError(t, err, "BROKER_URL has ssl_ca_certs="+keyOnly+": it holds no certificate")
}

func TestBrokerURLProblems(t *testing.T) {
	const cluster = "BROKER_URL is a Redis Cluster's; want a broker that is not clustered, as Celery does"
	const missing = ": open /none: no such file or directory"
	const other = "want redis://, rediss:// or amqps://: SQS publishes its own metrics"
	for url, want := range map[string]string{
		"":                      "BROKER_URL is not set; want redis://, rediss:// or amqps:// and the rest of the broker's URL",
		"redis://:se%cret@h/0":  "BROKER_URL is not a URL; percent-encode its password",
		"sqs://":                `BROKER_URL begins with "sqs://"; ` + other,
		"sentinel://:secret@h":  `BROKER_URL begins with "sentinel://"; ` + other,
		"redis://:secret@/0":    "BROKER_URL has no host; want redis://host:6379/0",
		"redis://:secret@h/one": `BROKER_URL has the database "one"; want a number, as /0`,
		"rediss://:secret@h/0?ssl_cert_reqs=maybe": "BROKER_URL has ssl_cert_reqs=maybe; want required, optional or none",
		"rediss://:secret@h/0?ssl_ca_certs=/none":  "BROKER_URL has ssl_ca_certs=/none" + missing,
		"rediss://:secret@h/0?ssl_certfile=/none":  "BROKER_URL has ssl_certfile=/none" + missing,
		"rediss://:secret@clustercfg.a.b:6379":     cluster,
		"redis://a.x.clustercfg.use1.cache":        cluster,
	} {
		_, err := brokerOptions(url)
		require.EqualError(t, err, want)
		require.NotContains(t, err.Error(), "secret")
	}
}
