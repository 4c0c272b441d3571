package storage

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/s3bucket"
)

// ownStatements are the identifiers of the statements that the component writes.
var ownStatements = []string{"TLSOnly", "CloudFrontReads", "CloudFrontLooks"}

var cloudFront = aws.Service("cloudfront.amazonaws.com")

// bucketPolicy lets one distribution read the objects of its paths, and denies everyone all requests without TLS.
func bucketPolicy(bucketARN, distributionARN string, paths []string) string {
	statements := []aws.Statement{s3bucket.TLSOnly(aws.List{"s3:*"}, bucketARN)}
	if len(paths) > 0 {
		statements = append(statements, readers(bucketARN, distributionARN, paths)...)
	}
	return aws.Document(statements...)
}

// readers may list the bucket, too: without that permission S3 answers 403 instead of 404 for a missing object. No path
// of the distribution is the bucket itself, so clients never see a list.
func readers(bucketARN, distributionARN string, paths []string) []aws.Statement {
	objects := make(aws.List, len(paths))
	for i, path := range paths {
		objects[i] = bucketARN + path
	}
	own := aws.Condition{"StringEquals": {"AWS:SourceArn": aws.One(distributionARN)}}
	return []aws.Statement{
		aws.Allow("CloudFrontReads", aws.List{"s3:GetObject"}, objects).By(cloudFront).When(own),
		aws.Allow("CloudFrontLooks", aws.List{"s3:ListBucket"}, aws.List{bucketARN}).By(cloudFront).When(own),
	}
}

// keyPolicy lets the account's own policies decide about the key. If uploads are public, the account's distributions may
// decrypt. The policy cannot name the one distribution, which is created after the key: the bucket's policy does.
func keyPolicy(partition, account string, public bool) string {
	statements := []aws.Statement{aws.KeyOwner(partition, account).InLists()}
	if public {
		distributions := fmt.Sprintf("arn:%s:cloudfront::%s:distribution/*", partition, account)
		statements = append(statements, aws.Allow("CloudFrontDecrypts", aws.List{"kms:Decrypt"}, aws.List{"*"}).
			By(cloudFront).When(aws.Condition{"ArnLike": {"AWS:SourceArn": aws.One(distributions)}}))
	}
	return aws.Document(statements...)
}

// uploadPolicy is what the application may do with uploads. A multipart upload needs the key for both its ends. Without
// keyARN the bucket encrypts with keys of S3 itself.
func uploadPolicy(bucketARN, keyARN string) string {
	statements := []aws.Statement{
		aws.Allow("Uploads", aws.List{
			"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject",
		}, aws.List{bucketARN + "/*"}),
		aws.Allow("ListUploads", aws.List{"s3:ListBucket"}, aws.List{bucketARN}),
	}
	if keyARN != "" {
		statements = append(statements, aws.Allow("UploadsKey", aws.List{"kms:Decrypt", "kms:GenerateDataKey"}, aws.List{keyARN}))
	}
	return aws.Document(statements...)
}
