package postgres

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// class is the size of an instance.
type class struct{ vCPUs, memoryGiB int }

// line is families of one ratio of memory to processors. A family's sizes are told by their processors.
type line struct {
	families  string
	gibPerCPU int
	vCPUs     []int
}

var (
	upTo64  = []int{2, 4, 8, 16, 32, 48, 64}
	upTo96  = []int{2, 4, 8, 16, 32, 48, 64, 96}
	upTo128 = []int{2, 4, 8, 16, 32, 48, 64, 96, 128}
	upTo192 = []int{2, 4, 8, 16, 32, 48, 64, 96, 192}
)

// lines are the families that RDS offers for PostgreSQL 14 and later in us-east-1 (cfn-lint's schemas of 2026-08-19,
// sizes by AWS's page "DB instance class hardware specifications"). Of the older ones (m1 to m4, r3, r4, t1, t2) none
// runs a version that is still supported.
var lines = []line{
	{"m5 m5d", 4, upTo96},
	{"m6g m6gd m7g", 4, upTo64},
	{"m6i m6id m6idn m6in", 4, upTo128},
	{"m7i m8g m8gd m9g", 4, upTo192},
	{"r5 r5b r5d", 8, upTo96},
	{"r6g r6gd r7g", 8, upTo64},
	{"r6i r6id r6idn r6in", 8, upTo128},
	{"r7i r8g r8gd", 8, upTo192},
	{"x2g", 16, upTo64},
	{"x2iedn", 32, []int{4, 8, 16, 32, 64, 96, 128}},
}

// burstable are the sizes of db.t3 and db.t4g.
var burstable = map[string]class{
	"micro": {2, 1}, "small": {2, 2}, "medium": {2, 4}, "large": {2, 8}, "xlarge": {4, 16}, "2xlarge": {8, 32},
}

// classes are all that can be ordered, by their names.
var classes = classTable()

func classTable() map[string]class {
	table := map[string]class{}
	for _, l := range lines {
		for _, family := range strings.Fields(l.families) {
			for _, n := range l.vCPUs {
				table["db."+family+"."+sizeName(n)] = class{n, n * l.gibPerCPU}
			}
		}
	}
	for size, c := range burstable {
		table["db.t3."+size], table["db.t4g."+size] = c, c
	}
	return table
}

// sizeName is how AWS calls a number of processors.
func sizeName(vCPUs int) string {
	switch vCPUs {
	case 2:
		return "large"
	case 4:
		return "xlarge"
	default:
		return strconv.Itoa(vCPUs/4) + "xlarge"
	}
}

const (
	gib = 1 << 30
	// bytesPerConnection and maxConnectionsOfRDS are RDS's own: its default of max_connections is
	// LEAST({DBInstanceClassMemory/9531392},5000), as AWS's "Quotas and constraints for Amazon RDS" has it.
	bytesPerConnection  = 9531392
	maxConnectionsOfRDS = 5000
)

// MaxConnections is how many connections an instance of a class accepts; PostgreSQL and RDS keep a few of them for
// themselves. The component sets it, because what RDS derives is some 5 % lower (856 and not 901 at 8 GiB): RDS takes
// what it needs itself off the memory, and tells nobody how much that is.
func MaxConnections(instanceClass string) (int, error) {
	c, ok := classes[instanceClass]
	if !ok {
		return 0, fmt.Errorf("instance class is %q; want %s; %s", instanceClass, orderable, nearestHint(instanceClass))
	}
	return c.maxConnections(), nil
}

func (c class) maxConnections() int {
	return min(c.memoryGiB*gib/bytesPerConnection, maxConnectionsOfRDS)
}

const orderable = "a class that RDS offers for PostgreSQL"

func nearestHint(name string) string {
	return "the nearest are " + strings.Join(nearestClasses(name), ", ")
}

const shownClasses = 3

// nearestClasses are the classes whose names take the fewest keystrokes to get to; of equals, the smaller ones.
func nearestClasses(name string) []string {
	names := slices.SortedFunc(maps.Keys(classes), func(a, b string) int {
		return cmp.Or(nearest.Distance(name, a)-nearest.Distance(name, b), classes[a].memoryGiB-classes[b].memoryGiB,
			strings.Compare(a, b))
	})
	return names[:shownClasses]
}
