package queuedepth

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// config is the configuration of one process.
type config struct {
	broker        *redis.Options
	rabbit        *rabbit // instead of broker
	queues        []string
	environment   string
	namespace     string
	library       string
	interval      time.Duration
	prioritySteps []int
	listen        string
}

// settings are the unparsed configuration, from the flags or else from the environment.
type settings struct {
	queues, environment, namespace, library, interval, steps, listen, management string
}

// flags declares the flags of s. Each defaults to its environment variable.
func (s *settings) flags(getenv func(string) string) *flag.FlagSet {
	set := flag.NewFlagSet("queuedepth", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	or := func(variable, otherwise string) string {
		if value := getenv(variable); value != "" {
			return value
		}
		return otherwise
	}
	set.StringVar(&s.queues, "queues", or(names.Queues, ""), "")
	set.StringVar(&s.environment, "environment", or(names.Environment, ""), "")
	set.StringVar(&s.namespace, "namespace", or(names.Namespace, names.DefaultNamespace), "")
	set.StringVar(&s.library, "library", or(names.Library, names.Celery), "")
	set.StringVar(&s.interval, "interval", or(names.Interval, strconv.Itoa(names.DefaultInterval)+"s"), "")
	set.StringVar(&s.steps, "priority-steps", or(names.PrioritySteps, "0,3,6,9"), "")
	set.StringVar(&s.management, "management-port", or(names.ManagementPort, strconv.Itoa(names.DefaultManagementPort)), "")
	set.StringVar(&s.listen, "listen", or(names.Listen, ":"+strconv.Itoa(names.DefaultPort)), "")
	return set
}

// parseConfig builds the config from flags and environment. Its error has one line per problem.
func parseConfig(args []string, getenv func(string) string) (config, error) {
	s := settings{}
	set := s.flags(getenv)
	if err := set.Parse(args); err != nil {
		return config{}, err
	}
	if set.NArg() > 0 {
		return config{}, fmt.Errorf("%q is not known; want health, version, help, or flags only", set.Arg(0))
	}
	c := config{environment: s.environment, namespace: s.namespace, library: s.library, listen: s.listen}
	var problems []error
	note := func(err error) { problems = append(problems, err) }
	var err error
	c.queues, err = parseQueues(s.queues)
	note(err)
	note(c.parseBroker(getenv(names.BrokerURL), s.management))
	c.interval, err = parseInterval(s.interval)
	note(err)
	c.prioritySteps, err = parseSteps(s.steps)
	note(err)
	note(c.problems())
	return c, errors.Join(problems...)
}

// parseBroker tells the kinds of broker apart by the URL.
func (c *config) parseBroker(text, managementPort string) error {
	if !strings.HasPrefix(text, rabbitScheme+"://") {
		var err error
		c.broker, err = brokerOptions(text)
		return err
	}
	if !validPort(managementPort) {
		return complaint("management-port", names.ManagementPort, managementPort, "1 to 65535")
	}
	if c.library != names.Celery {
		return complaint("library", names.Library, c.library, "celery with RabbitMQ")
	}
	port, err := strconv.Atoi(managementPort)
	if err != nil {
		return err
	}
	if c.rabbit, err = rabbitBroker(text, port); err == nil {
		c.rabbit.queues = c.queues
	}
	return err
}

// problems validates the settings that need no parsing.
func (c config) problems() error {
	var all []error
	if problem := dimensionProblem(c.environment); problem != "" {
		all = append(all, complaint("environment", names.Environment, c.environment, problem))
	}
	if !validNamespace(c.namespace) {
		all = append(all, complaint("namespace", names.Namespace, c.namespace,
			"1 to 255 letters, digits and ./_#:- , not beginning with AWS/"))
	}
	if libraries[c.library] == nil {
		all = append(all, complaint("library", names.Library, c.library, "celery or rq"))
	}
	if _, port, err := net.SplitHostPort(c.listen); err != nil || !validPort(port) {
		all = append(all, complaint("listen", names.Listen, c.listen, "host:port or :port, the port 1 to 65535"))
	}
	return errors.Join(all...)
}

// complaint names the flag, its variable, the value, and the allowed values.
func complaint(name, variable, value, want string) error {
	return fmt.Errorf("--%s (%s) is %q; want %s", name, variable, value, want)
}

func parseQueues(text string) ([]string, error) {
	queues, seen := []string{}, map[string]bool{}
	for _, queue := range strings.Split(text, ",") {
		queue = strings.TrimSpace(queue)
		if problem := dimensionProblem(queue); problem != "" {
			return nil, complaint("queues", names.Queues, text, "comma-separated queue names; each "+problem)
		}
		if seen[queue] {
			return nil, complaint("queues", names.Queues, text, "each queue once")
		}
		seen[queue] = true
		queues = append(queues, queue)
	}
	if len(queues) > names.MaxQueues {
		return nil, fmt.Errorf("--queues (%s) has %d names; want 1 to %d", names.Queues, len(queues), names.MaxQueues)
	}
	return queues, nil
}

// parseInterval accepts a Go duration or whole seconds.
func parseInterval(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if seconds, wrong := strconv.Atoi(text); wrong == nil {
		d, err = time.Duration(seconds)*time.Second, nil
	}
	if err != nil || d < names.MinInterval*time.Second || d > names.MaxInterval*time.Second {
		return 0, complaint("interval", names.Interval, text,
			fmt.Sprintf("%ds to %ds, as 30s or 30", names.MinInterval, names.MaxInterval))
	}
	return d, nil
}

// parseSteps parses Celery's priority_steps. The first must be 0, the queue's own key.
func parseSteps(text string) ([]int, error) {
	var steps []int
	for _, word := range strings.Split(text, ",") {
		step, err := strconv.Atoi(strings.TrimSpace(word))
		first := len(steps) == 0
		if err != nil || step > 9 || first && step != 0 || !first && step <= steps[len(steps)-1] {
			return nil, complaint("priority-steps", names.PrioritySteps, text, "ascending numbers from 0 up to 9, as 0,3,6,9")
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// dimensionProblem describes a valid value of a dimension if this one is not valid.
func dimensionProblem(value string) string {
	bad := value == "" || len(value) > names.MaxName || strings.HasPrefix(value, ":")
	for _, r := range value {
		bad = bad || r <= ' ' || r > '~' || r == ','
	}
	if bad {
		return fmt.Sprintf("1 to %d visible ASCII characters without comma and blank, not beginning with a colon",
			names.MaxName)
	}
	return ""
}

func validNamespace(text string) bool {
	rest := strings.TrimLeft(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_#:-")
	return rest == "" && text != "" && len(text) <= 255 && !strings.HasPrefix(text, "AWS/")
}

func validPort(text string) bool {
	port, err := strconv.Atoi(text)
	return err == nil && port >= 1 && port <= 65535
}
