"""Two engines for the web tier, and one for tasks and jobs, which are not asynchronous."""
from functools import cache

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shop import settings


def async_engine(address: str) -> AsyncEngine:
    url = make_url(address).set(drivername="postgresql+asyncpg")
    return create_async_engine(url, pool_size=settings.DATABASE_POOL_SIZE, max_overflow=0, pool_pre_ping=True, pool_recycle=300)


writer = async_engine(settings.DATABASE_URL)
reader = async_engine(settings.DATABASE_READ_URL)


@cache
def tasks_engine() -> Engine:
    """Is made at its first use, so that each of Celery's processes has its own."""
    url = make_url(settings.DATABASE_ADMIN_URL).set(drivername="postgresql+psycopg")
    return create_engine(url, pool_size=settings.DATABASE_POOL_SIZE, max_overflow=0, pool_pre_ping=True, pool_recycle=300)
