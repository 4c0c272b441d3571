package component

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChild(t *testing.T) {
	b := Base{Name: "main"}
	require.Equal(t, "main-key", b.Child("key"))
	require.Equal(t, "main", b.Child(""))
}

func TestCreatingSaysWhichChildFailed(t *testing.T) {
	require.NoError(t, Creating("VPC", nil))
	require.EqualError(t, Creating("VPC", errors.New("quota")), "creating VPC: quota")
}

func TestPatterns(t *testing.T) {
	for name, want := range map[string][4]bool{ // identifier, suffix, label, queue
		"main": {true, true, true, true}, "a-1": {true, true, true, true}, "1a": {false, true, true, true},
		"a--b": {false, false, true, true}, "a-": {false, false, false, true}, "-a": {}, "A": {}, "": {}, "a_b": {},
	} {
		require.Equal(t, want, [4]bool{IsIdentifier(name), IsSuffix(name), IsLabel(name), IsQueue(name)}, name)
	}
	for zone, want := range map[string]bool{
		"us-east-1a": true, "us-gov-west-1b": true, "us-east-1": false, "us-east-1-bos-1a": false, "": false,
	} {
		require.Equal(t, want, IsZone(zone), zone)
	}
}
