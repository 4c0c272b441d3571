package pack

import (
	"path"
	"slices"
	"strings"
)

// The libraries of workers.
const (
	libraryCelery = "celery"
	libraryRQ     = "rq"
)

// processOf finds the worker or beat in the words of a command, before which there may be others: python -m, exec, a
// tracer, a supervisor. Without one, doubtful says whether one may be hidden in them.
func processOf(words []string) (process, bool) {
	doubtful := opaque(words)
	for i, word := range words {
		p, found := named(strings.TrimPrefix(path.Base(word), "-m"), words[i+1:])
		if found {
			return p, true
		}
		doubtful = doubtful || p.doubtful
	}
	return process{doubtful: doubtful}, false
}

func named(program string, args []string) (process, bool) {
	switch program {
	case "celery":
		return celeryProcess(args)
	case "rq", "rq.cli":
		name, rest := subcommand(args, rqOptions)
		p := process{library: libraryRQ, args: rest, options: rqOptions, doubtful: strings.Contains(name, undecided)}
		return p, name == "worker" || name == "worker-pool"
	case "rqworker", "rqworker-pool": // of Django
		return process{library: libraryRQ, args: args, options: djangoRQOptions}, true
	}
	return process{}, false
}

// celeryProcess looks for Celery's subcommand. An undecided word before it may be any option, or a subcommand itself.
func celeryProcess(args []string) (process, bool) {
	name, rest := subcommand(args, celeryOptions)
	doubtful := name == "multi" // starts any number of workers
	for strings.Contains(name, undecided) {
		doubtful = true
		name, rest = subcommand(rest, celeryOptions)
	}
	p := process{library: libraryCelery, beat: name == "beat", args: rest, doubtful: doubtful}
	if name == "worker" {
		p.doubtful = doubtful || hasUndecidedOption(rest)
	}
	return p, name == "worker" || name == "beat"
}

// hasUndecidedOption finds a word that may be any option of a worker, such as --beat.
func hasUndecidedOption(args []string) bool {
	for i, arg := range args {
		if strings.HasPrefix(arg, undecided) && (i == 0 || !slices.Contains(workerOptions, args[i-1])) {
			return true
		}
	}
	return false
}

// Options that take a value, which may stand behind them as a word of its own.
var (
	celeryOptions = []string{"-A", "--app", "-b", "--broker", "--result-backend", "--loader", "--config", "--workdir"}
	// workerOptions are options of a worker whose values may be undecided.
	workerOptions = append(slices.Clip(celeryOptions),
		"-Q", "--queues", "-c", "--concurrency", "-P", "--pool", "-n", "--hostname", "-l", "--loglevel", "-O", "--autoscale",
		"--time-limit", "--soft-time-limit", "--max-tasks-per-child", "--max-memory-per-child", "--prefetch-multiplier")
	rqOptions = []string{
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

// option is the last value of an option: "-c 4", "-c4", "--concurrency 4" or "--concurrency=4".
func option(args []string, names ...string) string {
	last := ""
	for i, arg := range args {
		for _, name := range names {
			rest, found := strings.CutPrefix(arg, name)
			switch {
			case !found:
			case rest == "" && i+1 < len(args):
				last = args[i+1]
			case strings.HasPrefix(name, "--") && !strings.HasPrefix(rest, "="):
			case rest != "":
				last = strings.TrimPrefix(rest, "=")
			}
		}
	}
	return last
}
