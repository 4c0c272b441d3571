"""Browsers send files to S3 themselves, and get them there: no web process is held for as long as that takes."""
import uuid

from django.conf import settings
from django.core.files.storage import default_storage

MAX_BYTES = 10 * 1024 * 1024


def upload_form(content_type: str) -> dict[str, object]:
    """The URL and the fields of a form that uploads one file, and the key under which it will be."""
    key = f"products/{uuid.uuid4()}"
    client = default_storage.connection.meta.client
    form = client.generate_presigned_post(
        settings.AWS_STORAGE_BUCKET_NAME,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, MAX_BYTES]],
        ExpiresIn=settings.AWS_QUERYSTRING_EXPIRE,
    )
    return {"key": key, **form}
