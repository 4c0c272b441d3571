package pack_test

import (
	"testing"
)

const (
	shallow = "; want a path of the application other than /: / is a page that may need the database, and ECS ends every task " +
		"that fails; set a path such as /healthz, which looks at this process only: no database, cache or broker"
	forEver = ": without a limit CloudWatch keeps logs, and bills them, indefinitely; set the days that you need"
)

func TestHealthCheck(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "root", do: put("targets", "healthCheck.path", "/"), want: []string{
			`health-check · targets · healthCheck.path is "/"` + shallow,
		}},
		{name: "no health check", do: put("targets", "healthCheck", nil), want: []string{
			"health-check · targets · healthCheck.path is not set" + shallow,
		}},
		{name: "root of HTTPS targets", do: func(f fixture) {
			f.set("targets", "protocol", "HTTPS")
			f.set("targets", "healthCheck", props{"path": "/", "protocol": "HTTPS"})
		}, want: []string{`health-check · targets · healthCheck.path is "/"` + shallow}},
		{name: "TCP", do: put("targets", "healthCheck.protocol", "TCP"), want: []string{
			`health-check · targets · healthCheck.protocol is "TCP"; want "HTTP" or "HTTPS": ` +
				"an open port does not show that the application works; check over HTTP",
		}},
		{name: "the default protocol", do: put("targets", "healthCheck.protocol", nil), want: []string{}},
		{name: "targets of an NLB", do: func(f fixture) {
			f.set("targets", "protocol", "TCP")
			f.set("targets", "healthCheck", props{"protocol": "TCP"})
		}, want: []string{}},
	})
}
