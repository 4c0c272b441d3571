package test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	settings "github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const readmePath = "../README.md"

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readmePath)
	require.NoError(t, err)
	return string(text)
}

// tierTable draws the sizes of every tier as README shows them.
func tierTable(t *testing.T) string {
	t.Helper()
	head, line := "|", "|---|"
	var rows []string
	for i, name := range tier.Names() {
		sizes, err := tier.Get(name)
		require.NoError(t, err)
		head += " | " + name
		line += "---|"
		for j, cell := range cells(sizes) {
			if i == 0 {
				rows = append(rows, "| "+cell[0])
			}
			rows[j] += " | " + cell[1]
		}
	}
	table := head + " |\n" + line + "\n"
	for _, row := range rows {
		table += row + " |\n"
	}
	return table
}

func cells(t tier.Tier) [][2]string {
	nat := map[string]string{"perZone": "one per zone", "single": "one"}[t.Network.NAT]
	firewall := "no"
	if t.CDN.WAF {
		firewall = fmt.Sprintf("yes, %d requests per 5 minutes and address", t.CDN.RateLimit)
	}
	endpoints := "S3"
	for _, name := range t.Network.InterfaceEndpoints {
		endpoints += ", " + name
	}
	return [][2]string{
		{"peak requests per second", fmt.Sprint(t.PeakRequestsPerSecond)},
		{"availability zones", fmt.Sprint(t.Network.Zones)},
		{"NAT gateways", nat},
		{"VPC endpoints", endpoints},
		{"web tasks (ARM64)", fmt.Sprintf("%d-%d × %g vCPU, %g GB", t.Web.MinTasks, t.Web.MaxTasks,
			float64(t.Web.CPU)/1024, float64(t.Web.Memory)/1024)},
		{"scales at", fmt.Sprintf("%d %% CPU, %d requests per second and task", t.Web.CPUTarget, t.Web.RequestsPerTarget/60)},
		{"workers (ARM64)", workers(t)},
		{"PgBouncer", fmt.Sprintf("%s, %s to the primary", count(t.PgBouncer.Tasks, "task"),
			count(t.PgBouncer.Tasks*t.PgBouncer.PoolSize, "server connection"))},
		{"PostgreSQL", fmt.Sprintf("%s Multi-AZ, %s, %d-%d GB gp3", t.Database.InstanceClass,
			count(t.Database.Replicas, "read replica"), t.Database.StorageGiB, t.Database.MaxStorageGiB)},
		{"cache (Valkey, cluster mode)", fmt.Sprintf("%s × %s, %s", count(t.Cache.Shards, "shard"),
			count(t.Cache.ReplicasPerShard, "replica"), t.Cache.NodeType)},
		{"broker", fmt.Sprintf("%s, %s", t.Broker.Kind, t.Broker.NodeType)},
		{"CloudFront", t.CDN.PriceClass},
		{"firewall (WAF)", firewall},
		{"log retention", count(t.LogRetentionDays, "day")},
	}
}

// count is a number with its noun.
func count(n int, noun string) string { return plural(n, noun, noun+"s") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// workers are the worker services of a tier, one per line of the cell.
func workers(t tier.Tier) string {
	var lines []string
	for _, name := range t.WorkerNames() {
		w, spot := t.Workers[name], ""
		if w.Spot {
			spot = ", Spot"
		}
		lines = append(lines, fmt.Sprintf("%s: %d-%d × %g vCPU, %g GB, %s%s", name, w.MinTasks, w.MaxTasks,
			float64(w.CPU)/1024, float64(w.Memory)/1024, plural(w.Concurrency, "process", "processes"), spot))
	}
	return strings.Join(lines, "<br>")
}

var tierBlock = regexp.MustCompile(`(?s)(<!-- tiers[^\n]*-->\n).*?(<!-- end of tiers -->)`)

// The table in README is the code's. go test ./test -run Readme -update writes it.
func TestReadmeShowsTheTiers(t *testing.T) {
	text := readme(t)
	require.Regexp(t, tierBlock, text)
	stacktest.Golden(t, readmePath, tierBlock.ReplaceAllString(text, "${1}"+tierTable(t)+"${2}"))
}

var pathInComment = regexp.MustCompile("`((?:images|policies)/[^`]+)`")

var keyBlock = regexp.MustCompile(`(?s)(<!-- keys[^\n]*-->\n).*?(<!-- end of keys -->)`)

// The table of keys comes from the description of an environment's file.
func TestReadmeShowsTheKeys(t *testing.T) {
	table := "| key | meaning | default |\n|---|---|---|\n"
	for _, key := range settings.Keys(comments(t)) {
		table += fmt.Sprintf("| `%s` | %s | %s |\n", key.Name, key.Meaning, key.Default)
	}
	table = pathInComment.ReplaceAllString(table, "[`$1`]($1)")
	text := readme(t)
	require.Regexp(t, keyBlock, text)
	stacktest.Golden(t, readmePath, keyBlock.ReplaceAllLiteralString(text, keyBlock.FindStringSubmatch(text)[1]+
		table+"<!-- end of keys -->"))
}

// pages are README and the pages in docs.
func pages(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("../docs/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, found)
	return append(found, readmePath)
}

// Every make target that the documents name is there, and every target tells what it does.
func TestDocumentsNameRealTargets(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	require.NoError(t, err)
	targets := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^([a-z-]+):(?:.*## (.+))?`).FindAllStringSubmatch(string(makefile), -1) {
		require.NotEmpty(t, match[2], "target %s has no line of help", match[1])
		targets[match[1]] = true
	}
	for _, path := range append(pages(t), "../CONTRIBUTING.md", "../.ci/run") {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, match := range regexp.MustCompile("(?m)(?:^(?:\\$ )?|`)make ((?:[a-z-]+ ?)+)").FindAllStringSubmatch(string(text), -1) {
			for _, target := range strings.Fields(match[1]) {
				require.True(t, targets[target], "%s names the target %q", path, target)
			}
		}
	}
}

// Every path that README's map names exists.
func TestReadmeNamesRealPaths(t *testing.T) {
	for _, match := range regexp.MustCompile(`\]\(([\w./-]+)\)`).FindAllStringSubmatch(readme(t), -1) {
		_, err := os.Stat("../" + match[1])
		require.NoError(t, err)
	}
}
