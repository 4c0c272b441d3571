# gunicorn reads this file from its working directory. Address, processes and timeouts come from the environment.
from shop.logs import LOGGING

logconfig_dict = LOGGING
