package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

func (a *app) env() *cobra.Command {
	return group(&cobra.Command{
		Use:     "env",
		Short:   "List the environments",
		Example: `  tenfold env list`,
	}, a.envList())
}

// jsonEnvironment is an environment as --json prints it.
type jsonEnvironment struct {
	Name   string `json:"name"`
	Tier   string `json:"tier"`
	Region string `json:"region"`
	Domain string `json:"domain,omitempty"`
	// Resources counts its resources in the simulated account.
	Resources int    `json:"resources"`
	File      string `json:"file"`
}

func (a *app) envList() *cobra.Command {
	return a.jsonFlag(&cobra.Command{
		Use:   "list",
		Short: "List the environments and their resources in the simulated account",
		Example: `  tenfold env list
  tenfold env list --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			list, err := a.environments(cmd.Context())
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(list)
			}
			rows := [][]string{{"ENVIRONMENT", "TIER", "REGION", "DOMAIN", "RESOURCES", "FILE"}}
			for _, e := range list {
				rows = append(rows, []string{e.Name, e.Tier, e.Region, e.Domain, strconv.Itoa(e.Resources), e.File})
			}
			a.printTable(rows)
			return nil
		},
	})
}

func (a *app) environments(ctx context.Context) ([]jsonEnvironment, error) {
	p, err := a.findProject()
	if err != nil {
		return nil, err
	}
	count, err := a.countResources(ctx)
	if err != nil {
		return nil, err
	}
	list := []jsonEnvironment{}
	for _, name := range p.environments() {
		config, err := p.config(name)
		if err != nil {
			return nil, err
		}
		list = append(list, jsonEnvironment{
			Name: name, Tier: config[p.Name+":tier"], Region: config["aws:region"], Domain: config[p.Name+":domain"],
			Resources: count[name], File: p.file(name),
		})
	}
	return list, nil
}

// countResources counts the resources in the simulated account by environment.
func (a *app) countResources(ctx context.Context) (map[string]int, error) {
	count := map[string]int{}
	err := a.withAccount(func(acc *account.Account) error {
		list, err := acc.Resources(ctx)
		for _, r := range list {
			count[environmentOf(r.URN)]++
		}
		return err
	})
	return count, err
}
