package task

import (
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// ValidateCommand validates the command of a component that runs one. An argument may be empty, the program may not.
func ValidateCommand(p *component.Problems, command []string) {
	if len(command) == 0 {
		p.Missing("command", "without one the image would start its own, such as the web server")
		return
	}
	p.Required("command[0]", strings.TrimSpace(command[0]) != "", "it is the program that runs")
}
