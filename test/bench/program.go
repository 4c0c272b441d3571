package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const programRounds = 15

// measureProgram runs the environment's program against the mock recorder, and as many bare registrations.
func measureProgram() ([]row, error) {
	options, err := configuration()
	if err != nil {
		return nil, err
	}
	n, err := registrations()
	if err != nil {
		return nil, err
	}
	program := func() error { _, err := stacktest.Record(backend.Program, options...); return err }
	floor := func() error { _, err := stacktest.Record(bare(n), options...); return err }
	a, b, err := compare(programRounds, program, floor)
	if err != nil {
		return nil, err
	}
	megabytes, err := allocated(program)
	return []row{
		{
			fmt.Sprintf("the program of %s under the recorder (%d registrations)", environment, n),
			"as many bare registrations", fmt.Sprintf("%.1f ×", float64(a)/float64(b)), "≤ 2 ×",
		},
		{"memory that it allocates, all in all", "–", fmt.Sprintf("%.0f MB", megabytes), "< 100 MB"},
	}, err
}

// registrations counts what the environment's program registers.
func registrations() (int, error) {
	options, err := configuration()
	if err != nil {
		return 0, err
	}
	rec, err := stacktest.Record(backend.Program, options...)
	return len(rec.All()), err
}

func allocated(fn func() error) (megabytes float64, err error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err = fn()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / (1 << 20), err
}

// bare is a program of n log groups.
func bare(n int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		for i := range n {
			_, err := cloudwatch.NewLogGroup(ctx, fmt.Sprintf("log-%d", i), &cloudwatch.LogGroupArgs{
				RetentionInDays: pulumi.Int(30), LogGroupClass: pulumi.String("STANDARD"),
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// configuration reads the environment's file as the engine hands it to a program.
func configuration() ([]stacktest.Option, error) {
	text, err := os.ReadFile("environments/Pulumi." + environment + ".yaml")
	if err != nil {
		return nil, err
	}
	var file struct{ Config map[string]any }
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	values := map[string]string{}
	for key, value := range file.Config {
		s, ok := value.(string)
		if !ok {
			encoded, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			s = string(encoded)
		}
		values[key] = s
	}
	return []stacktest.Option{stacktest.Stack(environment), stacktest.Config(values)}, nil
}
