"""Celery's way to SQS, in place of kombu's.

Kombu 5.5 waits for messages in the worker's own loop, up to 20 seconds for one queue after the other; 5.6 does so with
the pool of gevent. Meanwhile the worker acknowledges nothing, takes nothing from its other queues, and cannot end. And
what 5.6 gives back comes only after wait_time_seconds. Here a thread waits for each queue, with boto3, and hands to the
loop what it got.
"""
import os
import queue
import re
import threading
import time

from botocore.exceptions import ClientError
from celery.utils.log import get_logger
from kombu.transport import SQS
from tenfold_worker import until

log = get_logger("tenfold")
polls = {}  # what is being waited for: a channel and a queue of it, and how many messages at the most
LONGEST = 43000  # seconds; SQS hides a message for 12 hours at the most, from when it has handed it out
BATCH = 10  # entries of a request, SQS's limit


class QoS(SQS.QoS):
    def restore_unacked(self):
        """Gives all back at once and in few requests: there may be a thousand, and SIGKILL comes."""
        self._flush()
        messages = list(self._delivered.values())
        self._delivered.clear()
        self.channel.hide([message.delivery_info for message in messages], 0)
        return []


class Channel(SQS.Channel):
    QoS = QoS
    later = 0  # seconds; set by install

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = queue.Queue()  # without a hub, as with gevent
        self.busy = set()  # the queues that brought something last

    # Kombu begins with one of these when there may be room for another message.

    def _schedule_queue(self, name):
        self.poll()

    def basic_qos(self, *args, **kwargs):
        super().basic_qos(*args, **kwargs)
        self.poll()

    def basic_ack(self, *args, **kwargs):
        super().basic_ack(*args, **kwargs)
        self.poll()

    def basic_reject(self, *args, **kwargs):
        super().basic_reject(*args, **kwargs)
        self.poll()

    def drain_events(self, timeout=None, **kwargs):
        """The loop without a hub comes by here; it knows queue.Empty."""
        self.poll()
        self.deliver(*self.answers.get(timeout=timeout))

    def poll(self):
        """Waits for each queue that nobody waits for. Who waits long asks for one message only, so that an empty queue
        keeps no room from the others; each queue but the first may bring one for which there is no room."""
        queues = self._active_queues
        for name in queues:
            room = self._get_message_estimate() - sum(polls.values())
            if (self, name) in polls or not self.qos.can_consume() or room + len(queues) - 1 < 1:
                continue
            seconds = self.wait_time_seconds
            if name in self.busy and len(queues) > 1:
                seconds = min(seconds, 1)
            polls[self, name] = max(room, 1) if name in self.busy or len(queues) == 1 else 1
            client = self.sqs(queue=self.canonical_queue_name(name))
            threading.Thread(target=self.wait, args=(client, name, polls[self, name], seconds), daemon=True).start()

    def wait(self, client, name, count, seconds):
        messages, failure = [], None
        try:
            messages = client.receive_message(
                QueueUrl=self._new_queue(name), MaxNumberOfMessages=count, WaitTimeSeconds=seconds,
                AttributeNames=["ApproximateReceiveCount"]).get("Messages", [])
        except Exception as exc:
            log.warning("tenfold: nothing can be received from %s: %r", name, exc)
            failure = exc if is_final(exc) else None
            time.sleep(1)
        if self.hub:
            self.hub.call_soon(self.deliver, name, messages, failure)
            self.hub.wake()
        else:
            self.answers.put((name, messages, failure))

    def deliver(self, name, messages, failure=None):
        del polls[self, name]
        (self.busy.add if messages else self.busy.discard)(name)
        if failure:
            raise failure  # ends the worker
        url = self._new_queue(name)
        for message in messages:
            info = {"sqs_queue": url, "sqs_message": message}
            try:
                payload = self._message_to_python(message, name, url)
                early = until(payload)
            except Exception as exc:
                log.error("tenfold: a message of %s is not Celery's: %r", name, exc)
                continue  # it comes back until it is in the dead-letter queue
            if name not in self._active_queues:
                self.hide([info], 0)  # the worker ends
            elif early > self.later:
                self.hide([info], min(int(early) + 1, LONGEST))
            else:
                self.connection._deliver(payload, name)
        self.poll()

    def hide(self, infos, seconds):
        """Has messages come back after so many seconds. Where that fails they come after the visibility timeout."""
        for name, options in self.predefined_queues.items():
            handles = [i["sqs_message"]["ReceiptHandle"] for i in infos if i["sqs_queue"] == options["url"]]
            for first in range(0, len(handles), BATCH):
                entries = [{"Id": str(n), "ReceiptHandle": handle, "VisibilityTimeout": seconds}
                           for n, handle in enumerate(handles[first:first + BATCH])]
                try:
                    failed = self.sqs(queue=name).change_message_visibility_batch(
                        QueueUrl=options["url"], Entries=entries).get("Failed", [])
                except Exception as exc:
                    failed = [exc]
                if failed:
                    log.warning("tenfold: messages of %s come back late: %s", name, failed)


def is_final(exc):
    """Says whether SQS will not give an answer another time: it is forbidden, or the queue is gone."""
    if not isinstance(exc, ClientError) or exc.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
        return False
    return not re.search("Throttl|OverLimit", exc.response["Error"]["Code"])


def forget():
    """A new process of the pool must not talk over the connections of the worker."""
    polls.clear()
    SQS.Channel._predefined_queue_clients.clear()


def install(later):
    """Takes the place of kombu's. A message that is due in more than so many seconds is not held until then: it would
    come back meanwhile and run twice. It sleeps in the queue."""
    Channel.later = later
    SQS.Transport.Channel = Channel
    os.register_at_fork(after_in_child=forget)
