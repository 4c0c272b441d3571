package cli

import (
	"context"
	"errors"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/spf13/cobra"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

func (a *app) account() *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "account",
		Short: "Show what the simulated account contains",
		Long: `Lists the resources in the simulated account. The account is one SQLite file, .tenfold/account.db, which any SQLite
tool can open.`,
		Example: `  tenfold account
  tenfold account --json
  tenfold account calls --failed`,
	}, a.calls(), a.fault(), a.faults(), a.reset())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return a.listAccount(cmd.Context()) }
	return a.jsonFlag(cmd)
}

// withAccount opens the project's simulated account, and creates it when it is absent.
func (a *app) withAccount(fn func(*account.Account) error) (err error) {
	p, err := a.findProject()
	if err != nil {
		return err
	}
	acc, err := account.Open(p.database())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, acc.Close()) }()
	return fn(acc)
}

// jsonResource is a resource as --json prints it.
type jsonResource struct {
	Environment string         `json:"environment,omitempty"`
	Region      string         `json:"region"`
	Type        string         `json:"type"`
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	URN         string         `json:"urn,omitempty"`
	Created     time.Time      `json:"created"`
	Properties  map[string]any `json:"properties"`
}

func (a *app) listAccount(ctx context.Context) error {
	return a.withAccount(func(acc *account.Account) error {
		list, err := acc.Resources(ctx)
		if err != nil {
			return err
		}
		resources := []jsonResource{}
		for _, r := range list {
			resources = append(resources, jsonResource{
				environmentOf(r.URN), r.Region, r.Type, r.ID, r.Name, r.URN, r.Created, r.Properties,
			})
		}
		if a.json {
			return a.printJSON(resources)
		}
		a.printAccount(resources)
		return nil
	})
}

func (a *app) printAccount(resources []jsonResource) {
	if len(resources) == 0 {
		a.say("the simulated account is empty")
		a.printAdvice([]advice{{"tenfold env list", "lists the environments"}, {"tenfold up ENV", "creates one"}})
		return
	}
	rows := [][]string{{"ENVIRONMENT", "REGION", "TYPE", "NAME", "ID"}}
	for _, r := range resources {
		rows = append(rows, []string{r.Environment, r.Region, r.Type, r.Name, r.ID})
	}
	a.printTable(rows)
	a.say("%s", a.dim.Render(plural(len(resources), "resource")))
}

// environmentOf is the environment that created a resource, or "" for what AWS created.
func environmentOf(urn string) string {
	if u := resource.URN(urn); u.IsValid() {
		return u.Stack().String()
	}
	return ""
}
