package backend

import "strings"

// Change is a row of the table of changes in docs/operations.md.
type Change struct {
	// Key is the key of the environment's file, and When the changes of it that the row is about, "" for all.
	Key, When string
	// Also are other fields of the same part with the same consequence.
	Also []string
	// Preview is "warns", "fails" or "", what a preview does.
	Preview string
	// Effect is what happens, Outage for how long something is unreachable, and Advice how to undo the change and what to do
	// better.
	Effect, Outage, Advice string
}

// inWords replaces the names in braces in the document.
var inWords = strings.NewReplacer("{is} days", "the new number of days", "{was} and {is}", "both", "{was}", "the old value", "{is}", "the new value", " ({gone})", "",
	"{gone}", "the removed one", "{parts}", "these parts", "{deregistrationDelay} + {stopTimeout} s", "5 minutes", "{deregistrationDelay}", "180",
	"{stopTimeout}", "120", "{failover}", "1 to 2 minutes (several without a standby)")

// Changes are the changes that a person should know of before they happen.
func Changes() []Change {
	var list []Change
	for _, o := range outageTable {
		c := Change{
			Key: strings.TrimPrefix(o.key, "tenfold:"), When: o.when, Effect: inWords.Replace(o.effect),
			Also: o.also, Outage: inWords.Replace(o.lasts), Advice: inWords.Replace(o.instead),
		}
		if !strings.HasPrefix(c.Key, "overrides.") {
			c.Key = o.key
		}
		if o.window {
			c.Effect += "; it waits for the [maintenance window](#a-larger-database) unless `tenfold:applyImmediately` is true"
		}
		if o.undo != "" {
			c.Advice = strings.TrimPrefix(c.Advice+"; to undo: "+inWords.Replace(o.undo), "; ")
		}
		switch {
		case o.refused:
			c.Preview = "fails"
		case o.component != "":
			c.Preview = "warns"
		}
		list = append(list, c)
	}
	return list
}
