package lambda_test

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/archive"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/lambda"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const role = "arn:aws:iam::123456789012:role/run"

type props = model.Props

// world is an account with a role that Lambda may assume, and one that only ECS may.
func world(t *testing.T) *simtest.Account {
	t.Helper()
	a := simtest.New(t, slices.Concat(lambda.Types(), iam.Types()), nil)
	for name, service := range map[string]string{"run": "lambda.amazonaws.com", "deaf": "ecs-tasks.amazonaws.com"} {
		require.NoError(t, a.Seed(t.Context(), account.Global, iam.Role, name, props{
			"arn": "arn:aws:iam::123456789012:role/" + name,
			"assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",` +
				`"Principal":{"Service":"` + service + `"}}]}`,
		}))
	}
	return a
}

// withFunction is the same account with the function f.
func withFunction(t *testing.T) *simtest.Account {
	t.Helper()
	a := world(t)
	a.MustCreate(lambda.Function, "f", function(t, nil))
	return a
}

func code(t *testing.T) *archive.Archive {
	t.Helper()
	text, err := asset.FromText("def handler(event, context): pass")
	require.NoError(t, err)
	files, err := archive.FromAssets(map[string]any{"index.py": text})
	require.NoError(t, err)
	return files
}

func function(t *testing.T, changes props) props {
	t.Helper()
	return simtest.With(props{
		"name": "f", "role": role, "code": code(t), "handler": "index.handler", "runtime": "python3.13", "timeout": 900,
	}, changes)
}

func TestFunctionRules(t *testing.T) {
	with := func(changes props) props { return function(t, changes) }
	variables := func(all map[string]any) props { return with(props{"environment": map[string]any{"variables": all}}) }
	simtest.CheckRules(t, withFunction, lambda.Function, map[string]simtest.RuleCase{
		"fine":       {with(props{"name": "g", "environment": map[string]any{"variables": map[string]any{"A": "1"}}}), ""},
		"LM1 form":   {with(props{"name": "a.b"}), `"name" ("a.b") must be 1 to 64 letters`},
		"LM1 taken":  {with(nil), "ResourceConflictException: Function already exist: f"},
		"LM3 form":   {with(props{"role": "run"}), `"role" (run) is an invalid ARN: arn: invalid prefix`},
		"LM3 trust":  {with(props{"name": "g", "role": "arn:aws:iam::123456789012:role/deaf"}), "cannot be assumed by Lambda."},
		"LM3 gone":   {with(props{"name": "g", "role": "arn:aws:iam::123456789012:role/none"}), "cannot be assumed by Lambda."},
		"LM3 other":  {with(props{"name": "g", "role": "arn:aws:iam::210987654321:role/x"}), ""},
		"LM5 none":   {with(props{"code": nil}), "one of `code,image_uri,s3_bucket` must be specified"},
		"LM5 both":   {with(props{"imageUri": "x"}), "only one of `code,image_uri,s3_bucket` can be specified"},
		"LM5 key":    {with(props{"code": nil, "s3Bucket": "b"}), "all of `s3_bucket,s3_key` must be specified"},
		"LM5 kind":   {with(props{"packageType": "Tar"}), `expected package_type to be one of ["Zip" "Image"], got Tar`},
		"LM5 zip":    {with(props{"runtime": nil}), "handler and runtime must be set when PackageType is Zip"},
		"LM6 known":  {with(props{"runtime": "python2.7"}), "expected runtime to be one of"},
		"LM6 closed": {with(props{"name": "g", "runtime": "python3.9"}), "The runtime parameter of python3.9 is no longer supported"},
		"LM7 time":   {with(props{"timeout": 901}), "expected timeout to be in the range (1 - 900), got 901"},
		"LM7 memory": {with(props{"memorySize": 64}), "expected memory_size to be in the range (128 - 10240), got 64"},
		"LM7 disk": {
			with(props{"ephemeralStorage": map[string]any{"size": 1}}), "to be in the range (512 - 10240), got 1",
		},
		"LM7 handler":   {with(props{"handler": string(make([]byte, 129))}), "expected length of handler"},
		"LM7 processor": {with(props{"architectures": []any{"arm"}}), `expected architectures.0 to be one of ["x86_64" "arm64"]`},
		"LM7 two":       {with(props{"architectures": []any{"arm64", "x86_64"}}), "Too many architectures"},
		"LM7 log":       {with(props{"loggingConfig": map[string]any{"logFormat": "XML"}}), `to be one of ["JSON" "Text"], got XML`},
		"LM7 trace":     {with(props{"tracingConfig": map[string]any{"mode": "On"}}), `to be one of ["Active" "PassThrough"], got On`},
		"LM11": {
			with(props{"loggingConfig": map[string]any{"logFormat": "Text", "systemLogLevel": "WARN"}}),
			"log levels need the log format JSON",
		},
		"LM8 reserved": {
			simtest.With(variables(map[string]any{"AWS_REGION": "x"}), props{"name": "g"}),
			"Reserved keys used in this request: AWS_REGION",
		},
		"LM8 size": {
			simtest.With(variables(map[string]any{"A": string(make([]byte, 4096))}), props{"name": "g"}), "exceeded the 4KB limit.",
		},
		"LM9":     {with(props{"name": "g", "reservedConcurrentExecutions": 901}), "below its minimum value of [100]."},
		"LM9 max": {with(props{"name": "g", "reservedConcurrentExecutions": 900}), ""},
		"LM10 subnet": {
			with(props{"name": "g", "vpcConfig": map[string]any{"subnetIds": []any{"subnet-x"}, "securityGroupIds": []any{}}}),
			"The subnet ID 'subnet-x' does not exist",
		},
		"LM10 group": {
			with(props{"name": "g", "vpcConfig": map[string]any{"subnetIds": []any{}, "securityGroupIds": []any{"sg-x"}}}),
			"The securityGroup ID 'sg-x' does not exist",
		},
	})
}

func TestFunctionIsCompletedByLambda(t *testing.T) {
	a := world(t)
	id, state := a.MustCreate(lambda.Function, "f", function(t, nil))
	require.Equal(t, "f", id)
	for path, want := range map[string]string{
		"arn": "arn:aws:lambda:us-east-1:123456789012:function:f", "version": "$LATEST", "packageType": "Zip",
		"qualifiedArn":           "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST",
		"loggingConfig.logGroup": "/aws/lambda/f",
		"invokeArn": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" +
			"arn:aws:lambda:us-east-1:123456789012:function:f/invocations",
	} {
		require.Equal(t, want, state.String(path), path)
	}
	require.Equal(t, 128, state.Int("memorySize"))
	require.Equal(t, []string{"x86_64"}, state.Strings("architectures"))
	_, replaced, _, err := a.Diff(lambda.Function, id, function(t, props{"name": "g", "timeout": 10}))
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, replaced)
}

func TestInvocationRules(t *testing.T) {
	with := func(changes props) props {
		return simtest.With(props{"functionName": "f", "input": `{"a":1}`}, changes)
	}
	simtest.CheckRules(t, withFunction, lambda.Invocation, map[string]simtest.RuleCase{
		"fine":      {with(nil), ""},
		"by ARN":    {with(props{"functionName": "arn:aws:lambda:us-east-1:123456789012:function:f"}), ""},
		"LM12":      {with(props{"functionName": "g"}), "Function not found: arn:aws:lambda:us-east-1:123456789012:function:g"},
		"LM13":      {with(props{"input": "{"}), `"input" contains an invalid JSON`},
		"LM13 type": {with(props{"lifecycleScope": "ONCE"}), `expected lifecycle_scope to be one of ["CREATE_ONLY" "CRUD"]`},
		"LM13 crud": {with(props{"lifecycleScope": "CRUD", "input": "[]"}), "requires input to be a JSON object"},
		"LM13 list": {with(props{"input": "[]"}), ""},
	})
}

func TestInvocationIsReplacedByANewInput(t *testing.T) {
	a := withFunction(t)
	input := props{"functionName": "f", "input": `{"a":1}`, "triggers": map[string]any{"image": "1"}}
	id, state := a.MustCreate(lambda.Invocation, "i", input)
	require.Equal(t, "f_$LATEST_bb6cb5c68df4652941caf652a366f2d8", id)
	require.Equal(t, "null", state.String("result"))
	for name, changes := range map[string]props{
		"input": {"input": `{"a":2}`}, "triggers": {"triggers": map[string]any{"image": "2"}},
	} {
		_, replaced, first, err := a.Diff(lambda.Invocation, id, simtest.With(input, changes))
		require.NoError(t, err)
		require.Equal(t, []string{name}, replaced)
		require.False(t, first)
	}
	both := simtest.With(input, props{"lifecycleScope": "CRUD"})
	id, _ = a.MustCreate(lambda.Invocation, "both", both)
	changed, replaced, _, err := a.Diff(lambda.Invocation, id, simtest.With(both, props{"input": `{"a":2}`}))
	require.NoError(t, err)
	require.Equal(t, []string{"input"}, changed)
	require.Empty(t, replaced)
}

// A function that ends with an error fails the call with its payload, and leaves nothing behind.
func TestFaultRaisesAnErrorInAFunction(t *testing.T) {
	a := withFunction(t)
	require.NoError(t, a.Inject(t.Context(), account.Fault{
		Type: lambda.Invocation, Name: "i", Nth: 1, Effect: account.Raise, Message: `{"errorMessage": "exit code 1"}`,
	}))
	input := props{"functionName": "f", "input": "{}"}
	_, _, err := a.Create(lambda.Invocation, "i", input)
	require.ErrorContains(t, err, `invoking Lambda Function (f): {"errorMessage": "exit code 1"}`)
	all, err := a.Resources(t.Context())
	require.NoError(t, err)
	for _, r := range all {
		require.NotEqual(t, lambda.Invocation, r.Type)
	}
	_, _, err = a.Create(lambda.Invocation, "i", input)
	require.NoError(t, err)
}

// With CRUD, a delete invokes the function, which must still be there and must not raise an error.
func TestADeletedInvocationInvokesTheFunction(t *testing.T) {
	a := withFunction(t)
	input := props{"functionName": "f", "input": "{}", "lifecycleScope": "CRUD"}
	id, _ := a.MustCreate(lambda.Invocation, "i", input)
	require.NoError(t, a.Inject(t.Context(), account.Fault{
		Action: "delete", Type: lambda.Invocation, Nth: 1, Effect: account.Raise, Message: `{"errorMessage": "exit code 1"}`,
	}))
	require.ErrorContains(t, a.Delete(lambda.Invocation, id), `invoking Lambda Function (f): {"errorMessage": "exit code 1"}`)
	require.NotNil(t, a.Read(lambda.Invocation, id), "the next destroy invokes again")

	remove := func(typ, id string) model.Props {
		var kept model.Props
		require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
			region := map[string]string{iam.Role: account.Global, lambda.Function: "us-east-1"}[typ]
			kept = tx.Get(region, typ, id).Properties
			tx.Delete(region, typ, id)
			return nil
		}))
		return kept
	}
	role := remove(iam.Role, "run")
	require.ErrorContains(t, a.Delete(lambda.Invocation, id), "AccessDeniedException: The role defined "+
		"for the function cannot be assumed by Lambda.")
	require.NoError(t, a.Seed(t.Context(), account.Global, iam.Role, "run", role))
	function := remove(lambda.Function, "f")
	require.ErrorContains(t, a.Delete(lambda.Invocation, id), "Function not found: arn:aws:lambda:us-east-1:123456789012:function:f")
	require.NoError(t, a.Seed(t.Context(), "us-east-1", lambda.Function, "f", function))
	require.Len(t, invoked(t, a), 4)
	require.NoError(t, a.Delete(lambda.Invocation, id))
	require.Nil(t, a.Read(lambda.Invocation, id))

	calls := invoked(t, a)
	require.Len(t, calls, 5)
	require.Equal(t, id, calls[4].ID)
	require.Empty(t, calls[4].Error)
}

// Otherwise it calls nothing, even without the function.
func TestADeletedInvocationIsSilentByDefault(t *testing.T) {
	a := withFunction(t)
	id, _ := a.MustCreate(lambda.Invocation, "i", props{"functionName": "f", "input": "{}"})
	require.NoError(t, a.Delete(lambda.Function, "f"))
	require.NoError(t, a.Delete(lambda.Invocation, id))
	require.Len(t, invoked(t, a), 1)
}

// invoked are the calls of Invoke in the call log.
func invoked(t *testing.T, a *simtest.Account) []account.Call {
	t.Helper()
	calls, err := a.Calls(t.Context())
	require.NoError(t, err)
	return slices.DeleteFunc(calls, func(c account.Call) bool { return c.Type != lambda.Invocation || c.Action != "Invoke" })
}

func TestPermissionRules(t *testing.T) {
	with := func(changes props) props {
		return simtest.With(props{
			"statementId": "s", "action": "lambda:InvokeFunction", "function": "f", "principal": "events.amazonaws.com",
		}, changes)
	}
	simtest.CheckRules(t, withFunction, lambda.Permission, map[string]simtest.RuleCase{
		"fine":           {with(nil), ""},
		"account":        {with(props{"principal": "123456789012"}), ""},
		"LM12":           {with(props{"function": "g"}), "Function not found"},
		"LM16 action":    {with(props{"action": "s3:GetObject"}), `"action" ("s3:GetObject") must be an action of Lambda`},
		"LM16 principal": {with(props{"principal": "me"}), "The provided principal was invalid."},
		"LM16 names":     {with(props{"statementIdPrefix": "s"}), "conflicts with"},
	})
	a := withFunction(t)
	require.NoError(t, a.SetQuota(t.Context(), "lambdaStatements", 1))
	id, _ := a.MustCreate(lambda.Permission, "one", with(nil))
	_, _, err := a.Create(lambda.Permission, "two", with(props{"statementId": "t"}))
	require.ErrorContains(t, err, "PolicyLengthExceededException")
	_, replaced, _, err := a.Diff(lambda.Permission, id, with(props{"principal": "s3.amazonaws.com"}))
	require.NoError(t, err)
	require.Equal(t, []string{"principal"}, replaced)
}
