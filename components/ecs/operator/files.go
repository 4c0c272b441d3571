package operator

import (
	_ "embed" // for the script
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

// Dir is where the commands are.
const Dir = "/tmp/operator"

//go:embed prepare.sh
var script string

// task has what the script reads: the databases and stores by their names, in upper case.
func (a Args) task() ecs.TaskArgs {
	t := a.Task.WithVariable("OPERATOR_DIR", pulumi.String(Dir)).
		WithVariable("CA_FILE", pulumi.String(pgbouncer.CAFile)).
		// For pg_restore and the like: a session has the variables of the container.
		WithVariable("PGSERVICEFILE", pulumi.String(Dir+"/pg_service.conf"))
	var databases, stores []string
	for _, d := range a.Databases {
		databases, t = append(databases, d.Name), d.into(t)
	}
	for _, s := range a.Stores {
		stores, t = append(stores, s.Name), t.WithSecret(variable(s.Name, "url"), s.URLSecret)
	}
	return t.WithVariable("DATABASES", pulumi.String(strings.Join(databases, " "))).
		WithVariable("STORES", pulumi.String(strings.Join(stores, " ")))
}

func (d Database) into(t ecs.TaskArgs) ecs.TaskArgs {
	mode := "verify-full"
	if d.NoTLS {
		mode = "disable"
	}
	if d.Host != nil {
		t = t.WithVariable(variable(d.Name, "host"), d.Host)
	}
	return t.WithVariable(variable(d.Name, "port"), pulumi.String(strconv.Itoa(d.Port))).
		WithVariable(variable(d.Name, "database"), d.Database).
		WithVariable(variable(d.Name, "sslmode"), pulumi.String(mode)).
		WithSecret(variable(d.Name, "username"), d.Username).
		WithSecret(variable(d.Name, "password"), d.Password)
}

// variable is the name of a variable of the script.
func variable(name, part string) string {
	return strings.ToUpper(strings.ReplaceAll(name+"_"+part, "-", "_"))
}
