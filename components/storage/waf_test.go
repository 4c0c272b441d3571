package storage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const rateLimit = "rules[0].statement.rateBasedStatement.limit"

func TestWebACL(t *testing.T) {
	a := args()
	a.WAF = &storage.WAF{}
	rec := run(t, a)
	acl := rec.One(t, webACL)
	stacktest.RequireInputs(t, acl, object{
		"scope": "CLOUDFRONT", "tags": object{"Name": "files-waf"}, rateLimit: 2000, "rules[0].action.count": nil,
	})
	require.Contains(t, acl.Provider, "::virginia::")
	require.Equal(t, "arn:aws:mock:::files-waf", rec.One(t, distribution).Input("webAclId"))

	a.WAF = &storage.WAF{RateLimit: 500, CountOnly: true}
	stacktest.RequireInputs(t, run(t, a).One(t, webACL), object{rateLimit: 500, "rules[0].action.count": object{}})
}
