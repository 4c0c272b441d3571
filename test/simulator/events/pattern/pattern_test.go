package pattern_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/events/pattern"
)

// happened is an event with lists of objects, and lists in them.
const happened = `{
	"source": "aws.ec2", "region": "us-east-1", "resources": ["arn:1", "arn:2"], "none": null,
	"detail": {"state": "running", "count": 5, "spot": false, "tags": [], "empty": ""},
	"employees": [
		[{"first": "Anna", "last": "Smith", "age": 40}, {"first": "Peter", "last": "Jones"}],
		[{"first": "John", "last": "Doe", "age": 0}]
	]
}`

// The cases on lists are those of Event Ruler's README.
func TestMatches(t *testing.T) {
	for text, want := range map[string]bool{
		`{"source":["aws.ec2"]}`:                                 true,
		`{"source":["aws.s3","aws.ec2"],"region":["us-east-1"]}`: true,
		`{"source":["aws.s3"]}`:                                  false,
		`{"source":["aws.ec2"],"region":["eu-west-1"]}`:          false,
		`{"source":["AWS.EC2"]}`:                                 false,
		`{"resources":["arn:2","arn:3"]}`:                        true,
		`{"resources":["arn:3"]}`:                                false,
		`{"none":[null]}`:                                        true,
		`{"detail":{"count":[5]}}`:                               true,
		`{"detail":{"count":["5"]}}`:                             false,
		`{"detail":{"spot":[false]}}`:                            true,
		`{"detail":{"empty":[""]}}`:                              true,
		`{"detail.state":["running"]}`:                           true,
		`{"source":[{"prefix":"aws."}]}`:                         true,
		`{"source":[{"prefix":"ec2"}]}`:                          false,
		`{"detail":{"count":[{"prefix":"5"}]}}`:                  false,
		`{"detail":{"count":[{"prefix":""}]}}`:                   false,
		`{"detail":{"empty":[{"prefix":""}]}}`:                   true,
		`{"detail":{"state":[{"anything-but":"running"}]}}`:      false,
		`{"detail":{"state":[{"anything-but":"stopped"}]}}`:      true,
		`{"detail":{"count":[{"anything-but":5}]}}`:              false,
		`{"detail":{"count":[{"anything-but":[4,6]}]}}`:          true,
		`{"detail":{"count":[{"anything-but":[4,5]}]}}`:          false,
		`{"detail":{"absent":[{"anything-but":"x"}]}}`:           false,
		`{"detail":{"state":[{"exists":true}]}}`:                 true,
		`{"detail":{"absent":[{"exists":true}]}}`:                false,
		`{"detail":{"absent":[{"exists":false}]}}`:               true,
		`{"detail":{"state":[{"exists":false}]}}`:                false,
		`{"detail":[{"exists":false}]}`:                          true,
		`{"detail":{"tags":[{"exists":false}]}}`:                 true,
		`{"detail":{"absent":["x",{"exists":false}]}}`:           true,

		`{"employees":{"first":["Anna"]}}`:                                     true,
		`{"employees":{"first":["Anna"],"last":["Jones"]}}`:                    false,
		`{"employees":{"first":["Anna"],"last":["Smith"]}}`:                    true,
		`{"employees":{"first":["John"],"last":["Doe"]}}`:                      true,
		`{"employees":{"age":[{"anything-but":0}],"last":["Jones"]}}`:          false,
		`{"employees":{"age":[{"anything-but":0}],"last":["Doe"]}}`:            false,
		`{"employees":{"age":[{"anything-but":0}],"last":["Smith"]}}`:          true,
		`{"employees":{"age":[{"exists":false}]}}`:                             false,
		`{"employees":{"height":[{"exists":false}],"last":["Jones"]}}`:         true,
		`{"employees":{"first":["Peter"],"weight":[{"exists":false}]}}`:        true,
		`{"employees":{"first":["Peter"],"last":[{"exists":false}]}}`:          false,
		`{"$or":[{"source":["aws.s3"]},{"region":["us-east-1"]}]}`:             true,
		`{"$or":[{"source":["aws.s3"]},{"region":["eu-west-1"]}]}`:             false,
		`{"detail":{"$or":[{"state":["x"]},{"count":[5],"spot":[false]}]}}`:    true,
		`{"detail":{"$or":[{"state":["x"]},{"count":[5],"spot":[true]}]}}`:     false,
		`{"region":["us-east-1"],"$or":[{"none":[1]},{"source":["aws.ec2"]}]}`: true,
		`{"region":["eu-west-1"],"$or":[{"none":[1]},{"source":["aws.ec2"]}]}`: false,
	} {
		got, err := pattern.Matches(text, happened)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
}

// A field that one element lacks is not absent where another has it, unless an earlier field has chosen the first.
func TestAbsenceWithinLists(t *testing.T) {
	const event = `{"containers":[{"name":"job","status":"STOPPED"},{"exit":0,"name":"agent"}]}`
	for text, want := range map[string]bool{
		`{"containers":{"exit":[{"exists":false}]}}`:                      false,
		`{"containers":{"exit":[{"exists":false}],"name":["job"]}}`:       false,
		`{"containers":{"name":["job"],"reason":[{"exists":false}]}}`:     true,
		`{"containers":{"name":["job"],"status":[{"exists":false}]}}`:     false,
		`{"containers":{"name":["agent"],"status":[{"exists":false}]}}`:   true,
		`{"containers":{"exit":[{"anything-but":1}],"name":["job"]}}`:     false,
		`{"containers":{"exit":[{"anything-but":1}],"name":["agent"]}}`:   true,
		`{"containers":{"exit":[{"anything-but":[0]}],"name":["agent"]}}`: false,
	} {
		got, err := pattern.Matches(text, event)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
}

func TestMatchesIsHonest(t *testing.T) {
	for _, operator := range []string{
		`"numeric":["<",1]`, `"suffix":"x"`, `"wildcard":"*"`, `"cidr":"10.0.0.0/8"`, `"equals-ignore-case":"x"`,
		`"prefix":{"equals-ignore-case":"x"}`, `"anything-but":{"prefix":"x"}`,
	} {
		_, err := pattern.Matches(`{"a":[{`+operator+`}]}`, "{}")
		name, _, _ := strings.Cut(operator[1:], `"`)
		require.EqualError(t, err, "this package does not match by "+name)
	}
	_, err := pattern.Matches(`{"a":[1]}`, "no")
	require.ErrorContains(t, err, "the event is no JSON: ")
	_, err = pattern.Matches(`{"a":1}`, "{}")
	require.EqualError(t, err, `"a" must be an object or an array`)
}

func TestPatternForms(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":[1,"x",null,true]}`: "", `{"a":[{"exists":true}]}`: "", `{"a":[{"numeric":[">",0,"<=",5]}]}`: "",
		`{"a":[{"prefix":{"equals-ignore-case":"x"}}]}`: "", `{"a":[{"suffix":"x"}]}`: "",
		`{"a":[{"anything-but":{"prefix":"x"}}]}`: "", `{"a":[{"cidr":"10.0.0.0/8"}]}`: "",
		`{"a":[{"wildcard":"a*b*"}]}`: "", `{"a":[{"equals-ignore-case":"x"}]}`: "",
		`{"$or":[{"a":[1]},{"b":[1]}]}`: "", `{"a":[{"anything-but":["x","y"]}]}`: "",
		`{"$or":[{"a":[]},{"b":[1]}]}`:          "Empty arrays are not allowed",
		`{"$or":[{"a":[1]}]}`:                   "Unrecognized match type a",
		`[]`:                                    "Filter is not an object",
		`{}`:                                    "Empty objects are not allowed",
		`{"a":{}}`:                              "Empty objects are not allowed",
		`{"a":{"b":[]}}`:                        "Empty arrays are not allowed",
		`{"a":{"b":"x"}}`:                       `"b" must be an object or an array`,
		`{"a":[["x"]]}`:                         "Match value must be String, number, true, false, or null",
		`{"a":[{}]}`:                            "Only one key allowed in match expression",
		`{"a":[{"prefix":"x","suffix":"y"}]}`:   "Only one key allowed in match expression",
		`{"a":[{"is":"x"}]}`:                    "Unrecognized match type is",
		`{"a":[{"prefix":1}]}`:                  "prefix match pattern must be a string",
		`{"a":[{"suffix":[1]}]}`:                "suffix match pattern must be a string",
		`{"a":[{"exists":"true"}]}`:             "exists match pattern must be either true or false.",
		`{"a":[{"anything-but":{"cidr":"x"}}]}`: "Unsupported anything-but pattern: cidr",
		`{"a":[{"numeric":["!=",1]}]}`:          "Unrecognized numeric range operator: !=",
		`{"a":[{"wildcard":"a**"}]}`:            "Consecutive wildcard characters",
	} {
		err := pattern.Check(text)
		if want == "" {
			require.NoError(t, err, text)
		} else {
			require.EqualError(t, err, want, text)
		}
	}
}
