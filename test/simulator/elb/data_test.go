package elb_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestDataSources(t *testing.T) {
	f := newFixture(t)
	alb, state := f.MustCreate(elb.LoadBalancer, "web", f.alb(model.Props{
		"name": "web",
		"tags": map[string]any{"env": "dev"},
	}))
	f.mustALB("other")
	group, _ := f.MustCreate(elb.TargetGroup, "web", f.web(model.Props{"name": "web"}))
	listener := f.mustListener("http", http(alb, group, nil))

	for name, args := range map[string]model.Props{
		"name": {"name": "web"}, "arn": {"arn": alb}, "tags": {"tags": map[string]any{"env": "dev"}},
	} {
		t.Run("load balancer by "+name, func(t *testing.T) {
			for _, module := range []string{"lb", "alb"} {
				got, err := f.Invoke("aws:"+module+"/getLoadBalancer:getLoadBalancer", args)
				require.NoError(t, err)
				require.Equal(t, alb, got["id"])
				require.Equal(t, state["dnsName"], got["dnsName"])
				require.Equal(t, map[string]any{"bucket": "", "enabled": false, "prefix": ""}, got["accessLogs"])
			}
		})
	}
	t.Run("no load balancer", func(t *testing.T) {
		_, err := f.Invoke("aws:lb/getLoadBalancer:getLoadBalancer", model.Props{"name": "none"})
		require.ErrorContains(t, err, "Search returned 0 results, please revise so only one is returned")
		_, err = f.Invoke("aws:lb/getLoadBalancer:getLoadBalancer", model.Props{})
		require.ErrorContains(t, err, "Search returned 2 results")
	})
	t.Run("target group", func(t *testing.T) {
		got, err := f.Invoke("aws:lb/getTargetGroup:getTargetGroup", model.Props{"name": "web"})
		require.NoError(t, err)
		require.Equal(t, group, got["arn"])
		require.Equal(t, []any{alb}, got["loadBalancerArns"])
	})
	t.Run("listener", func(t *testing.T) {
		got, err := f.Invoke("aws:lb/getListener:getListener", model.Props{"loadBalancerArn": alb, "port": 80})
		require.NoError(t, err)
		require.Equal(t, listener, got["arn"])
	})
}

func TestRegionalFacts(t *testing.T) {
	f := newFixture(t)
	got, err := f.Invoke("aws:lb/getHostedZoneId:getHostedZoneId", model.Props{})
	require.NoError(t, err)
	require.Equal(t, "Z35SXDOTRQ7X7K", got["id"])
	got, err = f.Invoke("aws:lb/getHostedZoneId:getHostedZoneId",
		model.Props{"region": "eu-west-1", "loadBalancerType": "network"})
	require.NoError(t, err)
	require.Equal(t, "Z2IFOLAFXWLO4F", got["id"])
	_, err = f.Invoke("aws:lb/getHostedZoneId:getHostedZoneId", model.Props{"region": "mars-1"})
	require.ErrorContains(t, err, "unsupported AWS Region: mars-1")
	got, err = f.Invoke("aws:elb/getServiceAccount:getServiceAccount", model.Props{})
	require.NoError(t, err)
	require.Equal(t, "arn:aws:iam::127311923021:root", got["arn"])
	_, err = f.Invoke("aws:elb/getServiceAccount:getServiceAccount", model.Props{"region": "mars-1"})
	require.ErrorContains(t, err, `unknown region ("mars-1")`)
}
