package model_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestInterfacesFindTheirResources(t *testing.T) {
	const service, gateway, alias = "aws:x/service:Service", "aws:x/gateway:Gateway", "aws:y/service:Service"
	serviceType := &model.Type{Token: service, Interfaces: model.Interfaces{
		Subnets: "network.subnets", Groups: "network.groups", Count: "count",
	}}
	gatewayType := &model.Type{Token: gateway, Interfaces: model.Interfaces{Subnets: "subnetId"}}
	all := map[string]*model.Type{service: serviceType, alias: serviceType, gateway: gatewayType, vpcToken: vpcType}
	a, err := account.Open(filepath.Join(t.TempDir(), "account.db"))
	require.NoError(t, err)
	defer func() { require.NoError(t, a.Close()) }()
	require.NoError(t, a.Do(context.Background(), func(tx *account.Tx) error {
		c := &model.Call{Tx: tx, Type: vpcType, Region: "us-east-1", Types: all}
		network := map[string]any{"subnets": []any{"s-1", "s-2"}, "groups": []any{"g-1"}}
		c.Put(&account.Resource{
			Region: "us-east-1", Type: service, ID: "web", Properties: model.Props{"network": network, "count": 3.0},
		})
		c.Put(&account.Resource{
			Region: "us-east-1", Type: gateway, ID: "nat", Properties: model.Props{"subnetId": "s-2"},
		})
		require.Equal(t, []string{"web"}, ids(c.InSubnet("s-1")), "an alias counts once")
		require.ElementsMatch(t, []string{"web", "nat"}, ids(c.InSubnet("s-2")))
		require.Empty(t, c.InSubnet("s-3"))
		require.Equal(t, []string{"web"}, ids(c.InGroup("g-1")))
		require.Empty(t, c.InGroup("s-1"))
		return nil
	}))
	two := model.Props{"network": map[string]any{"subnets": []any{"s-1", "s-2"}}, "count": 3.0}
	require.Equal(t, 2, serviceType.Interfaces.In(two), "3 over 2 subnets")
	require.Equal(t, 1, gatewayType.Interfaces.In(model.Props{"subnetId": "s-2"}))
}

func ids(list []*account.Resource) []string {
	var all []string
	for _, r := range list {
		all = append(all, r.ID)
	}
	return all
}
