"""Stands in for celery-redbeat, which Debian does not have. It keeps the schedule where RedBeat does, and takes its
settings by the same names. With the folder of the real one in TENFOLD_REDBEAT, the tests run that."""
import time

from celery.beat import Scheduler
from redis import Redis


class RedBeatScheduler(Scheduler):
    def setup_schedule(self):
        self.merge_inplace(self.app.conf.beat_schedule)
        options = {**self.app.conf["redbeat_redis_options"]}
        options.pop("retry_period")
        self.store = Redis.from_url(self.app.conf["redbeat_redis_url"], **options)
        lock = self.store.lock("redbeat::lock", timeout=self.app.conf["redbeat_lock_timeout"])
        lock.acquire()
        self.lock = lock

    def apply_async(self, entry, **kwargs):
        self.store.hset(f"redbeat:{entry.name}", "meta", time.time())
        return super().apply_async(entry, **kwargs)

    def close(self):
        if self.lock.owned():
            self.lock.release()
        super().close()
