package queuedepth

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// brokerOptions parses a URL in kombu's form: rediss://:password@host:6379/0?ssl_cert_reqs=required&ssl_ca_certs=…
// Parameters that are not about TLS configure kombu's own client and are ignored. No error contains the URL, which is a
// secret.
func brokerOptions(text string) (*redis.Options, error) {
	if text == "" {
		return nil, fmt.Errorf("%s is not set; want redis://, rediss:// or amqps:// and the rest of the broker's URL", names.BrokerURL)
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s is not a URL; percent-encode its password", names.BrokerURL)
	}
	if u.Scheme != "redis" && u.Scheme != "rediss" {
		return nil, fmt.Errorf("%s begins with %q; want redis://, rediss:// or amqps://: SQS publishes its own metrics",
			names.BrokerURL, u.Scheme+"://")
	}
	if u.Hostname() == "" {
		return nil, fmt.Errorf("%s has no host; want redis://host:6379/0", names.BrokerURL)
	}
	if strings.Contains(u.Hostname(), ".clustercfg.") || strings.HasPrefix(u.Hostname(), "clustercfg.") {
		return nil, fmt.Errorf("%s is a Redis Cluster's; want a broker that is not clustered, as Celery does",
			names.BrokerURL)
	}
	o := &redis.Options{Addr: address(u), Username: u.User.Username(), Protocol: 2}
	o.Password, _ = u.User.Password()
	if o.DB, err = database(u.Path); err != nil {
		return nil, err
	}
	if u.Scheme == "rediss" {
		o.TLSConfig, err = tlsConfig(u)
	}
	return o, err
}

func address(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = "6379"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

func database(path string) (int, error) {
	number := strings.Trim(path, "/")
	if number == "" {
		return 0, nil
	}
	db, err := strconv.Atoi(number)
	if err != nil || db < 0 {
		return 0, fmt.Errorf("%s has the database %q; want a number, as /0", names.BrokerURL, number)
	}
	return db, nil
}

// tlsConfig follows the ssl_ parameters of kombu and redis-py.
func tlsConfig(u *url.URL) (*tls.Config, error) {
	query := u.Query()
	c := &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	switch want := query.Get("ssl_cert_reqs"); strings.TrimPrefix(strings.ToLower(want), "cert_") {
	case "", "required", "optional": // a client with CA certificates always verifies
	case "none":
		c.InsecureSkipVerify = true // as the user's own workers do, by the same URL
	default:
		return nil, fmt.Errorf("%s has ssl_cert_reqs=%s; want required, optional or none", names.BrokerURL, want)
	}
	if path := query.Get("ssl_ca_certs"); path != "" {
		var err error
		if c.RootCAs, err = authorities(path); err != nil {
			return nil, err
		}
	}
	cert, key := query.Get("ssl_certfile"), query.Get("ssl_keyfile")
	if cert == "" {
		return c, nil
	}
	if key == "" {
		key = cert
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("%s has ssl_certfile=%s: %w", names.BrokerURL, cert, err)
	}
	c.Certificates = []tls.Certificate{pair}
	return c, nil
}

func authorities(path string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(path)
	pool := x509.NewCertPool()
	if err == nil && !pool.AppendCertsFromPEM(pem) {
		err = errors.New("it holds no certificate")
	}
	if err != nil {
		return nil, fmt.Errorf("%s has ssl_ca_certs=%s: %w", names.BrokerURL, path, err)
	}
	return pool, nil
}
