#!/bin/sh
# Runs a command with a PostgreSQL of its own: fresh, empty, in a temporary folder, gone afterwards.
#
#     tools/with_postgresql.sh COMMAND [ARGUMENT...]
#
# CAIRN_TEST_PG is its address. Nothing is synced to disk, so it is for tests only.
# CAIRN_PG_FROM=FOLDER: it is a copy of what stands there, not empty. CAIRN_PG_TO=FOLDER: what it became is left there.
set -eu

[ $# -gt 0 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v postgres || echo /nonexistent/postgres)")
[ -x "$bin/initdb" ] || { echo "with_postgresql.sh: PostgreSQL's server programs are not installed" >&2; exit 1; }

# The server refuses to run as root.
owner=
[ "$(id -u)" != 0 ] || owner="setpriv --reuid=postgres --regid=postgres --clear-groups"

dir=$(mktemp -d "${TMPDIR:-/tmp}/cairn-postgresql.XXXXXX")
pid=
finish() {
	status=$?
	trap - EXIT INT TERM
	if [ -n "$pid" ]; then
		kill -INT "$pid" 2>/dev/null || true # fast shutdown
		wait "$pid" 2>/dev/null || true
	fi
	[ "$status" != 0 ] || [ -z "${CAIRN_PG_TO:-}" ] || mv "$dir/data" "$CAIRN_PG_TO"
	rm -rf "$dir"
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ "$(id -u)" != 0 ] || chown postgres:postgres "$dir"
if [ -n "${CAIRN_PG_FROM:-}" ]; then
	cp -a "$CAIRN_PG_FROM" "$dir/data"
else
	cd "$dir"
	$owner "$bin/initdb" -D "$dir/data" -U cairn -A trust -E UTF8 --locale=C.UTF-8 -N >"$dir.log" 2>&1 ||
		{ cat "$dir.log" >&2; rm -f "$dir.log"; exit 1; }
	rm -f "$dir.log"
	cd "$OLDPWD"
fi

# Only a socket in the folder; nothing listens on the network.
$owner "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
	-c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c dynamic_shared_memory_type=mmap -c shared_buffers=32MB -c max_connections=40 >"$dir/log" 2>&1 &
pid=$!

tries=0
until "$bin/pg_isready" -q -h "$dir" -U cairn -d postgres; do
	tries=$((tries + 1))
	if [ "$tries" -gt 150 ] || ! kill -0 "$pid" 2>/dev/null; then
		cat "$dir/log" >&2
		exit 1
	fi
	sleep 0.1
done

CAIRN_TEST_PG="postgresql://cairn@/postgres?host=$dir"
export CAIRN_TEST_PG
"$@"
