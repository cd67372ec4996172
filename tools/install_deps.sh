#!/usr/bin/env bash
# install_deps.sh run|test|dev: installs what is missing to build and run, also to test, also to develop.
# Says nothing when nothing is missing. For Debian 12; elsewhere it names what is not there and stops.
set -euo pipefail
cd "$(dirname "$0")/.."

run=(gcc libc6-dev make meson ninja-build pkg-config python3 ca-certificates
	libmicrohttpd-dev libsqlite3-dev libpq-dev libsodium-dev libcurl4-openssl-dev libssl-dev libjansson-dev
	libcmark-dev libmagic-dev libstemmer-dev libarchive-dev zlib1g-dev libseccomp-dev)
test=(libcmocka-dev postgresql chromium)
dev=(clang clang-format)

case ${1:-} in
run) wanted=("${run[@]}") ;;
test) wanted=("${run[@]}" "${test[@]}") ;;
dev) wanted=("${run[@]}" "${test[@]}" "${dev[@]}") ;;
*)
	echo "usage: tools/install_deps.sh run|test|dev" >&2
	exit 2
	;;
esac

# A release tarball carries the assets built; then Node is wanted by the browser tests only.
needs_node=yes
if [ -d assets/built ] && [ ! -d node_modules ] && [ "$1" = run ]; then
	needs_node=no
fi
if [ $needs_node = yes ]; then
	command -v node >/dev/null || wanted+=(nodejs)
	command -v npm >/dev/null || wanted+=(npm)
fi

missing=()
if command -v dpkg-query >/dev/null; then
	installed=" $(dpkg-query -W -f='${db:Status-Abbrev}:${Package} ' "${wanted[@]}" 2>/dev/null || true)"
	for package in "${wanted[@]}"; do
		case $installed in
		*" ii :$package "*) ;;
		*) missing+=("$package") ;;
		esac
	done
fi

if [ ${#missing[@]} -gt 0 ]; then
	as_root=()
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null || {
			echo "Not installed: ${missing[*]}. Install them as root and try again." >&2
			exit 1
		}
		as_root=(sudo)
	fi
	echo "Installing: ${missing[*]}"
	install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
		"${missing[@]}")
	# The lists of packages may be absent or old: fetch them when the first try fails.
	if ! log=$("${install[@]}" 2>&1); then
		"${as_root[@]}" apt-get update -qq
		if ! log=$("${install[@]}" 2>&1); then
			printf '%s\n' "$log" >&2
			exit 1
		fi
	fi
fi

# npm writes node_modules/.package-lock.json last: older than ours, or absent, means stale.
if [ $needs_node = yes ] && { [ ! -f node_modules/.package-lock.json ] ||
	[ package-lock.json -nt node_modules/.package-lock.json ]; }; then
	echo "Installing npm packages"
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund
	touch node_modules/.package-lock.json
fi
