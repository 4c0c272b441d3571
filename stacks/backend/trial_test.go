package backend

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/ecs/beat"
	"github.com/tenfold-iac/tenfold/components/ecs/cluster"
	"github.com/tenfold-iac/tenfold/components/ecs/dropdb"
	"github.com/tenfold-iac/tenfold/components/ecs/flower"
	"github.com/tenfold-iac/tenfold/components/ecs/job"
	"github.com/tenfold-iac/tenfold/components/ecs/operator"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/ecs/queuedepth"
	"github.com/tenfold-iac/tenfold/components/ecs/release"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Every component of the program is made by newComponent, so that a trial hears what it refuses.
func TestEveryComponentIsTried(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	tried := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		given := map[ast.Expr]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if made, ok := call.Fun.(*ast.Ident); ok && made.Name == "newComponent" {
					given[call.Args[1]] = true
				}
			}
			return true
		})
		ast.Inspect(file, func(n ast.Node) bool {
			if of, ok := n.(*ast.SelectorExpr); ok && of.Sel.Name == "New" && isComponent(file, of.X) {
				require.True(t, given[of], "%s: make %s by newComponent", name, of.X)
				tried[of.X.(*ast.Ident).Name] = true
			}
			return true
		})
	}
	require.Len(t, tried, len(argumentPackages(t)))
}

// isComponent reports whether an identifier is the package of a component.
func isComponent(file *ast.File, of ast.Expr) bool {
	name, ok := of.(*ast.Ident)
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		if ok && strings.Contains(path, "/components/") && strings.HasSuffix(path, "/"+name.Name) {
			return true
		}
	}
	return false
}

// unset are the paths of the outputs and inputs in a value that are not set.
func unset(v reflect.Value, path string) []string {
	var list []string
	for i := range v.NumField() {
		field, at := v.Type().Field(i), path+"."+v.Type().Field(i).Name
		switch {
		case !field.IsExported() || field.Type == reflect.TypeFor[pulumi.ResourceState]():
		case field.Type.Implements(outputType), field.Type.Kind() == reflect.Interface:
			if v.Field(i).IsZero() {
				list = append(list, at)
			}
		case field.Type.Kind() == reflect.Struct:
			list = append(list, unset(v.Field(i), at)...)
		}
	}
	return list
}

// Whoever reads a stand-in finds every output, unknown, and numbers that are enough.
func TestAStandInHasEveryOutput(t *testing.T) {
	for _, one := range []any{
		&network.Network{}, &alb.ALB{}, &postgres.Postgres{}, &cache.Cache{}, &broker.Broker{}, &storage.Storage{},
		&cluster.Cluster{}, &dropdb.DropDatabase{}, &pgbouncer.PgBouncer{}, &queuedepth.QueueDepth{}, &release.Release{},
		&worker.Worker{}, &web.Web{}, &beat.Beat{}, &flower.Flower{}, &job.Job{}, &operator.Operator{},
		&Network{}, &Database{}, &Cache{}, &broker.Connection{},
	} {
		standIn(reflect.ValueOf(one).Elem())
		require.Empty(t, unset(reflect.ValueOf(one).Elem(), reflect.TypeOf(one).String()))
	}
	made := &queuedepth.QueueDepth{}
	standIn(reflect.ValueOf(made).Elem())
	require.Equal(t, standInText, made.Metrics.Namespace)
	given := Database{Port: 5433, MaxConnections: 90}
	standIn(reflect.ValueOf(&given).Elem())
	require.Equal(t, []int{5433, 90}, []int{given.Port, given.MaxConnections}, "what is known stays")
	connection := broker.Connection{}
	standIn(reflect.ValueOf(&connection).Elem())
	require.Equal(t, []int{standInPort, standInNumber}, []int{connection.Port, connection.VisibilityTimeout})
}

// A trial registers nothing: each resource of a good file is registered once, and its functions are asked once.
func TestATrialLeavesNoTrace(t *testing.T) {
	_, values := environmentFile(t, "everything.yaml")
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(values))
	seen := map[string]bool{}
	for _, res := range rec.All() {
		require.False(t, seen[res.URN], "%s is registered twice", res.URN)
		seen[res.URN] = true
	}
	require.Greater(t, len(seen), 100)
}
