package lambda

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const zip, image = "Zip", "Image"

func function() *model.Type {
	return &model.Type{
		Token: Function, Service: service, Noun: "Lambda Function", Modeled: true,
		Actions: model.Actions{Read: "GetFunction", Update: "UpdateFunctionConfiguration"},
		Name:    model.Name{Property: "name", Max: 64},
		ARN:     "arn:{partition}:lambda:{region}:{account}:function:{name}",
		Links:   []string{"arn", "role", "kmsKeyArn", "loggingConfig.logGroup"},
		Interfaces: model.Interfaces{
			Subnets: "vpcConfig.subnetIds", Groups: "vpcConfig.securityGroupIds",
		},
		Replaces: []model.Replace{{Rule: "LM2", Properties: []string{"name", "packageType"}}},
		Defaults: model.Props{
			"memorySize": 128.0, "timeout": 3.0, "packageType": zip, "publish": false, "reservedConcurrentExecutions": -1.0,
			"skipDestroy": false, "version": latest,
		},
		Computed: []string{"architectures", "ephemeralStorage", "loggingConfig", "tracingConfig"},
		Rules:    slices.Concat(functionChecks(), functionRules()),
		Fill:     fillFunction,
	}
}

func functionChecks() []model.Rule {
	return []model.Rule{
		model.Matches("name", `^[a-zA-Z0-9-_]{1,64}$`,
			`%[1]q (%[2]q) must be 1 to 64 letters, digits, hyphens and underscores`).As("LM1"),
		model.ARN("role").As("LM3"),
		model.ExactlyOne("code", "imageUri", "s3Bucket").As("LM5"),
		model.With("s3Bucket", "s3Key").As("LM5"),
		model.OneOf("packageType", zip, image).As("LM5"),
		{ID: "LM5", On: model.Check, Test: handlerAndRuntime},
		model.OneOf("runtime", runtimes()...).As("LM6"),
		model.Length("handler", 1, 128).As("LM7"),
		model.Between("timeout", 1, 900).As("LM7"),
		model.Between("memorySize", 128, 10240).As("LM7"),
		model.Between("ephemeralStorage.size", 512, 10240).As("LM7"),
		model.MaxItems("architectures", 1).As("LM7"),
		{ID: "LM7", On: model.Check, Test: architecture},
		model.OneOf("loggingConfig.logFormat", "JSON", "Text").As("LM7"),
		model.OneOf("tracingConfig.mode", "Active", "PassThrough").As("LM7"),
		{ID: "LM11", On: model.Check, Test: logLevels},
	}
}

func functionRules() []model.Rule {
	return []model.Rule{
		{ID: "LM1", On: model.Create, Test: nameFree},
		{ID: "LM3", On: model.Write, Test: assumable},
		{ID: "LM6", On: model.Write, Test: runtimeOpen},
		{ID: "LM8", On: model.Write, Test: variables},
		{ID: "LM9", On: model.Write, Test: concurrency},
		model.Refers("vpcConfig.subnetIds", "aws:ec2/subnet:Subnet", invalid,
			"The subnet ID '%s' does not exist").As("LM10"),
		model.Refers("vpcConfig.securityGroupIds", "aws:ec2/securityGroup:SecurityGroup", invalid,
			"The securityGroup ID '%s' does not exist").As("LM10"),
	}
}

// handlerAndRuntime belong to a function that is an archive, as the provider checks.
func handlerAndRuntime(c *model.Call) error {
	packaged := c.New.String("packageType")
	if (packaged == "" || packaged == zip) && (!c.New.Has("handler") || !c.New.Has("runtime")) {
		return model.Invalidf("handler", "handler and runtime must be set when PackageType is Zip")
	}
	return nil
}

func architecture(c *model.Call) error {
	for _, one := range c.New.Strings("architectures") {
		if one != "arm64" && one != "x86_64" {
			return model.Invalidf("architectures", `expected architectures.0 to be one of ["x86_64" "arm64"], got %s`, one)
		}
	}
	return nil
}

// logLevels are a setting of logs in JSON.
func logLevels(c *model.Call) error {
	levels := c.New.Has("loggingConfig.applicationLogLevel") || c.New.Has("loggingConfig.systemLogLevel")
	if levels && c.New.String("loggingConfig.logFormat") == "Text" {
		return model.Invalidf("loggingConfig", "log levels need the log format JSON")
	}
	return nil
}

func nameFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(Function, name) {
		return &model.APIError{
			Code: conflict, Status: statusConflict, Message: "Function already exist: " + name,
		}
	}
	return nil
}

// canAssume reports whether Lambda may assume a role. Roles of other accounts are assumed to be fine.
func canAssume(c *model.Call, role string) bool {
	return model.ARNField(role, 4) != account.ID || c.RoleTrusts(role, "lambda.amazonaws.com")
}

// assumable requires a role that Lambda may assume.
func assumable(c *model.Call) error {
	role := c.New.String("role")
	if !canAssume(c, role) {
		return model.Errorf(invalid, "The role defined for the function cannot be assumed by Lambda.")
	}
	return nil
}

// reserved are the variables that Lambda sets itself. Source: Lambda developer guide, "Defined runtime environment
// variables".
var reserved = []string{
	"_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
	"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
	"AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
}

// maxVariables is the size of all environment variables together, in bytes.
const maxVariables = 4096

func variables(c *model.Call) error {
	all, _ := c.New.Get("environment.variables").(map[string]any)
	var taken []string
	size := 0
	for name, value := range all {
		text, _ := value.(string)
		size += len(name) + len(text)
		if slices.Contains(reserved, name) {
			taken = append(taken, name)
		}
	}
	slices.Sort(taken)
	switch {
	case len(taken) > 0:
		return model.Errorf(invalid, "Lambda was unable to configure your environment variables because the environment "+
			"variables you have provided contains reserved keys that are currently not supported for modification. "+
			"Reserved keys used in this request: %s", strings.Join(taken, ", "))
	case size > maxVariables:
		return model.Errorf(invalid, "Lambda was unable to configure your environment variables because the environment "+
			"variables you have provided exceeded the 4KB limit.")
	}
	return nil
}

// The account's concurrency, and what must stay for the functions that reserve none.
const accountConcurrency, unreserved = 1000, 100

func concurrency(c *model.Call) error {
	free := c.Quota("lambdaConcurrency", accountConcurrency) - unreserved
	for _, r := range c.List(Function) {
		if r.ID != c.ID {
			free -= max(0, r.Properties.Int("reservedConcurrentExecutions"))
		}
	}
	if c.New.Int("reservedConcurrentExecutions") > max(0, free) {
		return model.Errorf(invalid, "Specified ReservedConcurrentExecutions for function decreases account's "+
			"UnreservedConcurrentExecution below its minimum value of [%d].", unreserved)
	}
	return nil
}

func fillFunction(c *model.Call) error {
	s := c.State
	arn := s.String("arn")
	s.Default("architectures", []any{"x86_64"})
	s.Default("ephemeralStorage", map[string]any{"size": 512.0})
	s.Default("tracingConfig", map[string]any{"mode": "PassThrough"})
	s.Default("loggingConfig", map[string]any{"logFormat": "Text", "logGroup": "/aws/lambda/" + s.String("name")})
	s["invokeArn"] = c.Expand("arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/") + arn + "/invocations"
	s["qualifiedArn"] = arn + ":" + latest
	s["qualifiedInvokeArn"] = c.Expand("arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/") + arn +
		":" + latest + "/invocations"
	return nil
}
