package pack

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// undecided stands in a word for text that only running the script would produce.
const undecided = "\uE000"

// lookup is the value of a variable. An absent one may still be set by the image.
type lookup func(name string) (string, state)

// script is a shell script and what its variables hold.
type script struct {
	// args are $0 and the positional parameters.
	args      []string
	inherited lookup
	// changes is how often the script sets each variable, and constants those that it sets once and unconditionally.
	changes   map[string]int
	constants map[string]constant
	functions []*syntax.FuncDecl
	// anyVariable says that every variable may have changed, and anyArg every positional parameter.
	anyVariable, anyArg bool
}

type constant struct {
	text string
	// from is the offset in the script from which the variable has this value.
	from uint
}

// scriptCommands is every command in the text: in subshells, substitutions, functions and branches as well. A text that
// is no script is one undecided command.
func scriptCommands(text string, args []string, inherited lookup) []command {
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	if err != nil {
		return []command{{words: []string{undecided}, source: text}}
	}
	s := &script{args: args, inherited: inherited, changes: map[string]int{}, constants: map[string]constant{}}
	stmts := statements(file) // before an expansion replaces the substitutions that they are in
	syntax.Walk(file, s.countChanges)
	for _, stmt := range file.Stmts {
		s.readConstants(stmt)
	}
	var all []command
	for _, stmt := range stmts {
		if call, ok := stmt.Cmd.(*syntax.CallExpr); ok && len(call.Args) > 0 {
			all = append(all, s.command(stmt, call))
		}
	}
	return all
}

func statements(file *syntax.File) []*syntax.Stmt {
	var all []*syntax.Stmt
	syntax.Walk(file, func(node syntax.Node) bool {
		if stmt, ok := node.(*syntax.Stmt); ok {
			all = append(all, stmt)
		}
		return true
	})
	return all
}

func (s *script) command(stmt *syntax.Stmt, call *syntax.CallExpr) command {
	c := command{source: printed(call), input: s.input(stmt), variables: s.exported}
	for _, word := range call.Args {
		c.words = append(c.words, s.fields(word)...)
	}
	return c
}

// input is what the command reads: a here-document or here-string, or an undecided text.
func (s *script) input(stmt *syntax.Stmt) string {
	for _, redirect := range stmt.Redirs {
		word, expanded := redirect.Hdoc, expand.Document
		if redirect.Op == syntax.WordHdoc {
			word, expanded = redirect.Word, expand.Literal
		}
		if word == nil {
			continue
		}
		if text, err := expanded(s.config(word), word); err == nil {
			return text
		}
	}
	return undecided
}

// fields is the words that a shell makes of one word.
func (s *script) fields(word *syntax.Word) []string {
	fields, err := expand.Fields(s.config(word), word)
	if err != nil {
		return []string{undecided}
	}
	return fields
}

// config prepares a word for its expansion: what cannot be decided is replaced in it.
func (s *script) config(word *syntax.Word) *expand.Config {
	at := word.Pos().Offset()
	syntax.Walk(word, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.Word:
			s.replaceUndecided(node.Parts, at, true)
		case *syntax.DblQuoted:
			s.replaceUndecided(node.Parts, at, false)
		}
		return true
	})
	return &expand.Config{Env: scope{script: s, at: at}}
}

func (s *script) replaceUndecided(parts []syntax.WordPart, at uint, globs bool) {
	for i, part := range parts {
		if !s.decides(part, at, globs) {
			parts[i] = &syntax.Lit{Value: undecided}
		}
	}
}

// decides says whether the part has one value. Of the expansions of parameters only "$X" and those with a default or an
// alternative have one.
func (s *script) decides(part syntax.WordPart, at uint, globs bool) bool {
	switch part := part.(type) {
	case *syntax.CmdSubst, *syntax.ArithmExp, *syntax.ProcSubst, *syntax.ExtGlob:
		return false
	case *syntax.Lit:
		return !globs || part.Value == "[" || !strings.ContainsAny(part.Value, "*?[")
	case *syntax.ParamExp:
		return s.decidesParameter(part, at)
	}
	return true
}

func (s *script) decidesParameter(p *syntax.ParamExp, at uint) bool {
	if p.Param == nil || p.Excl || p.Length || p.Index != nil || p.Slice != nil || p.Repl != nil || p.Names != 0 {
		return false
	}
	_, state := s.lookup(p.Param.Value, at)
	if p.Exp == nil {
		return state == known
	}
	switch p.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		return state != unknown
	}
	return false
}

var special = regexp.MustCompile(`^([@*#0]|[1-9][0-9]*)$`)

// lookup is the value of a variable at an offset in the script.
func (s *script) lookup(name string, at uint) (string, state) {
	if special.MatchString(name) {
		return s.argument(name, at)
	}
	once, isConstant := s.constants[name]
	switch changes := s.changes[name]; {
	case s.anyVariable:
		return "", unknown
	case changes == 0:
		return s.inherited(name)
	case isConstant && at > once.from:
		return once.text, known
	case isConstant && !s.inFunction(at):
		return s.inherited(name)
	}
	return "", unknown
}

func (s *script) argument(name string, at uint) (string, state) {
	if name != "0" && (s.anyArg || s.inFunction(at)) {
		return "", unknown
	}
	switch name {
	case "@", "*":
		return "", known
	case "#":
		return strconv.Itoa(max(0, len(s.args)-1)), known
	}
	if i, err := strconv.Atoi(name); err == nil && i < len(s.args) {
		return s.args[i], known
	}
	return "", absent
}

func (s *script) inFunction(at uint) bool {
	return slices.ContainsFunc(s.functions, func(f *syntax.FuncDecl) bool {
		return f.Pos().Offset() <= at && at < f.End().Offset()
	})
}

// exported is the value of a variable in a shell that the script starts.
func (s *script) exported(name string) (string, state) {
	if s.anyVariable || s.changes[name] > 0 {
		return "", unknown
	}
	return s.inherited(name)
}

// scope is the variables of a script at an offset, as package expand wants them.
type scope struct {
	script *script
	at     uint
}

func (v scope) Get(name string) expand.Variable {
	text, state := v.script.lookup(name, v.at)
	switch {
	case state != known, name == "IFS": // a shell takes no IFS from outside
		return expand.Variable{}
	case name == "@", name == "*":
		return expand.Variable{Set: true, Kind: expand.Indexed, List: v.script.args[min(1, len(v.script.args)):]}
	}
	return expand.Variable{Set: true, Kind: expand.String, Str: text}
}

// Each visits nothing: what a command starts sees no variables here.
func (v scope) Each(func(string, expand.Variable) bool) {}

func printed(node syntax.Node) string {
	var b strings.Builder
	if err := syntax.NewPrinter(syntax.SingleLine(true)).Print(&b, node); err != nil {
		return undecided
	}
	return b.String()
}
