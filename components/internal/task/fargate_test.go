package task

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func TestEveryTaskSizeOfFargateIsAccepted(t *testing.T) {
	sizes := 0
	for _, table := range []struct{ cpu, low, high, step, count int }{
		{512, 1024, 4096, 1024, 4},
		{1024, 2048, 8192, 1024, 7},
		{2048, 4096, 16384, 1024, 13},
		{4096, 8192, 30720, 1024, 23},
		{8192, 16384, 61440, 4096, 12},
		{16384, 32768, 122880, 8192, 12},
	} {
		n := 0
		for memory := table.low; memory <= table.high; memory += table.step {
			var p component.Problems
			ValidateSize(&p, table.cpu, memory)
			require.Empty(t, p, "%d/%d", table.cpu, memory)
			n++
		}
		require.Equal(t, table.count, n)
		sizes += n
	}
	for cpu, memories := range map[int][]int{256: {512, 1024, 2048}, 32768: {61440, 122880, 249856}} {
		for _, memory := range memories {
			var p component.Problems
			ValidateSize(&p, cpu, memory)
			require.Empty(t, p)
			sizes++
		}
	}
	listed := 0
	for _, size := range fargateSizes {
		listed += len(size.memories)
	}
	require.Equal(t, sizes, listed)
}

func TestOtherTaskSizesAreRefusedWithTheNearest(t *testing.T) {
	for _, tc := range []struct {
		cpu, memory int
		want        string
	}{
		{1024, 1024, `memory is 1024; want 2048 to 8192 in steps of 1024 with cpu 1024; the nearest valid memory is 2048`},
		{1024, 16384, `memory is 16384; want 2048 to 8192 in steps of 1024 with cpu 1024; the nearest valid memory is 8192`},
		{2048, 4500, `memory is 4500; want 4096 to 16384 in steps of 1024 with cpu 2048; the nearest valid memory is 4096`},
		{512, 1536, `memory is 1536; want 1024 to 4096 in steps of 1024 with cpu 512; the nearest valid memory is 2048`},
		{256, 1536, `memory is 1536; want 512, 1024 or 2048 with cpu 256; the nearest valid memory is 2048`},
		{8192, 17000, `memory is 17000; want 16384 to 61440 in steps of 4096 with cpu 8192; ` +
			`the nearest valid memory is 16384`},
		{1000, 2048, `cpu is 1000; want 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768; the nearest valid cpu is 1024`},
		{65536, 2048, `cpu is 65536; want 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768; the nearest valid cpu is 32768`},
		{32768, 65536, `memory is 65536; want 61440, 122880 or 249856 with cpu 32768; the nearest valid memory is 61440`},
		{-1, 2048, `cpu is -1; want 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768; the nearest valid cpu is 256`},
	} {
		var p component.Problems
		ValidateSize(&p, tc.cpu, tc.memory)
		require.EqualError(t, p.Err("web", "w"), `web "w": `+tc.want)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"web":                   "",
		"a-1-b":                 "",
		strings.Repeat("a", 46): "",
		strings.Repeat("a", 47): `name is "` + strings.Repeat("a", 47) + `"; want at most 46 characters; ` +
			`the name of a role has 64, of which -execution and a random suffix need 18`,
		"Web":  `name is "Web"; want lower-case letters, digits and hyphens, a letter first`,
		"a.b":  `name is "a.b"; want lower-case letters, digits and hyphens, a letter first`,
		"":     `name is ""; want lower-case letters, digits and hyphens, a letter first`,
		"-m":   `name is "-m"; want lower-case letters, digits and hyphens, a letter first`,
		"m-":   `name is "m-"; want single hyphens, and none at the end`,
		"m--a": `name is "m--a"; want single hyphens, and none at the end`,
		"1web": `name is "1web"; want lower-case letters, digits and hyphens, a letter first`,
	} {
		var p component.Problems
		ValidateName(&p, name)
		if want == "" {
			require.Empty(t, p)
			continue
		}
		require.EqualError(t, p.Err("web", "w"), `web "w": `+want)
	}
}
