"""Runs a task of Amazon ECS and waits for its end, for a function that Pulumi invokes.

An invocation may be repeated: the clients of AWS retry, and an update can be interrupted at any time.
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
OTHER_ARCHITECTURE = ("exec format error", "matching platform")  # what ECS, or the log, then says
LOG_LOOKS = 4  # the last lines reach CloudWatch Logs some seconds after the end

ecs, logs = boto3.client("ecs"), boto3.client("logs")


class NotStarted(Exception):
    """Its text is why ECS started no task."""


# Runs.


def list_tasks(family, desired):
    pages = ecs.get_paginator("list_tasks").paginate(
        cluster=os.environ["CLUSTER"], family=family, desiredStatus=desired)
    arns = [arn for page in patiently(lambda: list(pages)) for arn in page["taskArns"]]
    return [task for i in range(0, len(arns), 100) for task in describe(arns[i:i + 100])]


def describe(arns):
    return patiently(lambda: ecs.describe_tasks(cluster=os.environ["CLUSTER"], tasks=arns))["tasks"]


def run_task(name):
    """Starts a run. ECS answers a repeated request with the same token with the task that it started already."""
    gives_up = time.monotonic() + PATIENCE
    attempt = 0
    while True:
        request = request_of(name)
        request["clientToken"] = hashlib.sha256(json.dumps([request, attempt]).encode()).hexdigest()
        answer = start(request)
        if answer["tasks"]:
            return answer["tasks"][0]
        if time.monotonic() > gives_up:
            raise NotStarted(reasons(answer["failures"]))
        attempt += 1
        time.sleep(POLL)


def start(request):
    try:
        return patiently(lambda: ecs.run_task(**request))
    except ClientError as error:
        raise NotStarted(str(error)) from None


def request_of(name):
    network = {
        "subnets": os.environ["SUBNETS"].split(","), "securityGroups": [os.environ["SECURITY_GROUP"]],
        "assignPublicIp": "DISABLED",
    }
    return {
        "cluster": os.environ["CLUSTER"], "taskDefinition": os.environ["TASK_DEFINITION"], "count": 1,
        "startedBy": name,
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


def failure(who, advice, task):
    """Who failed and how, what to do, and the end of the log."""
    lines, how = last_lines(task), how_it_ended(task)
    if any(sign in text for sign in OTHER_ARCHITECTURE for text in [how, *lines]):
        how += ": the image is built for another architecture than that of the task"
    text = "%s %s; %s; its log is in %s" % (who, how, advice, log_of(task))
    return "%s; the last lines: %s" % (text, " | ".join(lines)) if lines else text + ", which is empty"


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


def log_of(task):
    return "%s (%s)" % (os.environ["LOG_GROUP"], stream_of(task))


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
