// Package acm is the certificate manager of the simulated account: certificates, and their validation by DNS records in
// a public zone.
package acm

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Certificate = "aws:acm/certificate:Certificate"
	Validation  = "aws:acm/certificateValidation:CertificateValidation"
)

// Tokens of other services' types that the rules look up.
const (
	record = "aws:route53/record:Record"
	zone   = "aws:route53/zone:Zone"
)

const service = "ACM"

// The states of a certificate.
const (
	pending = "PENDING_VALIDATION"
	issued  = "ISSUED"
)

// Types are the resource types of the package.
func Types() []*model.Type { return []*model.Type{certificate(), validation()} }

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{{Token: "aws:acm/getCertificate:getCertificate", Run: getCertificate}}
}
