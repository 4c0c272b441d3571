package main

import (
	"fmt"
	"go/ast"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// generator collects the schema of tokens, and of every object that their properties hold.
type generator struct {
	root     string
	packages map[string]*source
	schema   schema.Schema
}

func newGenerator(root string) *generator {
	return &generator{root: root, packages: map[string]*source{}, schema: schema.Schema{
		Resources: map[string]*schema.Resource{}, Functions: map[string]schema.Fields{}, Types: map[string]schema.Fields{},
	}}
}

// add adds one token: aws:ec2/vpc:Vpc is a resource, aws:ec2/getVpc:getVpc a function.
func (g *generator) add(token string) error {
	module, _, _ := strings.Cut(strings.TrimPrefix(token, "aws:"), "/")
	pkg, err := g.source(module)
	if err != nil {
		return err
	}
	if fn, ok := pkg.tokens[token]; ok && fn.invoke {
		g.schema.Functions[token], err = g.fields(pkg, fn.args)
		return err
	}
	return g.resource(pkg, token)
}

func (g *generator) resource(pkg *source, token string) error {
	fn, ok := pkg.tokens[token]
	if !ok {
		return fmt.Errorf("the SDK does not register it")
	}
	name := strings.TrimSuffix(fn.args, "Args")
	plain := strings.ToLower(name[:1]) + name[1:]
	inputs, err := g.fields(pkg, plain+"Args")
	if err != nil {
		return err
	}
	for _, argument := range fn.required {
		for key, tag := range pkg.tags(plain + "Args") {
			if key == argument {
				inputs[tag] = schema.Field{Type: inputs[tag].Type, Required: true}
			}
		}
	}
	outputs, err := g.fields(pkg, plain+"State")
	if err != nil {
		return err
	}
	g.markRequired(pkg, name, outputs)
	g.schema.Resources[token] = &schema.Resource{Inputs: inputs, Outputs: outputs}
	return nil
}

// markRequired marks the outputs that always have a value: their Go type is not a pointer. The Go type says nothing
// about lists and maps.
func (g *generator) markRequired(pkg *source, name string, outputs schema.Fields) {
	each(pkg.structs[name], func(field *ast.Field, _, tag string) {
		typ := typeName(field.Type)
		scalar := !strings.HasSuffix(typ, "PtrOutput") && !strings.HasSuffix(typ, "ArrayOutput") &&
			!strings.HasSuffix(typ, "MapOutput")
		outputs[tag] = schema.Field{Type: outputs[tag].Type, Required: scalar}
	})
}

// fields reads a struct of plain Go types; nil for a function without arguments.
func (g *generator) fields(pkg *source, name string) (schema.Fields, error) {
	fields := schema.Fields{}
	if name == "" {
		return fields, nil
	}
	if pkg.structs[name] == nil {
		return nil, fmt.Errorf("the SDK has no struct %s", name)
	}
	var failure error
	each(pkg.structs[name], func(field *ast.Field, _, tag string) {
		typ, err := g.typeOf(pkg, field.Type)
		if err != nil {
			failure = fmt.Errorf("%s.%s: %w", name, tag, err)
		}
		fields[tag] = schema.Field{Type: typ, Required: isRequired(field.Type)}
	})
	return fields, failure
}

// isRequired reports whether a plain Go type requires a value. Pointers, lists, maps and interfaces such as
// pulumi.AssetOrArchive do not.
func isRequired(expr ast.Expr) bool {
	switch expr.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return typeName(expr) != "interface{}" && !strings.HasPrefix(typeName(expr), "pulumi.")
	default:
		return false
	}
}

var scalars = map[string]string{
	"string": "string", "int": "integer", "float64": "number", "bool": "boolean", "interface{}": "any", "any": "any",
}

func (g *generator) typeOf(pkg *source, expr ast.Expr) (string, error) {
	switch t := expr.(type) {
	case *ast.StarExpr:
		return g.typeOf(pkg, t.X)
	case *ast.ArrayType:
		element, err := g.typeOf(pkg, t.Elt)
		return "[]" + element, err
	case *ast.MapType:
		element, err := g.typeOf(pkg, t.Value)
		return "{}" + element, err
	case *ast.InterfaceType:
		return "any", nil
	case *ast.SelectorExpr:
		if strings.HasPrefix(typeName(t), "pulumi.") {
			return "asset", nil
		}
		return "string", nil // an enumeration of another package
	case *ast.Ident:
		return g.named(pkg, t.Name)
	default:
		return "", fmt.Errorf("its type %T is new to the generator", expr)
	}
}

func (g *generator) named(pkg *source, name string) (string, error) {
	if scalar, ok := scalars[name]; ok {
		return scalar, nil
	}
	if pkg.structs[name] == nil {
		return "string", nil // an enumeration
	}
	key := pkg.name + "." + name
	if _, known := g.schema.Types[key]; !known {
		g.schema.Types[key] = nil // its own fields may lead back to it
		fields, err := g.fields(pkg, name)
		if err != nil {
			return "", err
		}
		g.schema.Types[key] = fields
	}
	return "#" + key, nil
}
