package config

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/internal/cidr"
	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// Egress is what parts of the application may connect to, besides port 443 everywhere.
type Egress struct {
	// Unique name of the connection, for its rules.
	Name string `json:"name" required:"true" names:"true" example:"smtp"`
	// Port there. AWS blocks TCP port 25 on Fargate until it lifts the limit for an account; use 587 for mail.
	Port int `json:"port" required:"true" min:"1" max:"65535" example:"587"`
	// Protocol of the port.
	Protocol string `json:"protocol,omitempty" default:"tcp" values:"protocol"`
	// Range of IPv4 addresses, such as 203.0.113.0/24, or 0.0.0.0/0 for this port everywhere. Set it or prefixList.
	CIDR string `json:"cidr,omitempty" example:"203.0.113.0/24"`
	// ID of a managed prefix list: your own list of ranges, or one of AWS's.
	PrefixList string `json:"prefixList,omitempty" pattern:"^pl-[0-9a-f]{8,17}$" want:"the ID of a managed prefix list, such as pl-0123456789abcdef0" example:"pl-0123456789abcdef0"`
	// Parts of the application that may connect: web, release, beat, flower, worker-<name> or job-<name>.
	Parts []string `json:"parts,omitempty" unset:"all of them" example:"[web, worker-celery]"`
}

// Of says whether a part of the application may connect.
func (e Egress) Of(part string) bool { return in(e.Parts, part) }

const httpsPort = 443

// ownEgress are the names of the connections that an environment makes itself.
var ownEgress = []string{"broker", "cache", "pgbouncer"}

func (r *reader) validateEgress(c Config) {
	const key = "tenfold:egress"
	names, rules := map[string]int{}, map[string]int{}
	for i, e := range c.Egress {
		at := fmt.Sprintf("%s[%d]", key, i)
		r.validateUnique(names, key, i, e.Name, ownEgress)
		r.validateParts(at+".parts", e.Parts, c)
		r.validatePeer(at, e)
		rule := fmt.Sprint(cmp.Or(e.CIDR, e.PrefixList), e.Port, cmp.Or(e.Protocol, "tcp"))
		if first, taken := rules[rule]; taken {
			r.problem(at, fmt.Sprintf("has the address and the port of %s[%d]; want each once, with all of its parts", key, first))
			continue
		}
		rules[rule] = i
	}
}

// validatePeer checks where a connection goes to.
func (r *reader) validatePeer(at string, e Egress) {
	if (e.CIDR == "") == (e.PrefixList == "") {
		r.problem(at, "has both or neither of cidr and prefixList; want one of them")
	}
	if want, hint := cidr.Problem(e.CIDR); e.CIDR != "" && want != "" {
		r.problem(at+".cidr", fmt.Sprintf("is %q; want %s; %s", e.CIDR, want, hint))
	}
	if e.CIDR == cidr.Anywhere && e.Port == httpsPort && e.Protocol != "udp" {
		r.problem(at, "is HTTPS to everywhere; leave it out: port 443 is open")
	}
}

// validateUnique checks the name of an item: once in the list, and not one that the environment uses itself. It reports whether
// the name stands for the first time.
func (r *reader) validateUnique(first map[string]int, key string, i int, name string, own []string) bool {
	at := fmt.Sprintf("%s[%d].name", key, i)
	other, taken := first[name]
	switch {
	case taken && name != "":
		r.problem(at, fmt.Sprintf("is %q, the name of %s[%d]; want a unique name", name, key, other))
		return false
	case slices.Contains(own, name):
		r.problem(at, fmt.Sprintf("is %q, which the environment uses itself; want another name", name))
	}
	first[name] = i
	return true
}

// validateParts checks that each part is one of the application's.
func (r *reader) validateParts(key string, parts []string, c Config) {
	if r.rejected(overridesKey) || r.rejected("tenfold:jobs") || r.rejected(tierKey) {
		return // the parts are not known
	}
	for i, part := range parts {
		at := fmt.Sprintf("%s[%d]", key, i)
		if !slices.Contains(c.Parts(), part) {
			r.problem(at, fmt.Sprintf("is %q, which %s", part, nearest.Unknown(part, c.Parts())))
		}
	}
}
