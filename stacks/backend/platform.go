package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/network"
)

// platform runs containers. Program does not know which one it is.
type platform interface {
	// web runs the application behind a load balancer.
	web(ctx *pulumi.Context, front *alb.ALB) (webService, error)
}

// webService is what the rest of an environment needs of a running application.
type webService struct {
	name, running, logGroup, taskRoleARN pulumi.StringOutput
	securityGroupID                      pulumi.IDOutput
}

func newPlatform(ctx *pulumi.Context, c Config, net *network.Network) (platform, error) {
	cluster, err := ecs.NewCluster(ctx, "cluster", ecs.ClusterArgs{
		LogRetentionDays: c.Sizes.LogRetentionDays,
		AllowDestroy:     c.AllowDestroy,
	})
	return fargate{config: c, network: net, cluster: cluster}, err
}

// fargate is the platform "ecs".
type fargate struct {
	config  Config
	network *network.Network
	cluster *ecs.Cluster
}

func (f fargate) web(ctx *pulumi.Context, front *alb.ALB) (webService, error) {
	web, err := ecs.NewWeb(ctx, "web", f.webArgs(front))
	if err != nil {
		return webService{}, err
	}
	return webService{
		name: web.ServiceName, running: web.RunningTaskDefinition, logGroup: web.LogGroupName,
		securityGroupID: web.SecurityGroupID, taskRoleARN: web.TaskRoleARN,
	}, nil
}

func (f fargate) webArgs(front *alb.ALB) ecs.WebArgs {
	sizes := f.config.Sizes.Web
	return ecs.WebArgs{
		ClusterName:                 f.cluster.Name,
		ClusterARN:                  f.cluster.ARN,
		VPCID:                       f.network.VPCID,
		SubnetIDs:                   f.network.PrivateSubnetIDs,
		LoadBalancerSecurityGroupID: front.SecurityGroupID,
		TargetGroupARN:              front.TargetGroupARN,
		RequestCountLabel:           front.RequestCountLabel,
		Region:                      f.config.Region,
		Image:                       pulumi.String(f.config.Image),
		Port:                        f.config.Port,
		CPU:                         sizes.CPU,
		Memory:                      sizes.Memory,
		MinTasks:                    sizes.MinTasks,
		MaxTasks:                    sizes.MaxTasks,
		CPUTarget:                   sizes.CPUTarget,
		RequestsPerTarget:           sizes.RequestsPerTarget,
		LongestRequest:              sizes.LongestRequest,
		DeregistrationDelay:         sizes.DeregistrationDelay,
		Variables:                   texts(f.config.Variables),
		Secrets:                     texts(f.config.Secrets),
		LogRetentionDays:            f.config.Sizes.LogRetentionDays,
	}
}

func texts(values map[string]string) map[string]pulumi.StringInput {
	inputs := map[string]pulumi.StringInput{}
	for name, value := range values {
		inputs[name] = pulumi.String(value)
	}
	return inputs
}
