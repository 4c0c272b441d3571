package pack

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/require"
)

func TestValueStates(t *testing.T) {
	v := value{raw: property.New(map[string]property.Value{
		"text": property.New("a"), "empty": property.New(""), "null": {}, "later": property.New(property.Computed),
		"hidden": property.New("s").WithSecret(true), "digits": property.New("3"), "yes": property.New("true"),
		"list": property.New([]property.Value{property.New("a"), property.New(property.Computed)}),
	})}
	for _, tc := range []struct {
		name    string
		want    state
		printed string
	}{
		{"text", known, `"a"`},
		{"empty", absent, "not set"},
		{"null", absent, "not set"},
		{"missing", absent, "not set"},
		{"later", unknown, "unknown"},
		{"hidden", known, "[secret]"},
		{"list", known, "set"},
	} {
		require.Equal(t, tc.want, v.get(tc.name).state(), tc.name)
		require.Equal(t, tc.printed, v.get(tc.name).String(), tc.name)
	}
	require.Equal(t, absent, v.get("missing", "deeper").state())
	require.Equal(t, unknown, v.get("later", "deeper").state())
	require.Equal(t, unknown, v.get("text", "deeper").state(), "a value of the wrong type is not known to be absent")
	require.Equal(t, "later.deeper", v.get("later", "deeper").path)
}

func TestValuesAreReadByType(t *testing.T) {
	v := value{raw: property.New(map[string]property.Value{
		"hidden": property.New("s").WithSecret(true), "digits": property.New("3"), "yes": property.New("true"),
		"word": property.New("many"), "two": property.New(2.0),
		"list": property.New([]property.Value{property.New("a"), property.New(property.Computed)}),
	})}
	text, s := v.get("hidden").text()
	require.Equal(t, "s", text)
	require.Equal(t, known, s)
	number, _ := v.get("digits").number()
	require.Equal(t, 3, number)
	yes, _ := v.get("yes").flag()
	require.True(t, yes)

	_, s = v.get("word").number()
	require.Equal(t, unknown, s)
	_, s = v.get("word").flag()
	require.Equal(t, unknown, s)
	_, s = v.get("two").text()
	require.Equal(t, unknown, s)
	_, s = v.get("two").list()
	require.Equal(t, unknown, s)

	list, s := v.get("list").list()
	require.Equal(t, known, s)
	require.Len(t, list, 2)
	require.Equal(t, "list[1]", list[1].path)
	require.Equal(t, unknown, list[1].state())
}

func TestDecodedKeepsSecrets(t *testing.T) {
	v := value{path: "definitions", raw: property.New(`[{"name": "web", "port": 80}]`).WithSecret(true)}
	list, s := v.decoded().list()
	require.Equal(t, known, s)
	port := list[0].get("port")
	number, _ := port.number()
	require.Equal(t, 80, number)
	require.Equal(t, "definitions[0].port", port.path)
	require.Equal(t, "[secret]", port.String())
}

func TestKindOf(t *testing.T) {
	for token, want := range map[string]string{
		"aws:lb/targetGroup:TargetGroup":                       kindTargetGroup,
		"aws:alb/targetGroup:TargetGroup":                      kindTargetGroup,
		"aws:applicationloadbalancing/listener:Listener":       kindListener,
		"aws:elasticloadbalancingv2/loadBalancer:LoadBalancer": kindLoadBalancer,
		"aws:ecs/service:Service":                              kindService,
		"aws:s3/bucketV2:BucketV2":                             kindBucket,
		"aws:s3/bucket:Bucket":                                 kindBucket,
		"aws:s3/bucketLoggingV2:BucketLoggingV2":               kindBucketLogging,
		"tenfold:ecs:Web":                                      "tenfold:ecs:Web",
	} {
		require.Equal(t, want, kindOf(token))
	}
}

func TestBelow(t *testing.T) {
	r := &resource{urn: "urn:pulumi:prod::shop::my:index:Data$tenfold:broker:Broker$aws:sqs/queue:Queue::a::b$c"}
	require.True(t, r.below("my:index:Data"))
	require.True(t, r.below(brokerType))
	require.False(t, r.below("aws:sqs/queue:Queue"), "its own type")
	require.False(t, r.below("broker:Broker"))
	require.False(t, (&resource{urn: "no URN"}).below("no URN"))
}
