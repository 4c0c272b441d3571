package pgbouncer

import (
	"maps"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// The containers of a task.
const (
	bootstrapContainer = "bootstrap"
	bouncerContainer   = "pgbouncer"
	exporterContainer  = "exporter"
)

// openFiles is Fargate's limit for a process. Each client and each connection to the database needs one file.
const openFiles = 65_535

func (b *builder) newTaskDefinition() error { return b.NewTaskDefinitionOf(b.containers()) }

func (b *builder) containers() pulumi.Array {
	list := pulumi.Array{b.bootstrap(), b.bouncer()}
	if b.args.ExporterImage != nil {
		list = append(list, b.exporter())
	}
	return list
}

// container is what all containers have.
func (b *builder) container(
	name string, image pulumi.StringInput, essential bool, more pulumi.Map,
) pulumi.Map {
	c := pulumi.Map{
		"name": pulumi.String(name), "image": image, "essential": pulumi.Bool(essential),
		"readonlyRootFilesystem": pulumi.Bool(true),
		"logConfiguration":       task.LogConfiguration(b.Name, b.args.Region, b.Logs.Name),
	}
	maps.Copy(c, more)
	return c
}

// bootstrap prepares the database. Each new task runs it before PgBouncer starts, and does not start when it fails.
func (b *builder) bootstrap() pulumi.Map {
	a := b.args
	variables := pgbouncer.MasterVariables(a.WriterEndpoint, a.DatabasePort)
	maps.Copy(variables, map[string]pulumi.StringInput{
		"APP_ADMIN_CONNECTIONS": pulumi.String(strconv.Itoa(a.budget().AdminServerConnections())),
		"APP_CONNECTIONS":       pulumi.String(strconv.Itoa(a.budget().AllServerConnections())),
		"APP_DATABASE":          pulumi.String(a.DatabaseName),
		"APP_EXTENSIONS":        pulumi.String(strings.Join(a.extensions(), ",")),
		"APP_MARK":              pulumi.String(pgbouncer.Mark(b.Ctx.Organization(), b.Ctx.Project(), b.Ctx.Stack())),
		"APP_ROLE":              pulumi.String(a.RoleName),
		"APP_SHARED":            pulumi.String(strconv.FormatBool(a.SharedServer)),
		"APP_STATEMENT_TIMEOUT": pulumi.String(strconv.Itoa(a.StatementTimeout) + "s"),
		"BOOTSTRAP_SQL":         pulumi.String(pgbouncer.BootstrapSQL()),
		// A new password starts new tasks, which set it.
		"SECRET_VERSION": b.usersVersion.ID().ToStringOutput(),
	})
	secrets := pgbouncer.MasterSecrets(a.MasterSecretARN)
	secrets["APP_LOGINS"] = aws.SecretKey(b.users.Arn, "logins")
	return b.container(bootstrapContainer, a.Image, false, pulumi.Map{
		"command":     script(pgbouncer.BootstrapScript()),
		"environment": task.Pairs("value", variables),
		"secrets":     task.Pairs("valueFrom", secrets),
	})
}

func (b *builder) bouncer() pulumi.Map {
	a := b.args
	return b.container(bouncerContainer, a.Image, true, pulumi.Map{
		"command":   script(pgbouncer.StartScript()),
		"dependsOn": task.DependsOn(bootstrapContainer, "SUCCESS"),
		"environment": task.Pairs("value", map[string]pulumi.StringInput{
			"PGBOUNCER_DIR": pulumi.String(pgbouncer.Dir), "PGBOUNCER_INI": b.ini(),
			"PGBOUNCER_HBA": pulumi.String(pgbouncer.RenderHBA(a.config("", nil))),
		}),
		"secrets": task.Pairs("valueFrom", map[string]pulumi.StringInput{
			"PGBOUNCER_USERS": aws.SecretKey(b.users.Arn, "userlist"),
		}),
		"portMappings": task.PortMappings(a.Port),
		"mountPoints": pulumi.Array{pulumi.Map{
			"sourceVolume": pulumi.String("scratch"), "containerPath": pulumi.String("/tmp"), "readOnly": pulumi.Bool(false),
		}},
		"stopTimeout":     pulumi.Int(a.StopTimeout),
		"linuxParameters": pulumi.Map{"initProcessEnabled": pulumi.Bool(true)},
		"ulimits": pulumi.Array{pulumi.Map{
			"name": pulumi.String("nofile"), "softLimit": pulumi.Int(openFiles), "hardLimit": pulumi.Int(openFiles),
		}},
	})
}

// exporter reads the statistics for Prometheus. PgBouncer goes on without it.
func (b *builder) exporter() pulumi.Map {
	return b.container(exporterContainer, b.args.ExporterImage, false, pulumi.Map{
		"dependsOn": task.DependsOn(bouncerContainer, "START"),
		"secrets": task.Pairs("valueFrom", map[string]pulumi.StringInput{
			"PGBOUNCER_EXPORTER_CONNECTION_STRING": aws.SecretKey(b.users.Arn, "stats_url"),
		}),
		"portMappings": task.PortMappings(metricsPort),
	})
}

// ini is pgbouncer.ini, once the names of the hosts are known.
func (b *builder) ini() pulumi.StringOutput {
	hosts := append(pulumi.StringArray{b.args.WriterEndpoint}, b.args.ReaderEndpoints...)
	return hosts.ToStringArrayOutput().ApplyT(func(hosts []string) string {
		return pgbouncer.Render(b.args.config(hosts[0], hosts[1:]))
	}).(pulumi.StringOutput)
}

func script(text string) pulumi.StringArray { return pulumi.ToStringArray([]string{"sh", "-c", text}) }
