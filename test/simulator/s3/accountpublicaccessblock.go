package s3

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func fillAccessBlock(c *model.Call) error {
	for _, name := range []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"} {
		c.State.Default(name, false)
	}
	return nil
}

func accountAccessBlock() *model.Type {
	return &model.Type{
		Token: AccountAccessBlock, Service: "S3 Control", Noun: "S3 Account Public Access Block", Global: true,
		Actions: model.Actions{
			Create: "PutPublicAccessBlock", Read: "GetPublicAccessBlock", Update: "PutPublicAccessBlock",
			Delete: "DeletePublicAccessBlock",
		},
		NewID:    func(*model.Call) string { return account.ID },
		Replaces: []model.Replace{{Properties: []string{"accountId"}}},
		Fill: func(c *model.Call) error {
			c.State.Default("accountId", account.ID)
			return fillAccessBlock(c)
		},
	}
}
