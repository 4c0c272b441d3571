"""Calls the handler once, as Lambda does, and prints what Lambda would answer. Constants of the module can be set."""
import json
import sys

import release

constants, event = json.loads(sys.argv[1]), json.loads(sys.argv[2])
for name, value in constants.items():
    setattr(release, name, value)
try:
    print(json.dumps(release.handler(event, None)))
except Exception as error:
    print(json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}))
