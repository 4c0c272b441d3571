package storage

import (
	"encoding/json"
	"fmt"
)

const (
	policyVersion = "2012-10-17"
	cloudFront    = "cloudfront.amazonaws.com"
)

// statement is one statement of an IAM policy, a bucket policy or a key policy.
type statement struct {
	Sid       string    `json:"Sid"`
	Effect    string    `json:"Effect"`
	Principal any       `json:"Principal,omitempty"`
	Action    []string  `json:"Action"`
	Resource  []string  `json:"Resource"`
	Condition condition `json:"Condition,omitempty"`
}

// condition is values by key by operator.
type condition map[string]map[string]string

// policy writes a policy. Its fields and its maps come in the same order every time, so that it only differs when its
// meaning does.
func policy(statements ...statement) string {
	text, err := json.Marshal(struct {
		Version   string
		Statement []statement
	}{policyVersion, statements})
	if err != nil {
		panic(fmt.Sprintf("storage: a policy of strings is always JSON: %v", err))
	}
	return string(text)
}

func service(name string) map[string]string {
	return map[string]string{"Service": name}
}

// tlsOnly refuses whoever comes without TLS.
func tlsOnly(bucketARN string) statement {
	return statement{
		Sid: "TLSOnly", Effect: "Deny", Principal: "*", Action: []string{"s3:*"},
		Resource:  []string{bucketARN, bucketARN + "/*"},
		Condition: condition{"Bool": {"aws:SecureTransport": "false"}},
	}
}

// bucketPolicy lets one distribution read what its paths name, and nobody do anything without TLS.
func bucketPolicy(bucketARN, distributionARN string, paths []string) string {
	statements := []statement{tlsOnly(bucketARN)}
	if len(paths) > 0 {
		statements = append(statements, readers(bucketARN, distributionARN, paths)...)
	}
	return policy(statements...)
}

// readers also may list the bucket: S3 answers 403 instead of 404 for a missing object to who may not. No path of the
// distribution is the bucket itself, so that nobody gets to see a list.
func readers(bucketARN, distributionARN string, paths []string) []statement {
	objects := make([]string, len(paths))
	for i, path := range paths {
		objects[i] = bucketARN + path
	}
	own := condition{"StringEquals": {"AWS:SourceArn": distributionARN}}
	return []statement{{
		Sid: "CloudFrontReads", Effect: "Allow", Principal: service(cloudFront), Action: []string{"s3:GetObject"},
		Resource: objects, Condition: own,
	}, {
		Sid: "CloudFrontLooks", Effect: "Allow", Principal: service(cloudFront), Action: []string{"s3:ListBucket"},
		Resource: []string{bucketARN}, Condition: own,
	}}
}

// keyPolicy lets the account's own policies decide about the key and, when uploads are public, the account's
// distributions decrypt. It cannot name the one distribution, which is made after the key: the bucket's policy does.
func keyPolicy(partition, account string, public bool) string {
	statements := []statement{{
		Sid: "Account", Effect: "Allow", Action: []string{"kms:*"}, Resource: []string{"*"},
		Principal: map[string]string{"AWS": fmt.Sprintf("arn:%s:iam::%s:root", partition, account)},
	}}
	if public {
		statements = append(statements, statement{
			Sid: "CloudFrontDecrypts", Effect: "Allow", Principal: service(cloudFront),
			Action: []string{"kms:Decrypt"}, Resource: []string{"*"},
			Condition: condition{"ArnLike": {
				"AWS:SourceArn": fmt.Sprintf("arn:%s:cloudfront::%s:distribution/*", partition, account),
			}},
		})
	}
	return policy(statements...)
}

// uploadPolicy is what the application may do with uploads. A multipart upload needs the key for both its ends.
func uploadPolicy(bucketARN, keyARN string) string {
	return policy(
		statement{
			Sid: "Uploads", Effect: "Allow", Resource: []string{bucketARN + "/*"},
			Action: []string{
				"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject",
			},
		},
		statement{
			Sid: "ListUploads", Effect: "Allow", Action: []string{"s3:ListBucket"}, Resource: []string{bucketARN},
		},
		statement{
			Sid: "UploadsKey", Effect: "Allow", Resource: []string{keyARN},
			Action: []string{"kms:Decrypt", "kms:GenerateDataKey"},
		},
	)
}
