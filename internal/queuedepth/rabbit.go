package queuedepth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// rabbitScheme is how the URL of a RabbitMQ begins.
const rabbitScheme = "amqps"

// rabbit reads the queues of a RabbitMQ through its management API. Amazon MQ publishes no metrics of the queues of
// RabbitMQ 4, and names this API instead, once a minute or less often. Source: Amazon MQ developer guide, "RabbitMQ 4".
// It listens on port 443, and the user that Amazon MQ creates may use it. Source: "Listener ports", "Broker users".
type rabbit struct {
	base           string // the URL of the queues of the virtual host
	user, password string
	queues         []string
	client         *http.Client
}

// rabbitBroker parses a URL in kombu's form: amqps://user:password@host:5671//. No error contains it.
func rabbitBroker(text string, port int) (*rabbit, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User == nil {
		return nil, fmt.Errorf("%s is not a URL of RabbitMQ; want amqps://user:password@host:5671//", names.BrokerURL)
	}
	host := strings.TrimPrefix(u.EscapedPath(), "/")
	if host == "" {
		host = "/"
	}
	if host, err = url.PathUnescape(host); err != nil {
		return nil, fmt.Errorf("%s has a virtual host that is not percent-encoded", names.BrokerURL)
	}
	r := &rabbit{user: u.User.Username(), client: &http.Client{}}
	r.password, _ = u.User.Password()
	r.base = "https://" + net.JoinHostPort(u.Hostname(), fmt.Sprint(port)) + "/api/queues/" + url.PathEscape(host) + "/"
	return r, nil
}

func (r *rabbit) take(ctx context.Context) (sample, error) {
	result := sample{}
	for _, queue := range r.queues {
		one, err := r.read(ctx, queue)
		if errors.Is(err, errUncounted) {
			continue
		}
		if err != nil {
			return sample{}, err
		}
		result.queues = append(result.queues, one)
	}
	result.taken = time.Now()
	return result, nil
}

// read asks for one queue. Nothing waits in one that nobody has declared yet.
func (r *rabbit) read(ctx context.Context, queue string) (queueSample, error) {
	address := r.base + url.PathEscape(queue) + "?columns=messages_ready,messages_unacknowledged"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return queueSample{}, err
	}
	request.SetBasicAuth(r.user, r.password)
	response, err := r.client.Do(request)
	if err != nil {
		return queueSample{}, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		return parseQueue(queue, response.Body)
	case http.StatusNotFound:
		return queueSample{queue: queue}, nil
	case http.StatusUnauthorized, http.StatusForbidden:
		return queueSample{}, fmt.Errorf("the management API answers %s about %s; check the password, and give the user "+
			"of %s the tag management and rights on the virtual host", response.Status, queue, names.BrokerURL)
	default:
		return queueSample{}, fmt.Errorf("the management API answers %s", response.Status)
	}
}

// errUncounted is about a new queue, which RabbitMQ counts for the first time after seconds.
var errUncounted = errors.New("the management API has not counted the queue yet")

// parseQueue reads an answer.
func parseQueue(queue string, body io.Reader) (queueSample, error) {
	var counts struct {
		Ready   *int64 `json:"messages_ready"`
		Unacked *int64 `json:"messages_unacknowledged"`
	}
	if err := json.NewDecoder(io.LimitReader(body, 1<<20)).Decode(&counts); err != nil {
		return queueSample{}, fmt.Errorf("the management API's answer about %s: %w", queue, err)
	}
	if counts.Ready == nil || counts.Unacked == nil {
		return queueSample{}, errUncounted
	}
	return queueSample{queue: queue, depth: *counts.Ready, active: *counts.Unacked}, nil
}

// everyone is the leadership without a lease: each process publishes. They publish the same, and average and maximum are
// not changed by it.
type everyone struct{}

func (everyone) renew(context.Context) (bool, error) { return true, nil }
func (everyone) held() bool                          { return true }
func (everyone) giveBack(context.Context) error      { return nil }
