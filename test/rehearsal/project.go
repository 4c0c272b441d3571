package rehearsal

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// projectFile is what is read of Pulumi.yaml.
type projectFile struct {
	Name           string `yaml:"name"`
	StackConfigDir string `yaml:"stackConfigDir"`
}

// stackFile is what is read of an environment's file. The secrets provider and its salt are left behind: a work copy
// has its own.
type stackFile struct {
	Config map[string]yaml.Node `yaml:"config,omitempty"`
}

// copyProject writes the work copy of Pulumi.yaml and of the environment's file, and returns its directory and the
// project's name.
func (o Options) copyProject() (dir, project string, err error) {
	p, err := o.readProject()
	if err != nil {
		return "", "", err
	}
	stack, err := o.readStack(p)
	if err != nil {
		return "", "", err
	}
	stack.override(p.Name, o.Config)
	err = errors.Join(
		writeYAML(filepath.Join(o.work(), "Pulumi.yaml"), map[string]string{"name": p.Name, "runtime": "go"}),
		writeYAML(filepath.Join(o.work(), stackFileName(o.Environment)), stack))
	return o.work(), p.Name, err
}

func (o Options) readProject() (projectFile, error) {
	if o.ProjectDir == "" {
		return projectFile{Name: o.Project}, nil
	}
	var p projectFile
	path := filepath.Join(o.ProjectDir, "Pulumi.yaml")
	if err := readYAML(path, &p); err != nil {
		return p, err
	}
	if p.Name == "" {
		return p, fmt.Errorf("%s has no name", path)
	}
	return p, nil
}

// readStack reads the environment's file. Without a project directory there is none.
func (o Options) readStack(p projectFile) (*stackFile, error) {
	s := &stackFile{}
	if o.ProjectDir == "" {
		return s, nil
	}
	path := filepath.Join(o.ProjectDir, p.StackConfigDir, stackFileName(o.Environment))
	if err := readYAML(path, s); err != nil {
		return nil, err
	}
	for key, value := range s.Config {
		if standIn(&value) {
			s.Config[key] = value
			o.say("config %s is encrypted; the rehearsal uses the stand-in %q", key, simulatedSecret)
		}
	}
	o.allowSimulated(s)
	return s, nil
}

// allowSimulated lets an environment of another account into the simulated one.
func (o Options) allowSimulated(s *stackFile) {
	const key = "aws:allowedAccountIds"
	allowed, set := s.Config[key]
	own := yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: account.ID, Style: yaml.DoubleQuotedStyle}
	if !set || slices.ContainsFunc(allowed.Content, func(n *yaml.Node) bool { return n.Value == account.ID }) {
		return
	}
	s.Config[key] = yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{&own}}
	o.say("config %s names other accounts; the rehearsal uses the simulated account, %s", key, account.ID)
}

// simulatedSecret stands in for an encrypted value: the key to it belongs to the real environment.
const simulatedSecret = "simulated"

// standIn replaces every encrypted value ({secure: …}) in a configuration value and reports whether there was one.
func standIn(n *yaml.Node) bool {
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 && n.Content[0].Value == "secure" {
		*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: simulatedSecret}
		return true
	}
	found := false
	for _, child := range n.Content {
		found = standIn(child) || found
	}
	return found
}

// override sets configuration; a key without a namespace gets the project's.
func (s *stackFile) override(project string, config map[string]string) {
	if s.Config == nil {
		s.Config = map[string]yaml.Node{}
	}
	for _, key := range slices.Sorted(maps.Keys(config)) {
		full := key
		if !strings.Contains(key, ":") {
			full = project + ":" + key
		}
		s.Config[full] = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: config[key], Style: yaml.DoubleQuotedStyle}
	}
}

func stackFileName(environment string) string { return "Pulumi." + environment + ".yaml" }

func readYAML(path string, target any) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist", path)
	}
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, target); err != nil {
		return fmt.Errorf("reading %s: %w%s", path, err, yamlHint(err))
	}
	return nil
}

// yamlHint says what is behind two errors of YAML that nobody would guess.
func yamlHint(err error) string {
	switch text := err.Error(); {
	case strings.Contains(text, "found character that cannot start any token"):
		return "; it is a tab, or one of @ and `: indent with spaces, and put such a text into quotes"
	case strings.Contains(text, "mapping values are not allowed in this context"):
		return "; put a text that ends in a colon, such as '<ARN>:key::', into quotes"
	default:
		return ""
	}
}

func writeYAML(path string, value any) error {
	text, err := yaml.Marshal(value)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

func (o Options) say(format string, args ...any) {
	if o.Progress != nil {
		fmt.Fprintf(o.Progress, format+"\n", args...)
	}
}
