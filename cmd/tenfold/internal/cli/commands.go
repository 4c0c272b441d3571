package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// jsonCommand is a command as --json prints it.
type jsonCommand struct {
	Topic   string `json:"topic"`
	What    string `json:"what"`
	Command string `json:"command"`
}

func (a *app) commands() *cobra.Command {
	var file string
	cmd := a.jsonFlag(&cobra.Command{
		Use:   "commands ENV [TOPIC]",
		Short: "Print the AWS commands for an environment, with all names filled in",
		Long: `Prints what to type to get a shell, start the operator's task, reach the database from a laptop, open Flower, follow the
logs, run a one-off command or go back to an earlier revision. docs/getting-in.md explains each.

Without --outputs the names are those of the simulated account. For real AWS, pass the outputs of the stack: tenfold itself
never touches AWS.

Topics: ` + strings.Join(topicNames(), ", ") + `.`,
		Example: `  tenfold commands dev
  tenfold commands dev shell
  pulumi stack output --json -s prod | tenfold commands prod --outputs -
  tenfold commands prod operator --outputs outputs.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0 || len(args) > 2:
				return usagef("%s takes an environment and at most one topic, but was given %d arguments", cmd.CommandPath(), len(args))
			case len(args) == 2 && !slices.Contains(topicNames(), args[1]):
				return usagef("there is no topic %q; there are %s", args[1], strings.Join(topicNames(), ", "))
			case file != "":
				return nil
			}
			return a.oneEnvironment(cmd, args[:1])
		},
		ValidArgsFunction: a.completeEnvironment,
		RunE: func(cmd *cobra.Command, args []string) error {
			values, err := a.stackOutputs(cmd.Context(), cmd.InOrStdin(), args[0], file)
			if err != nil {
				return err
			}
			topic := ""
			if len(args) == 2 {
				topic = args[1]
			}
			return a.printCommands(commandsOf(values, topic), topic)
		},
	})
	cmd.Flags().StringVar(&file, "outputs", "", "read the stack's outputs from this `file`, as pulumi stack output --json prints them; "+
		"- is standard input")
	return cmd
}

// stackOutputs are the outputs of an environment: from a file, or of the simulated account.
func (a *app) stackOutputs(ctx context.Context, in io.Reader, env, file string) (outputs, error) {
	if file != "" {
		return readOutputs(in, file)
	}
	s, err := a.open(ctx, env, "commands", engineFlags{noPolicies: true}, map[string]string{})
	if err != nil {
		return nil, err
	}
	defer s.close()
	found, err := s.Outputs(ctx)
	if err != nil {
		return nil, err
	}
	values := outputs{}
	for name, output := range found {
		values[name] = output.Value
	}
	if values.text("clusterName") == "" {
		return nil, advise(fmt.Errorf("the environment %q is not up in the simulated account", env),
			advice{"tenfold up " + env, "creates it"},
			advice{"pulumi stack output --json -s " + env + " | " + a.command + " commands " + env + " --outputs -", "takes the names of real AWS"})
	}
	return values, nil
}

func readOutputs(in io.Reader, file string) (outputs, error) {
	var text []byte
	var err error
	if file == "-" {
		text, err = io.ReadAll(in)
	} else {
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the outputs: %w", err)
	}
	values := outputs{}
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, usagef("reading the outputs from %s: %v; want what pulumi stack output --json prints", file, err)
	}
	if values.text("clusterName") == "" {
		return nil, usagef("the outputs from %s have no clusterName; want those of an environment of Tenfold", file)
	}
	return values, nil
}

func (a *app) printCommands(list []jsonCommand, topic string) error {
	if a.json {
		return a.printJSON(list)
	}
	if len(list) == 0 {
		return fmt.Errorf("this environment has nothing for the topic %q; %s", topic, missing[topic])
	}
	last := ""
	for _, c := range list {
		if c.Topic != last {
			fmt.Fprintf(a.out, "## %s\n", c.Topic)
			last = c.Topic
		}
		fmt.Fprintf(a.out, "\n# %s\n%s\n\n", c.What, c.Command)
	}
	return nil
}
