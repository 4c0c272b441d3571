# Writes the module in $TENFOLD_MODULE, and the one in $TENFOLD_SQS or $TENFOLD_REDIS too, to $TENFOLD_DIR, and becomes
# Celery with the arguments that it is given.
#
# Celery's command line reads BROKER_URL, which wins over what the application says. `python3 -m celery` is there in
# every image that has Celery, with or without its script on the PATH.
mkdir -p "$TENFOLD_DIR" && rm -f "$TENFOLD_DIR/alive" || exit 1
printf '%s' "$TENFOLD_MODULE" >"$TENFOLD_DIR/tenfold_worker.py" || exit 1
[ -z "${TENFOLD_SQS-}" ] || printf '%s' "$TENFOLD_SQS" >"$TENFOLD_DIR/tenfold_sqs.py" || exit 1
[ -z "${TENFOLD_REDIS-}" ] || printf '%s' "$TENFOLD_REDIS" >"$TENFOLD_DIR/tenfold_redis.py" || exit 1
unset TENFOLD_MODULE TENFOLD_SQS TENFOLD_REDIS
export PYTHONPATH="$TENFOLD_DIR${PYTHONPATH:+:$PYTHONPATH}"
exec python3 -m celery "$@"
