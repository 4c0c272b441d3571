package servers

import (
	_ "embed" // for the application
	"testing"
)

//go:embed celery_app.py
var celeryApp string

// Celery runs a small application of Celery on a broker: it sends some tasks to two queues, and a worker takes them. It
// returns what the two printed, and the error of the first that failed.
func (p *Parts) Celery(tb testing.TB, brokerURL string) (string, error) {
	tb.Helper()
	app := p.Write(tb, p.Dir(tb), "celery_app.py", celeryApp)
	return p.Run(tb, []string{"BROKER_URL=" + brokerURL}, "/usr/bin/python3", "-u", p.Inside(app))
}
