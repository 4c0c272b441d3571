package s3

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func object(token string) *model.Type {
	return &model.Type{
		Token: token, Service: service, Noun: "S3 Object",
		Actions:  model.Actions{Create: "PutObject", Read: "HeadObject", Update: "PutObject", Delete: "DeleteObject"},
		NewID:    func(c *model.Call) string { return c.New.String("bucket") + "/" + c.New.String("key") },
		Name:     model.Name{Property: "key"},
		Links:    []string{"bucket"},
		Defaults: model.Props{"storageClass": "STANDARD", "serverSideEncryption": "AES256", "forceDestroy": false},
		Replaces: []model.Replace{{Properties: []string{"bucket", "key"}}},
		Rules: []model.Rule{
			model.Conflicts("source", "content", "contentBase64"),
			model.Conflicts("content", "contentBase64"),
			{On: model.Write, Test: bucketExists},
		},
		Fill: fillObject,
	}
}

func fillObject(c *model.Call) error {
	c.State["arn"] = c.Expand("arn:{partition}:s3:::{id}")
	c.State.Default("contentType", "application/octet-stream")
	if !c.New.Has("etag") {
		c.State["etag"] = etag(c.State)
	}
	return nil
}

// etag returns S3's MD5 sum of the content. For a file, it is the MD5 sum of its description, which changes with the
// file.
func etag(p model.Props) string {
	data := []byte(p.String("content"))
	switch {
	case p.Has("contentBase64"):
		data, _ = base64.StdEncoding.DecodeString(p.String("contentBase64"))
	case p.Has("source"):
		data = description(p["source"])
	}
	sum := md5.Sum(data)
	return hex.EncodeToString(sum[:])
}

// description returns a file as JSON with sorted keys, the same for a request and for stored state.
func description(source any) []byte {
	text, _ := json.Marshal(source)
	var object map[string]any
	_ = json.Unmarshal(text, &object)
	sorted, _ := json.Marshal(object)
	return sorted
}
