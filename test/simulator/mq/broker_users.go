package mq

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	shortestPassword = 12
	longestPassword  = 250
	// fewestUnique is how many different characters a password must have.
	fewestUnique = 4
	// mostUserGroups is how many groups a user of ActiveMQ can be in.
	mostUserGroups = 20
)

func userChecks() []model.Rule {
	return []model.Rule{
		{ID: "MQ1", On: model.Check, Test: eachUser(password)},
		{ID: "MQ3", On: model.Check, Test: eachUser(names)},
	}
}

func eachUser(test func(user model.Props) error) func(*model.Call) error {
	return func(c *model.Call) error {
		for _, user := range c.New.Objects("users") {
			if err := test(user); err != nil {
				return err
			}
		}
		return nil
	}
}

func password(user model.Props) error {
	text := user.String("password")
	unique := map[rune]bool{}
	for _, r := range text {
		unique[r] = true
	}
	switch {
	case !user.Known("password") && user.Has("password"):
		return nil
	case len(text) < shortestPassword:
		return model.Invalidf("users", `"password" must be a minimum of %d characters`, shortestPassword)
	case len(text) > longestPassword:
		return model.Invalidf("users", `"password" must be a maximum of %d characters`, longestPassword)
	case len(unique) < fewestUnique:
		return model.Invalidf("users", `"password" must contain at least %d unique characters`, fewestUnique)
	case strings.ContainsAny(text, ",:="):
		return model.Invalidf("users", `"password" must not contain commas, colons, or equal signs`)
	}
	return nil
}

// names are those of a user and its groups.
func names(user model.Props) error {
	const shortest, longest = 2, 100
	fits := func(property, name string) error {
		if len(name) < shortest || len(name) > longest {
			return model.Invalidf("users", "expected length of %s to be in the range (%d - %d), got %s", property, shortest,
				longest, name)
		}
		return nil
	}
	if user.Known("username") {
		if err := fits("username", user.String("username")); err != nil {
			return err
		}
	}
	for _, group := range user.Strings("groups") {
		if err := fits("groups", group); err != nil {
			return err
		}
	}
	if n := len(user.List("groups")); n > mostUserGroups {
		return model.Invalidf("users", "Too many groups: Attribute supports %d item maximum, but config has %d declared.",
			mostUserGroups, n)
	}
	return nil
}

// oneUser wants the one user that a RabbitMQ broker is made with.
func oneUser(c *model.Call) error {
	if c.New.String("engineType") == rabbitMQ && len(c.New.Objects("users")) != 1 {
		return bad("Exactly one broker user is required for a RabbitMQ broker")
	}
	return nil
}
