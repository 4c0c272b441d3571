#!/bin/sh
# Brings the real servers that tests run, at the versions of Debian 13, into the folder DIR: PostgreSQL 17, PgBouncer
# 1.24, Valkey 8.1, Redis 8, RabbitMQ 4.0, Celery 5.5, RQ 2.3, moto (which stands in for SQS), and the web frameworks
# with what they and the applications in examples/ import. Nothing of the machine's own system is touched: the folder
# holds a whole small Debian, which tests enter by chroot. A folder that is complete is left alone; an interrupted run
# starts anew.
#
# usage: real-parts.sh DIR   as root, with debootstrap; packages come from the mirror that the machine itself uses
#        real-parts.sh /     in a container of Debian 13, which is itself the folder
#        real-parts.sh       prints the folder that tests look for
set -eu

release=trixie
packages="postgresql-17 pgbouncer valkey-server valkey-tools redis-server rabbitmq-server
python3-celery python3-redis python3-gevent python3-django-celery-beat python3-rq
python3-boto3 python3-moto uvicorn gunicorn python3-fastapi python3-flask-sqlalchemy python3-flask-caching
python3-asyncpg python3-psycopg python3-dj-database-url python3-django-redis
alembic python3-django-storages-s3 python3-pythonjsonlogger python3-tenacity python-is-python3"

# The folder is named for what it holds, so that a new list does not meet an old folder.
name=real-parts-$(printf '%s %s' "$release" "$packages" | cksum | cut -d ' ' -f 1)
if [ $# -eq 0 ]; then
	echo "${XDG_CACHE_HOME:-$HOME/.cache}/tenfold/$name"
	exit 0
fi
dir=${1%/}
mark=etc/tenfold-real-parts

say() {
	echo "real-parts: $*" >&2
}

fail() {
	say "$*"
	exit 1
}

# find_mirror: where the machine takes Debian's own packages from.
find_mirror() {
	codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
	for filter in "Codename: $codename" 'Label: Debian'; do
		apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' "$filter"
	done | head -n 1
}

# bootstrap: a small Debian in $root, from $mirror.
bootstrap() {
	rm -rf "$root"
	mkdir -p "$root"
	debootstrap --variant=minbase "$release" "$root" "$mirror" || return 1
	cp /etc/resolv.conf "$root/etc/resolv.conf"
	# Downloads go through the machine's proxy, where it has one.
	apt-config dump --format '%F "%v";%n' Acquire::http Acquire::https >"$root/etc/apt/apt.conf.d/90machine"
}

# inside COMMAND: runs it in $root, without questions.
inside() {
	chroot "$root/" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"
}

# install: the packages into $root. None may start a server, and PostgreSQL's must not make a database.
install() {
	grep -q "VERSION_CODENAME=$release" "$root/etc/os-release" || fail "${root:-/} is not Debian $release"
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
	mkdir -p "$root/etc/postgresql-common"
	echo 'create_main_cluster = false' >"$root/etc/postgresql-common/createcluster.conf"
	# shellcheck disable=SC2086 # the list is words
	inside apt-get -q update && inside apt-get -q install -y --no-install-recommends $packages && inside apt-get clean &&
		chmod 1777 "$root/dev/shm" # for the semaphores of Celery's processes
}

if [ "$(cat "$dir/$mark" 2>/dev/null)" = "$name" ]; then
	say "using ${dir:-/}, made earlier"
	exit 0
fi
[ "$(id -u)" = 0 ] ||
	fail "this needs root; without, use Docker: docker compose -f test/real/compose.yaml run --build --rm tests"
if [ -z "$dir" ]; then
	root=
	install >&2 || fail "installing $packages failed"
	echo "$name" >"/$mark"
	exit 0
fi
[ -z "$(ls -A "$dir" 2>/dev/null)" ] || [ -f "$dir/$mark" ] || fail "$dir holds something else; name another folder"

if ! command -v debootstrap >/dev/null; then
	say "installing debootstrap"
	{ apt-get -q update && apt-get -q install -y --no-install-recommends debootstrap; } >/dev/null 2>&1 ||
		fail "debootstrap is missing: apt-get install debootstrap"
fi
mirror=$(find_mirror)
[ -n "$mirror" ] || fail "apt knows no mirror of Debian: apt-get update, or use Docker (test/real/compose.yaml)"
root=$dir.part
log=$dir.log
mkdir -p "$(dirname "$dir")"
say "making $dir (1 to 4 minutes; $log tells how far it is)"
bootstrap >"$log" 2>&1 || fail "debootstrap failed: $(tail -n 3 "$log")"
install >>"$log" 2>&1 || fail "installing $packages failed: $(tail -n 3 "$log")"
echo "$name" >"$root/$mark"
rm -rf "$dir"
mv "$root" "$dir"
say "made $dir"
