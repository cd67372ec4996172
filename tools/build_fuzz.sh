#!/usr/bin/env bash
# build_fuzz.sh: builds the fuzzers into build-fuzz/tests, with clang's libFuzzer and sanitizers. Without clang it says
# so and builds nothing; what would run them then counts as skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
try=$(mktemp -d)
trap 'rm -rf "$try"' EXIT
if ! echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
	clang -x c - -fsanitize=fuzzer,address -o "$try/fuzzer" >/dev/null 2>&1; then
	echo "The fuzzers are not built: there is no clang with libFuzzer here (Debian: clang, libclang-rt-dev)."
	rm -rf build-fuzz/tests
	exit 0
fi
targets=()
for source in tests/fuzz/fuzz_*.c; do
	targets+=("tests/$(basename "${source%.c}")")
done
# gcc's word on warnings is the one that counts; clang's are shown. It minds members that a macro of seccomp.h leaves out.
CC=clang tools/build.sh build-fuzz -Dfuzz=true -Doptimization=1 -Ddebug=false -Db_lundef=false -Dwerror=false \
	-Dc_args=-Wno-missing-field-initializers -- "${targets[@]}"
