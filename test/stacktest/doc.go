// Package stacktest tests Pulumi programs without an engine, a provider or a cloud. It runs a program against a mock,
// records everything that the program registers, and lets a test ask questions of the recording:
//
//	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
//		_, err := network.New(ctx, "main", network.Args{Zones: []string{"us-east-1a", "us-east-1b"}})
//		return err
//	})
//	require.Equal(t, 2, rec.Count("aws:ec2/natGateway:NatGateway"))
//	require.Equal(t, "10.0.0.0/16", rec.One(t, "aws:ec2/vpc:Vpc").Input("cidrBlock"))
//
// Assert on the recording, after Run has returned. An assertion inside ApplyT never runs when the value is unknown,
// and the test passes. To look at a value that is no input of a resource, such as a component's output, hand it to
// [Probe].
//
// # What the mock answers
//
// A resource called "web" has the ID "web-id", and its outputs are its inputs, an "arn" of "arn:aws:mock:::web", a
// "name" of "web-name" unless its inputs set one, and what its type adds: an ALB has a dnsName, a certificate its
// validation records. [Outputs] adds more. In a [Preview] only the known inputs come back; all else is unknown, as it
// is when the real engine previews a stack that does not exist yet.
//
// Functions (data sources) answer for the account 123456789012 in us-east-1; a function that is not known is an error,
// see [Function].
//
// # What a recording does not prove
//
// The mock accepts every property and every value. That AWS would accept them too is for a rehearsal against the
// simulated account to prove.
package stacktest
