"""What Tenfold gives to each task, by the names of docs/application.md."""
import os

DATABASE_URL = os.environ["DATABASE_URL"]
DATABASE_READ_URL = os.environ["DATABASE_READ_URL"]
# Only the release command and jobs have it.
DATABASE_ADMIN_URL = os.environ.get("DATABASE_ADMIN_URL") or DATABASE_URL
DATABASE_POOL_SIZE = int(os.environ.get("DATABASE_POOL_SIZE", "1"))  # of each engine
CACHE_URL = os.environ["CACHE_URL"]
CACHE_TTL_PUBLIC = int(os.environ["CACHE_TTL_PUBLIC"])
CACHE_TTL_AGGREGATE = int(os.environ["CACHE_TTL_AGGREGATE"])
UPLOADS_BUCKET = os.environ["UPLOADS_BUCKET"]
AWS_REGION = os.environ["AWS_REGION"]
