"""Browsers send files to S3 themselves, and get them there: no web process is held for as long as that takes."""
import uuid
from functools import cache

import boto3
from botocore.client import BaseClient
from botocore.config import Config

from shop import settings

SECONDS = 300


@cache
def client() -> BaseClient:
    # The bucket has a KMS key, which takes signature version 4 only, at the bucket's own regional host.
    return boto3.client(
        "s3",
        region_name=settings.AWS_REGION,
        config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
    )


def upload_url(content_type: str) -> dict[str, str]:
    """The URL to PUT one file to, with this content type, and the key under which it will be."""
    key = f"products/{uuid.uuid4()}"
    params = {"Bucket": settings.UPLOADS_BUCKET, "Key": key, "ContentType": content_type}
    return {"key": key, "url": client().generate_presigned_url("put_object", Params=params, ExpiresIn=SECONDS)}


def download_url(key: str) -> str:
    params = {"Bucket": settings.UPLOADS_BUCKET, "Key": key}
    return client().generate_presigned_url("get_object", Params=params, ExpiresIn=SECONDS)
