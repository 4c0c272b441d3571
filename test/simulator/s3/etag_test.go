package s3

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestETag(t *testing.T) {
	const hello = "5d41402abc4b2a76b9719d911017c592"
	require.Equal(t, hello, etag(model.Props{"content": "hello"}))
	require.Equal(t, hello, etag(model.Props{"contentBase64": "aGVsbG8="}))
}
