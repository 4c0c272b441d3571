package iam_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestServiceLinkedRole(t *testing.T) {
	a := newAccount(t)
	ecs := model.Props{"awsServiceName": "ecs.amazonaws.com"}
	id, state := a.MustCreate(iam.ServiceLinkedRole, "ecs", ecs)
	require.Equal(t, us+"role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", id)
	require.Equal(t, "AWSServiceRoleForECS", state["name"])
	_, _, err := a.Create(iam.ServiceLinkedRole, "again", ecs)
	require.ErrorContains(t, err, "InvalidInput: Service role name AWSServiceRoleForECS has been taken in this account, "+
		"please try a different suffix.")
	_, _, err = a.Create(iam.ServiceLinkedRole, "bad", model.Props{"awsServiceName": "ecs"})
	require.ErrorContains(t, err, "must be a full service hostname e.g. elasticbeanstalk.amazonaws.com")
	_, _, err = a.Create(iam.Role, "r", role(model.Props{"assumeRolePolicy": trust(`{"AWS":"` + id + `"}`)}))
	require.NoError(t, err, "I3: a service-linked role is a principal")
}
