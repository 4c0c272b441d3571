package pack

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// The libraries of workers.
const (
	libraryCelery   = "celery"
	libraryRQ       = "rq"
	libraryDramatiq = "dramatiq"
)

// process is a worker, or beat, that a container starts.
type process struct {
	library string
	// beat says that it is Celery's beat and works on nothing.
	beat bool
	// args are what stands behind its name, and options those of its command line that take a value.
	args, options []string
	// task is the task definition of the container.
	task      *resource
	container value
}

// processesOf is the processes that a container starts.
func processesOf(task *resource, container value) []process {
	var words []string
	for _, list := range []string{"entryPoint", "command"} {
		for _, item := range items(container.get(list)) {
			if text, state := item.text(); state == known {
				words = append(words, text)
			}
		}
	}
	var all []process
	for _, command := range commandLines(words, expander(container), deepest) {
		if p, ok := processOf(command); ok {
			p.task, p.container = task, container
			all = append(all, p)
		}
	}
	return all
}

// expander is the values of variables in scripts: of the container's environment, or the default of "${NAME:-default}".
// One that is not known stays as it is.
func expander(container value) func(string) string {
	return func(name string) string {
		name, fallback, _ := strings.Cut(name, ":-")
		if text, state := environment(container, name).text(); state == known {
			return text
		}
		if fallback != "" {
			return fallback
		}
		return "$" + name
	}
}

// environment is the value of one of the container's variables.
func environment(container value, name string) value {
	all, _ := container.get("environment").list()
	for _, variable := range all {
		if text, _ := variable.get("name").text(); text == name {
			return variable.get("value")
		}
	}
	return value{path: container.get("environment").path}
}

// processOf finds the worker or beat in the words of a command, before which there may be others: python -m, exec, a
// tracer, a supervisor.
func processOf(words []string) (process, bool) {
	for i, word := range words {
		if p, found := named(path.Base(word), words[i+1:]); found {
			return p, true
		}
	}
	return process{}, false
}

func named(program string, args []string) (process, bool) {
	switch program {
	case "celery":
		name, args := subcommand(args, celeryOptions)
		return process{library: libraryCelery, beat: name == "beat", args: args}, name == "worker" || name == "beat"
	case "rq", "rq.cli":
		name, args := subcommand(args, rqOptions)
		return process{library: libraryRQ, args: args, options: rqOptions}, name == "worker" || name == "worker-pool"
	case "rqworker", "rqworker-pool": // of Django
		return process{library: libraryRQ, args: args, options: djangoRQOptions}, true
	case "dramatiq", "dramatiq-gevent":
		return process{library: libraryDramatiq, args: args}, len(args) > 0
	case "rundramatiq": // of Django
		return process{library: libraryDramatiq, args: args}, true
	}
	return process{}, false
}

// Options that take a value, which may stand behind them as a word of its own.
var (
	celeryOptions = []string{"-A", "--app", "-b", "--broker", "--result-backend", "--loader", "--config", "--workdir"}
	rqOptions     = []string{
		"-u", "--url", "-c", "--config", "-n", "--name", "--num-workers", "-P", "--path", "-w", "--worker-class", "-j",
		"--job-class", "--queue-class", "--connection-class", "-S", "--serializer", "--results-ttl", "--worker-ttl",
		"--maintenance-interval", "--job-monitoring-interval", "--max-jobs", "--max-idle-time", "--pid", "--sentry-dsn",
		"-l", "--logging-level", "--logging_level", "--log-format", "--date-format", "--exception-handler", "-ds",
		"--dequeue-strategy",
	}
	// djangoRQOptions has a -v with a value; RQ's own has none.
	djangoRQOptions = append(slices.Clip(rqOptions),
		"-v", "--verbosity", "--settings", "--pythonpath", "--job-timeout")
)

// subcommand is the first word that is neither an option nor the value of one, and what stands behind it.
func subcommand(words, options []string) (string, []string) {
	for i := 0; i < len(words); i++ {
		switch {
		case slices.Contains(options, words[i]):
			i++
		case !strings.HasPrefix(words[i], "-"):
			return words[i], words[i+1:]
		}
	}
	return "", nil
}

// queues is the names of the queues that a worker takes from.
func (p process) queues() []string {
	var names []string
	switch p.library {
	case libraryRQ:
		for name, rest := subcommand(p.args, p.options); name != ""; name, rest = subcommand(rest, p.options) {
			names = append(names, name)
		}
	case libraryDramatiq:
		names = p.dramatiqQueues()
	default:
		if list := option(p.args, "-Q", "--queues"); list != "" {
			return strings.Split(list, ",")
		}
		return []string{"celery"}
	}
	if len(names) == 0 {
		return []string{"default"}
	}
	return names
}

// dramatiqQueues is what stands behind --queues until the next option.
func (p process) dramatiqQueues() []string {
	i := slices.IndexFunc(p.args, func(arg string) bool { return arg == "-Q" || arg == "--queues" })
	if i < 0 {
		return nil
	}
	names := p.args[i+1:]
	if end := slices.IndexFunc(names, func(name string) bool { return strings.HasPrefix(name, "-") }); end >= 0 {
		names = names[:end]
	}
	return names
}

// concurrency is how many tasks the process works on at a time. doubt is what keeps it from being known; its path is
// empty otherwise.
func (p process) concurrency() (n int, doubt value) {
	switch p.library {
	case libraryRQ:
		return p.count(cmp.Or(option(p.args, "-n", "--num-workers"), "1"))
	case libraryDramatiq:
		processes, doubt := p.count(option(p.args, "-p", "--processes"))
		threads, also := p.count(cmp.Or(option(p.args, "-t", "--threads"), "8"))
		if doubt.path == "" {
			doubt = also
		}
		return processes * threads, doubt
	}
	if option(p.args, "-P", "--pool") == "solo" {
		return 1, doubt
	}
	if _, least, scales := strings.Cut(option(p.args, "--autoscale"), ","); scales {
		return p.count(least)
	}
	return p.count(option(p.args, "-c", "--concurrency"))
}

// count is the number that a text says. Without one it is the CPUs of the task, as Celery and Dramatiq have it.
func (p process) count(text string) (n int, doubt value) {
	if text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0, p.command()
		}
		return n, doubt
	}
	cpu := p.task.get("cpu")
	units, state := cpu.number()
	if state != known {
		return 0, cpu
	}
	return max(1, units/1024), doubt
}

func (p process) command() value { return p.container.get("command") }

// flagsWithBeat is Celery's options of one letter and without a value, B among them.
var flagsWithBeat = regexp.MustCompile(`^-[DE]*B[BDE]*$`)

// embedsBeat says whether a worker of Celery runs a beat of its own as well.
func (p process) embedsBeat() bool {
	return p.library == libraryCelery && !p.beat && slices.ContainsFunc(p.args, func(arg string) bool {
		return arg == "--beat" || flagsWithBeat.MatchString(arg)
	})
}

// Variables with settings of Celery as JSON. The first is of Tenfold's own workers, and has more than settings.
const (
	workerVariable   = "TENFOLD_WORKER"
	settingsVariable = "CELERY_SETTINGS"
)

// stated is what Tenfold's worker says of itself in its environment; it is absent from others.
func (p process) stated(names ...string) value {
	return environment(p.container, workerVariable).decoded().get(names...)
}

// setting is one of Celery's settings, as far as the environment has it.
func (p process) setting(names ...string) value {
	if v := p.stated(append([]string{"settings"}, names...)...); v.state() != absent {
		return v
	}
	return environment(p.container, settingsVariable).decoded().get(names...)
}

// broker is the kind of broker, if the environment says it.
func (p process) broker() string {
	if kind, state := p.stated("kind").text(); state == known {
		return kind
	}
	for _, name := range []string{"BROKER_URL", "CELERY_BROKER_URL"} {
		if url, _ := environment(p.container, name).text(); url != "" {
			scheme, _, _ := strings.Cut(url, "://")
			return scheme
		}
	}
	return ""
}

// longestTask is the time, in seconds, after which Celery ends a task.
func (p process) longestTask() value {
	if limit := option(p.args, "--time-limit"); limit != "" {
		return value{path: p.command().path, raw: property.New(limit)}
	}
	return p.setting("task_time_limit")
}

// name is what violations call the process.
func (p process) name() string {
	if p.beat {
		return "beat"
	}
	return "a worker of " + map[string]string{
		libraryCelery: "Celery", libraryRQ: "RQ", libraryDramatiq: "Dramatiq",
	}[p.library]
}
