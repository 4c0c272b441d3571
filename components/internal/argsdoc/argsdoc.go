// Package argsdoc tests the documentation of a component's arguments: the comment of every field ends with "Required."
// or with "Default: X.", and X is the value that the component gives to an unset field. The `pulumi` tag of a field with
// a default has the option "optional", and that of a required field does not.
package argsdoc

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Check compares the comments of a struct's fields with their values. defaults is the zero value of the arguments, with
// the defaults filled in. The sources are those in the working directory, as a test of the component's package has it.
func Check(t testing.TB, defaults any) {
	t.Helper()
	for _, problem := range problems(".", defaults) {
		t.Error(problem)
	}
}

func problems(dir string, defaults any) []string {
	value := reflect.ValueOf(defaults)
	comments, err := fieldComments(dir, value.Type().Name())
	if err != nil {
		return []string{err.Error()}
	}
	var list []string
	for i := range value.NumField() {
		field := value.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		comment := flat(comments[field.Name])
		for _, problem := range []string{compare(comment, value.Field(i)), compareTag(comment, field)} {
			if problem != "" {
				list = append(list, fmt.Sprintf("%s.%s: %s", value.Type().Name(), field.Name, problem))
			}
		}
	}
	return list
}

// ending is the last sentence of a comment. A default may itself hold dots, as an address does.
var ending = regexp.MustCompile(`(?s)(?:^|[\s.;])(Required|Default: (.+?))\.$`)

func flat(comment string) string { return strings.Join(strings.Fields(comment), " ") }

// compareTag holds the tag and the comment of a field together. A field without a tag is no input.
func compareTag(comment string, field reflect.StructField) string {
	tag, match := field.Tag.Get("pulumi"), ending.FindStringSubmatch(comment)
	if tag == "" || match == nil {
		return ""
	}
	switch optional := strings.HasSuffix(tag, ",optional"); {
	case optional && match[1] == "Required":
		return fmt.Sprintf("it is documented as required, but its tag is %q", tag)
	case !optional && match[1] != "Required":
		return fmt.Sprintf("it is documented with a default, but its tag is %q without \",optional\"", tag)
	}
	return ""
}

func compare(comment string, value reflect.Value) string {
	match := ending.FindStringSubmatch(comment)
	switch {
	case match == nil:
		return fmt.Sprintf("its comment %q ends with neither \"Required.\" nor \"Default: X.\"", comment)
	case match[1] == "Required":
		if !value.IsZero() && value.Kind() != reflect.Struct { // whose own fields may have defaults
			return fmt.Sprintf("it is documented as required, but %s without being set", text(value))
		}
	case match[2] == "0" && value.CanInt() && value.IsZero():
		return "" // where zero is a quantity, not the absence of one
	case match[2] != text(value):
		return fmt.Sprintf("its documented default is %s; without being set it is %s", match[2], text(value))
	}
	return ""
}

// text writes a value as a comment does.
func text(value reflect.Value) string {
	switch {
	case value.Kind() == reflect.String && value.String() != "":
		return strconv.Quote(value.String())
	case value.Kind() == reflect.Bool, value.CanInt() && !value.IsZero(), value.CanFloat() && !value.IsZero():
		return fmt.Sprint(value.Interface())
	case value.IsZero():
		return "none"
	case value.Kind() == reflect.Slice:
		return list(value)
	default:
		return fmt.Sprint(value.Interface())
	}
}

func list(value reflect.Value) string {
	parts := make([]string, value.Len())
	for i := range parts {
		parts[i] = text(value.Index(i))
	}
	return strings.Join(parts, ", ")
}

// fieldComments reads the comments of a struct's fields by the fields' names.
func fieldComments(dir, name string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		if structure := findStruct(file, name); structure != nil {
			return commentsOf(structure), nil
		}
	}
	return nil, fmt.Errorf("%s: no struct of that name in %s", name, dir)
}

func findStruct(file *ast.File, name string) *ast.StructType {
	var found *ast.StructType
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.Name == name {
			found, _ = spec.Type.(*ast.StructType)
		}
		return found == nil
	})
	return found
}

func commentsOf(structure *ast.StructType) map[string]string {
	comments := map[string]string{}
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			comments[name.Name] = strings.TrimSpace(field.Doc.Text())
		}
	}
	return comments
}
