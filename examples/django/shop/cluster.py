"""What django-redis needs to know of a cluster."""
import threading

from django_redis.pool import ConnectionFactory
from redis.cluster import RedisCluster


class Cluster(RedisCluster):
    mget = RedisCluster.mget_nonatomic  # keys of one call are in several shards


class Factory(ConnectionFactory):
    clusters: dict[str, Cluster] = {}  # of the process: a cluster's client is for all threads
    lock = threading.Lock()

    def connect(self, url: str) -> Cluster:
        with self.lock:
            if url not in self.clusters:
                self.clusters[url] = Cluster.from_url(url, **self.pool_cls_kwargs)
            return self.clusters[url]

    def disconnect(self, connection: Cluster) -> None:
        connection.disconnect_connection_pools()
