package cloudwatch_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/cloudwatch"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	arns    = "arn:aws:logs:us-east-1:123456789012:log-group:"
	keyARN  = "arn:aws:kms:us-east-1:123456789012:key/good"
	badKey  = "arn:aws:kms:us-east-1:123456789012:key/bad"
	noGroup = "ResourceNotFoundException: The specified log group does not exist."
)

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	a := simtest.New(t, cloudwatch.Types(), cloudwatch.Functions())
	for id, region := range map[string]string{"good": "us-east-1", "bad": "eu-west-1"} {
		require.NoError(t, a.Seed(t.Context(), "us-east-1", "aws:kms/key:Key", id, model.Props{"policy": fmt.Sprintf(
			`{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":{"Service":"logs.%s.amazonaws.com"}}]}`,
			region)}))
	}
	return a
}

type ruleCase = simtest.RuleCase

func checkRules(t *testing.T, token string, cases map[string]ruleCase, before func(a *simtest.Account)) {
	t.Helper()
	simtest.CheckRules(t, func(t *testing.T) *simtest.Account {
		a := newAccount(t)
		if before != nil {
			before(a)
		}
		return a
	}, token, cases)
}

func TestLogGroupRules(t *testing.T) {
	denied := "AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with LogGroup '" +
		arns + "g'"
	checkRules(t, cloudwatch.LogGroup, map[string]ruleCase{
		"fits":       {model.Props{"name": "/ecs/web_1.x#y-Z", "retentionInDays": 30}, ""},
		"W16 length": {model.Props{"name": strings.Repeat("a", 513)}, `"name" cannot be longer than 512 characters: "a`},
		"W16 prefix": {
			model.Props{"namePrefix": strings.Repeat("a", 484)},
			`"name_prefix" cannot be longer than 483 characters: "a`,
		},
		"W16 charset": {
			model.Props{"name": "a b"},
			`"name" isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and ` +
				`dots are allowed): "a b"`,
		},
		"W17": {model.Props{"retentionInDays": 31}, "expected retention_in_days to be one of [0 1 3 5 7 14 30 60"},
		"W18": {
			model.Props{"name": "there"},
			"ResourceAlreadyExistsException: The specified log group already exists",
		},
		"W19 key":    {model.Props{"name": "g", "kmsKeyId": keyARN}, ""},
		"W19 policy": {model.Props{"name": "g", "kmsKeyId": badKey}, denied},
		"W19 no key": {model.Props{"name": "g", "kmsKeyId": keyARN + "x"}, denied},
		"class": {
			model.Props{"logGroupClass": "X"},
			`expected log_group_class to be one of ["STANDARD" "INFREQUENT_ACCESS" "DELIVERY"], got X`,
		},
	}, func(a *simtest.Account) { a.MustCreate(cloudwatch.LogGroup, "there", model.Props{"name": "there"}) })
}

func TestLogGroup(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(cloudwatch.LogGroup, "g", model.Props{"name": "g"})
	require.Equal(t, "g", id)
	require.Equal(t, arns+"g", state["arn"])
	require.Equal(t, "STANDARD", state["logGroupClass"])
	for property, c := range map[string]struct {
		value    any
		replaced bool
	}{
		"name": {"h", true}, "logGroupClass": {"INFREQUENT_ACCESS", true}, "retentionInDays": {7, false},
	} {
		changed, replaced, _, err := a.Diff(cloudwatch.LogGroup, id,
			simtest.With(model.Props{"name": "g"}, model.Props{property: c.value}))
		require.NoError(t, err)
		require.Equal(t, []string{property}, changed)
		require.Equal(t, c.replaced, len(replaced) > 0, "W19 %s", property)
	}
	found, err := a.Invoke("aws:cloudwatch/getLogGroup:getLogGroup", model.Props{"name": "g"})
	require.NoError(t, err)
	require.Equal(t, arns+"g", found["arn"])
	for prefix, names := range map[string][]any{"g": {"g"}, "none": {}} {
		found, err = a.Invoke("aws:cloudwatch/getLogGroups:getLogGroups", model.Props{"logGroupNamePrefix": prefix})
		require.NoError(t, err)
		require.Equal(t, names, found["logGroupNames"])
	}
	require.NoError(t, a.Delete(cloudwatch.LogGroup, id))
	require.Nil(t, a.Read(cloudwatch.LogGroup, id))

	kept, _ := a.MustCreate(cloudwatch.LogGroup, "kept", model.Props{"name": "kept", "skipDestroy": true})
	require.NoError(t, a.Delete(cloudwatch.LogGroup, kept))
	require.NotNil(t, a.Read(cloudwatch.LogGroup, kept))
}

func TestLogParts(t *testing.T) {
	group := func(a *simtest.Account) { a.MustCreate(cloudwatch.LogGroup, "g", model.Props{"name": "g"}) }
	transformation := map[string]any{"name": "n", "namespace": "s", "value": "1"}
	filter := model.Props{"name": "f", "logGroupName": "g", "pattern": " ERROR ", "metricTransformation": transformation}
	checkRules(t, cloudwatch.MetricFilter, map[string]ruleCase{
		"fits": {filter, ""},
		"W21": {
			simtest.With(filter, model.Props{"name": "a:b"}),
			`"name" isn't a valid log metric name (must not contain colon nor asterisk): "a:b"`,
		},
		"W21 long": {
			simtest.With(filter, model.Props{"name": strings.Repeat("a", 513)}),
			"expected length of name to be in the range (1 - 512)",
		},
		"no group": {simtest.With(filter, model.Props{"logGroupName": "none"}), noGroup},
	}, group)
	subscription := model.Props{
		"name": "s", "logGroup": "g", "filterPattern": "",
		"destinationArn": "arn:aws:lambda:us-east-1:1:function:f",
	}
	checkRules(t, cloudwatch.SubscriptionFilter, map[string]ruleCase{
		"fits":     {subscription, ""},
		"no group": {simtest.With(subscription, model.Props{"logGroup": "none"}), noGroup},
		"destination": {
			simtest.With(subscription, model.Props{"destinationArn": "arn:aws:sqs:us-east-1:1:q"}),
			"InvalidParameterException: PutSubscriptionFilter operation cannot work with destinationArn for vendor sqs",
		},
		"one more": {simtest.With(subscription, model.Props{"name": "t"}), ""},
	}, group)
	stream := model.Props{"name": "s", "logGroupName": "g"}
	checkRules(t, cloudwatch.LogStream, map[string]ruleCase{
		"fits":     {stream, ""},
		"colon":    {simtest.With(stream, model.Props{"name": "a:b"}), `colons not allowed in "name"`},
		"no group": {simtest.With(stream, model.Props{"logGroupName": "none"}), noGroup},
	}, group)
	document := func(n int) string { return `{"Statement":"` + strings.Repeat("a", n-16) + `"}` }
	checkRules(t, cloudwatch.LogResourcePolicy, map[string]ruleCase{
		"fits": {model.Props{"policyName": "p", "policyDocument": document(5120)}, ""},
		"W20": {
			model.Props{"policyName": "p", "policyDocument": document(5121)},
			"CloudWatch log resource policy document must be between 1 and 5120 characters.",
		},
		"JSON": {model.Props{"policyName": "p", "policyDocument": "{"}, `"policy_document" contains an invalid JSON`},
	}, nil)
}

func TestLogPartsOfTwoGroups(t *testing.T) {
	a := newAccount(t)
	var ids []string
	for _, name := range []string{"g", "h"} {
		a.MustCreate(cloudwatch.LogGroup, name, model.Props{"name": name})
		id, state := a.MustCreate(cloudwatch.LogStream, name, model.Props{"name": "s", "logGroupName": name})
		require.Equal(t, arns+name+":log-stream:s", state["arn"])
		ids = append(ids, id)
	}
	require.Equal(t, []string{"s", "h:s"}, ids)
	_, _, err := a.Create(cloudwatch.LogStream, "again", model.Props{"name": "s", "logGroupName": "h"})
	require.ErrorContains(t, err, "ResourceAlreadyExistsException: The specified log stream already exists")
}

func TestLogQuotas(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(cloudwatch.LogGroup, "g", model.Props{"name": "g"})
	for i, want := range []string{"", "", "LimitExceededException: Resource limit exceeded."} {
		_, _, err := a.Create(cloudwatch.SubscriptionFilter, fmt.Sprint("s", i), model.Props{
			"logGroup": "g", "filterPattern": "", "destinationArn": "arn:aws:lambda:us-east-1:1:function:f",
		})
		if want == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, want)
		}
	}
	for i := range 10 {
		a.MustCreate(cloudwatch.LogResourcePolicy, "p", model.Props{"policyName": fmt.Sprint("p", i), "policyDocument": "{}"})
	}
	_, _, err := a.Create(cloudwatch.LogResourcePolicy, "p", model.Props{"policyName": "p10", "policyDocument": "{}"})
	require.ErrorContains(t, err, "LimitExceededException", "W20")
}
