"""Starts moto's server, with one more of SQS's rules."""
import sys
import types

# Debian does not bring it; it lets browsers in.
sys.modules["flask_cors"] = types.SimpleNamespace(CORS=lambda app: None)

from moto.server import main  # noqa: E402
from moto.sqs.exceptions import TooManyEntriesInBatchRequest  # noqa: E402
from moto.sqs.models import SQSBackend  # noqa: E402
from werkzeug.serving import WSGIRequestHandler  # noqa: E402

change_visibility = SQSBackend.change_message_visibility_batch


def change_visibility_of_ten(backend, queue_name, entries):
    if len(entries) > 10:
        raise TooManyEntriesInBatchRequest(len(entries))
    return change_visibility(backend, queue_name, entries)


SQSBackend.change_message_visibility_batch = change_visibility_of_ten
WSGIRequestHandler.log_request = lambda *_: None
main()
