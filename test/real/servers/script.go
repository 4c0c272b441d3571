package servers

import "testing"

// StartScript runs a shell script that starts a server, and waits until the server accepts connections at address. The
// variables are those of the script.
func (p *Parts) StartScript(tb testing.TB, dir, script, address string, variables ...string) *Process {
	tb.Helper()
	s := p.Start(tb, dir, variables, "/bin/sh", "-c", script)
	s.ready(tb, func() error { return dial(address) })
	return s
}
