"""Calls a handler once, as Lambda does, and prints what Lambda would answer. Constants of runner can be set."""
import importlib
import json
import sys

import runner

constants, event = json.loads(sys.argv[2]), json.loads(sys.argv[3])
for name, value in constants.items():
    setattr(runner, name, value)
try:
    print(json.dumps(importlib.import_module(sys.argv[1]).handler(event, None)))
except Exception as error:
    print(json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}))
