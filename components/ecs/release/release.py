"""Runs the command of a release once for each key, as a task of Amazon ECS, and waits for its end.

Pulumi invokes the handler when the key is a new one: another image, another command or another generation. An
invocation lasts 15 minutes at the most, so a longer command is waited for by several, one after the other. Each of them
does the same and may be repeated: the clients of AWS retry, and an update can be interrupted at any time.

What has ended is in a parameter of Systems Manager: the keys whose command succeeded, and how many runs ended. The
number is a part of what a run is known by in ECS (startedBy), which tells a run that ended while nobody waited from one
whose failure was already reported.
"""
import datetime
import hashlib
import json
import os
import time

import boto3
from botocore.exceptions import ClientError

POLL = 5  # seconds between two looks at a task
PATIENCE = 60  # seconds; new permissions and capacity take a while
STARTS = 3  # of a task whose container ECS could not start, as a service would try again too
LINES = 20  # of the log, in an error
WIDTH = 300  # characters of such a line
MAX_MEMORY = 4096  # characters of a parameter of the standard tier
OTHER_ARCHITECTURE = ("exec format error", "matching platform")  # what ECS, or the log, then says
LOG_LOOKS = 4  # the last lines reach CloudWatch Logs some seconds after the end
NEXT = ("what comes after it keeps the version that it runs; fix the command or go back to the previous image, and run "
        "pulumi up again")

ecs, ssm, logs = boto3.client("ecs"), boto3.client("ssm"), boto3.client("logs")


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
        task = find_task(mine) or run_task(event, mine)
        task = wait_for(task, event, ends)
        if not stopped(task):
            return go_on_later(event, task)
        remember(memory, task)
        if key_of(task) != event["key"] or succeeded(task):
            continue
        starts += 1
        if not may_start_again(task) or starts == STARTS:
            raise ReleaseFailed(failure(event, task))


# Runs.


def name_of_run(key, runs):
    return "%s-%d" % (key, runs)


def key_of(task):
    return task.get("startedBy", "").rpartition("-")[0]


def find_task(mine):
    """The run itself, also when it has ended; else any other run that has not ended, which must not be joined by ours."""
    tasks = [task for desired in ("RUNNING", "STOPPED") for task in list_tasks(desired)]
    own = [task for task in tasks if task.get("startedBy") == mine]
    others = [task for task in tasks if not stopped(task)]
    return (own + others + [None])[0]


def list_tasks(desired):
    pages = ecs.get_paginator("list_tasks").paginate(
        cluster=os.environ["CLUSTER"], family=os.environ["FAMILY"], desiredStatus=desired)
    arns = [arn for page in patiently(lambda: list(pages)) for arn in page["taskArns"]]
    return [task for i in range(0, len(arns), 100) for task in describe(arns[i:i + 100])]


def describe(arns):
    return patiently(lambda: ecs.describe_tasks(cluster=os.environ["CLUSTER"], tasks=arns))["tasks"]


def run_task(event, mine):
    """Starts the run. ECS answers a repeated request with the same token with the task that it started already."""
    gives_up = time.monotonic() + PATIENCE
    attempt = 0
    while True:
        request = request_of(mine)
        request["clientToken"] = hashlib.sha256(json.dumps([request, attempt]).encode()).hexdigest()
        answer = start(event, request)
        if answer["tasks"]:
            return answer["tasks"][0]
        if time.monotonic() > gives_up:
            raise ReleaseFailed("%s did not start: %s; %s" % (head(event), reasons(answer["failures"]), NEXT))
        attempt += 1
        time.sleep(POLL)


def start(event, request):
    try:
        return patiently(lambda: ecs.run_task(**request))
    except ClientError as error:
        raise ReleaseFailed("%s did not start: %s; %s" % (head(event), error, NEXT)) from None


def request_of(mine):
    network = {
        "subnets": os.environ["SUBNETS"].split(","), "securityGroups": [os.environ["SECURITY_GROUP"]],
        "assignPublicIp": "DISABLED",
    }
    return {
        "cluster": os.environ["CLUSTER"], "taskDefinition": os.environ["TASK_DEFINITION"], "count": 1, "startedBy": mine,
        "launchType": "FARGATE", "platformVersion": os.environ["PLATFORM_VERSION"],
        "networkConfiguration": {"awsvpcConfiguration": network},
        "enableECSManagedTags": True, "propagateTags": "TASK_DEFINITION",
        "enableExecuteCommand": os.environ["ENABLE_EXEC"] == "true",
    }


def reasons(failures):
    texts = [" ".join(filter(None, (one.get("reason"), one.get("detail")))) for one in failures]
    return ", ".join(texts) or "ECS started no task and gave no reason"


# Waiting.


def stopped(task):
    return task["lastStatus"] == "STOPPED"


def wait_for(task, event, ends):
    """Looks at a task until it has stopped, and stops one that takes too long."""
    arn = task["taskArn"]
    while not stopped(task) and time.monotonic() < ends:
        too_long = why_stop(task, event)
        if too_long and task["desiredStatus"] != "STOPPED":
            patiently(lambda: ecs.stop_task(cluster=os.environ["CLUSTER"], task=arn, reason=too_long))
        time.sleep(POLL)
        task = (describe([arn]) + [task])[0]  # ECS may not know a new task at once
    return task


def why_stop(task, event):
    now = datetime.datetime.now(datetime.timezone.utc)
    if "startedAt" in task:
        if (now - task["startedAt"]).total_seconds() > event["timeout"]:
            return "it ran for longer than the timeout of %d seconds" % event["timeout"]
    elif "createdAt" in task and (now - task["createdAt"]).total_seconds() > event["start"]:
        return "it did not start within %d seconds" % event["start"]
    return ""


def go_on_later(event, task):
    """The next invocation waits on. After the last one the task is left alone: the next update finds and awaits it."""
    if not event["last"]:
        return {"state": "running"}
    who = head(event) if key_of(task) == event["key"] else "the command of another release"
    raise ReleaseFailed("%s still runs in task %s; run pulumi up again, which waits for it; the log is in %s (%s)" % (
        who, task["taskArn"], os.environ["LOG_GROUP"], stream_of(task)))


# The end.


def succeeded(task):
    """A command that was stopped has not succeeded, even one that then ended with 0."""
    return task.get("stopCode") == "EssentialContainerExited" and container_of(task).get("exitCode") == 0


def may_start_again(task):
    """Nothing has run: a new role or secret is not known everywhere yet, or the network of the task did not come up."""
    return "startedAt" not in task and "ResourceInitializationError" in task.get("stoppedReason", "")


def container_of(task):
    """GuardDuty may have added a container of its own."""
    return next((one for one in task.get("containers", []) if one["name"] == os.environ["CONTAINER"]), {})


def failure(event, task):
    lines, how = last_lines(task), how_it_ended(task)
    if any(sign in text for sign in OTHER_ARCHITECTURE for text in [how, *lines]):
        how += ": the image is built for another architecture than that of the task"
    text = "%s %s; %s; its log is in %s (%s)" % (head(event), how, NEXT, os.environ["LOG_GROUP"], stream_of(task))
    return "%s; the last lines: %s" % (text, " | ".join(lines)) if lines else text + ", which is empty"


def head(event):
    return "release '%s': '%s'" % (event["name"], event["command"])


def how_it_ended(task):
    code, why = container_of(task).get("exitCode"), container_of(task).get("reason")
    if task.get("stopCode") == "EssentialContainerExited" and code is not None:
        return "ended with exit code %d%s" % (code, " (%s)" % why if why else "")
    what = "was stopped" if "startedAt" in task else "did not start"
    code = "" if code is None else " (exit code %d)" % code
    known = [task.get("stopCode"), why, *reasons_of_others(task), task.get("stoppedReason")]
    return "%s%s: %s" % (what, code, ": ".join(dict.fromkeys(filter(None, known))))


def reasons_of_others(task):
    """Why another container failed, such as the one that makes /tmp writable before the command."""
    others = [one for one in task.get("containers", []) if one["name"] != os.environ["CONTAINER"]]
    return ["%s: %s" % (one["name"], one.get("reason") or "exit code %d" % one["exitCode"])
            for one in others if one.get("reason") or one.get("exitCode")]


def stream_of(task):
    name = os.environ["CONTAINER"]
    return "%s/%s/%s" % (name, name, task["taskArn"].rpartition("/")[2])


def last_lines(task):
    """The last lines of the log. A double quote would be escaped in the error, and is replaced."""
    for _ in range(LOG_LOOKS):
        try:
            events = patiently(lambda: logs.get_log_events(
                logGroupName=os.environ["LOG_GROUP"], logStreamName=stream_of(task), limit=LINES))["events"]
        except logs.exceptions.ResourceNotFoundException:
            events = []
        if events or "startedAt" not in task:
            break
        time.sleep(POLL)
    return [one["message"].rstrip()[:WIDTH].replace('"', "'") for one in events]


# The memory.


def read_memory():
    value = patiently(lambda: ssm.get_parameter(Name=os.environ["PARAMETER"]))["Parameter"]["Value"]
    return {"runs": 0, "done": [], **json.loads(value)}


def remember(memory, task):
    """Counts a run that ended, and adds its key to those that are done. The oldest are forgotten."""
    done = list(memory["done"])
    if succeeded(task) and key_of(task) not in done:
        done.append(key_of(task))
    value = written(memory["runs"] + 1, done)
    while len(value) > MAX_MEMORY:
        done = done[1:]
        value = written(memory["runs"] + 1, done)
    patiently(lambda: ssm.put_parameter(Name=os.environ["PARAMETER"], Value=value, Type="String", Tier="Standard",
                                       Overwrite=True))


def written(runs, done):
    return json.dumps({"runs": runs, "done": done}, separators=(",", ":"))


def patiently(call):
    """Calls AWS. The first update may come before its new permissions are known everywhere."""
    gives_up = time.monotonic() + PATIENCE
    while True:
        try:
            return call()
        except ClientError as error:
            if not is_new(error) or time.monotonic() > gives_up:
                raise
            time.sleep(POLL)


def is_new(error):
    """A new policy, or a new role of the task, is not known everywhere yet."""
    return error.response["Error"]["Code"] == "AccessDeniedException" or "assume the role" in str(error)
