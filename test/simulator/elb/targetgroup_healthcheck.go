package elb

import (
	"regexp"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// statusCodes matches codes from 200 to 499: one, a list or a range.
var statusCodes = regexp.MustCompile(`^[2-4]\d\d([-,][2-4]\d\d)*$`)

func healthCheckRules() []model.Rule {
	return []model.Rule{
		model.Between("healthCheck.healthyThreshold", 2, 10).As("L21"),
		model.Between("healthCheck.unhealthyThreshold", 2, 10).As("L21"),
		model.Between("healthCheck.interval", 5, 300).As("L21"),
		model.Between("healthCheck.timeout", 2, 120).As("L21"),
		model.Length("healthCheck.path", 1, 1024).As("L21"),
		model.Matches("healthCheck.path", `^/`, "path must begin with a '/' character: %[2]q").As("L21"),
		{ID: "L23", On: model.Check, Test: noHTTPOverTCP},
		{ID: "L24", On: model.Check, Test: noTCPForHTTP},
		{ID: "L22", On: model.Write, Test: timeoutBelowInterval},
		{ID: "L25", On: model.Write, Test: matcher},
	}
}

// checkProtocol returns the health check's protocol, or the default for the kind of group.
func checkProtocol(p model.Props) string {
	switch protocol := p.String("healthCheck.protocol"); {
	case protocol != "":
		return protocol
	case isHTTP(p.String("protocol")) || targetTypeOf(p) == "lambda":
		return "HTTP"
	default:
		return "TCP"
	}
}

func noHTTPOverTCP(c *model.Call) error {
	if c.New.String("healthCheck.protocol") != "TCP" {
		return nil
	}
	for _, name := range []string{"path", "matcher"} {
		if c.New.Has("healthCheck." + name) {
			return model.Invalidf("", `Attribute "health_check[0].%s" cannot be specified when `+
				`"health_check[0].protocol" is "TCP".`, name)
		}
	}
	return nil
}

func noTCPForHTTP(c *model.Call) error {
	if protocol := c.New.String("protocol"); isHTTP(protocol) && c.New.String("healthCheck.protocol") == "TCP" {
		return model.Invalidf("",
			`Attribute "health_check[0].protocol" cannot have value "TCP" when "protocol" is %q.`, protocol)
	}
	return nil
}

func timeoutBelowInterval(c *model.Call) error {
	interval, timeout := number(c.New, "healthCheck.interval", 30), number(c.New, "healthCheck.timeout", 5)
	if isHTTP(checkProtocol(c.New)) && isHTTP(c.New.String("protocol")) {
		if timeout >= interval {
			return validation("Health check timeout '%d' must be smaller than the interval '%d'", timeout, interval)
		}
		return nil
	}
	if timeout > interval {
		return validation("Health check timeout '%d' must be smaller than or equal to the interval '%d'", timeout, interval)
	}
	return nil
}

func number(p model.Props, path string, fallback int) int {
	if p.Has(path) {
		return p.Int(path)
	}
	return fallback
}

// matcher requires status codes of an application load balancer: 200, 200-399 or 200,201.
func matcher(c *model.Call) error {
	codes := c.New.String("healthCheck.matcher")
	if codes != "" && isHTTP(c.New.String("protocol")) && c.New.String("protocolVersion") != "GRPC" &&
		!statusCodes.MatchString(codes) {
		return model.Errorf("InvalidParameterValue", "HttpCode must be like 200 | 200-399 | 200,201 ...")
	}
	return nil
}

func defaultHealthCheck(web bool) map[string]any {
	check := map[string]any{
		"enabled": true, "healthyThreshold": 3.0, "unhealthyThreshold": 3.0, "interval": 30.0, "port": "traffic-port",
		"protocol": "TCP", "timeout": 10.0,
	}
	if web {
		check["protocol"], check["timeout"], check["path"], check["matcher"] = "HTTP", 5.0, "/", "200"
	}
	return check
}
