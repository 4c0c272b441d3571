# Writes a command for each of $DATABASES and $STORES to $OPERATOR_DIR, with passwords in files that only root reads: no
# command line, no list of processes and no log of a session shows one. psql and its relatives also find the databases by
# their names in the service file: pg_restore --dbname=service=owner.
umask 077
mkdir -p "$OPERATOR_DIR" && cd "$OPERATOR_DIR" || exit 1
set -e

# value prints a variable of a database or a store: value cache URL prints $CACHE_URL.
value() {
	variable=$(printf '%s_%s' "$1" "$2" | tr 'a-z-' 'A-Z_')
	eval "printf '%s' \"\${$variable:-}\""
}

for name in $DATABASES; do
	{
		printf '[%s]\nport=%s\ndbname=%s\nuser=%s\npassword=%s\n' "$name" "$(value "$name" port)" \
			"$(value "$name" database)" "$(value "$name" username)" "$(value "$name" password)"
		printf 'application_name=operator\nconnect_timeout=10\nsslmode=%s\n' "$(value "$name" sslmode)"
		printf 'sslrootcert=%s\n' "$CA_FILE"
		host=$(value "$name" host)
		[ -z "$host" ] || printf 'host=%s\n' "$host"
	} >>pg_service.conf
	connection="service=$name"
	{
		printf '#!/bin/sh\n'
		if [ -z "$host" ]; then
			printf 'host=${1:?the host comes first}\nshift\n'
			connection="$connection host=\$host"
		fi
		printf 'PGSERVICEFILE=%s/pg_service.conf PSQL_HISTORY=/dev/null exec psql --no-psqlrc --pset=pager=off "%s" "$@"\n' \
			"$OPERATOR_DIR" "$connection"
	} >"$name"
	chmod 700 "$name"
done

for name in $STORES; do
	url=$(value "$name" url)
	rest=${url#*://}
	login=${rest%@*}
	place=${rest##*@}
	place=${place%%/*}
	user=${login%%:*}
	printf '%s' "${login#*:}" >"$name.password"
	{
		printf '#!/bin/sh\nclient=valkey-cli\ncommand -v $client >/dev/null || client=redis-cli\n'
		printf 'REDISCLI_AUTH=$(cat %s/%s.password)\nexport REDISCLI_AUTH\n' "$OPERATOR_DIR" "$name"
		printf 'exec $client --tls -c -h %s -p %s %s "$@"\n' "${place%:*}" "${place##*:}" "${user:+--user $user}"
	} >"$name"
	chmod 700 "$name"
done
