"""Runs the command of a release once for each key, as a task of Amazon ECS, and waits for its end.

Pulumi invokes the handler when the key is a new one: another image, another command or another generation. An
invocation lasts 15 minutes at the most, so a longer command is waited for by several, one after the other. Each of them
does the same and may be repeated: the clients of AWS retry, and an update can be interrupted at any time.

What has ended is in a parameter of Systems Manager: the keys whose command succeeded, and how many runs ended. The
number is a part of what a run is known by in ECS (startedBy), which tells a run that ended while nobody waited from one
whose failure was already reported.
"""
import json
import os
import time

import boto3

import runner

MAX_MEMORY = 4096  # characters of a parameter of the standard tier
NEXT = ("what comes after it keeps the version that it runs; fix the command or go back to the previous image, and run "
        "pulumi up again")

ssm = boto3.client("ssm")


class ReleaseFailed(Exception):
    """Its text is what a person reads in the error of the update."""


def handler(event, _context):
    """Returns whether the command ended with 0, or still runs when this invocation must end. Anything else raises."""
    ends, starts = time.monotonic() + event["wait"], 0
    while True:
        memory = read_memory()
        if event["key"] in memory["done"]:
            return {"state": "done"}
        mine = name_of_run(event["key"], memory["runs"])
        task = find_task(mine) or run(event, mine)
        task = runner.wait_for(task, event, ends)
        if not runner.stopped(task):
            return go_on_later(event, task)
        remember(memory, task)
        if key_of(task) != event["key"] or runner.succeeded(task):
            continue
        starts += 1
        if not runner.may_start_again(task) or starts == runner.STARTS:
            raise ReleaseFailed(runner.failure(head(event), NEXT, task))


# Runs.


def name_of_run(key, runs):
    return "%s-%d" % (key, runs)


def key_of(task):
    return task.get("startedBy", "").rpartition("-")[0]


def find_task(mine):
    """The run itself, also when it has ended; else any other run that has not ended, which must not be joined by ours."""
    tasks = [task for desired in ("RUNNING", "STOPPED") for task in runner.list_tasks(os.environ["FAMILY"], desired)]
    own = [task for task in tasks if task.get("startedBy") == mine]
    others = [task for task in tasks if not runner.stopped(task)]
    return (own + others + [None])[0]


def run(event, mine):
    try:
        return runner.run_task(mine)
    except runner.NotStarted as error:
        raise ReleaseFailed("%s did not start: %s; %s" % (head(event), error, NEXT)) from None


def go_on_later(event, task):
    """The next invocation waits on. After the last one the task is left alone: the next update finds and awaits it."""
    if not event["last"]:
        return {"state": "running"}
    who = head(event) if key_of(task) == event["key"] else "the command of another release"
    raise ReleaseFailed("%s still runs in task %s; run pulumi up again, which waits for it; the log is in %s" % (
        who, task["taskArn"], runner.log_of(task)))


def head(event):
    return "release '%s': '%s'" % (event["name"], event["command"])


# The memory.


def read_memory():
    value = runner.patiently(lambda: ssm.get_parameter(Name=os.environ["PARAMETER"]))["Parameter"]["Value"]
    return {"runs": 0, "done": [], **json.loads(value)}


def remember(memory, task):
    """Counts a run that ended, and adds its key to those that are done. The oldest are forgotten."""
    done = list(memory["done"])
    if runner.succeeded(task) and key_of(task) not in done:
        done.append(key_of(task))
    value = written(memory["runs"] + 1, done)
    while len(value) > MAX_MEMORY:
        done = done[1:]
        value = written(memory["runs"] + 1, done)
    runner.patiently(lambda: ssm.put_parameter(
        Name=os.environ["PARAMETER"], Value=value, Type="String", Tier="Standard", Overwrite=True))


def written(runs, done):
    return json.dumps({"runs": runs, "done": done}, separators=(",", ":"))
