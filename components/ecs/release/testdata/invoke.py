"""Calls the handler once, as Lambda does, and prints what Lambda would answer. Constants of runner can be set."""
import json
import sys

import release
import runner

constants, event = json.loads(sys.argv[1]), json.loads(sys.argv[2])
for name, value in constants.items():
    setattr(runner, name, value)
try:
    print(json.dumps(release.handler(event, None)))
except Exception as error:
    print(json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}))
