package pgbouncer

import (
	"encoding/json"
	"strings"
)

// Login is a role that can log in to the database, and a user of PgBouncer. It is a member of the role that owns what
// the application creates, and acts as that role. With Admin, its statements may take as long as they need. With Reader,
// it is a person's: it is no member, and only reads what the application creates.
type Login struct {
	Name, Password string
	Admin, Reader  bool
}

// ReaderName is the name of the login that only reads what an owner's applications create.
func ReaderName(owner string) string { return owner + "_reader" }

// LoginName is the name of an owner's login of one generation of passwords. Two names take turns: a new password never
// belongs to the name that is in use, so the previous password works until the next rotation.
func LoginName(owner string, admin bool, generation int) string {
	name := owner
	if admin {
		name += "_admin"
	}
	return name + [...]string{"_b", "_a"}[generation%2]
}

// BootstrapLogins is what BootstrapSQL reads in APP_LOGINS: a verifier for each password.
func BootstrapLogins(logins ...Login) (string, error) {
	type entry struct {
		Name     string `json:"name"`
		Verifier string `json:"verifier"`
		Admin    bool   `json:"admin"`
		Reader   bool   `json:"reader"`
	}
	list := make([]entry, 0, len(logins))
	for _, l := range logins {
		verifier, err := Verifier(l.Name, l.Password)
		if err != nil {
			return "", err
		}
		list = append(list, entry{l.Name, verifier, l.Admin, l.Reader})
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// RenderHBA is the file that says who reaches which database. PgBouncer logs in to the servers as a user of its own, so
// without the file every user could reach every database.
func RenderHBA(c Config) string {
	var b strings.Builder
	for _, rule := range []struct{ databases, users []string }{
		{[]string{c.Database, ReadAlias(c.Database)}, bothNames(c.Role, false)},
		{[]string{AdminAlias(c.Database)}, bothNames(c.Role, true)},
		{[]string{Console}, c.consoleUsers()},
	} {
		b.WriteString("host " + strings.Join(rule.databases, ",") + " " + strings.Join(rule.users, ",") +
			" all scram-sha-256\n")
	}
	return b.String()
}

func (c Config) consoleUsers() []string {
	if c.ConsoleUser == "" {
		return []string{c.StatsUser}
	}
	return []string{c.StatsUser, c.ConsoleUser}
}

func bothNames(owner string, admin bool) []string {
	return []string{LoginName(owner, admin, 1), LoginName(owner, admin, 2)}
}
