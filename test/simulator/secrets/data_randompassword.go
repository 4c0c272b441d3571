package secrets

import (
	"crypto/rand"
	"math/big"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	// defaultLength and maxCharacters are the default and maximum length of a random password.
	defaultLength = 32
	maxCharacters = 4096
)

// characterSet is a kind of character that a random password can have.
type characterSet struct{ exclude, characters string }

// characterSets are the characters of a password unless they are excluded. Source: Secrets Manager API reference,
// GetRandomPassword.
var characterSets = []characterSet{
	{"excludeLowercase", "abcdefghijklmnopqrstuvwxyz"},
	{"excludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
	{"excludeNumbers", "0123456789"},
	{"excludePunctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"},
}

// getRandomPassword returns another password in every call, as the API does. A program that keeps one must ignore
// changes.
func getRandomPassword(c *model.Call) (model.Props, error) {
	length := defaultLength
	if c.New.Known("passwordLength") {
		length = c.New.Int("passwordLength")
	}
	sets := wantedSets(c.New)
	each := !c.New.Known("requireEachIncludedType") || c.New.Bool("requireEachIncludedType")
	switch {
	case length < 1 || length > maxCharacters:
		return nil, passwordError("PasswordLength must be between 1 and 4096.")
	case len(sets) == 0:
		return nil, passwordError("All characters are excluded.")
	case each && length < len(sets):
		return nil, passwordError("Password length is too short to include each type of character.")
	}
	result := c.New.Clone()
	result["id"], result["randomPassword"] = c.Region, password(sets, length, each)
	return result, nil
}

func passwordError(message string) error {
	return model.Providerf("reading Secrets Manager Get Random Password: %w",
		model.Errorf("InvalidParameterException", "%s", message))
}

// wantedSets are the characters that the arguments leave, by kind.
func wantedSets(args model.Props) []string {
	var sets []string
	add := func(characters string) {
		allowed := func(r rune) rune {
			if strings.ContainsRune(args.String("excludeCharacters"), r) {
				return -1
			}
			return r
		}
		if left := strings.Map(allowed, characters); left != "" {
			sets = append(sets, left)
		}
	}
	for _, set := range characterSets {
		if !args.Bool(set.exclude) {
			add(set.characters)
		}
	}
	if args.Bool("includeSpace") {
		add(" ")
	}
	return sets
}

// password draws characters, at least one of each kind if all kinds are required.
func password(sets []string, length int, each bool) string {
	drawn := make([]byte, 0, length)
	if each {
		for _, set := range sets {
			drawn = append(drawn, set[below(len(set))])
		}
	}
	for all := strings.Join(sets, ""); len(drawn) < length; {
		drawn = append(drawn, all[below(len(all))])
	}
	for i := len(drawn) - 1; i > 0; i-- {
		j := below(i + 1)
		drawn[i], drawn[j] = drawn[j], drawn[i]
	}
	return string(drawn)
}

// below returns a random number from 0 up to n, exclusive.
func below(n int) int {
	drawn, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		return 0
	}
	return int(drawn.Int64())
}
