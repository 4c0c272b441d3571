# The settings of docs/application.md in Flask: gunicorn --threads=$DATABASE_POOL_SIZE flask_app:app
import json
import os

from celery import Celery
from flask import Flask, request
from flask_caching import Cache
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import make_url, text

POOL = int(os.environ["DATABASE_POOL_SIZE"])  # of each engine
CACHE = make_url(os.environ["CACHE_URL"])


def psycopg(url):
    return make_url(url).set(drivername="postgresql+psycopg")


app = Flask(__name__, static_url_path="/static")
app.config.update(
    SQLALCHEMY_DATABASE_URI=psycopg(os.environ["DATABASE_URL"]),
    SQLALCHEMY_BINDS={"read": psycopg(os.environ["DATABASE_READ_URL"])},
    CACHE_TYPE="RedisClusterCache",
    CACHE_REDIS_CLUSTER=f"{CACHE.host}:{CACHE.port}",
    CACHE_REDIS_PASSWORD=CACHE.password,
    CACHE_OPTIONS={"ssl": True},
    CACHE_KEY_PREFIX="shop:",
    CACHE_DEFAULT_TIMEOUT=int(os.environ["CACHE_TTL_PUBLIC"]),
)
# These are for every engine; SQLALCHEMY_ENGINE_OPTIONS would be for the first one only.
db = SQLAlchemy(app, engine_options={"pool_size": POOL, "max_overflow": 0, "pool_pre_ping": True})
cache = Cache(app)

celery = Celery(broker=os.environ["BROKER_URL"])
celery.conf.update(json.loads(os.environ.get("CELERY_SETTINGS", "{}")))


@app.errorhandler(Exception)
def failed(error):
    return {"error": repr(error)}, 500


@app.get("/healthz")
def healthz():
    return {}


def query(sql, **values):
    return db.session.execute(text(sql), values).scalar()


def read(sql, **values):
    with db.engines["read"].connect() as connection:
        cursor = connection.execution_options(stream_results=True)  # a server-side one
        return cursor.execute(text(sql), values).scalars().all()


@app.get("/where")
def where():
    address = "SELECT host(inet_server_addr()) FROM pg_sleep(0.02)"
    return {"scheme": request.scheme, "writer": query(address), "reader": read(address)[0]}


@app.get("/sum")
def add():
    a, b = int(request.args["a"]), int(request.args["b"])
    result = query("SELECT CAST(:a AS int) + :b FROM pg_sleep(0.002)", a=a, b=b)
    db.session.commit()  # after a rollback psycopg forgets what it has prepared
    return {"sum": result}


@app.get("/sleep")
def sleep():
    query("SELECT pg_sleep(:seconds)", seconds=float(request.args["seconds"]))
    return {}


@app.get("/write")
def write():
    db.session.execute(text("INSERT INTO notes (name) VALUES (:name)"), {"name": request.args["name"]})
    db.session.commit()
    return {}


@app.get("/notes")
def notes():
    return {"notes": read("SELECT name FROM notes ORDER BY id")}


@app.get("/cache")
def cached():
    name = request.args["name"]
    keys = [f"{name}:{i}" for i in range(20)]
    cache.set_many({key: key for key in keys})
    client = cache.cache._write_client  # flask-caching itself cannot count
    count = [client.incr(f"{name}:count") for _ in range(3)][-1]
    return {"found": [cache.get(key) for key in keys], "count": count, "ttl": client.ttl("shop:" + keys[0])}


@app.get("/send")
def send():
    celery.send_task(request.args["name"])
    return {"options": celery.conf.broker_transport_options}
