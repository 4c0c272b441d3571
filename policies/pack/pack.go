// Package pack is the Tenfold policy pack. It applies to every resource of an environment, whether a component or a plain
// resource created it. Each policy is a plain function over a typed view of a resource or of the whole stack. An adapter
// turns it into a policy of Pulumi's policyx. The pack works on type tokens and property maps and imports no cloud SDK.
package pack

import (
	"encoding/json"
	"fmt"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

// Name is the policy pack's name, as the engine prints it.
const Name = "tenfold"

// Version is the policy pack's version, the one in PulumiPolicy.yaml.
const Version = "0.1.0"

// The keys of the environment's file that the pack reads.
const (
	// LevelKey is the stack configuration key of the enforcement level: "mandatory" (the default) or "advisory".
	LevelKey = "tenfold:policies"
	// SettingsKey is the stack configuration key of the policies' settings: an object by policy ID.
	SettingsKey = "tenfold:policyConfig"
	// DestroyKey is the stack configuration key that lets the environment be destroyed: "true" or "false" (the default).
	DestroyKey = "tenfold:allowDestroy"
)

// Options decide how strictly the pack is enforced. The zero value is what production uses.
type Options struct {
	// Advisory makes every policy print its violations and block nothing. Default: false.
	Advisory bool
	// Preview says that values may be unknown because nothing is created yet. A policy then ignores unknown values. In an
	// update it reports them as values that could not be checked. Default: false.
	Preview bool
	// AllowDestroy disables the policies that prevent a destroy: ProtectedData. Default: false.
	AllowDestroy bool
	// Settings overrides the thresholds of policies, by policy ID and name of the setting. Default: none.
	Settings map[string]map[string]any
}

// New is the pack for the stack that ctx describes: its configuration decides the level and the settings.
func New(ctx *pulumi.Context) (policyx.PolicyPack, error) {
	options, err := readOptions(ctx)
	if err != nil {
		return nil, err
	}
	return NewPack(options)
}

// NewPack is the pack with the given options, for tests and for packs that include these policies.
func NewPack(options Options) (policyx.PolicyPack, error) {
	all := catalogue()
	if err := knownPolicies(all, options.Settings); err != nil {
		return nil, err
	}
	policies := make([]policyx.Policy, len(all))
	for i, p := range all {
		adapted, err := p.adapt(options)
		if err != nil {
			return nil, err
		}
		policies[i] = adapted
	}
	return policyx.NewPolicyPack(Name, semver.MustParse(Version), options.level(), policies)
}

// catalogue is every policy of the pack, in the order of the documentation.
func catalogue() []policy {
	return []policy{
		webReplicas(), statelessWeb(), noStickySessions(), healthCheck(), noPublicIngress(), tls(), logRetention(),
		privateData(), encryptedData(), durableData(), protectedData(), readReplicas(), brokerNotClustered(), closedBuckets(),
		workerTier(), workersNotBehindALB(), singleBeat(), retryLimit(), backlogAlarm(), visibilityTimeout(),
		workerProcesses(), loggedExec(),
	}
}

func (o Options) level() policyx.EnforcementLevel {
	if o.Advisory {
		return policyx.EnforcementLevelAdvisory
	}
	return policyx.EnforcementLevelMandatory
}

func (o Options) levelOf(p policy) policyx.EnforcementLevel {
	if o.AllowDestroy && p.preventsDestroy {
		return policyx.EnforcementLevelDisabled
	}
	return o.level()
}

func readOptions(ctx *pulumi.Context) (Options, error) {
	options := Options{Preview: ctx.DryRun()}
	switch level, set := ctx.GetConfig(LevelKey); {
	case level == "advisory":
		options.Advisory = true
	case set && level != "mandatory":
		return Options{}, fmt.Errorf(`%s is %q; want "mandatory" or "advisory"`, LevelKey, level)
	}
	switch allow, set := ctx.GetConfig(DestroyKey); {
	case allow == "true":
		options.AllowDestroy = true
	case set && allow != "false":
		return Options{}, fmt.Errorf(`%s is %q; want "true" or "false"`, DestroyKey, allow)
	}
	if text, set := ctx.GetConfig(SettingsKey); set {
		if err := json.Unmarshal([]byte(text), &options.Settings); err != nil {
			return Options{}, fmt.Errorf("%s is not an object of objects, by policy ID: %w", SettingsKey, err)
		}
	}
	return options, nil
}
