package rds

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/internal/calendar"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/facts"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// defaultMajor is the version of an instance whose program sets none.
const defaultMajor = "17"

// versions are the minor versions of PostgreSQL that RDS offers, oldest first.
func versions() []string {
	list := slices.DeleteFunc(facts.Orderable("rds_postgres_engine_versions"), func(v string) bool {
		return !strings.Contains(v, ".")
	})
	slices.SortFunc(list, compareVersions)
	return list
}

func compareVersions(a, b string) int { return slices.Compare(numbers(a), numbers(b)) }

func numbers(version string) []int {
	var list []int
	for part := range strings.SplitSeq(version, ".") {
		n, _ := strconv.Atoi(part)
		list = append(list, n)
	}
	return list
}

func major(version string) string {
	head, _, _ := strings.Cut(version, ".")
	return head
}

// names reports whether the program's version, "16" or "16.4", includes a version.
func names(wanted, version string) bool {
	return version == wanted || strings.HasPrefix(version, wanted+".")
}

// newest returns the newest version that the program's version includes and that RDS still creates, or "".
func newest(c *model.Call, wanted string) string {
	found := ""
	for _, version := range versions() {
		if names(wanted, version) && !calendar.Closed(calendar.PostgreSQL, version, c.Day()) {
			found = version
		}
	}
	return found
}

// resolve returns the version that RDS takes for the program's. For a major version that is the minor one that AWS
// prefers, which need not be the newest. It is "" if there is none.
func resolve(c *model.Call, wanted string) string {
	if wanted == "" {
		wanted = defaultMajor
	}
	preferred := calendar.Preferred(calendar.PostgreSQL, wanted)
	if preferred == "" || calendar.Closed(calendar.PostgreSQL, preferred, c.Day()) {
		return newest(c, wanted)
	}
	return preferred
}

// versionFor returns the version after the call, or "" if there is none. A copy has the version of its source, and an
// update that does not change the program's version keeps the running one.
func versionFor(c *model.Call) string {
	actual := c.Old.String("engineVersionActual")
	if origin := originOf(c); origin != nil {
		return versionIn(origin)
	}
	waiting := c.Old.String("engineVersion")
	switch {
	case actual == "" || c.Changed("engineVersion"):
		return resolve(c, c.New.String("engineVersion"))
	case c.New.Bool("applyImmediately") && !names(waiting, actual): // which applies everything that waits
		return resolve(c, waiting)
	default:
		return actual
	}
}

// versionIn is the version of an instance or a snapshot.
func versionIn(r *account.Resource) string {
	p := r.Properties
	if p.Has("engineVersionActual") {
		return p.String("engineVersionActual")
	}
	return p.String("engineVersion")
}

func versionExists(c *model.Call) error {
	if versionFor(c) == "" {
		return model.Errorf(combination, "Cannot find version %s for %s", c.New.String("engineVersion"), postgres)
	}
	return nil
}

func noDowngrade(c *model.Call) error {
	to := cmp.Or(versionFor(c), c.New.String("engineVersion"))
	if from := c.Old.String("engineVersionActual"); compareVersions(to, from) < 0 {
		return model.Errorf(combination, "Cannot upgrade %s from %s to %s", postgres, from, to)
	}
	return nil
}

func majorAllowed(c *model.Call) error {
	if major(versionFor(c)) != major(c.Old.String("engineVersionActual")) && !c.New.Bool("allowMajorVersionUpgrade") {
		return model.Errorf(combination,
			"The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
	}
	return nil
}

// tooOld are instance class generations without PostgreSQL 14 or later, which is all that RDS still offers.
var tooOld = []string{"m1", "m2", "m3", "m4", "r3", "r4", "t1", "t2"}

// orderable rejects what RDS does not offer. Differences between zones are not known.
func orderable(c *model.Call) error {
	class := c.New.String("instanceClass")
	if sold(class) {
		return nil
	}
	return model.Errorf(combination, "RDS does not support creating a DB instance with the following combination: "+
		"DBInstanceClass=%s, Engine=%s, EngineVersion=%s, LicenseModel=%s. For supported combinations of instance class "+
		"and database engine version, see the documentation.", class, postgres, versionFor(c), license)
}

func sold(class string) bool {
	parts := strings.Split(class, ".")
	return slices.Contains(facts.Orderable("rds_postgres_instance_classes"), class) && !slices.Contains(tooOld, parts[1])
}

// family requires a parameter group for the version of the instance.
func family(c *model.Call) error {
	name, want := c.New.String("parameterGroupName"), postgres+major(versionFor(c))
	if name == "" {
		name = c.Old.String("parameterGroupName") // a group of its own stays when the version changes
	}
	if name == "" || c.Old != nil && strings.HasPrefix(name, defaultGroup) && !c.New.Has("parameterGroupName") {
		return nil
	}
	has := strings.TrimPrefix(name, defaultGroup)
	if !strings.HasPrefix(name, defaultGroup) {
		group := c.Props(ParameterGroup, name)
		if group == nil {
			return model.Errorf("DBParameterGroupNotFound", "DBParameterGroup not found: %s", name)
		}
		has = group.String("family")
	}
	if has != want {
		return model.Errorf(combination, "The parameter group %s with DBParameterGroupFamily %s can't be used for this "+
			"instance. Use a parameter group with DBParameterGroupFamily %s.", name, has, want)
	}
	return nil
}

const defaultGroup = "default."

func optionGroupExists(c *model.Call) error {
	name := c.New.String("optionGroupName")
	if name != "" && !strings.HasPrefix(name, "default:") && !c.Exists(OptionGroup, name) {
		return model.Errorf("OptionGroupNotFoundFault", "Specified OptionGroupName: %s not found.", name)
	}
	return nil
}
