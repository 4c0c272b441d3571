package cloudfront

import (
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// AWS's own policies, by ID. Source: Amazon CloudFront Developer Guide, "Use managed cache policies", "Use managed
// origin request policies" and "Use managed response headers policies".
var (
	managedCachePolicies = map[string]string{
		"658327ea-f89d-4fab-a63d-7e88639e58f6": "Managed-CachingOptimized",
		"b2884449-e4de-46a7-ac36-70bc7f1ddd6d": "Managed-CachingOptimizedForUncompressedObjects",
		"4135ea2d-6df8-44a3-9df3-4b5a84be39ad": "Managed-CachingDisabled",
		"08627262-05a9-4f76-9ded-b50ca2e3a84f": "Managed-Elemental-MediaPackage",
		"2e54312d-136d-493c-8eb9-b001f22f67d2": "Managed-Amplify",
		"83da9c7e-98b4-4e11-a168-04f0df8e2c65": "UseOriginCacheControlHeaders",
		"4cc15a8a-d715-48a4-82b8-cc0b614638fe": "UseOriginCacheControlHeaders-QueryStrings",
	}
	managedOriginRequestPolicies = map[string]string{
		"216adef6-5c7f-47e4-b989-5492eafa07d3": "Managed-AllViewer",
		"33f36d7e-f396-46d9-90e0-52428a34d9dc": "Managed-AllViewerAndCloudFrontHeaders-2022-06",
		"b689b0a8-53d0-40ab-baf2-68738e2966ac": "Managed-AllViewerExceptHostHeader",
		"59781a5b-3903-41f3-afcb-af62929ccde1": "Managed-CORS-CustomOrigin",
		"88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": "Managed-CORS-S3Origin",
		"acba4595-bd28-49b8-b9fe-13317c0390fa": "Managed-UserAgentRefererHeaders",
	}
	managedResponseHeadersPolicies = map[string]string{
		"67f7725c-6f97-4210-82d7-5512b31e9d03": "Managed-SecurityHeadersPolicy",
		"60669652-455b-4ae9-85a4-c4c02393f86c": "Managed-SimpleCORS",
		"5cc3b908-e619-4b99-88e5-2cf7f45965bd": "Managed-CORS-With-Preflight",
		"e61eb60c-9c35-4d20-a928-2b84e02af89c": "Managed-CORS-and-SecurityHeadersPolicy",
		"eaab4381-ed33-4a86-88ca-d9558dc6cd63": "Managed-CORS-with-preflight-and-SecurityHeadersPolicy",
	}
)

// policyByName finds a policy by ID or name, including AWS's own.
func policyByName(name, token string, managed map[string]string) *model.Function {
	return &model.Function{Token: "aws:cloudfront/" + name + ":" + name, Run: func(c *model.Call) (model.Props, error) {
		id, wanted := c.New.String("id"), c.New.String("name")
		for managedID, managedName := range managed {
			if managedID == id || managedName == wanted {
				return model.Props{"id": managedID, "name": managedName, "etag": "E" + managedID[:12]}, nil
			}
		}
		for _, r := range c.List(token) {
			if p := r.Properties; r.ID == id || p.String("name") == wanted {
				found := p.Clone()
				found["id"] = r.ID
				return found, nil
			}
		}
		return nil, model.Providerf("no matching CloudFront policy: id %q, name %q", id, wanted)
	}}
}

func getDistribution() *model.Function {
	const token = "aws:cloudfront/getDistribution:getDistribution"
	return &model.Function{Token: token, Run: func(c *model.Call) (model.Props, error) {
		p := c.Props(Distribution, c.New.String("id"))
		if p == nil {
			return nil, errorf("NoSuchDistribution", "The specified distribution does not exist.")
		}
		return model.Props{
			"id": c.New.String("id"), "arn": p["arn"], "domainName": p["domainName"], "hostedZoneId": p["hostedZoneId"],
			"status": p["status"], "enabled": p["enabled"], "aliases": p["aliases"], "etag": p["etag"],
			"lastModifiedTime": p["lastModifiedTime"], "webAclId": p["webAclId"], "tags": p["tagsAll"],
			"inProgressValidationBatches": p["inProgressValidationBatches"],
		}, nil
	}}
}

func getFunction() *model.Function {
	const token = "aws:cloudfront/getFunction:getFunction"
	return &model.Function{Token: token, Run: func(c *model.Call) (model.Props, error) {
		name := c.New.String("name")
		r := c.Get(Function, name)
		if r == nil {
			return nil, errorf("NoSuchFunctionExists", "The specified function does not exist.")
		}
		p := r.Properties
		return model.Props{
			"id": name, "name": name, "arn": p["arn"], "code": p["code"], "comment": p.String("comment"), "etag": p["etag"],
			"runtime": p["runtime"], "status": p["status"], "stage": c.New["stage"],
			"lastModifiedTime": r.Created.UTC().Format(time.RFC3339),
		}, nil
	}}
}
