package pack

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// setters are builtins that set the variables they name.
var setters = []string{"getopts", "let", "mapfile", "printf", "read", "readarray", "unset"}

var (
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	assignment   = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*)=`)
)

// countChanges counts each place in the script that may set a variable.
func (s *script) countChanges(node syntax.Node) bool {
	switch node := node.(type) {
	case *syntax.Assign:
		if node.Name != nil && !node.Naked {
			s.change(node.Name.Value, 1)
		}
	case *syntax.WordIter:
		s.change(node.Name.Value, 2)
	case *syntax.ParamExp:
		if isAssigning(node) {
			s.change(node.Param.Value, 2)
		}
	case *syntax.ArithmExp, *syntax.ArithmCmd, *syntax.LetClause, *syntax.CStyleLoop:
		s.changeNamed(node)
	case *syntax.DeclClause:
		s.anyVariable = s.anyVariable || slices.ContainsFunc(node.Args, isNameReference)
	case *syntax.FuncDecl:
		s.functions = append(s.functions, node)
	case *syntax.CallExpr:
		s.countCall(node)
	}
	return true
}

func (s *script) change(name string, times int) {
	s.changes[name] += times
	s.anyVariable = s.anyVariable || name == "IFS"
}

// isAssigning finds "${NAME:=value}".
func isAssigning(p *syntax.ParamExp) bool {
	return p.Param != nil && p.Exp != nil &&
		(p.Exp.Op == syntax.AssignUnset || p.Exp.Op == syntax.AssignUnsetOrNull)
}

// isNameReference finds the option -n, which gives one variable a second name.
func isNameReference(a *syntax.Assign) bool {
	return a.Name == nil && strings.Contains(printed(a), "n")
}

// changeNamed takes every name in an arithmetic expression for one that it may set.
func (s *script) changeNamed(node syntax.Node) {
	syntax.Walk(node, func(inner syntax.Node) bool {
		if lit, ok := inner.(*syntax.Lit); ok && variableName.MatchString(lit.Value) {
			s.change(lit.Value, 2)
		}
		return true
	})
}

func (s *script) countCall(call *syntax.CallExpr) {
	if len(call.Args) == 0 {
		return
	}
	name := call.Args[0].Lit()
	for _, word := range call.Args[1:] {
		s.countWord(name, word)
	}
	switch name {
	case "eval":
		s.anyVariable, s.anyArg = true, true
	case "shift":
		s.anyArg = true
	case "set":
		s.anyArg = s.anyArg || !onlyOptions(call.Args[1:])
	}
}

// countWord counts "NAME=value", which env and others take, and the names that a builtin sets.
func (s *script) countWord(program string, word *syntax.Word) {
	if found := assignment.FindStringSubmatch(printed(word)); found != nil {
		s.change(found[1], 2)
	}
	if text := word.Lit(); slices.Contains(setters, program) && variableName.MatchString(text) {
		s.change(text, 2)
	}
}

// onlyOptions says whether the arguments of set change no positional parameter.
func onlyOptions(args []*syntax.Word) bool {
	for i, arg := range args {
		text := arg.Lit()
		isValue := i > 0 && strings.HasSuffix(args[i-1].Lit(), "o")
		if text == "--" || text == "-" || !isValue && !strings.HasPrefix(text, "-") && !strings.HasPrefix(text, "+") {
			return false
		}
	}
	return true
}

// readConstants reads the assignments of a statement at the top of the script, which no condition guards.
func (s *script) readConstants(stmt *syntax.Stmt) {
	var assigns []*syntax.Assign
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		if len(cmd.Args) == 0 {
			assigns = cmd.Assigns
		}
	case *syntax.DeclClause:
		assigns = cmd.Args
	}
	if stmt.Background {
		return
	}
	for _, a := range assigns {
		s.readConstant(a)
	}
}

func (s *script) readConstant(a *syntax.Assign) {
	if a.Name == nil || a.Naked || a.Append || a.Array != nil || a.Index != nil || s.changes[a.Name.Value] != 1 {
		return
	}
	text := ""
	if a.Value != nil {
		expanded, err := expand.Literal(s.config(a.Value), a.Value)
		if err != nil {
			return
		}
		text = expanded
	}
	s.constants[a.Name.Value] = constant{text: text, from: a.End().Offset()}
}
