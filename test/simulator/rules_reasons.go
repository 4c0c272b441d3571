package simulator

// modelled are the sections of facts/aws-rules.md whose marked rules the account must keep.
var modelled = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "15", "16", "17", "31", "32"}

// reason says why a rule is not implemented.
type reason struct {
	text string
	// never tells that there is nothing to implement: no call returns an error.
	never bool
}

func later(text string) reason { return reason{text: text} }

func never(text string) reason { return reason{text: text, never: true} }

// reasons are by rule, or by family of rules: R* are all that no type keeps.
var reasons = map[string]reason{
	"N28":  never("the two overwrite each other at every update: drift, and no error"),
	"N40":  never("the two overwrite each other at every update: drift, and no error"),
	"L29":  later("there are no Lambda functions that such a group could serve"),
	"E32":  never("drift that no call refuses: the count of the program overwrites the autoscaler's"),
	"E37":  later("a deleted service is gone at once; it does not drain first"),
	"E40":  later("network interfaces are no resources of the account"),
	"AS4":  never("the schema requires both properties, so no call leaves them out"),
	"AS15": never("advice: such a policy is accepted and scales badly"),
	"R17":  never("RDS promotes the replicas, and so does the account: no call is refused"),
	"R45":  never("PostgreSQL has Performance Insights on every class, and other engines are not modelled"),
	"R54":  later("a change takes effect at once, so no instance is ever busy"),
	"R55":  never("the provider makes no call when there is nothing to modify"),
	"C12":  never("the order of the provider's own calls; the account sees one that changes everything"),
	"S7":   never("a call is one transaction, so two of them cannot get into each other's way"),
	"S12":  never("it shows when an object is written, which no call of the engine does"),
	"CF8":  never("the distribution is accepted, and its requests get 403"),
	"Q4":   never("only Lambda's event source mappings are refused; AWS knows nothing of a worker's time"),
	"Q13":  never("attributes take effect at once, so there is nothing to wait for"),
	"Q17":  never("the messages are not delivered, and no call is refused"),
	"Q18":  never("it shows when messages are sent or received, which no call of the engine does"),
	"W12":  never("AWS overwrites the alarm, and no call is refused"),
	"W13":  never("AWS accepts it and the alarm never has data"),
	"K6":   never("the provider enables a disabled key before it changes it"),
	"K17":  never("the provider sends one of the two"),
	"EC5":  never("it shows when an image is pushed, which no call of the engine does"),
	"WF7":  never("a call is one transaction, so nobody can edit in between"),
	"EB9":  never("AWS overwrites what is there, and no call is refused"),
	"EB21": never("the events are not delivered, and no call is refused"),
	"SC16": never("it shows when the schedule fires, which no call of the engine does"),

	"K8S*": later("EKS comes with the Kubernetes platform"),
}
