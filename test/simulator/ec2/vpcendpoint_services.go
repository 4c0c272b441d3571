package ec2

import (
	"slices"
	"strings"
)

// interfaceServices are the names of AWS's services that have interface endpoints: com.amazonaws.REGION.NAME.
// Source: AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink"; those that back ends use.
var interfaceServices = strings.Fields(`
	access-analyzer acm-pca airflow.api airflow.env application-autoscaling appconfig appconfigdata appmesh aps
	aps-workspaces athena auditmanager autoscaling autoscaling-plans backup batch bedrock bedrock-agent
	bedrock-agent-runtime bedrock-runtime cloudformation cloudtrail codeartifact.api codeartifact.repositories codebuild
	codecommit codedeploy codepipeline cognito-idp comprehend config databrew dataexchange datasync dynamodb ebs ec2
	ec2messages ecr.api ecr.dkr ecs ecs-agent ecs-telemetry eks eks-auth elasticache elasticbeanstalk
	elasticfilesystem elasticloadbalancing email-smtp events evidently execute-api fis git-codecommit glue grafana
	grafana-workspace guardduty-data imagebuilder inspector2 iot.data kafka kendra kinesis-firehose kinesis-streams kms
	lambda license-manager logs macie2 memory-db monitoring mq network-firewall oam organizations pinpoint pipes polly
	profiler rds rds-data redshift redshift-data rekognition rum s3 sagemaker.api sagemaker.runtime scheduler
	secretsmanager securityhub servicecatalog servicediscovery sns sqs ssm ssm-contacts ssm-incidents ssmmessages states
	storagegateway sts sync-states synthetics tagging textract transcribe transfer translate wafv2 workspaces xray`)

// gatewayServices are those that have gateway endpoints.
var gatewayServices = []string{"dynamodb", "s3"}

// serviceKinds returns the endpoint types of a service in a region; none for an unknown service.
func serviceKinds(region, name string) []string {
	short, ok := strings.CutPrefix(name, "com.amazonaws."+region+".")
	if !ok {
		return nil
	}
	var kinds []string
	if slices.Contains(gatewayServices, short) {
		kinds = append(kinds, gatewayType)
	}
	if slices.Contains(interfaceServices, short) {
		kinds = append(kinds, interfaceType)
	}
	return kinds
}

// privateName returns the domain that an interface endpoint serves inside its VPC.
func privateName(region, service string) string {
	parts := strings.Split(strings.TrimPrefix(service, "com.amazonaws."+region+"."), ".")
	slices.Reverse(parts)
	return strings.Join(append(parts, region, "amazonaws.com"), ".")
}
