# The settings of docs/application.md in FastAPI with SQLAlchemy: uvicorn fastapi_app:app
import asyncio
import json
import os
from contextlib import asynccontextmanager

from celery import Celery
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from redis.asyncio import RedisCluster
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

POOL = int(os.environ["DATABASE_POOL_SIZE"])  # of each engine


def engine(url):
    url = make_url(url).set(drivername="postgresql+asyncpg")
    return create_async_engine(url, pool_size=POOL, max_overflow=0, pool_pre_ping=True)


writer = engine(os.environ["DATABASE_URL"])
reader = engine(os.environ["DATABASE_READ_URL"])

celery = Celery(broker=os.environ["BROKER_URL"])
celery.conf.update(json.loads(os.environ.get("CELERY_SETTINGS", "{}")))


@asynccontextmanager
async def lifespan(app):
    app.state.cache = RedisCluster.from_url(os.environ["CACHE_URL"])
    yield
    await app.state.cache.aclose()


app = FastAPI(lifespan=lifespan)


@app.exception_handler(Exception)
async def failed(request, error):
    return JSONResponse({"error": repr(error)}, status_code=500)


@app.get("/healthz")
async def healthz():
    return {}


async def query(engine, sql, **values):
    async with engine.connect() as connection:
        return (await connection.execute(text(sql), values)).scalar()


@app.get("/where")
async def where(request: Request):
    address = "SELECT host(inet_server_addr()) FROM pg_sleep(0.02)"
    return {
        "scheme": request.url.scheme, "writer": await query(writer, address), "reader": await query(reader, address),
    }


@app.get("/sum")
async def add(a: int, b: int):
    return {"sum": await query(writer, "SELECT CAST(:a AS int) + :b FROM pg_sleep(0.002)", a=a, b=b)}


@app.get("/sleep")
async def sleep(seconds: float):
    await query(writer, "SELECT pg_sleep(:seconds)", seconds=seconds)
    return {}


@app.get("/write")
async def write(name: str):
    async with writer.begin() as connection:
        await connection.execute(text("INSERT INTO notes (name) VALUES (:name)"), {"name": name})
    return {}


@app.get("/notes")
async def notes():
    async with reader.connect() as connection:
        rows = await connection.stream(text("SELECT name FROM notes ORDER BY id"))
        return {"notes": [row.name async for row in rows]}


@app.get("/cache")
async def cached(request: Request, name: str):
    cache = request.app.state.cache
    keys = [f"{name}:{i}" for i in range(20)]
    for key in keys:
        await cache.set(key, key, ex=int(os.environ["CACHE_TTL_PUBLIC"]))
    found = await cache.mget_nonatomic(keys)
    count = [await cache.incr(f"{name}:count") for _ in range(3)][-1]
    return {"found": [value.decode() for value in found], "count": count, "ttl": await cache.ttl(keys[0])}


@app.get("/send")
async def send(name: str):
    await asyncio.to_thread(celery.send_task, name)
    return {"options": celery.conf.broker_transport_options}
