package simulator

// modelled are the sections of facts/aws-rules.md whose marked rules must be implemented.
var modelled = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "15", "16", "17", "31", "32", "33"}

// reason says why a rule is not implemented.
type reason struct {
	text string
	// never means that no call returns an error, so there is nothing to implement.
	never bool
}

func later(text string) reason { return reason{text: text} }

func never(text string) reason { return reason{text: text, never: true} }

// reasons are by rule, or by family: R* covers all rules of the family that no type implements.
var reasons = map[string]reason{
	"N28":  never("they overwrite each other in every update: drift, not an error"),
	"N40":  never("they overwrite each other in every update: drift, not an error"),
	"L29":  later("target groups of Lambda functions are not modelled"),
	"LM18": never("how long a function runs, and how often, is not the account's to say"),
	"E32":  never("drift, not an error: the program's count overwrites the autoscaler's"),
	"E37":  later("a deleted service is gone at once, without draining"),
	"E40":  later("network interfaces are not resources of the account"),
	"AS4":  never("the schema requires both properties, so no call omits them"),
	"AS15": never("advice: AWS accepts the policy, which scales badly"),
	"R17":  never("RDS promotes the replicas, and so does the account; no call fails"),
	"R45":  never("PostgreSQL supports Performance Insights on every class; other engines are not modelled"),
	"R54":  later("a change takes effect at once, so no instance is ever busy"),
	"R55":  never("the provider makes no call when nothing changes"),
	"C12":  never("the order of the provider's own calls; the account receives one call with all changes"),
	"S7":   never("a call is one transaction, so two calls cannot conflict"),
	"S12":  never("appears when an object is written, which the engine never does"),
	"CF8":  never("AWS accepts the distribution, and its requests get 403"),
	"Q4":   never("AWS rejects only Lambda's event source mappings; it does not know a worker's task time"),
	"Q13":  never("attributes take effect at once, so there is no wait"),
	"Q17":  never("the messages are not delivered, but no call fails"),
	"Q18":  never("appears when messages are sent or received, which the engine never does"),
	"W12":  never("AWS overwrites the alarm; no call fails"),
	"W13":  never("AWS accepts the alarm, which never has data"),
	"K6":   never("the provider enables a disabled key before it changes it"),
	"K17":  never("the provider sends only one of the two"),
	"EC5":  never("appears when an image is pushed, which the engine never does"),
	"WF7":  never("a call is one transaction, so nothing can change in between"),
	"EB9":  never("AWS overwrites the existing one; no call fails"),
	"EB21": never("the events are not delivered, but no call fails"),
	"SC16": never("appears when the schedule fires, not in a call of the engine"),

	"K8S*": later("EKS comes with the Kubernetes platform"),
}
