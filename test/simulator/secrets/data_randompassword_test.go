package secrets_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/secrets"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	getRandomPassword = "aws:secretsmanager/getRandomPassword:getRandomPassword"
	punctuation       = "!-/:-@\\[-`{-~"
)

func TestRandomPassword(t *testing.T) {
	a := simtest.New(t, secrets.Types(), secrets.Functions())
	const lower, upper, digits = `[a-z]`, `[A-Z]`, `[0-9]`
	for name, c := range map[string]struct {
		args     model.Props
		whole    string
		contains []string
	}{
		"default": {nil, `^[!-~]{32}$`, []string{lower, upper, digits, "[" + punctuation + "]"}},
		"length":  {model.Props{"passwordLength": 4}, `^[!-~]{4}$`, []string{lower, upper, digits, "[" + punctuation + "]"}},
		"alphanumeric": {
			model.Props{"excludePunctuation": true, "passwordLength": 400},
			`^[a-zA-Z0-9]{400}$`,
			[]string{lower, upper, digits},
		},
		"no lower case": {model.Props{"excludeLowercase": true, "passwordLength": 400}, `^[^a-z]{400}$`, nil},
		"no upper case": {model.Props{"excludeUppercase": true, "passwordLength": 400}, `^[^A-Z]{400}$`, nil},
		"no numbers":    {model.Props{"excludeNumbers": true, "passwordLength": 400}, `^[^0-9]{400}$`, nil},
		"space": {
			model.Props{"includeSpace": true, "excludePunctuation": true, "passwordLength": 4},
			`^[a-zA-Z0-9 ]{4}$`,
			[]string{" "},
		},
		"excluded characters": {
			model.Props{"excludeCharacters": `"@/\`, "passwordLength": 1000},
			`^[^"@/\\]{1000}$`,
			[]string{"[" + punctuation + "]"},
		},
		"not each": {model.Props{"requireEachIncludedType": false, "passwordLength": 1}, `^[!-~]$`, nil},
	} {
		for range 20 {
			answer, err := a.Invoke(getRandomPassword, c.args)
			require.NoError(t, err, name)
			require.Regexp(t, c.whole, answer["randomPassword"], name)
			for _, kind := range c.contains {
				require.Regexp(t, kind, answer["randomPassword"], name)
			}
		}
	}
	answer, err := a.Invoke(getRandomPassword, model.Props{"passwordLength": 40})
	require.NoError(t, err)
	next, err := a.Invoke(getRandomPassword, model.Props{"passwordLength": 40})
	require.NoError(t, err)
	require.NotEqual(t, answer["randomPassword"], next["randomPassword"], "another one at every call")
	require.Equal(t, "us-east-1", answer["id"])
	require.Equal(t, 40, answer.Int("passwordLength"))
}

func TestRandomPasswordRefused(t *testing.T) {
	a := simtest.New(t, secrets.Types(), secrets.Functions())
	all := "0123456789" + strings.ToLower("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	for name, c := range map[string]struct {
		args model.Props
		want string
	}{
		"nothing":  {model.Props{"passwordLength": 0}, "PasswordLength must be between 1 and 4096."},
		"too long": {model.Props{"passwordLength": 4097}, "PasswordLength must be between 1 and 4096."},
		"short":    {model.Props{"passwordLength": 3}, "Password length is too short to include each type of character."},
		"empty": {
			model.Props{"excludePunctuation": true, "excludeUppercase": true, "excludeCharacters": all},
			"All characters are excluded.",
		},
	} {
		_, err := a.Invoke(getRandomPassword, c.args)
		require.ErrorContains(t, err, "InvalidParameterException: "+c.want, name)
	}
}
