package pgbouncer

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

const (
	scramIterations = 4096 // PostgreSQL's default
	scramSaltLength = 16   // bytes, likewise
)

// Verifier is what PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 7677). Given instead of the password, it keeps
// the password out of SQL and out of logs. The salt follows from the user and the password, so that the same two have
// the same verifier. As the password is random and of this one user, no table of verifiers can be made beforehand.
//
// Passwords are of printable ASCII: other characters would have to be prepared first (RFC 4013).
func Verifier(user, password string) (string, error) {
	salt := sign([]byte(password), "salt of "+user)[:scramSaltLength]
	return verifier(password, salt)
}

func verifier(password string, salt []byte) (string, error) {
	salted, err := pbkdf2.Key(sha256.New, password, salt, scramIterations, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("deriving the key of a password: %w", err)
	}
	stored := sha256.Sum256(sign(salted, "Client Key"))
	encode := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s",
		scramIterations, encode(salt), encode(stored[:]), encode(sign(salted, "Server Key"))), nil
}

func sign(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
