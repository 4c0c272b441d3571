"""Drops a database when Pulumi deletes the invocation of this function: runs the task that does, and waits for its end.

An invocation may be repeated: the clients of AWS retry. A task that runs is awaited instead of started again, and a
second one would find nothing.
"""
import os
import time

import runner

NEXT = "run pulumi destroy again, which tries it again"


class DropFailed(Exception):
    """Its text is what a person reads in the error of the destroy."""


def handler(event, _context):
    """Returns when the task has ended with 0. Anything else raises."""
    if event["tf"]["action"] != "delete":
        return {"state": "kept"}
    refuse_while_in_use(event)
    ends, starts = time.monotonic() + event["wait"], 0
    while True:
        task = runner.wait_for(find_task() or run(event), event, ends)
        if not runner.stopped(task):
            raise DropFailed("%s still runs in task %s; run pulumi destroy again, which waits for it; the log is in %s" % (
                head(event), task["taskArn"], runner.log_of(task)))
        if runner.succeeded(task):
            return {"state": "dropped"}
        starts += 1
        if not runner.may_start_again(task) or starts == runner.STARTS:
            raise DropFailed(runner.failure(head(event), NEXT, task))


def refuse_while_in_use(event):
    """Whoever destroys an environment has deleted PgBouncer first. A replacement deletes its predecessor, too."""
    tasks = runner.list_tasks(os.environ["PGBOUNCER"], "RUNNING")
    if tasks:
        raise DropFailed("%s was not started: %d of PgBouncer's tasks run (%s), so the environment is in use; if this "
                         "invocation was replaced or must leave the database, take it out with pulumi state delete" % (
                             head(event), len(tasks), os.environ["PGBOUNCER"]))


def find_task():
    return (runner.list_tasks(os.environ["FAMILY"], "RUNNING") + [None])[0]


def run(event):
    """The time makes the run a new one to ECS, which answers a repeated request with the task of the first one."""
    try:
        return runner.run_task("drop-%d" % time.time_ns())
    except runner.NotStarted as error:
        raise DropFailed("%s did not start: %s; %s" % (head(event), error, NEXT)) from None


def head(event):
    return "dropdb '%s': dropping the database '%s'" % (event["name"], event["database"])
