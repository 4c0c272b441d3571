"""Celery's way to Redis, which is kombu's but for three points.

A task for later waits in Redis until it is due, not in a worker. A worker would hold it unacknowledged: after the
visibility timeout a second one would get it too, and it would run twice. So it moves from kombu's hash of
unacknowledged messages to a sorted set beside its list, in one step; and every worker moves back what is due. Either
step is a script, which happens as a whole or not at all, whenever a worker is killed.

And a worker never has more messages than it may. Celery raises the limit with each task for later that it gets, and
lowers it when that is due, which with acknowledgements that come late need not be the same number of times.

And a full broker can be emptied: with kombu, a worker takes a message out of it, has no room to note that, and ends.
"""
import time

from celery import bootsteps
from celery.utils.log import get_logger
from kombu.transport import redis, virtual
from kombu.utils.json import dumps
from tenfold_worker import until

log = get_logger("tenfold")
BATCH = 100  # messages that one script moves back, so that it does not hold up the broker

# KEYS: kombu's hash and index of what is unacknowledged. ARGV: the tag, the time, the message.
NOTE = """#!lua flags=allow-oom
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
"""

# KEYS: the same, and the set. ARGV: the tag, when it is due, the message. Where
# another worker has got the message meanwhile, that one puts it off.
PUT_OFF = """#!lua flags=allow-oom
if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('ZADD', KEYS[3], ARGV[2], ARGV[3])
end
"""

# KEYS: the lists, each with its set behind it. ARGV: the time, and how many messages at most. Gives how many more it
# might have moved.
BRING_BACK = """#!lua flags=allow-oom
local left = tonumber(ARGV[2])
for i = 1, #KEYS, 2 do
  for _, message in ipairs(redis.call('ZRANGE', KEYS[i + 1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, left)) do
    redis.call('LPUSH', KEYS[i], message)
    redis.call('ZREM', KEYS[i + 1], message)
    left = left - 1
  end
end
return left
"""


class QoS(redis.QoS):
    def append(self, message, delivery_tag):
        info = message.delivery_info
        note = dumps([message._raw, info["exchange"], info["routing_key"]])
        try:
            self.channel.run(NOTE, [self.unacked_key, self.unacked_index_key], delivery_tag, time.time(), note)
            virtual.QoS.append(self, message, delivery_tag)
        except self.channel.ResponseError:  # Redis before 7
            super().append(message, delivery_tag)


class Channel(redis.Channel):
    QoS = QoS
    limit = 1  # messages that a worker may have; set by install

    def basic_qos(self, prefetch_size=0, prefetch_count=0, apply_global=False):
        super().basic_qos(prefetch_size, min(prefetch_count or self.limit, self.limit), apply_global)

    def basic_consume(self, queue, no_ack, callback, consumer_tag, **kwargs):
        def receive(message):
            if no_ack or not self.put_off(queue, message):
                callback(message)

        return super().basic_consume(queue, no_ack, receive, consumer_tag, **kwargs)

    def put_off(self, queue, message):
        """Says whether the message waits in its set from now on."""
        try:
            wait = until(message._raw)
        except ValueError:
            return False  # Celery says what is wrong with it
        if wait <= 0:
            return False
        key = self._q_for_pri(queue, self._get_message_priority(message._raw, reverse=False))
        tag = message.delivery_tag
        try:
            self.run(PUT_OFF, [self.unacked_key, self.unacked_index_key, later(key)],
                     tag, time.time() + wait, dumps(message._raw))
        except self.ResponseError as exc:
            log.error("tenfold: a task for later waits in the worker: %r", exc)
            return False
        virtual.QoS.ack(self.qos, tag)  # what is left of it in this process
        return True

    def bring_back(self):
        """Moves what is due back to the queues of this worker."""
        lists = [self._q_for_pri(queue, step) for queue in self.active_queues for step in self.priority_steps]
        try:
            for _ in range(10):  # the rest in a second
                if not lists or self.run(BRING_BACK, [k for key in lists for k in (key, later(key))], time.time(), BATCH):
                    break
        except Exception as exc:  # the worker itself finds out about a lost broker
            log.warning("tenfold: what is due stays where it is: %r", exc)

    def run(self, script, keys, *args):
        with self.conn_or_acquire() as client:
            return client.eval(script, len(keys), *keys, *args)


def later(key):
    """The set of a list, which queuedepth knows too."""
    return "tenfold:later:" + key


class Due(bootsteps.StartStopStep):
    """Looks every second for what is due."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, consumer):
        consumer.timer.call_repeatedly(1, consumer.call_soon, (consumer.task_consumer.channel.bring_back,))


def install(limit):
    """Takes the place of kombu's."""
    Channel.limit = limit
    redis.Transport.Channel = Channel
