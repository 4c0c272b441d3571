# Writes $PGBOUNCER_INI, $PGBOUNCER_HBA and $PGBOUNCER_USERS to $PGBOUNCER_DIR and runs PgBouncer until SIGTERM or SIGINT.
#
# Either becomes SIGINT, by which PgBouncer takes no new client, finishes the transactions and the sessions that run, and
# ends. Of PgBouncer's own choices, SIGTERM would wait for clients to leave, which pools of connections never do, and a
# second signal, whichever, would cut transactions off: so only the first one is passed on.
umask 077
mkdir -p "$PGBOUNCER_DIR" || exit 1
printf '%s' "$PGBOUNCER_INI" >"$PGBOUNCER_DIR/pgbouncer.ini" || exit 1
printf '%s' "$PGBOUNCER_HBA" >"$PGBOUNCER_DIR/hba.conf" || exit 1
printf '%s' "$PGBOUNCER_USERS" >"$PGBOUNCER_DIR/userlist.txt" || exit 1
unset PGBOUNCER_INI PGBOUNCER_HBA PGBOUNCER_USERS

pid=
stop() {
	trap '' TERM INT
	[ -z "$pid" ] && exit 0
	kill -INT "$pid"
}
trap stop TERM INT
# A background command of a shell without job control ignores SIGINT, unless it sets its own handler, as PgBouncer does.
pgbouncer "$PGBOUNCER_DIR/pgbouncer.ini" &
pid=$!
wait "$pid"
status=$?
# A signal ends the wait, not PgBouncer.
while kill -0 "$pid" 2>/dev/null; do
	wait "$pid"
	status=$?
done
exit "$status"
