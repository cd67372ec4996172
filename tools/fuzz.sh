#!/usr/bin/env bash
# fuzz.sh SECONDS: runs each fuzzer so long, two at a time, from its kept corpus. What it learns stays in build-fuzz/corpus;
# an input that breaks something is left in build-fuzz/NAME-crash-…, and belongs into tests/fuzz/corpus once it is mended.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1
export seconds
one() {
	local name=$1 log=build-fuzz/$1.log kept=tests/fuzz/corpus/$1
	mkdir -p "build-fuzz/corpus/$name"
	if build-fuzz/tests/"$name" -max_total_time="$seconds" -timeout=30 -artifact_prefix="build-fuzz/$name-" \
		"build-fuzz/corpus/$name" "$kept" >"$log" 2>&1; then
		printf '%-20s %s\n' "$name" "$(sed -n 's/^Done \([0-9]* runs in [0-9]* second(s)\)$/\1/p' "$log")"
	else
		tail -n 60 "$log"
		printf '%-20s FAILED; see build-fuzz/%s-* and %s\n' "$name" "$name" "$log"
		return 1
	fi
}
export -f one
shopt -s nullglob
fuzzers=(build-fuzz/tests/fuzz_*)
names=()
for fuzzer in "${fuzzers[@]}"; do
	if [ -f "$fuzzer" ] && [ -x "$fuzzer" ]; then
		names+=("$(basename "$fuzzer")")
	fi
done
[ ${#names[@]} -eq 0 ] || printf '%s\n' "${names[@]}" | xargs -P 2 -I NAME bash -c 'one NAME'
