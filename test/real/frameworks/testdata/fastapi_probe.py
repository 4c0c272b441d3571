# The requests of the tests, beside those of examples/fastapi: uvicorn fastapi_probe:app
import asyncio

from fastapi import Request
from fastapi.responses import JSONResponse
from shop import settings
from shop.celery import app as celery
from shop.database import reader, writer
from shop.main import app
from shop.models import Product
from sqlalchemy import insert, select, text


@app.exception_handler(Exception)
async def failed(request, error):
    return JSONResponse({"error": repr(error)}, status_code=500)


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
        await connection.execute(insert(Product).values(name=name))
    return {}


@app.get("/notes")
async def notes():
    async with reader.connect() as connection:
        rows = await connection.stream(select(Product.name).order_by(Product.id))
        return {"notes": [row.name async for row in rows]}


@app.get("/cache")
async def cached(request: Request, name: str):
    cache = request.app.state.cache
    keys = [f"{name}:{i}" for i in range(20)]
    for key in keys:
        await cache.set(key, key, ex=settings.CACHE_TTL_PUBLIC)
    found = await cache.mget_nonatomic(keys)
    count = [await cache.incr(f"{name}:count") for _ in range(3)][-1]
    return {"found": [value.decode() for value in found], "count": count, "ttl": await cache.ttl(keys[0])}


@app.get("/send")
async def send(name: str):
    await asyncio.to_thread(celery.send_task, name)
    return {"options": celery.conf.broker_transport_options}
