# Runs $BOOTSTRAP_SQL with psql, which reads the server and the master user from PGHOST, PGUSER, PGPASSWORD and so on.
# It is tried for as long as a failover takes.
attempt=1
until printf '%s\n' "$BOOTSTRAP_SQL" | psql --no-psqlrc --quiet --set ON_ERROR_STOP=on --file -; do
	[ "$attempt" -lt 6 ] || exit 1
	echo "attempt $attempt of 6 failed; the next one in 10 seconds" >&2
	attempt=$((attempt + 1))
	sleep 10
done
