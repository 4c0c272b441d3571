package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// source is one parsed package of the SDK.
type source struct {
	name    string
	structs map[string]*ast.StructType
	tokens  map[string]function
}

// function is the SDK's function behind a token: NewVpc, LookupVpc.
type function struct {
	args     string // the name of its arguments' type, "" for none
	invoke   bool
	required []string // arguments that NewX insists on, by their Go names
}

func (g *generator) source(module string) (*source, error) {
	if pkg := g.packages[module]; pkg != nil {
		return pkg, nil
	}
	dir := filepath.Join(g.root, module)
	if module == "index" {
		dir = g.root
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("the SDK has no package %s", dir)
	}
	pkg := &source{name: module, structs: map[string]*ast.StructType{}, tokens: map[string]function{}}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			pkg.declare(decl)
		}
	}
	g.packages[module] = pkg
	return pkg, nil
}

func (s *source) declare(decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok {
				if structure, ok := t.Type.(*ast.StructType); ok {
					s.structs[t.Name.Name] = structure
				}
			}
		}
	case *ast.FuncDecl:
		s.function(d)
	}
}

// function records the token that a function registers or invokes. Get functions make another call, and Output
// functions repeat the plain one.
func (s *source) function(d *ast.FuncDecl) {
	if d.Body == nil || d.Recv != nil {
		return
	}
	fn := function{args: argsType(d)}
	ast.Inspect(d.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			s.call(n, &fn)
		case *ast.BasicLit:
			if _, name, found := strings.Cut(text(n), "invalid value for required argument '"); found {
				fn.required = append(fn.required, strings.TrimSuffix(name, "'"))
			}
		}
		return true
	})
}

func (s *source) call(n *ast.CallExpr, fn *function) {
	selector, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || len(n.Args) == 0 {
		return
	}
	tok := text(n.Args[0])
	if !strings.HasPrefix(tok, "aws:") {
		return
	}
	switch selector.Sel.Name {
	case "RegisterResource":
		s.tokens[tok] = *fn
	case "Invoke":
		fn.invoke = true
		s.tokens[tok] = *fn
	}
}

// argsType is the type of the parameter args.
func argsType(d *ast.FuncDecl) string {
	for _, p := range d.Type.Params.List {
		if len(p.Names) == 1 && p.Names[0].Name == "args" {
			return strings.TrimPrefix(typeName(p.Type), "*")
		}
	}
	return ""
}

// tags maps the Go names of a struct's fields to their property names.
func (s *source) tags(name string) map[string]string {
	tags := map[string]string{}
	each(s.structs[name], func(_ *ast.Field, goName, tag string) { tags[goName] = tag })
	return tags
}

// each visits the fields of a struct that are properties.
func each(structure *ast.StructType, visit func(field *ast.Field, goName, tag string)) {
	for _, field := range structure.Fields.List {
		if field.Tag == nil || len(field.Names) != 1 {
			continue
		}
		if tag := reflect.StructTag(text(field.Tag)).Get("pulumi"); tag != "" {
			visit(field, field.Names[0].Name, tag)
		}
	}
}

func typeName(expr ast.Expr) string {
	switch t := expr.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.StarExpr:
		return "*" + typeName(t.X)
	case *ast.SelectorExpr:
		return typeName(t.X) + "." + t.Sel.Name
	case *ast.InterfaceType:
		return "interface{}"
	default:
		return ""
	}
}

// text is the value of a string literal, "" for anything else.
func text(expr ast.Expr) string {
	literal, ok := expr.(*ast.BasicLit)
	if !ok {
		return ""
	}
	value, _ := strconv.Unquote(literal.Value)
	return value
}
