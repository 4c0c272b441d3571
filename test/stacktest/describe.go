package stacktest

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// describe turns what the SDK sends into a Resource.
func describe(s *settings, args pulumi.MockResourceArgs) (Resource, error) {
	res := Resource{
		Type: args.TypeToken, Name: args.Name, Provider: args.Provider, Custom: args.Custom,
		Inputs: args.Inputs, ImportID: args.ID,
	}
	if rpc := args.ReadRPC; rpc != nil {
		res.Read, res.Custom, res.Parent, res.DependsOn = true, true, rpc.GetParent(), rpc.GetDependencies()
	}
	if rpc := args.RegisterRPC; rpc != nil {
		addOptions(&res, rpc)
	}
	if s.preview && args.RegisterRPC != nil {
		inputs, err := inputsOf(args.RegisterRPC)
		if err != nil {
			return res, err
		}
		res.Inputs = inputs
	}
	slices.Sort(res.DependsOn)
	res.URN = urnOf(s, res)
	return res, nil
}

// inputsOf decodes the inputs of a preview again: the SDK's mock has dropped those that are unknown.
func inputsOf(rpc *pulumirpc.RegisterResourceRequest) (resource.PropertyMap, error) {
	return plugin.UnmarshalProperties(rpc.GetObject(), plugin.MarshalOptions{
		KeepUnknowns: true, KeepSecrets: true, KeepResources: true,
	})
}

func addOptions(res *Resource, rpc *pulumirpc.RegisterResourceRequest) {
	res.Parent = rpc.GetParent()
	res.DependsOn = slices.Clone(rpc.GetDependencies())
	res.Protect = rpc.GetProtect()
	res.IgnoreChanges = rpc.GetIgnoreChanges()
	timeouts := rpc.GetCustomTimeouts()
	res.CustomTimeouts = pulumi.CustomTimeouts{
		Create: timeouts.GetCreate(), Update: timeouts.GetUpdate(), Delete: timeouts.GetDelete(),
	}
	res.ReplaceOnChanges = rpc.GetReplaceOnChanges()
	res.DeleteBeforeReplace = rpc.GetDeleteBeforeReplace()
	res.RetainOnDelete = rpc.GetRetainOnDelete()
	res.DeletedWith = rpc.GetDeletedWith()
	res.SecretOutputs = rpc.GetAdditionalSecretOutputs()
	res.Aliases = aliases(rpc)
	for _, dependencies := range rpc.GetPropertyDependencies() {
		res.implied = append(res.implied, dependencies.GetUrns()...)
	}
}

// aliases writes each alias as its URN or, for an alias by parts, as "name=old type=aws:lb/old:Old".
func aliases(rpc *pulumirpc.RegisterResourceRequest) []string {
	list := slices.Clone(rpc.GetAliasURNs())
	for _, alias := range rpc.GetAliases() {
		if urn := alias.GetUrn(); urn != "" {
			list = append(list, urn)
			continue
		}
		list = append(list, aliasSpec(alias.GetSpec()))
	}
	return list
}

func aliasSpec(spec *pulumirpc.Alias_Spec) string {
	var parts []string
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+"="+value)
		}
	}
	add("name", spec.GetName())
	add("type", spec.GetType())
	add("stack", spec.GetStack())
	add("project", spec.GetProject())
	add("parent", spec.GetParentUrn())
	if spec.GetNoParent() {
		add("parent", "none")
	}
	return strings.Join(parts, " ")
}

func urnOf(s *settings, res Resource) string {
	parentType := tokens.Type("")
	if parent := resource.URN(res.Parent); parent != "" && parent.QualifiedType() != resource.RootStackType {
		parentType = parent.QualifiedType()
	}
	return string(resource.NewURN(
		tokens.QName(s.stack), tokens.PackageName(s.project), parentType, tokens.Type(res.Type), res.Name,
	))
}
