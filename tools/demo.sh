#!/usr/bin/env bash
# demo.sh CAIRN DATABASE PORT: makes the demo data if there is none, and serves it.
set -euo pipefail
cairn=$1 database=$2 port=$3
if [ ! -s "$database" ]; then
	echo "Making the demo data in $database"
	# Made beside it and moved, so that an interrupted run leaves nothing half made.
	rm -rf "$database".new*
	"$cairn" --db "$database.new" demo >/dev/null
	for part in "$database.new"*; do
		mv "$part" "$database${part#"$database.new"}"
	done
fi
echo "Cairn is at http://127.0.0.1:$port (Ctrl-C ends it; delete $(dirname "$database") to start afresh)"
exec env CAIRN_SCAN="${CAIRN_SCAN:-none}" CAIRN_URL="${CAIRN_URL:-http://127.0.0.1:$port}" \
	"$cairn" --db "$database" serve --listen "127.0.0.1:$port"
