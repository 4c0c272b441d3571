package pack

import (
	"os"
	"path"
	"slices"
	"strings"
)

// deepest is how many shells one in another are looked into. A script can name itself through a variable.
const deepest = 5

var shells = []string{"sh", "bash", "dash", "ash", "zsh"}

// commandLines is the commands that a container starts, each as its words: those that are written down, and those of
// the scripts that they give to a shell.
func commandLines(words []string, variable func(string) string, depth int) [][]string {
	for i, word := range words {
		if depth == 0 || !slices.Contains(shells, path.Base(word)) {
			continue
		}
		if at := scriptAt(words, i+1); at > 0 {
			var all [][]string
			for _, command := range shellCommands(words[at], words[at+1:], variable) {
				all = append(all, commandLines(command, variable, depth-1)...)
			}
			return all
		}
	}
	return [][]string{words}
}

// scriptAt is where the script of a shell is, behind its option -c (-ec, -lc, -euo pipefail -c), or 0.
func scriptAt(words []string, from int) int {
	for i := from; i < len(words)-1; i++ {
		option, isOption := strings.CutPrefix(words[i], "-")
		switch {
		case !isOption:
			return 0
		case strings.HasSuffix(option, "o"): // takes a value
			i++
		case strings.HasSuffix(option, "c"):
			return i + 1
		}
	}
	return 0
}

// shellCommands splits a script into commands and these into words, as far as a shell would without running it: quotes,
// comments, variables, and the arguments behind the script, of which the first is $0 and the others are $@.
func shellCommands(script string, args []string, variable func(string) string) [][]string {
	s := scanner{variable: func(name string) string {
		if name == "0" && len(args) > 0 {
			return args[0]
		}
		return variable(name)
	}}
	if len(args) > 0 {
		s.args = args[1:]
	}
	for i := 0; i < len(script); i++ {
		i = s.next(script, i)
	}
	s.endCommand()
	return s.commands
}

// scanner reads a script, one character after the other.
type scanner struct {
	args     []string
	variable func(string) string
	commands [][]string
	command  []string
	word     strings.Builder
	// open says that a word has begun, which may be an empty one in quotes; quoted that it is not split any more.
	open, quoted bool
	// within is the quote that is open, or 0.
	within byte
}

// literal stands for a dollar sign that begins no variable.
const literal = "\x00"

// next takes what is at i, and returns where that ends.
func (s *scanner) next(script string, i int) int {
	switch char := script[i]; {
	case char == '\\' && s.within != '\'':
		return s.escaped(script, i+1)
	case s.within != 0:
		s.inQuotes(char)
	case char == '\'' || char == '"':
		s.within, s.open, s.quoted = char, true, true
	case char == '#' && !s.open:
		return endOfLine(script, i) - 1
	case strings.IndexByte(" \t\r", char) >= 0:
		s.endWord()
	case strings.IndexByte("\n;&|()", char) >= 0:
		s.endCommand()
	default:
		s.write(char, false)
	}
	return i
}

// escaped takes what is behind a backslash. Before the end of a line it makes the line go on.
func (s *scanner) escaped(script string, i int) int {
	if i < len(script) && script[i] != '\n' {
		s.write(script[i], true)
	}
	return i
}

func (s *scanner) inQuotes(char byte) {
	if char == s.within {
		s.within = 0
		return
	}
	s.write(char, s.within == '\'')
}

func endOfLine(script string, i int) int {
	if end := strings.IndexByte(script[i:], '\n'); end >= 0 {
		return i + end
	}
	return len(script)
}

func (s *scanner) write(char byte, isLiteral bool) {
	s.open = true
	if char == '$' && isLiteral {
		s.word.WriteString(literal)
		return
	}
	s.word.WriteByte(char)
}

func (s *scanner) endWord() {
	text, open, quoted := s.word.String(), s.open, s.quoted
	s.open, s.quoted = false, false
	s.word.Reset()
	switch {
	case !open:
		return
	case text == "$@" || text == "$*":
		s.command = append(s.command, s.args...)
		return
	}
	text = strings.ReplaceAll(os.Expand(text, s.variable), literal, "$")
	if quoted {
		s.command = append(s.command, text)
	} else {
		s.command = append(s.command, strings.Fields(text)...)
	}
}

func (s *scanner) endCommand() {
	s.endWord()
	if len(s.command) > 0 {
		s.commands = append(s.commands, s.command)
		s.command = nil
	}
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
