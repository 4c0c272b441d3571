package release

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/runner"
)

const keyLength = 16 // hexadecimal digits; the memory has 4096 characters for keys

// invocations is how many invocations the longest possible run takes.
func invocations(timeout int) int {
	return (timeout + runner.Around + runner.Wait - 1) / runner.Wait
}

// newInvocations makes one invocation after the other. The first starts the task, the others go on waiting. A failed
// invocation is not in the state, so that the next update repeats it.
//
// The provider invokes when it creates (CREATE_ONLY) and replaces when the input is another one; it reports the payload of
// a function that raised (terraform-provider-aws v5.100, internal/service/lambda/invocation.go). The AWS SDK repeats an
// invocation whose connection was lost (terraform-provider-aws#45773), which the function allows for.
func (b *builder) newInvocations() error {
	previous := b.Dependencies
	for i := range invocations(b.args.Timeout) {
		name := fmt.Sprintf("%s-run-%d", b.Name, i+1)
		made, err := lambda.NewInvocation(b.Ctx, name, &lambda.InvocationArgs{
			FunctionName: b.function.Name, LifecycleScope: pulumi.String("CREATE_ONLY"), Input: b.input(i + 1),
		}, b.Options(pulumi.DependsOn(previous))...)
		if err != nil {
			return component.Creating("invocation "+name, err)
		}
		b.last, previous = made, []pulumi.Resource{made}
	}
	return nil
}

// event is what the function gets.
type event struct {
	Name       string `json:"name"`
	Key        string `json:"key"`
	Command    string `json:"command"`
	Timeout    int    `json:"timeout"`
	Start      int    `json:"start"`
	Wait       int    `json:"wait"`
	Invocation int    `json:"invocation"`
	Last       bool   `json:"last"`
}

// input is known in a preview when the image is, so that the preview shows whether the command runs.
func (b *builder) input(number int) pulumi.StringOutput {
	return b.Task.Image.ToStringOutput().ApplyT(func(image string) (string, error) {
		text, err := json.Marshal(event{
			Name: b.Name, Key: key(image, b.args.Command, b.args.Generation), Command: strings.Join(b.args.Command, " "),
			Timeout: b.args.Timeout, Start: runner.Start, Wait: runner.Wait, Invocation: number, Last: number == invocations(b.args.Timeout),
		})
		return string(text), err
	}).(pulumi.StringOutput)
}

// key names what runs once. Another timeout or size is no reason to run a command again.
func key(image string, command []string, generation int) string {
	text, err := json.Marshal([]any{image, command, generation})
	if err != nil {
		panic(fmt.Sprintf("release: texts and a number are always JSON: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])[:keyLength]
}
