from alembic import context
from sqlalchemy import create_engine, make_url, pool

from shop import logs, settings
from shop.models import Base

logs.configure()


def run() -> None:
    # A connection without a statement timeout, in session mode: a migration may take minutes.
    url = make_url(settings.DATABASE_ADMIN_URL).set(drivername="postgresql+psycopg")
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection, target_metadata=Base.metadata, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()


run()
