package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// assumeRole returns the ID of another account whose role the configuration assumes, "" for the simulated one. The role must
// exist, and trust this account. A role of the simulated account itself is not checked.
func (p *Provider) assumeRole(ctx context.Context, args model.Props) (string, error) {
	settings, err := parseObject(args, "assumeRole", `{"roleArn":"arn:aws:iam::123456789012:role/deploy"}`)
	arn := settings.String("roleArn")
	owner := model.ARNField(arn, 4)
	if err != nil || owner == "" || owner == account.ID {
		return "", err
	}
	trusted := false
	err = p.account.Do(ctx, func(tx *account.Tx) error {
		role := tx.Get(account.In(owner, account.Global), "aws:iam/role:Role", arn[strings.LastIndex(arn, "/")+1:])
		trusted = role != nil && slices.ContainsFunc(model.Statements(model.Document(role.Properties["assumeRolePolicy"])), trustsUs)
		return nil
	})
	if err == nil && !trusted {
		err = notAssumed(arn)
	}
	return owner, err
}

// trustsUs reports whether a statement of a trust policy admits the simulated account or the user who makes the calls.
func trustsUs(statement model.Props) bool {
	own := []string{account.ID, "arn:aws:iam::" + account.ID + ":root", "arn:aws:iam::" + account.ID + ":user/" + model.CallerName}
	return statement.String("Effect") == "Allow" && slices.ContainsFunc(model.Principals(statement)["AWS"], func(principal string) bool {
		return slices.Contains(own, principal)
	})
}

// notAssumed is the text of the provider's library:
// https://github.com/hashicorp/aws-sdk-go-base/blob/main/errors.go (CannotAssumeRoleError).
func notAssumed(arn string) error {
	return fmt.Errorf("IAM Role (%s) cannot be assumed.\n\nThere are a number of possible causes of this - the most common are:\n"+
		"  * The credentials used in order to assume the role are invalid\n"+
		"  * The credentials do not have appropriate permission to assume the role\n  * The role ARN is not valid\n\n"+
		"Error: operation error STS: AssumeRole, https response error StatusCode: 403, api error AccessDenied: User: "+
		"arn:aws:iam::%s:user/%s is not authorized to perform: sts:AssumeRole on resource: %s", arn, account.ID, model.CallerName, arn)
}
