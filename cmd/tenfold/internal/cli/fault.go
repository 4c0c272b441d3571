package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

var (
	faultActions = []string{"create", "read", "update", "delete"}
	faultEffects = []account.Effect{account.Fail, account.Slow, account.Kill, account.RollBack, account.Raise}
)

func (a *app) fault() *cobra.Command {
	var f account.Fault
	cmd := a.jsonFlag(&cobra.Command{
		Use:   "fault",
		Short: "Make calls fail in the simulated account",
		Long: `Adds a fault. Calls that match it fail, take a while, kill the provider, roll a deployment of an ECS service
back, or raise an error in a Lambda function. Without --action, --type or --name it matches every call. Faults stay until you run
tenfold account faults --clear.`,
		Example: `  tenfold account fault --action create --type 'aws:ec2/subnet:*' --nth 2
  tenfold account fault --type aws:lb/loadBalancer:LoadBalancer --effect slow --delay 30s
  tenfold account fault --type aws:ecs/service:Service --effect rollback
  tenfold account fault --type aws:lambda/invocation:Invocation --effect raise --message '{"errorMessage": "exit code 1"}' --nth 1`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFault(f); err != nil {
				return err
			}
			return a.withAccount(func(acc *account.Account) error {
				if err := acc.Inject(cmd.Context(), f); err != nil {
					return err
				}
				return a.listFaults(cmd, acc)
			})
		},
	})
	flags := cmd.Flags()
	flags.StringVar(&f.Action, "action", "", "only calls of this `action`: create, read, update or delete")
	flags.StringVar(&f.Type, "type", "", "only resources of this `type`; * matches any text")
	flags.StringVar(&f.Name, "name", "", "only resources with this logical `name`; * matches any text")
	flags.IntVar(&f.Nth, "nth", 0, "only the `n`-th matching call, from 1; 0 is every call")
	flags.StringVar((*string)(&f.Effect), "effect", string(account.Fail), "what happens: fail, slow, kill, rollback or raise")
	flags.StringVar(&f.Code, "code", "", "AWS's error `code` of --effect fail (default InternalFailure)")
	flags.StringVar(&f.Message, "message", "", "AWS's error `message` of --effect fail, or the payload of --effect raise")
	flags.DurationVar(&f.Delay, "delay", 0, "how long --effect slow takes, such as 30s")
	return cmd
}

func checkFault(f account.Fault) error {
	switch {
	case f.Action != "" && !slices.Contains(faultActions, f.Action):
		return usagef("--action is %q; want %s", f.Action, strings.Join(faultActions, ", "))
	case !slices.Contains(faultEffects, f.Effect):
		return usagef("--effect is %q; want fail, slow, kill, rollback or raise", f.Effect)
	case f.Nth < 0:
		return usagef("--nth is %d; want at least 0", f.Nth)
	case (f.Effect == account.Slow) != (f.Delay > 0):
		return usagef("--effect slow and --delay belong together")
	}
	return nil
}

func (a *app) faults() *cobra.Command {
	var remove bool
	cmd := a.jsonFlag(&cobra.Command{
		Use:   "faults",
		Short: "List or clear the faults of the simulated account",
		Example: `  tenfold account faults
  tenfold account faults --clear`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withAccount(func(acc *account.Account) error {
				if remove {
					if err := acc.ClearFaults(cmd.Context()); err != nil {
						return err
					}
				}
				return a.listFaults(cmd, acc)
			})
		},
	})
	cmd.Flags().BoolVar(&remove, "clear", false, "remove all faults")
	return cmd
}

func (a *app) listFaults(cmd *cobra.Command, acc *account.Account) error {
	list, err := acc.Faults(cmd.Context())
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(orEmpty(list))
	}
	if len(list) == 0 {
		a.say("the simulated account has no faults")
		return nil
	}
	rows := [][]string{{"ACTION", "TYPE", "NAME", "NTH", "EFFECT"}}
	for _, f := range list {
		nth := "every"
		if f.Nth > 0 {
			nth = strconv.Itoa(f.Nth)
		}
		rows = append(rows, []string{orAny(f.Action), orAny(f.Type), orAny(f.Name), nth, effectText(f)})
	}
	a.printTable(rows)
	return nil
}

func effectText(f account.Fault) string {
	switch {
	case f.Effect == account.Slow:
		return fmt.Sprintf("slow (%s)", f.Delay)
	case f.Effect == account.Fail && f.Code != "":
		return fmt.Sprintf("fail (%s)", f.Code)
	default:
		return string(f.Effect)
	}
}

func orAny(glob string) string {
	if glob == "" {
		return "any"
	}
	return glob
}
