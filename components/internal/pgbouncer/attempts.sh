# Reads SQL, and takes the server and the master user from PGHOST, PGUSER, PGPASSWORD and so on.
run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=on --file -; }

# Tries the function once for as long as a failover takes.
patiently() {
	attempt=1
	until once; do
		[ "$attempt" -lt 6 ] || exit 1
		echo "attempt $attempt of 6 failed; the next one in 10 seconds" >&2
		attempt=$((attempt + 1))
		sleep 10
	done
}
