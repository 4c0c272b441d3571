package simulator

// modelled are the sections of facts/aws-rules.md whose marked rules the account must keep.
var modelled = []string{"1", "2", "3", "4", "7", "11", "12", "13", "15", "16"}

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
	"S7":   never("a call is one transaction, so two of them cannot get into each other's way"),
	"S12":  never("it shows when an object is written, which no call of the engine does"),
	"W12":  never("AWS overwrites the alarm, and no call is refused"),
	"W13":  never("AWS accepts it and the alarm never has data"),
	"K6":   never("the provider enables a disabled key before it changes it"),
	"K17":  never("the provider sends one of the two"),
	"WF7":  never("a call is one transaction, so nobody can edit in between"),

	"R*":   later("RDS comes with the data tier"),
	"C*":   later("ElastiCache comes with the data tier"),
	"CF*":  later("CloudFront comes with the storage and CDN tier"),
	"Q*":   later("SQS and SNS come with the workers"),
	"MQ*":  later("Amazon MQ comes with the workers"),
	"K8S*": later("EKS comes with the Kubernetes platform"),
	"EC*":  later("ECR comes with the image pipeline"),
	"B*":   later("AWS Backup comes with the data tier"),
}
