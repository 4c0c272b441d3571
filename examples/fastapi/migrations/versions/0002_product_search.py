"""product search"""
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Both need DATABASE_ADMIN_URL: an index is built for longer than the 30 s that a statement may take elsewhere."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with op.get_context().autocommit_block():  # CREATE INDEX CONCURRENTLY cannot run in a transaction
        # CONCURRENTLY waits for older transactions, for longer than the admin login's lock_timeout of 5 s.
        op.execute("SET lock_timeout = '10min'")
        # One that failed half-way leaves an index behind that is not valid.
        op.drop_index("products_name_trigrams", postgresql_concurrently=True, if_exists=True)
        op.create_index(
            "products_name_trigrams",
            "products",
            ["name"],
            postgresql_concurrently=True,
            postgresql_using="gin",
            postgresql_ops={"name": "gin_trgm_ops"},
        )
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index("products_name_trigrams", postgresql_concurrently=True)
