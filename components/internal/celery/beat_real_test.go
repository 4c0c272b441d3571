package celery_test

import (
	_ "embed" // for the application
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

//go:embed testdata/django_shop.py
var djangoShop string

const prepareDjango = `
import django, django_shop
django.setup()
from django.core.management import call_command
from django_celery_beat.models import IntervalSchedule, PeriodicTask
call_command("migrate", verbosity=0)
every = IntervalSchedule.objects.create(every=1, period="seconds")
PeriodicTask.objects.create(name="often", task="work", args="[0, 0]", interval=every)
`

const countDjango = `
import django, django_shop
django.setup()
from django_celery_beat.models import PeriodicTask
print(PeriodicTask.objects.get(name="often").total_run_count)
`

// testBeat: beat sends what the database says, ends on SIGTERM, and another one goes on where it was: the database
// knows of every task that was sent.
func testBeat(t *testing.T, s *stage) {
	s.parts.Write(t, s.dir, "django_shop.py", djangoShop)
	s.parts.MustRun(t, s.variables, "/usr/bin/python3", "-c", prepareDjango)
	b := celery.Beat{App: "django_shop", Kind: s.kind, Scheduler: celery.Django, VisibilityTimeout: 900}
	sent := func() int {
		if s.sqs != nil {
			return s.sqs.Visible(t, s.sqs.url(t, "celery"))
		}
		n, err := s.store.Nodes[0].Client.LLen(t.Context(), "celery").Result()
		require.NoError(t, err)
		return int(n)
	}
	for range 2 {
		before := sent()
		running := s.launch(t, b)
		servers.Within(t, servers.Timeout, func() bool { return sent() >= before+2 }, "nothing is sent: %s", servers.Lazy(running.Log))
		require.True(t, running.healthy(t))
		require.Less(t, running.end(t, 10), 5*time.Second)
		known := strings.TrimSpace(s.parts.MustRun(t, s.variables, "/usr/bin/python3", "-c", countDjango))
		require.Equal(t, strconv.Itoa(sent()), known)
	}
}

// testFlower: Flower does not start without a password, and the guard does not stand in the way of one with it.
func testFlower(t *testing.T, s *stage) {
	f := celery.Flower{App: "shop", Kind: s.kind, Port: 5555, MaxTasks: 1000, VisibilityTimeout: 900}
	open := s.launch(t, f)
	require.Error(t, open.Wait(servers.Timeout))
	require.Contains(t, open.Log(), "FLOWER_BASIC_AUTH: is not set: Flower would be open to everyone")

	s.variables = append(s.variables, celery.FlowerAuth+"=user:password")
	closed := s.launch(t, f)
	require.Error(t, closed.Wait(servers.Timeout))
	require.Contains(t, closed.Log(), "No such command 'flower'", "Debian has no Flower; this far it comes")
}
