package acm

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// validationOptions are the records that prove ownership of the certificate's names, one per name. A wildcard shares
// the record of its parent name. All certificates of the account share the record of a name.
func validationOptions(state model.Props) []any {
	if state.String("validationMethod") != "DNS" {
		return []any{}
	}
	var options []any
	for _, name := range names(state) {
		base := strings.TrimPrefix(name, "*.")
		options = append(options, map[string]any{
			"domainName": name, "resourceRecordType": "CNAME",
			"resourceRecordName":  "_" + digest("name", base, 32) + "." + base + ".",
			"resourceRecordValue": "_" + digest("value", base, 32) + "." + digest("zone", base, 10) + ".acm-validations.aws.",
		})
	}
	return options
}

// digest returns n characters that are always the same for a name.
func digest(purpose, name string, n int) string {
	sum := sha256.Sum256([]byte(purpose + " " + account.ID + " " + name))
	return hex.EncodeToString(sum[:])[:n]
}
