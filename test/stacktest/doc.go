// Package stacktest tests Pulumi programs without an engine, a provider or a cloud. It runs a program against a mock and
// records every registration. A test then queries the recording:
//
//	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
//		_, err := network.New(ctx, "main", network.Args{Zones: []string{"us-east-1a", "us-east-1b"}})
//		return err
//	})
//	require.Equal(t, 2, rec.Count("aws:ec2/natGateway:NatGateway"))
//	require.Equal(t, "10.0.0.0/16", rec.One(t, "aws:ec2/vpc:Vpc").Input("cidrBlock"))
//
// Assert on the recording after Run has returned. An assertion inside ApplyT never runs when the value is unknown, and
// the test passes. To see a value that is no input of a resource, such as an output of a component, pass it to [Probe].
//
// # What the mock returns
//
// A resource named "web" has the ID "web-id". Its outputs are its inputs, the arn "arn:aws:mock:::web", and the name
// "web-name" unless its inputs set one. The AWS types that Tenfold uses have more outputs: a load balancer has a dnsName,
// a certificate its validation records. Add the outputs of other types with [Outputs]. In a [Preview] only the known
// inputs are outputs, and everything else is unknown, as when the engine previews a new stack.
//
// Data sources (functions) answer for account 123456789012 in us-east-1. The mock knows those that Tenfold uses. Add
// others with [Function]: an unknown function is an error.
//
// # What a recording does not prove
//
// The mock accepts every property and every value. Whether AWS accepts them, a rehearsal in the simulated account shows
// (package rehearsal). Mocks do not run pulumi.Transforms either: a program that uses them fails.
package stacktest
