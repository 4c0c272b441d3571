package component

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChild(t *testing.T) {
	b := Base{Name: "main"}
	require.Equal(t, "main-key", b.Child("key"))
	require.Equal(t, "main", b.Child(""))
}
