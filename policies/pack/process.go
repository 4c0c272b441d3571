package pack

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// process is a worker, or beat, that a container starts.
type process struct {
	library string
	// beat says that it is Celery's beat, which works on no queue.
	beat bool
	// args are the words after its name, and options the options that take a value.
	args, options []string
	// task is the task definition of the container.
	task      *resource
	container value
	// doubtful says that a worker or beat, or an option that matters, may be hidden in the command.
	doubtful bool
}

// processesOf is the processes that a container starts, and the values that may hide others.
func processesOf(task *resource, container value) (all []process, doubts []hidden) {
	start := command{variables: containerVariables(container)}
	start.words, doubts = containerWords(task, container)
	start.source = strings.Join(start.words, " ")
	for _, c := range start.started(maxDepth) {
		p, found := processOf(c.words)
		if found {
			p.task, p.container = task, container
			all = append(all, p)
		}
		if p.doubtful && !c.guessed {
			doubts = append(doubts, hidden{on: task, v: container.get("command"), why: c.doubt(container)})
		}
	}
	return all, doubts
}

// containerWords is the words of the container's command.
func containerWords(task *resource, container value) (words []string, doubts []hidden) {
	for _, list := range []string{"entryPoint", "command"} {
		for _, item := range items(container.get(list)) {
			if item.raw.IsString() {
				words = append(words, item.raw.AsString())
			} else if item.state() != absent {
				doubts = append(doubts, hidden{on: task, v: item})
			}
		}
	}
	return words, doubts
}

// containerVariables is the values of variables in a container's scripts. Secrets and files of variables are not known.
func containerVariables(container value) lookup {
	return func(name string) (string, state) {
		if v := environment(container, name); v.raw.IsString() {
			return v.raw.AsString(), known
		}
		secrets, _ := container.get("secrets").list()
		isSecret := slices.ContainsFunc(secrets, func(secret value) bool {
			text, _ := secret.get("name").text()
			return text == name
		})
		if isSecret || container.get("environmentFiles").state() != absent {
			return "", unknown
		}
		return "", absent
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

// queues is the names of the queues that a worker takes from.
func (p process) queues() []string {
	if p.library == libraryRQ {
		return p.rqQueues()
	}
	if stated := p.statedQueues(); len(stated) > 0 {
		return stated
	}
	if list := option(p.args, "-Q", "--queues"); list != "" {
		return strings.Split(list, ",")
	}
	return []string{"celery"}
}

func (p process) rqQueues() []string {
	var names []string
	for name, rest := subcommand(p.args, p.options); name != ""; name, rest = subcommand(rest, p.options) {
		names = append(names, name)
	}
	if len(names) == 0 {
		return []string{"default"}
	}
	return names
}

// statedQueues is the queues that Tenfold's worker names in its environment.
func (p process) statedQueues() []string {
	var names []string
	list, _ := p.stated("queues").list()
	for _, item := range list {
		if name, state := item.text(); state == known {
			names = append(names, name)
		}
	}
	return names
}

// concurrency is how many tasks the process works on at a time. doubt is the unknown value that decides it. Without one
// its path is empty.
func (p process) concurrency() (n int, doubt value) {
	if p.library == libraryRQ {
		return p.count(cmp.Or(option(p.args, "-n", "--num-workers"), "1"))
	}
	if option(p.args, "-P", "--pool") == "solo" {
		return 1, doubt
	}
	if _, minimum, scales := strings.Cut(option(p.args, "--autoscale"), ","); scales {
		return p.count(minimum)
	}
	return p.count(option(p.args, "-c", "--concurrency"))
}

// count is the number that a text says. Without one it is the number of CPUs of the task, which is Celery's default.
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

// embedsBeat says whether a Celery worker also runs beat.
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

// maxTask is the time, in seconds, after which Celery ends a task.
func (p process) maxTask() value {
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
	return "a worker of " + map[string]string{libraryCelery: "Celery", libraryRQ: "RQ"}[p.library]
}
