import json
import logging.config
import os
from pathlib import Path

# The server reads the same file, by UVICORN_LOG_CONFIG.
FILE = Path(__file__).resolve().parent.parent / "logging.json"


def configure() -> None:
    """Logs on standard output: one JSON object per line if LOG_FORMAT is json. Warnings of Python are among them."""
    logging.captureWarnings(True)
    if os.environ.get("LOG_FORMAT") == "json":
        logging.config.dictConfig(json.loads(FILE.read_text()))
    else:
        logging.basicConfig(level=logging.INFO)
