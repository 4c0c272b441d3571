package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// passwordLength in letters and digits is 380 bits. ElastiCache accepts 16 to 128 characters, Amazon MQ 12 to 250.
const passwordLength = 64

// Store is what surrounds a cache or a broker: a key for data, credentials and logs, a closed security group, and a
// password. All but the group are protected.
type Store struct {
	Key           *kms.Key
	SecurityGroup *ec2.SecurityGroup
	Password      pulumi.StringOutput
}

// StoreArgs describe what surrounds a store.
type StoreArgs struct {
	VPCID pulumi.StringInput
	// Generation is that of the password.
	Generation int
	// FinalSnapshot says that a destroy leaves a snapshot, and so the key.
	FinalSnapshot bool
}

// NewStore creates what surrounds a store.
func NewStore(b component.Base, args StoreArgs) (store Store, err error) {
	store.Key, err = NewKey(b.KeepIf(args.FinalSnapshot), "key", KeyArgs{
		Description: "Data, credentials and logs of " + b.Name, Policy: LogsKeyPolicy(b),
	}, b.Protection())
	if err != nil {
		return store, err
	}
	store.SecurityGroup, err = NewSecurityGroup(b, "sg", "Nodes of "+b.Name, args.VPCID)
	if err != nil {
		return store, err
	}
	store.Password, err = NewPassword(b, "token", PasswordArgs{
		SecretArgs: SecretArgs{Description: "Password of " + b.Name, KMSKeyARN: store.Key.Arn},
		Length:     passwordLength, Generation: args.Generation,
	}, b.Protection())
	return store, err
}

// NewURL creates the secret with the URL that clients of the store connect to.
func (s Store) NewURL(
	b component.Base, host pulumi.StringOutput, write func(password, host string) string,
) (URL, error) {
	return NewURL(b, "url", URLArgs{
		SecretArgs: SecretArgs{Description: "URL of " + b.Name, KMSKeyARN: s.Key.Arn},
		Password:   s.Password, Host: host, Write: write,
	}, b.Protection())
}
