package cli

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"
)

// project is the directory with Pulumi.yaml, and what is in it.
type project struct {
	root           string
	Name           string `yaml:"name"`
	StackConfigDir string `yaml:"stackConfigDir"`
}

// findProject walks up from the directory to the next Pulumi.yaml.
func (a *app) findProject() (project, error) {
	start, err := filepath.Abs(a.dir)
	if err != nil {
		return project{}, err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		p := project{root: dir}
		text, err := os.ReadFile(filepath.Join(dir, "Pulumi.yaml"))
		if err == nil {
			err = yaml.Unmarshal(text, &p)
		}
		switch {
		case err == nil && p.Name == "":
			return p, fmt.Errorf("finding the project: %s has no name", filepath.Join(dir, "Pulumi.yaml"))
		case err == nil:
			return p, nil
		case !errors.Is(err, fs.ErrNotExist):
			return p, fmt.Errorf("finding the project: %w", err)
		case dir == filepath.Dir(dir):
			return p, usagef("finding the project: there is no Pulumi.yaml in %s or above it; "+
				"go to the project or name it with -C", start)
		}
	}
}

func (p project) work() string     { return filepath.Join(p.root, ".tenfold") }
func (p project) bin() string      { return filepath.Join(p.work(), "bin") }
func (p project) policies() string { return filepath.Join(p.bin(), "tenfold-policies") }
func (p project) database() string { return filepath.Join(p.work(), "account.db") }

// file is the path of an environment's file, from the project's root.
func (p project) file(env string) string {
	return filepath.Join(p.StackConfigDir, "Pulumi."+env+".yaml")
}

// environments are the names of the environments that have a file.
func (p project) environments() []string {
	paths, _ := filepath.Glob(filepath.Join(p.root, p.file("*")))
	var names []string
	for _, path := range paths {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "Pulumi."), ".yaml")
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// config reads the plain texts of an environment's configuration.
func (p project) config(env string) (map[string]string, error) {
	var file struct {
		Config map[string]yaml.Node `yaml:"config"`
	}
	text, err := os.ReadFile(filepath.Join(p.root, p.file(env)))
	if err == nil {
		err = yaml.Unmarshal(text, &file)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the environment %q: %w", env, err)
	}
	config := map[string]string{}
	for key, node := range file.Config {
		if node.Kind == yaml.ScalarNode {
			config[key] = node.Value
		}
	}
	return config, nil
}

// oneEnvironment wants one argument, the name of an environment that has a file.
func (a *app) oneEnvironment(cmd *cobra.Command, args []string) error {
	p, err := a.findProject()
	if err != nil {
		return err
	}
	known := p.environments()
	list := "; there are " + strings.Join(known, ", ")
	if len(known) == 0 {
		list = "; there is none in " + filepath.Join(p.root, p.StackConfigDir)
	}
	switch {
	case len(args) == 0:
		return usagef("%s needs the name of an environment%s", cmd.CommandPath(), list)
	case len(args) > 1:
		return usagef("%s takes one environment, but was given %d", cmd.CommandPath(), len(args))
	case !slices.Contains(known, args[0]):
		return usagef("there is no environment %q%s", args[0], list)
	}
	return nil
}

// completeEnvironment completes the name of an environment.
func (a *app) completeEnvironment(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	p, err := a.findProject()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return p.environments(), cobra.ShellCompDirectiveNoFileComp
}

// zoneID derives the ID of a hosted zone from its name.
func zoneID(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "Z" + base32.StdEncoding.EncodeToString(sum[:])[:20]
}
