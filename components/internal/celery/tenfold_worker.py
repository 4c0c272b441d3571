"""Runs an application of Celery as Tenfold has decided, without a change to the application.

Celery is started with `-A tenfold_worker`. This module finds the application itself and gives it the settings in
$TENFOLD_WORKER. It also touches a file for the health check, asks ECS to spare a worker with a long task, and ends the
worker on SIGTERM. It needs Celery 5.5 and the standard library.
"""
import datetime
import json
import os
import re
import socket
import sys
import threading
import time
import urllib.request

import celery
from celery import Celery, bootsteps, platforms, signals
from celery.app.amqp import Queues
from celery.app.utils import find_app
from celery.concurrency.base import BasePool
from celery.events.receiver import EventReceiver
from celery.utils.log import get_logger
from celery.worker import state
from kombu import Exchange, Queue, pidbox
from kombu.utils.scheduling import priority_cycle

if celery.VERSION[:2] < (5, 5):
    sys.exit(f"tenfold: Celery is {celery.__version__}; want 5.5 or later")

CONFIG = json.loads(os.environ["TENFOLD_WORKER"])  # written by module.go
ALIVE = os.path.join(os.environ["TENFOLD_DIR"], "alive")
PROTECTION = os.environ.get("ECS_AGENT_URI", "") + "/task-protection/v1/state"
log = get_logger("tenfold")


# The settings.

def configure(app):
    """Applies the settings. They win over the application's, but for what a task says of itself."""
    settings = dict(CONFIG["settings"])
    options = {**(app.conf.broker_transport_options or {}), **settings.get("broker_transport_options", {})}
    if CONFIG["kind"] == "redis":
        # A node that is gone without a word is noticed after a minute and a half, not after two hours.
        options["socket_keepalive_options"] = {
            socket.TCP_KEEPIDLE: 60, socket.TCP_KEEPINTVL: 10, socket.TCP_KEEPCNT: 3}
    if CONFIG["kind"] == "sqs":
        options["predefined_queues"] = json.loads(os.environ["BROKER_PREDEFINED_QUEUES"])
        options["region"] = os.environ["AWS_REGION"]
    if "redbeat_lock_timeout" in settings:
        # RedBeat would take the URL that the application names, which may be none, and from 2.5 on takes no other.
        settings["redbeat_redis_url"] = os.environ["BROKER_URL"]
    app.conf.update({**settings, "broker_transport_options": options})
    if CONFIG["kind"] == "rabbitmq":
        app.amqp.queues_cls = QuorumQueues


class Ordered(priority_cycle):
    """Empties the queues in the order in which they are given. Kombu's own "priority" takes them from a set."""

    def consume(self, n):
        return sorted(self.items[:n], key=CONFIG["queues"].index)


class QuorumQueues(Queues):
    """The queues that the application does not declare. Celery 5.5 would make them classic and of a direct exchange."""

    def new_missing(self, name):
        return Queue(name, Exchange(name, type="topic"), name, queue_arguments=queue_arguments(name))

    def _add(self, queue):
        if queue.name == app.conf.task_default_queue and queue.queue_arguments == {"x-queue-type": "quorum"}:
            queue.queue_arguments = queue_arguments(queue.name)  # Celery's own
        return super()._add(queue)


def queue_arguments(name):
    return {key: value.format(name) if isinstance(value, str) else value
            for key, value in CONFIG["queue_arguments"].items()}


class Declare(bootsteps.StartStopStep):
    """Declares the queues that the worker knows but does not work on, such as the default one. Without them Celery
    cannot bind any to where tasks for later wait, and these would be lost. And those where dead letters stay for 14
    days."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, consumer):
        for queue in consumer.app.amqp.queues.values():
            queue(consumer.connection.default_channel).declare()
        for name in CONFIG["queues"]:
            dead = queue_arguments(name)["x-dead-letter-routing-key"]
            Queue(dead, queue_arguments={"x-queue-type": "quorum", "x-message-ttl": 14 * 24 * 3600 * 1000})(
                consumer.connection.default_channel).declare()


def exclusive(owner, name):
    """Makes the queues that talk to workers exclusive to their connection. Celery 5.5 makes them transient only, which
    RabbitMQ refuses from 4.3 on; 5.6 has settings for it, but none for the queue of the answers."""
    method = getattr(owner, name)

    def replacement(self, *args, **kwargs):
        queue = method(self, *args, **kwargs)
        queue.exclusive = True
        return queue

    setattr(owner, name, replacement)


def receive_exclusively(self, *args, **kwargs):
    receive(self, *args, **kwargs)
    self.queue.exclusive = True


def retry_in_queue(task, request=None, args=None, kwargs=None, queue=None, **options):
    """Sends a task that is tried again to the queue that it comes from. Celery 5.5 sends one that is to wait to the
    default queue. After a wait the name of its queue stands behind the 28 digits of how long it was."""
    request = task.request if request is None else request
    routing_key = (request.delivery_info or {}).get("routing_key") or ""
    name = re.sub(r"^([01]\.){28}", "", routing_key)
    if queue is None and name in task.app.amqp.queues:
        queue = name
    return signature_from_request(task, request, args, kwargs, queue, **options)


def until(payload):
    """In how many seconds a task is due. A time without a zone is one of the worker, as for Celery itself."""
    eta = (payload.get("headers") or {}).get("eta")
    if not eta:
        return 0
    due = datetime.datetime.fromisoformat(eta)
    if due.tzinfo is None and not app.uses_utc_timezone():
        due = due.replace(tzinfo=app.timezone)
    return due.timestamp() - time.time()


@signals.worker_init.connect
def limit_retries(sender, **_):
    """Sets the limit where a task has none of its own, a higher one, or none at all. Celery's own tasks keep theirs."""
    limit = CONFIG.get("max_retries")
    for task in sender.app.tasks.values():
        if limit is None or task.name.startswith("celery."):
            continue
        owner = next(c for c in type(task).__mro__ if "max_retries" in vars(c))
        if owner is celery.Task or task.max_retries is None or task.max_retries > limit:
            type(task).max_retries = limit


def within_limit(apply_async):
    """Caps a hard limit that a task or a message names. A task that takes longer than the longest would run again, beside
    itself, after the visibility timeout. Pools of threads have no limits."""
    def replacement(self, *args, **options):
        if options.get("timeout"):
            options["timeout"] = min(options["timeout"], CONFIG["settings"]["task_time_limit"])
        return apply_async(self, *args, **options)

    return replacement


@signals.worker_init.connect
def limit_time(**_):
    BasePool.apply_async = within_limit(BasePool.apply_async)


@signals.worker_ready.connect  # there is no log before
def name_limited(sender, **_):
    limit = CONFIG["settings"]["task_time_limit"]
    for name, task in sender.app.tasks.items():
        if (task.time_limit or 0) > limit:
            log.warning("tenfold: time_limit of %s is %s s; it is ended after longestTask, %s s", name, task.time_limit, limit)


# The health check.

def touch():
    with open(ALIVE, "w"):
        pass


class Alive(bootsteps.StartStopStep):
    """Touches the file from the worker's loop: only while that turns, and while there is a connection to the broker."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, consumer):
        consumer.call_soon(touch)
        consumer.timer.call_repeatedly(10, consumer.call_soon, (touch,))


@signals.beat_init.connect
def watch_beat(sender, **_):
    """Touches the file whenever beat looks at its schedule."""
    tick = sender.scheduler.tick

    def touch_and_tick(*args, **kwargs):
        touch()
        return tick(*args, **kwargs)

    sender.scheduler.tick = touch_and_tick


# The protection from scale-in.

class Protection:
    """Asks ECS not to end this worker while one of its tasks runs that would not end within the soft shutdown.

    A deployment waits for what is protected. So it is protected for the length of one longest task, and then left
    without protection for a while, whatever runs.
    """

    def __init__(self, after, longest, window):
        self.after, self.longest, self.window = after, longest, window
        self.minutes = min(max(-(-longest // 60), 1), 2880)  # what the agent accepts
        self.ends = None  # when it is taken away, if there is one
        self.earliest = 0.0  # when the next may begin
        self.failed = False

    def check(self, age, now):
        """Takes the age of the oldest running task, which is 0 without any."""
        if self.ends is None:
            if age >= self.after and now >= self.earliest:
                if self.put(ProtectionEnabled=True, ExpiresInMinutes=self.minutes):
                    self.ends = now + self.longest
                else:
                    self.earliest = now + 10
        elif age < self.after or now >= self.ends:
            if now >= self.ends:
                self.earliest = now + self.window
            self.ends = None
            self.put(ProtectionEnabled=False)

    def put(self, **body):
        request = urllib.request.Request(
            PROTECTION, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="PUT")
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                answer = json.load(response)
            if answer.get("failure") or answer.get("error"):
                raise ValueError(answer)
            return True
        except Exception as exc:  # whatever it is, the worker works on
            if not self.failed:
                log.warning("tenfold: no protection from scale-in: %r", exc)
            self.failed = True
            return False


def oldest():
    """The age in seconds of the task that has run for longest."""
    starts = [request.time_start for request in tuple(state.active_requests) if request.time_start]
    return time.time() - min(starts) if starts else 0


# The loop.

class Awake(bootsteps.StartStopStep):
    """Lets the worker's loop turn when another thread asks it for something. With the pools of threads and gevent that
    is to acknowledge a message and fetch the next one: Celery's own loop sleeps for one to two seconds meanwhile, and
    each thread runs one task in that time."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer, **_):
        super().__init__(consumer)
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(self.writer, False)

    def start(self, consumer):
        if consumer.hub is None:  # gevent
            drain = consumer.connection.drain_events
            consumer.connection.drain_events = lambda timeout=None: drain(timeout=0.1)
            return

        def call_soon(*args, **kwargs):
            called = type(consumer).call_soon(consumer, *args, **kwargs)
            self.wake()
            return called

        consumer.hub.add_reader(self.reader, os.read, self.reader, 4096)
        consumer.hub.wake = self.wake
        consumer.call_soon = call_soon

    def wake(self):
        try:
            os.write(self.writer, b".")
        except BlockingIOError:
            pass  # it has been woken often enough


# The shutdown.

stopping = []
polls = {}  # with SQS, what may still bring a message


def stop_consuming(consumer):
    if consumer.task_consumer:
        consumer.task_consumer.cancel()


def leave(consumer, turns=2):
    """Gives the unacknowledged messages back to the broker by closing the connection, and ends the process as it is.
    What the loop was asked for before, in no order, are acknowledgements."""
    if consumer.hub and turns:
        consumer.call_soon(leave, consumer, turns - 1)
        return
    consumer.perform_pending_operations()
    try:
        consumer.connection.close()
    finally:
        sys.stdout.flush()
        os._exit(0)


def soft_shutdown(consumer):
    """Does what Celery's soft shutdown promises. Celery does it while it handles the signal, wherever the signal meets
    it: with processes it then hangs now and then until it is killed, threads it cannot end, and gevent forbids it to
    wait. Besides, Celery always waits for the whole time."""
    log.warning("tenfold: running tasks have %s seconds to end", CONFIG["soft_shutdown"])
    deadline = time.monotonic() + CONFIG["soft_shutdown"]
    consumer.call_soon(stop_consuming, consumer)
    time.sleep(0.2)  # for what is just being received
    while (state.reserved_requests or polls) and time.monotonic() < deadline:
        time.sleep(0.1)
    log.warning("tenfold: %d tasks go back to the broker", len(state.reserved_requests))
    consumer.call_soon(leave, consumer)
    time.sleep(5)  # the loop does not turn while it looks for a lost broker


def watch(consumer):
    protection = Protection(**CONFIG["protection"])
    while not stopping:
        time.sleep(0.2)
        try:
            if "ECS_AGENT_URI" in os.environ:
                protection.check(oldest(), time.monotonic())
        except RuntimeError:
            pass  # the set of tasks changed meanwhile
    try:
        soft_shutdown(consumer)
    finally:
        os._exit(1)


@signals.worker_ready.connect
def start_watching(sender, **_):
    platforms.signals["SIGTERM"] = lambda *_: stopping.append(True)
    threading.Thread(target=watch, args=(sender,), daemon=True).start()


# The application. Its tasks take their settings over when they are first used, which may be while it is imported: so
# the settings are there as soon as it reads its own, and once more when all of it is loaded.

Celery.on_init = lambda new: new.on_after_configure.connect(lambda sender, **_: configure(sender), weak=False)
if CONFIG["kind"] == "sqs":
    import tenfold_sqs
    polls = tenfold_sqs.polls
    tenfold_sqs.install(CONFIG.get("later", 0))
if "limit" in CONFIG:  # a worker with Redis
    import tenfold_redis
    tenfold_redis.install(CONFIG["limit"])
app = find_app(CONFIG["app"])
configure(app)
app.steps["consumer"].update([Alive, Awake])
if "limit" in CONFIG:
    app.steps["consumer"].add(tenfold_redis.Due)
if CONFIG["kind"] == "rabbitmq":
    from celery.worker.consumer.delayed_delivery import DelayedDelivery
    exclusive(pidbox.Mailbox, "get_queue")
    exclusive(pidbox.Mailbox, "get_reply_queue")
    receive, EventReceiver.__init__ = EventReceiver.__init__, receive_exclusively
    signature_from_request, celery.Task.signature_from_request = celery.Task.signature_from_request, retry_in_queue
    app.steps["consumer"].add(Declare)
    DelayedDelivery.requires = (*DelayedDelivery.requires, Declare)
