package elb

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func listenerCertificate() *model.Type {
	return &model.Type{
		Token: ListenerCertificate, Aliases: aliases("listenerCertificate:ListenerCertificate"), Service: service,
		Noun: "ELBv2 Listener Certificate", Modeled: true,
		Actions: model.Actions{Create: "AddListenerCertificates", Delete: "RemoveListenerCertificates"},
		NewID: func(c *model.Call) string {
			return c.New.String("listenerArn") + "_" + c.New.String("certificateArn")
		},
		Links:    []string{"listenerArn", "certificateArn"},
		Replaces: []model.Replace{{Properties: []string{"listenerArn", "certificateArn"}}},
		Rules: []model.Rule{
			model.Refers("listenerArn", Listener, "ListenerNotFound", "One or more listeners not found: %s"),
			{ID: "L33", On: model.Create, Test: usableCertificate},
			{ID: "L43", On: model.Create, Test: certificateQuota},
		},
	}
}

func needsCertificate(c *model.Call) error {
	if p := c.New.String("protocol"); isTLS(p) && !c.New.Has("certificateArn") {
		return validation("A certificate must be specified for %s listeners", p)
	}
	return nil
}

// usableCertificate requires an issued certificate of the same region. IAM server certificates are always usable.
func usableCertificate(c *model.Call) error {
	arn := c.New.String("certificateArn")
	if arn == "" || strings.Contains(arn, ":iam:") {
		return nil
	}
	if c.Props(certificate, arn).String("status") != "ISSUED" {
		return model.Errorf("UnsupportedCertificate", "The certificate '%s' must have a fully-qualified domain name, "+
			"a supported signature, and a supported key size.", arn)
	}
	return nil
}

// certificateQuota counts the certificates of a load balancer over all listeners, without the default ones.
func certificateQuota(c *model.Call) error {
	lb, count := c.Props(Listener, c.New.String("listenerArn")).String("loadBalancerArn"), 0
	for _, l := range c.Find(Listener, "loadBalancerArn", lb) {
		count += len(c.Find(ListenerCertificate, "listenerArn", l.ID))
	}
	if count >= c.Quota("certificatesPerLoadBalancer", 25) {
		return model.Errorf("TooManyCertificates",
			"The maximum number of certificates has been reached on the load balancer")
	}
	return nil
}
