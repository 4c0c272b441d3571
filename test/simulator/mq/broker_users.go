package mq

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	minPassword = 12
	maxPassword = 250
	// minUnique is the minimum number of different characters in a password.
	minUnique = 4
	// maxUserGroups is the maximum number of groups per ActiveMQ user.
	maxUserGroups = 20
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
	case len(text) < minPassword:
		return model.Invalidf("users", `"password" must be a minimum of %d characters`, minPassword)
	case len(text) > maxPassword:
		return model.Invalidf("users", `"password" must be a maximum of %d characters`, maxPassword)
	case len(unique) < minUnique:
		return model.Invalidf("users", `"password" must contain at least %d unique characters`, minUnique)
	case strings.ContainsAny(text, ",:="):
		return model.Invalidf("users", `"password" must not contain commas, colons, or equal signs`)
	}
	return nil
}

// names are those of a user and its groups.
func names(user model.Props) error {
	const minimum, maximum = 2, 100
	fits := func(property, name string) error {
		if len(name) < minimum || len(name) > maximum {
			return model.Invalidf("users", "expected length of %s to be in the range (%d - %d), got %s", property, minimum,
				maximum, name)
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
	if n := len(user.List("groups")); n > maxUserGroups {
		return model.Invalidf("users", "Too many groups: Attribute supports %d item maximum, but config has %d declared.",
			maxUserGroups, n)
	}
	return nil
}

// oneUser requires exactly one user for a new RabbitMQ broker.
func oneUser(c *model.Call) error {
	if c.New.String("engineType") == rabbitMQ && len(c.New.Objects("users")) != 1 {
		return bad("Exactly one broker user is required for a RabbitMQ broker")
	}
	return nil
}
