package argsdoc

import (
	"testing"

	"github.com/stretchr/testify/require"
)

type sample struct {
	// Zones are names. Required.
	Zones []string
	// CIDR is a range such as 10.0.0.0/16. Default: "10.0.0.0/16".
	CIDR string
	// Delay is in seconds, 0 to 3600. Default: 60.
	Delay int
	// Logs are kept in a bucket.
	// Default: none.
	Logs *int
	// Open is dangerous. Default: false.
	Open bool
	// Ports are TCP ports. Default: 80, 443.
	Ports []int

	hidden int
}

func TestATrueCommentHasNoProblem(t *testing.T) {
	require.Empty(t, problems(".", sample{CIDR: "10.0.0.0/16", Delay: 60, Ports: []int{80, 443}, hidden: 1}))
}

func TestProblemsNameFieldAndBothValues(t *testing.T) {
	require.Equal(t, []string{
		`sample.Zones: it is documented as required, but "a" without being set`,
		`sample.CIDR: its documented default is "10.0.0.0/16"; without being set it is none`,
		`sample.Delay: its documented default is 60; without being set it is 30`,
		`sample.Open: its documented default is false; without being set it is true`,
		`sample.Ports: its documented default is 80, 443; without being set it is none`,
	}, problems(".", sample{Zones: []string{"a"}, Delay: 30, Open: true}))
}

type tagged struct {
	// Zones are names. Required.
	Zones []string `pulumi:"zones,optional"`
	// CIDR is a range. Default: none.
	CIDR string `pulumi:"cidr"`
	// Delay is in seconds. Default: none.
	Delay int `pulumi:"delay,optional"`
	// Name is a name. Required.
	Name string `pulumi:"name"`
	// Provider is no input. Default: none.
	Provider *int
}

func TestTagsAgreeWithComments(t *testing.T) {
	require.Equal(t, []string{
		`tagged.Zones: it is documented as required, but its tag is "zones,optional"`,
		`tagged.CIDR: it is documented with a default, but its tag is "cidr" without ",optional"`,
	}, problems(".", tagged{}))
}

type silent struct {
	// Size is a size.
	Size int
	Bare int
}

func TestACommentWithoutAnEndingIsAProblem(t *testing.T) {
	require.Equal(t, []string{
		`silent.Size: its comment "Size is a size." ends with neither "Required." nor "Default: X."`,
		`silent.Bare: its comment "" ends with neither "Required." nor "Default: X."`,
	}, problems(".", silent{}))
}

func TestAStructThatIsNotThere(t *testing.T) {
	type elsewhere struct{ A int }
	require.Len(t, problems(t.TempDir(), elsewhere{}), 1)
}
