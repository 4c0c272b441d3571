package config

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestImport(t *testing.T) {
	c, err := load(t, map[string]string{
		"tenfold:existing": `{` + someNetwork + `}`, "tenfold:import": `{"database": "shop"}`,
	})
	require.NoError(t, err)
	require.Equal(t, "shop", c.Import.Database)

	_, err = load(t, map[string]string{"tenfold:import": `{"database": "shop"}`})
	require.ErrorContains(t, err, "tenfold:existing.network is required with tenfold:import.database; name the VPC that it is in")
	_, err = load(t, map[string]string{
		"tenfold:existing": `{` + someNetwork + `, "database": {"identifier": "other"}}`, "tenfold:import": `{"database": "shop"}`,
	})
	require.ErrorContains(t, err, `tenfold:import.database is "shop"; remove it: tenfold:existing.database is set`)
	_, err = load(t, map[string]string{
		"tenfold:existing": `{"storage": {"uploadsBucket": "other"}}`, "tenfold:import": `{"uploads": "shop"}`,
	})
	require.ErrorContains(t, err, `tenfold:import.uploads is "shop"; remove it: tenfold:existing.storage is set`)
	_, err = load(t, map[string]string{"tenfold:base": "staging", "tenfold:import": `{"database": "shop"}`})
	require.ErrorContains(t, err, `tenfold:import.database is "shop"; remove it: the database is that of tenfold:base`)
}
