package pack

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// maxDepth is how many scripts one in another are read. A script can name itself through a variable.
const maxDepth = 5

// command is a command that a container starts.
type command struct {
	words []string
	// source is the command as it was written.
	source string
	// input is what it reads from its standard input.
	input     string
	variables lookup
	// guessed says that it is from a text that may be no script.
	guessed bool
}

var shells = []string{"sh", "ash", "bash", "dash", "fish", "ksh", "mksh", "rbash", "zsh"}

// starters start another program, which their words name.
var starters = append([]string{
	"builtin", "busybox", "catatonit", "chpst", "chroot", "chrt", "command", "ddtrace-run", "django-admin", "doas",
	"dumb-init", "env", "exec", "flock", "gosu", "hatch", "ionice", "manage.py", "newrelic-admin", "nice", "nohup",
	"opentelemetry-instrument", "parallel", "pdm", "pipenv", "poetry", "pypy", "python", "runuser", "setpriv", "setsid",
	"stdbuf", "su", "su-exec", "sudo", "taskset", "time", "timeout", "tini", "uv", "xargs",
}, shells...)

// servers are no workers, whatever stands behind their name.
var servers = []string{"alembic", "daphne", "flask", "granian", "gunicorn", "hypercorn", "uvicorn", "waitress-serve"}

// printers print their words or compare them.
var printers = []string{"[", ":", "echo", "logger", "printf", "test"}

// started is every command that the command leads to: itself, or those of the scripts in it.
func (c command) started(depth int) []command {
	scripts, replaced := c.scripts()
	all := []command{c}
	if replaced {
		all = nil
	}
	for _, s := range scripts {
		if depth == 0 {
			all = append(all, command{words: []string{undecided}, source: c.source, guessed: s.guessed})
			continue
		}
		for _, next := range scriptCommands(s.text, s.args, c.variables) {
			next.guessed = c.guessed || s.guessed
			all = append(all, next.started(depth-1)...)
		}
	}
	return all
}

// inner is a script in the words of a command.
type inner struct {
	text string
	// args are $0 and the positional parameters.
	args    []string
	guessed bool
}

// scripts is the scripts in a command, and whether they are all that the command starts.
func (c command) scripts() (all []inner, replaced bool) {
	for i, word := range c.words {
		switch name := path.Base(word); {
		case slices.Contains(shells, name):
			if _, works := processOf(c.words[:i]); works {
				return nil, false // its arguments
			}
			if script, ok := c.shellScript(i); ok {
				return []inner{script}, true
			}
			return c.carried(), false // a file, whose arguments these are
		case i == 0 && name == "eval":
			return []inner{{text: strings.Join(c.words[1:], " ")}}, true
		case i == 0 && name == "trap" && len(c.words) > 1:
			return []inner{{text: c.words[1]}}, true
		}
	}
	all = c.carried()
	return append(all, c.texts(all)...), false
}

// shellScript is the script of the shell at position i: behind the option -c (-ec, -euo pipefail -c), or what it reads.
func (c command) shellScript(i int) (inner, bool) {
	args, isScript, reads := shellOptions(c.words[i+1:])
	switch {
	case isScript && len(args) > 0:
		return inner{text: args[0], args: args[1:]}, true
	case isScript:
		return inner{}, false
	case reads, len(args) > 0 && slices.Contains([]string{"/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"}, args[0]):
		return inner{text: c.input, args: append([]string{""}, args...)}, true
	case len(args) == 0 && (i == 0 || slices.Contains(starters, path.Base(c.words[0]))):
		return inner{text: c.input}, true
	}
	return inner{}, false
}

// shellOptions splits the words behind the name of a shell: its arguments, and whether it has the options -c and -s.
func shellOptions(words []string) (args []string, isScript, reads bool) {
	for len(words) > 0 && isShellOption(words[0]) {
		option := words[0]
		words = words[1:]
		if option == "--" {
			return words, isScript, reads
		}
		isScript = isScript || hasFlag(option, "c")
		reads = reads || hasFlag(option, "s")
		if len(words) > 0 && takesValue(option) {
			words = words[1:]
		}
	}
	if len(words) > 0 && words[0] == "-" {
		words = words[1:]
	}
	return words, isScript, reads
}

// isShellOption reports whether a word is an option, such as -ec, +x or --norc, and not a lone hyphen.
func isShellOption(word string) bool { return len(word) > 1 && strings.ContainsAny(word[:1], "-+") }

// hasFlag reports whether an option such as -ec contains a flag.
func hasFlag(option, flag string) bool {
	return option[0] == '-' && !strings.HasPrefix(option, "--") && strings.Contains(option, flag)
}

// takesValue reports whether the next word belongs to an option, such as -o pipefail.
func takesValue(option string) bool {
	return shellValues[option] || !strings.HasPrefix(option, "--") && strings.HasSuffix(strings.ToLower(option), "o")
}

// shellValues are long options that take a value.
var shellValues = map[string]bool{"--rcfile": true, "--init-file": true}

// carried is the scripts that other programs than shells take as one word.
func (c command) carried() []inner {
	var all []inner
	for i, word := range c.words {
		for _, text := range carriedBy(path.Base(word), c.words[i+1:]) {
			if text != "" {
				all = append(all, inner{text: text})
			}
		}
	}
	return all
}

func carriedBy(program string, args []string) []string {
	switch program {
	case "env":
		return []string{splitString(args)}
	case "su", "runuser", "flock", "script":
		return []string{option(args, "-c", "--command")}
	case "alias":
		var texts []string
		for _, definition := range args {
			_, text, _ := strings.Cut(definition, "=")
			texts = append(texts, text)
		}
		return texts
	}
	return nil
}

// splitString is what env makes words of: everything behind its option -S.
func splitString(words []string) string {
	for i, word := range words {
		switch attached, isLong := strings.CutPrefix(word, "--split-string"); {
		case isLong:
			return joined(strings.TrimPrefix(attached, "="), words[i+1:])
		case !strings.HasPrefix(word, "-") || strings.HasPrefix(word, "--"):
			continue
		}
		if _, attached, found := strings.Cut(word, "S"); found {
			return joined(attached, words[i+1:])
		}
	}
	return ""
}

func joined(first string, others []string) string {
	return strings.TrimSpace(first + " " + strings.Join(others, " "))
}

// texts is the arguments that may be scripts, besides those that certainly are: "uwsgi --attach-daemon='celery worker'".
func (c command) texts(certain []inner) []inner {
	if len(c.words) == 0 || slices.Contains(printers, c.words[0]) {
		return nil
	}
	var all []inner
	for _, word := range c.words {
		if strings.HasPrefix(word, "-") {
			word = word[strings.Index(word, "=")+1:]
		}
		isCertain := slices.ContainsFunc(certain, func(script inner) bool { return script.text == word })
		if strings.ContainsAny(word, " \t\n") && !isCertain {
			all = append(all, inner{text: word, guessed: true})
		}
	}
	return all
}

// opaque says whether only running the command would tell which program it starts.
func opaque(words []string) bool {
	for i, word := range words {
		name := path.Base(word)
		switch {
		case slices.Contains(servers, name):
			return false
		case strings.Contains(name, undecided) && (i == 0 || !strings.Contains(word, "=")):
			return true
		case i == 0 && !slices.Contains(starters, name) && !strings.HasPrefix(name, "python"):
			return false
		}
	}
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"xargs", "parallel"}, path.Base(word))
	})
}

// doubt is what a violation says of a command that cannot be decided. A secret's text is not printed.
func (c command) doubt(container value) string {
	source := strconv.Quote(shortened(strings.ReplaceAll(c.source, undecided, "…")))
	if container.raw.Secret() {
		source = "a command"
	}
	return "runs " + source + ", which cannot be checked: only running it would tell whether it is a worker or beat, " +
		"and of which kind; write the program and its options out, or set the variables in environment"
}

// shortened is one line of at most 60 characters.
func shortened(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return text
}
