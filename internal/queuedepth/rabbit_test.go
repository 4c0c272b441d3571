package queuedepth

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// managed is a rabbit whose management API gives these answers, by the path.
func managed(t *testing.T, answer http.HandlerFunc, queues ...string) *rabbit {
	t.Helper()
	server := httptest.NewTLSServer(answer)
	t.Cleanup(server.Close)
	return &rabbit{base: server.URL + "/api/queues/%2F/", queues: queues, client: server.Client()}
}

// TestAnUncountedQueueIsSkipped: the others are published.
func TestAnUncountedQueueIsSkipped(t *testing.T) {
	r := managed(t, func(w http.ResponseWriter, request *http.Request) {
		if request.URL.Path == "/api/queues///mail" {
			_, _ = w.Write([]byte(`{"messages_ready": 4, "messages_unacknowledged": 3}`))
			return
		}
		_, _ = w.Write([]byte(`{}`))
	}, "new", "mail")
	s, err := r.take(t.Context())
	require.NoError(t, err)
	require.Equal(t, []queueSample{{queue: "mail", depth: 4, active: 3}}, s.queues)
	require.False(t, s.taken.IsZero())
}

// TestAUserWithoutRightsIsTold what the management API needs.
func TestAUserWithoutRightsIsTold(t *testing.T) {
	for code, status := range map[int]string{401: "401 Unauthorized", 403: "403 Forbidden"} {
		_, err := managed(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }, "mail.dead").take(t.Context())
		require.EqualError(t, err, "the management API answers "+status+" about mail.dead; check the password, and give the user "+
			"of BROKER_URL the tag management and rights on the virtual host")
	}
	_, err := managed(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "mail").take(t.Context())
	require.EqualError(t, err, "the management API answers 500 Internal Server Error")
}
