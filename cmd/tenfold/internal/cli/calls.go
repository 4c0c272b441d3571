package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/spf13/cobra"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

func (a *app) calls() *cobra.Command {
	var failed bool
	var last int
	cmd := a.jsonFlag(&cobra.Command{
		Use:   "calls",
		Short: "Show the API calls of the simulated account",
		Long:  `Lists the API calls, oldest first, as CloudTrail would.`,
		Example: `  tenfold account calls --last 20
  tenfold account calls --failed --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if last < 0 {
				return usagef("--last is %d; want at least 0", last)
			}
			return a.withAccount(func(acc *account.Account) error {
				list, err := acc.Calls(cmd.Context())
				if err != nil {
					return err
				}
				calls := pick(list, failed, last)
				if a.json {
					return a.printJSON(calls)
				}
				a.printCalls(calls)
				return nil
			})
		},
	})
	cmd.Flags().BoolVar(&failed, "failed", false, "only the calls that failed")
	cmd.Flags().IntVar(&last, "last", 0, "only the last `n` calls; 0 is all")
	return cmd
}

func pick(list []account.Call, failed bool, last int) []account.Call {
	calls := []account.Call{}
	for _, c := range list {
		if !failed || c.Error != "" {
			calls = append(calls, c)
		}
	}
	if last > 0 && len(calls) > last {
		calls = calls[len(calls)-last:]
	}
	return calls
}

func (a *app) printCalls(calls []account.Call) {
	if len(calls) == 0 {
		a.say("the simulated account has no such call")
		return
	}
	rows := [][]string{{"TIME", "REGION", "CALL", "RESOURCE", "ID", "RESULT"}}
	for _, c := range calls {
		result := "ok"
		if c.Error != "" {
			result = oneLine(c.Error)
		}
		name := ""
		if u := resource.URN(c.URN); u.IsValid() {
			name = u.Name()
		}
		rows = append(rows, []string{
			c.Time.Format(time.TimeOnly), c.Region, fmt.Sprintf("%s %s", c.Service, c.Action), name, c.ID, result,
		})
	}
	a.printTable(rows)
}

// oneLine joins the lines of a text.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
