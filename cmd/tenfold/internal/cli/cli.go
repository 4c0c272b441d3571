// Package cli is the command line of tenfold, without the Pulumi program: one file per command.
package cli

import (
	"context"
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The exit codes.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// app is what all commands share.
type app struct {
	program pulumi.RunFunc
	// command is how the user typed the name of this program. Advice repeats it.
	command string
	// out takes results, err takes progress and errors.
	out, err io.Writer
	// good, bad and dim are the styles of err. They are empty when err is no terminal or NO_COLOR is set.
	good, bad, dim lipgloss.Style
	// header is the style of a table's header, on out.
	header lipgloss.Style
	// dir is where the search for the project starts.
	dir  string
	json bool
	// verbose lists single resources.
	verbose bool
}

func newApp(program pulumi.RunFunc, out, err io.Writer) *app {
	a := &app{program: program, command: "tenfold", out: out, err: err}
	style := lipgloss.NewRenderer(err).NewStyle()
	a.good = style.Foreground(lipgloss.Color("2"))
	a.bad = style.Foreground(lipgloss.Color("1"))
	a.dim = style.Faint(true)
	a.header = lipgloss.NewRenderer(out).NewStyle().Bold(true)
	return a
}

// Main runs the command line args, the program's name first, with the Pulumi program of the environments. It returns the
// exit code: 0, 1 for a failure, 2 for wrong usage. When ctx ends, the engine finishes in-flight operations and writes
// its state.
func Main(ctx context.Context, program pulumi.RunFunc, args []string, out, err io.Writer) int {
	a := newApp(program, out, err)
	a.command = args[0]
	root := a.root()
	root.SetArgs(args[1:])
	return a.report(root.ExecuteContext(ctx))
}
