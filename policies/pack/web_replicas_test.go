package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const tooFew = "; want at least 2: with fewer tasks one failure or one deployment is an outage; raise it"

func TestWebReplicas(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "one task at least", do: put("scaling", "minCapacity", 1), want: []string{
			"web-replicas · scaling · minCapacity is 1" + tooFew,
		}},
		{name: "no scaling target and one task", do: removeScaling, want: []string{
			"web-replicas · web · desiredCount is 1" + tooFew,
		}},
		{name: "no scaling target and two tasks", do: func(f fixture) {
			removeScaling(f)
			f.set("web", "desiredCount", 2)
		}, want: []string{}},
		{name: "no scaling target and no count", do: func(f fixture) {
			removeScaling(f)
			delete(f["web"].props, "desiredCount")
		}, want: []string{"web-replicas · web · desiredCount is not set" + tooFew}},
		{name: "a schedule to zero", do: put("night", "scalableTargetAction.minCapacity", 0), want: []string{
			"web-replicas · night · scalableTargetAction.minCapacity is 0" + tooFew,
		}},
		{
			name: "a schedule that lowers the maximum", do: put("night", "scalableTargetAction", props{"maxCapacity": 1}),
			want: []string{"web-replicas · night · scalableTargetAction.maxCapacity is 1" + tooFew},
		},
		{name: "a target computed from the service", do: func(f fixture) {
			f.set("web", "name", unknownValue{})
			f.set("scaling", "resourceId", ref{"web", "id"})
			f.set("scaling", "minCapacity", 1)
		}, want: []string{"web-replicas · scaling · minCapacity is 1" + tooFew}},
		{name: "a target computed from the service's ID", do: func(f fixture) {
			delete(f["web"].props, "cluster")
			f.set("scaling", "resourceId", ref{"web", "id"})
			f.set("scaling", "minCapacity", 1)
		}, want: []string{"web-replicas · scaling · minCapacity is 1" + tooFew}},
		{name: "another dimension", do: func(f fixture) {
			f.set("scaling", "minCapacity", 1)
			f.set("scaling", "scalableDimension", "ecs:service:Other")
			delete(f, "night")
		}, want: []string{"web-replicas · web · desiredCount is 1" + tooFew}},
	})
}

func TestWebReplicasNeedZones(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "one subnet", do: put("web", "networkConfiguration.subnets", []any{ref{"private-a", "id"}}), want: []string{
			"web-replicas · web · networkConfiguration.subnets are in 1 availability zone (us-east-1a); " +
				"want at least 2 availability zones: a zone can fail; add subnets in other zones",
		}},
		{name: "two subnets of one zone", do: put("private-b", "availabilityZone", "us-east-1a"), want: []string{
			"web-replicas · web · networkConfiguration.subnets are in 1 availability zone (us-east-1a); " +
				"want at least 2 availability zones: a zone can fail; add subnets in other zones",
		}},
		{name: "one subnet from outside", do: put("web", "networkConfiguration.subnets", []any{"subnet-1"}), want: []string{
			"web-replicas · web · networkConfiguration.subnets are in 1 availability zone; " +
				"want at least 2 availability zones: a zone can fail; add subnets in other zones",
		}},
		{
			name: "two subnets from outside", want: []string{},
			do: put("web", "networkConfiguration.subnets", []any{"subnet-1", "subnet-2"}),
		},
		{name: "one subnet, twice, by something other than its ID", onlyUpdate: true, want: []string{
			"web-replicas · web · networkConfiguration.subnets are in 1 availability zone (us-east-1a); " +
				"want at least 2 availability zones: a zone can fail; add subnets in other zones",
		}, do: put("web", "networkConfiguration.subnets", []any{ref{"private-a", "x"}, ref{"private-a", "y"}})},
		{name: "no subnets", do: put("web", "networkConfiguration.subnets", nil), want: []string{
			"web-replicas · web · networkConfiguration.subnets are in 0 availability zones; " +
				"want at least 2 availability zones: a zone can fail; add subnets in other zones",
		}},
	})
}

func TestWebReplicasOfOtherServices(t *testing.T) {
	f := compliant()
	delete(f, "scaling")
	delete(f, "night")
	f.set("web", "loadBalancers", []any{})
	require.Empty(t, violations(t, f, pack.Options{}), "a worker may be alone")
}

func TestWebReplicasSettings(t *testing.T) {
	options := pack.Options{Settings: map[string]map[string]any{
		pack.WebReplicas: {"minTasks": 3.0, "minZones": 3.0},
	}}
	require.Equal(t, []string{
		"web-replicas · night · scalableTargetAction.minCapacity is 2; want at least 3: " +
			"with fewer tasks one failure or one deployment is an outage; raise it",
		"web-replicas · scaling · minCapacity is 2; want at least 3: " +
			"with fewer tasks one failure or one deployment is an outage; raise it",
		"web-replicas · web · networkConfiguration.subnets are in 2 availability zones (us-east-1a, us-east-1b); " +
			"want at least 3 availability zones: a zone can fail; add subnets in other zones",
	}, violations(t, compliant(), options))
}

func removeScaling(f fixture) {
	delete(f, "scaling")
	delete(f, "night")
}
