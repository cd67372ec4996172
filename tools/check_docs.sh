#!/usr/bin/env bash
# check_docs.sh CAIRN: docs/routes.md, docs/permissions.md and docs/decision.md say what the program says.
set -euo pipefail
cd "$(dirname "$0")/.."
cairn=$1
stale=0
[ -x "$cairn" ] || exit 0
for pair in "routes.md:routes" "permissions.md:routes --permissions" "decision.md:programme diagram"; do
	page=docs/${pair%%:*}
	read -r -a arguments <<<"${pair#*:}"
	[ -f "$page" ] || continue
	if ! "$cairn" "${arguments[@]}" | diff -u "$page" - >&2; then
		echo "$page:1: not fresh; run: $cairn ${arguments[*]} > $page" >&2
		stale=1
	fi
done
exit $stale
