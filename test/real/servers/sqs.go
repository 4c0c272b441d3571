package servers

import (
	"bytes"
	_ "embed" // for the server
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// SQSRegion is the region of every queue.
const SQSRegion = "eu-west-1"

//go:embed sqs_server.py
var sqsServer string

// SQS is moto's server, which stands in for Amazon SQS: it has the API, long polls, visibility timeouts and redrive
// policies. Where it is known to differ:
//
//   - A message is deleted by any receipt handle that it ever had; SQS promises that of the latest one only.
//   - It neither delivers twice without a reason nor out of order, and a queue is one server: SQS promises less.
//   - The 12 hours that a message can be hidden for count from when it was sent, and not from when it was received.
//   - Permissions and TLS are not checked, nor how many messages are in flight.
//   - A poll goes on when its client is gone, and takes messages with it. What SQS does then it does not say.
type SQS struct {
	*Process
	Port int
}

// StartSQS starts a server without queues.
func (p *Parts) StartSQS(tb testing.TB) *SQS {
	tb.Helper()
	dir := p.Dir(tb)
	s := &SQS{Port: Port(tb)}
	s.Process = p.Start(tb, dir, s.Environment(), "/usr/bin/python3",
		p.Inside(p.Write(tb, dir, "sqs_server.py", sqsServer)), "-H", "127.0.0.1", "-p", strconv.Itoa(s.Port))
	s.ready(tb, func() error {
		_, err := s.call("ListQueues", map[string]any{})
		return err
	})
	return s
}

// Environment is how boto3 finds the server in place of AWS, and the credentials that a role would give.
func (s *SQS) Environment() []string {
	return []string{
		"AWS_ENDPOINT_URL=" + s.endpoint(), "AWS_REGION=" + SQSRegion,
		"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
	}
}

func (s *SQS) endpoint() string { return fmt.Sprintf("http://127.0.0.1:%d", s.Port) }

// CreateQueue makes a queue with attributes of SQS, or finds it, and returns its URL.
func (s *SQS) CreateQueue(tb testing.TB, name string, attributes map[string]string) string {
	tb.Helper()
	return s.must(tb, "CreateQueue", map[string]any{"QueueName": name, "Attributes": attributes})["QueueUrl"].(string)
}

// DeleteQueue deletes a queue.
func (s *SQS) DeleteQueue(tb testing.TB, url string) {
	tb.Helper()
	s.must(tb, "DeleteQueue", map[string]any{"QueueUrl": url})
}

// Send sends a message.
func (s *SQS) Send(tb testing.TB, url, body string) {
	tb.Helper()
	s.must(tb, "SendMessage", map[string]any{"QueueUrl": url, "MessageBody": body})
}

// SetAttributes changes attributes of a queue.
func (s *SQS) SetAttributes(tb testing.TB, url string, attributes map[string]string) {
	tb.Helper()
	s.must(tb, "SetQueueAttributes", map[string]any{"QueueUrl": url, "Attributes": attributes})
}

// ARN is that of a queue.
func (s *SQS) ARN(tb testing.TB, url string) string {
	return s.attributes(tb, url)["QueueArn"].(string)
}

// Visible is how many messages of a queue can be received.
func (s *SQS) Visible(tb testing.TB, url string) int {
	return s.number(tb, url, "ApproximateNumberOfMessages")
}

// Hidden is how many messages of a queue are in flight.
func (s *SQS) Hidden(tb testing.TB, url string) int {
	return s.number(tb, url, "ApproximateNumberOfMessagesNotVisible")
}

func (s *SQS) number(tb testing.TB, url, attribute string) int {
	tb.Helper()
	n, err := strconv.Atoi(s.attributes(tb, url)[attribute].(string))
	require.NoError(tb, err)
	return n
}

func (s *SQS) attributes(tb testing.TB, url string) map[string]any {
	tb.Helper()
	answer := s.must(tb, "GetQueueAttributes", map[string]any{"QueueUrl": url, "AttributeNames": []string{"All"}})
	return answer["Attributes"].(map[string]any)
}

// Receives takes a message, for a second, and says how often it has been received with this.
func (s *SQS) Receives(tb testing.TB, url string) int {
	tb.Helper()
	answer := s.must(tb, "ReceiveMessage", map[string]any{
		"QueueUrl": url, "VisibilityTimeout": 1, "WaitTimeSeconds": 10, "AttributeNames": []string{"ApproximateReceiveCount"},
	})
	messages, _ := answer["Messages"].([]any)
	require.Len(tb, messages, 1)
	n, err := strconv.Atoi(messages[0].(map[string]any)["Attributes"].(map[string]any)["ApproximateReceiveCount"].(string))
	require.NoError(tb, err)
	return n
}

func (s *SQS) must(tb testing.TB, action string, input any) map[string]any {
	tb.Helper()
	answer, err := s.call(action, input)
	require.NoError(tb, err, action)
	return answer
}

// call makes a request in the JSON protocol of SQS. The server reads the region from the signature, and checks nothing.
func (s *SQS) call(action string, input any) (map[string]any, error) {
	body, err := json.Marshal(input)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(http.MethodPost, s.endpoint(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.0")
	request.Header.Set("X-Amz-Target", "AmazonSQS."+action)
	request.Header.Set("Authorization",
		"AWS4-HMAC-SHA256 Credential=test/20260101/"+SQSRegion+"/sqs/aws4_request, SignedHeaders=host, Signature=none")
	client := &http.Client{Timeout: Timeout, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", response.Status, text)
	}
	answer := map[string]any{}
	if len(text) > 0 {
		err = json.Unmarshal(text, &answer)
	}
	return answer, err
}
