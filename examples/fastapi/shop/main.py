import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel, Field
from redis.asyncio import RedisCluster
from sqlalchemy import insert, select

from shop import logs, settings, tasks, uploads
from shop.database import reader, writer
from shop.forwarded import Forwarded
from shop.models import NEW, Order, Product

logs.configure()
log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    # It connects at its first use, so a process starts without the cache.
    app.state.cache = RedisCluster.from_url(settings.CACHE_URL)
    yield
    await app.state.cache.aclose()


app = FastAPI(lifespan=lifespan)
app.add_middleware(Forwarded)


class NewProduct(BaseModel):
    name: str = Field(max_length=200)
    photo: str = ""


class NewUpload(BaseModel):
    type: str


class NewOrder(BaseModel):
    product: int


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """Answers the load balancer. It looks at this process only, so that a database failover ends no task."""
    return {}


@app.get("/products")
async def search(q: str = "") -> dict[str, list[dict[str, object]]]:
    """By any part of the name, which the trigram index finds. Reads from a replica."""
    query = select(Product.id, Product.name).where(Product.name.icontains(q, autoescape=True))
    async with reader.connect() as connection:
        rows = await connection.execute(query.order_by(Product.id).limit(50))
        return {"products": [dict(row) for row in rows.mappings()]}


@app.post("/products", status_code=201)
async def create_product(body: NewProduct) -> dict[str, int]:
    async with writer.begin() as connection:
        created = await connection.scalar(insert(Product).values(**body.model_dump()).returning(Product.id))
    log.info("product created", extra={"product": created})
    return {"id": created}


@app.get("/products/{product_id}")
async def product(request: Request, product_id: int) -> dict[str, object]:
    cache, key = request.app.state.cache, f"product:{product_id}"
    found = await cache.get(key)
    if found:
        return json.loads(found)
    value = await find_product(product_id)
    await cache.set(key, json.dumps(value), ex=settings.CACHE_TTL_PUBLIC)
    return value


async def find_product(product_id: int) -> dict[str, object]:
    query = select(Product.id, Product.name, Product.photo).where(Product.id == product_id)
    async with reader.connect() as connection:
        row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise HTTPException(404)
    return dict(row)


@app.get("/products/{product_id}/photo")
async def photo(product_id: int) -> dict[str, str]:
    key = (await find_product(product_id))["photo"]
    if not key:
        raise HTTPException(404)
    return {"url": await asyncio.to_thread(uploads.download_url, str(key))}


@app.post("/uploads", status_code=201)
async def create_upload(body: NewUpload) -> dict[str, str]:
    return await asyncio.to_thread(uploads.upload_url, body.type)


@app.post("/orders", status_code=202)
async def create_order(body: NewOrder) -> dict[str, object]:
    async with writer.begin() as connection:
        order_id = await connection.scalar(insert(Order).values(product_id=body.product).returning(Order.id))
    # After the commit: a worker may be faster than this process. To a thread: Celery's client blocks.
    await asyncio.to_thread(tasks.confirm.delay, order_id)
    return {"id": order_id, "state": NEW}


@app.get("/orders/{order_id}")
async def order(order_id: int) -> dict[str, object]:
    """From the primary: who has just ordered must see it."""
    async with writer.connect() as connection:
        row = (await connection.execute(select(Order.id, Order.state).where(Order.id == order_id))).mappings().first()
    if row is None:
        raise HTTPException(404)
    return dict(row)


@app.get("/summary")
async def summary(request: Request) -> dict[str, int]:
    """What the task summarize has left in the cache."""
    return json.loads(await request.app.state.cache.get("summary") or "{}")
