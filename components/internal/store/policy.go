package store

import (
	"encoding/json"
	"fmt"
)

type object = map[string]any

// keyPolicy lets the account's own policies decide about a key, and CloudWatch Logs use it for the account's log
// groups.
func keyPolicy(partition, region, account string) (string, error) {
	text, err := json.Marshal(object{
		"Version": "2012-10-17",
		"Statement": []object{{
			"Sid": "Account", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
			"Principal": object{"AWS": fmt.Sprintf("arn:%s:iam::%s:root", partition, account)},
		}, {
			"Sid": "Logs", "Effect": "Allow", "Resource": "*",
			"Action":    []string{"kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
			"Principal": object{"Service": fmt.Sprintf("logs.%s.amazonaws.com", region)},
			"Condition": object{"ArnLike": object{
				"kms:EncryptionContext:aws:logs:arn": fmt.Sprintf("arn:%s:logs:%s:%s:log-group:*", partition, region, account),
			}},
		}},
	})
	return string(text), err
}
