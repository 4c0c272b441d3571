package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// TaskPolicy is what parts of the application may do in AWS: a document of IAM, or a managed policy.
type TaskPolicy struct {
	// Unique name of the policy.
	Name string `json:"name" required:"true" names:"true" example:"mail"`
	// Policy of IAM with Statement, as in its JSON documents.
	Document map[string]any `json:"document,omitempty" example:"{Statement: [{Effect: Allow, Action: 'ses:SendRawEmail', Resource: '*'}]}"`
	// ARN of a managed policy, AWS's or your own. A part has at most 10.
	ARN string `json:"arn,omitempty" pattern:"^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[A-Za-z0-9+=,.@_/-]+$" want:"the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/mail" example:"arn:aws:iam::123456789012:policy/mail"`
	// Parts of the application that have the policy: web, release, beat, flower, worker-<name> or job-<name>.
	Parts []string `json:"parts,omitempty" unset:"all of them" example:"[worker-celery]"`
}

// Of says whether a part of the application has the policy.
func (p TaskPolicy) Of(part string) bool { return in(p.Parts, part) }

// JSON is the text of the document, with the version of the policy language.
func (p TaskPolicy) JSON() string {
	document := map[string]any{"Version": policyVersion}
	for key, value := range p.Document {
		if key != "Version" {
			document[key] = value
		}
	}
	text, _ := json.Marshal(document) // of values that were JSON
	return string(text)
}

const (
	// policyVersion is the only version with policy variables. YAML reads it as a date unless it is quoted.
	policyVersion = "2012-10-17"
	// maxManaged is how many managed policies IAM allows for a role.
	maxManaged = 10
	// Tenfold's own policies of a role take up to reservedInline characters, and reservedPerQueue more with SQS.
	reservedInline, reservedPerQueue = 2048, 250
)

// ownPolicies are the names of the policies that an environment makes itself.
var ownPolicies = []string{"broker", "uploads"}

func (r *reader) validateTaskPolicies(c Config) {
	const key = "tenfold:taskPolicies"
	names := map[string]int{}
	for i, p := range c.TaskPolicies {
		at := fmt.Sprintf("%s[%d]", key, i)
		r.validateUnique(names, key, i, p.Name, ownPolicies)
		r.validateParts(at+".parts", p.Parts, c)
		switch {
		case (p.Document == nil) == (p.ARN == ""):
			r.problem(at, "has both or neither of document and arn; want one of them")
		case p.Document != nil:
			r.validateDocument(at+".document", p.Document)
		case isAdministrator(p.ARN):
			r.problem(at+".arn", fmt.Sprintf("is %q, which allows everything; want the rights that the application needs", p.ARN))
		}
	}
	r.validateSums(key, c)
}

func isAdministrator(arn string) bool {
	return strings.HasSuffix(arn, ":policy/AdministratorAccess") || strings.HasSuffix(arn, ":policy/PowerUserAccess")
}

// validateSums checks what IAM limits for each role.
func (r *reader) validateSums(key string, c Config) {
	limit := maxRolePolicies - reservedInline
	if c.Sizes.Broker.Kind == broker.SQS {
		for _, worker := range c.Sizes.Workers {
			limit -= reservedPerQueue * len(worker.Queues)
		}
	}
	for _, part := range c.Parts() {
		size, managed := 0, 0
		for _, p := range c.TaskPolicies {
			switch {
			case !p.Of(part):
			case p.ARN != "":
				managed++
			default:
				size += len(p.JSON())
			}
		}
		if managed > maxManaged {
			r.problem(key, fmt.Sprintf("gives %s %d managed policies; want at most %d; put several into one", part, managed,
				maxManaged))
		}
		if size > limit {
			r.problem(key, fmt.Sprintf("gives %s documents of %d characters; want at most %d: a role has %d, also for Tenfold's "+
				"own policies; use managed policies", part, size, limit, maxRolePolicies))
		}
	}
}

func (r *reader) validateDocument(at string, document map[string]any) {
	for key := range document {
		if !slices.Contains([]string{"Version", "Id", "Statement"}, key) {
			r.problem(at+"."+key, nearest.Unknown(key, []string{"Id", "Statement", "Version"}))
		}
	}
	if version, set := document["Version"]; set && !strings.HasPrefix(fmt.Sprint(version), policyVersion) {
		r.problem(at+".Version", fmt.Sprintf("is %s; want %q", toText(version), policyVersion))
	}
	statements, isList := document["Statement"].([]any)
	if one, ok := document["Statement"].(map[string]any); ok {
		statements, isList = []any{one}, true
	}
	if !isList || len(statements) == 0 {
		r.problem(at+".Statement", "is required; want a list of statements")
	}
	for i, statement := range statements {
		r.validateStatement(fmt.Sprintf("%s.Statement[%d]", at, i), statement)
	}
}

// statementKeys are the elements of a statement in a policy of a role: a role itself is the principal.
var statementKeys = []string{"Action", "Condition", "Effect", "NotAction", "NotResource", "Resource", "Sid"}

func (r *reader) validateStatement(at string, value any) {
	statement, ok := value.(map[string]any)
	if !ok {
		r.problem(at, fmt.Sprintf("is %s; want an object with Effect, Action and Resource", toText(value)))
		return
	}
	for key := range statement {
		if !slices.Contains(statementKeys, key) {
			r.problem(at+"."+key, nearest.Unknown(key, statementKeys))
		}
	}
	if effect := statement["Effect"]; effect != "Allow" && effect != "Deny" {
		r.problem(at+".Effect", fmt.Sprintf(`is %s; want "Allow" or "Deny"`, toText(effect)))
	}
	actions := r.element(at, statement, "Action", "a service and an action, such as ses:SendRawEmail", isAction)
	resources := r.element(at, statement, "Resource", `an ARN or "*"`, isResource)
	if statement["Effect"] == "Allow" && everything(statement, actions, "Action") && slices.Contains(resources, "*") {
		r.problem(at, "allows everything; name the actions or the resources that the application needs")
	}
}

// everything says whether a statement is about all actions: by a wildcard, or about all but some.
func everything(statement map[string]any, actions []string, element string) bool {
	_, inverted := statement["Not"+element]
	return inverted || slices.Contains(actions, "*") || slices.Contains(actions, "*:*")
}

func isAction(text string) bool {
	service, action, ok := strings.Cut(text, ":")
	return text == "*" || ok && service != "" && action != "" && !strings.ContainsAny(text, " \t")
}

func isResource(text string) bool { return text == "*" || strings.HasPrefix(text, "arn:") }

// element is the values of an element, or of its opposite. One of the two must be set.
func (r *reader) element(
	at string, statement map[string]any, element, want string, valid func(string) bool,
) []string {
	value, set := statement[element]
	inverted, other := statement["Not"+element]
	if set == other {
		r.problem(at, fmt.Sprintf("has both or neither of %s and Not%s; want one of them", element, element))
		return nil
	}
	if other {
		value, element = inverted, "Not"+element
	}
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	var texts []string
	for _, one := range list {
		text, ok := one.(string)
		if !ok || !valid(text) {
			r.problem(at+"."+element, fmt.Sprintf("is %s; want %s", toText(one), want))
		}
		texts = append(texts, text)
	}
	return texts
}
