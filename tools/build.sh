#!/usr/bin/env bash
# build.sh DIR [MESON OPTION...] [-- TARGET...]: sets DIR up if need be, looks again for sources when a file
# was added or removed, and builds. One build a folder at a time.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$1
shift
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	options+=("$1")
	shift
done
[ $# -eq 0 ] || shift
mkdir -p "$dir"
exec 9>"$dir/.lock"
flock 9
export PYTHONDONTWRITEBYTECODE=1
quietly() {
	local log
	if ! log=$("$@" 2>&1); then
		printf '%s\n' "$log" >&2
		return 1
	fi
}
sources=$(python3 tools/list_sources.py all)
if [ ! -f "$dir/build.ninja" ]; then
	quietly meson setup "$dir" "${options[@]}"
elif [ "$sources" != "$(cat "$dir/sources.list" 2>/dev/null)" ]; then
	quietly meson setup --reconfigure "$dir" "${options[@]}"
fi
printf '%s\n' "$sources" >"$dir/sources.list"
# -k 0: say all that is wrong at once.
exec ninja -C "$dir" --quiet -k 0 ${JOBS:+-j "$JOBS"} "$@"
