package cli

import (
	"fmt"
	"strings"
)

// subnets are where tasks run, for --network-configuration.
func (o outputs) network(group string) string {
	return fmt.Sprintf("'awsvpcConfiguration={subnets=[%s],securityGroups=[%s],assignPublicIp=DISABLED}'",
		strings.Join(o.list("privateSubnetIds"), ","), group)
}

// startOperator starts a task and waits until it takes sessions, a minute or two.
func (o outputs) startOperator() string {
	cluster := o.text("clusterName")
	return "TASK=$(" + o.aws("ecs run-task --cluster %s --task-definition %s --launch-type FARGATE --enable-execute-command "+
		"--network-configuration %s --query 'tasks[0].taskArn' --output text", cluster, o.text("operatorTaskDefinition"),
		o.network(o.text("operatorSecurityGroupId"))) + ")\n" +
		o.aws(`ecs wait tasks-running --cluster %s --tasks "$TASK"`, cluster)
}

// operatorCommand says who people are by a command of the operator's task. The console follows with its address.
var operatorCommand = map[string]string{
	"reader": "psql that only reads",
	"owner":  "psql as the owner of the application's tables, without a statement timeout",
	"master": "psql as the master user, who may end sessions: SELECT pg_terminate_backend(pid)",
	"cache":  "valkey-cli at the cache",
	"broker": "valkey-cli at the broker",
}

func operatorCommands(o outputs) (list []jsonCommand) {
	if o.text("operatorTaskDefinition") == "" {
		return nil
	}
	add := func(what, command string) { list = append(list, jsonCommand{What: what, Command: command}) }
	add("start the operator's task, first of all; it ends by its own timeout, by default after an hour", o.startOperator())
	for _, name := range o.list("operatorCommands") {
		if what := operatorCommand[name]; what != "" {
			add(what, o.exec("operator", "/tmp/operator/"+name))
		}
	}
	cluster := o.text("clusterName")
	add("the address of each PgBouncer", o.aws("ecs describe-tasks --cluster %s --tasks $(%s) --output text \\\n"+
		"  --query 'tasks[].attachments[].details[?name==`privateIPv4Address`].value'", cluster,
		o.aws("ecs list-tasks --cluster %s --service-name %s --query 'taskArns' --output text", cluster, o.text("pgbouncerService"))))
	add("the console of one PgBouncer, by its address: SHOW POOLS, PAUSE, RESUME, RECONNECT, KILL",
		o.exec("operator", "/tmp/operator/console 10.0.0.1"))
	add("end the task", o.aws(`ecs stop-task --cluster %s --task "$TASK"`, cluster))
	return list
}

// forward opens a local port to a host, through the container of the task TASK.
func (o outputs) forward(container, host string, port, local int) string {
	cluster := o.text("clusterName")
	text := "RUNTIME=$(" + o.aws(`ecs describe-tasks --cluster %s --tasks "$TASK" --output text `+
		"--query \"tasks[0].containers[?name=='%s'].runtimeId\"", cluster, container) + ")\n"
	document, parameters := "AWS-StartPortForwardingSessionToRemoteHost", fmt.Sprintf("host=%s,portNumber=%d,localPortNumber=%d", host, port, local)
	if host == "" {
		document, parameters = "AWS-StartPortForwardingSession", fmt.Sprintf("portNumber=%d,localPortNumber=%d", port, local)
	}
	return text + o.aws(`ssm start-session --target "ecs:%s_${TASK##*/}_$RUNTIME" --document-name %s --parameters %s`, cluster, document, parameters)
}

// localDatabase is the port of the laptop that leads to the database.
const localDatabase = 15432

func databaseCommands(o outputs) []jsonCommand {
	if o.text("operatorTaskDefinition") == "" {
		return nil
	}
	host := o.text("databaseEndpoint")
	return []jsonCommand{
		{What: "start the operator's task", Command: o.startOperator()},
		{
			What:    "a port of this laptop that leads to the database, for as long as the command runs; nothing of it is logged",
			Command: o.forward("operator", host, o.number("databasePort"), localDatabase),
		},
		{
			What: "in another terminal: psql as the reader, whose password no command line shows",
			Command: "PEOPLE=$(" + o.aws("secretsmanager get-secret-value --secret-id %s --query SecretString --output text",
				o.text("operatorSecretArn")) + ")\n" +
				"export PGUSER=$(printf %s \"$PEOPLE\" | jq -r .reader_username) PGPASSWORD=$(printf %s \"$PEOPLE\" | jq -r .reader_password)\n" +
				"curl -sSO https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem\n" +
				fmt.Sprintf(`psql "host=%s hostaddr=127.0.0.1 port=%d dbname=%s sslmode=verify-full sslrootcert=global-bundle.pem"`,
					host, localDatabase, o.text("databaseName")),
		},
	}
}

func flowerCommands(o outputs) []jsonCommand {
	if o.text("flowerService") == "" {
		return nil
	}
	port := o.number("flowerPort")
	return []jsonCommand{
		{
			What:    fmt.Sprintf("Flower at http://127.0.0.1:%d, for as long as the command runs", port),
			Command: o.newestTask(o.text("flowerService")) + "\n" + o.forward("flower", "", port, port),
		},
		{
			What: "user and password, with a colon between", Command: o.aws(
				"secretsmanager get-secret-value --secret-id %s --query SecretString --output text", o.text("flowerLoginSecretArn")),
		},
	}
}

func runCommands(o outputs) []jsonCommand {
	if o.text("releaseTaskDefinition") == "" {
		return nil
	}
	cluster := o.text("clusterName")
	return []jsonCommand{{
		What: "run a command with the last release's image; its first word is that of tenfold:release.command, the rest is here",
		Command: "TASK=$(" + o.aws("ecs run-task --cluster %s --task-definition %s --launch-type FARGATE \\\n  --network-configuration %s \\\n"+
			`  --overrides '{"containerOverrides":[{"name":"release","command":["manage.py","check"]}]}' --query 'tasks[0].taskArn' --output text`,
			cluster, o.text("releaseTaskDefinition"), o.network(o.text("releaseSecurityGroupId"))) + ")\n" +
			o.aws(`ecs wait tasks-stopped --cluster %s --tasks "$TASK"`, cluster) + "\n" +
			o.aws(`ecs describe-tasks --cluster %s --tasks "$TASK" --query 'tasks[0].containers[].[name,exitCode]'`, cluster) + "\n" +
			o.aws("logs tail %s --since 1h", o.text("releaseLogGroup")),
	}}
}
