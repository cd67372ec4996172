#!/usr/bin/env bash
# install_deps.sh run|test|fuzz|dev|spoken: installs what is missing to build and run, also to test, to fuzz, to develop, to listen to.
# Says nothing when nothing is missing. For Debian 12; elsewhere it names what is not there and stops.
set -euo pipefail
cd "$(dirname "$0")/.."

run=(gcc libc6-dev make meson ninja-build pkg-config python3 ca-certificates
	libmicrohttpd-dev libsqlite3-dev libpq-dev libsodium-dev libcurl4-openssl-dev libssl-dev libjansson-dev
	libcmark-dev libmagic-dev libstemmer-dev libarchive-dev zlib1g-dev libseccomp-dev liboath-dev libqrencode-dev
	libfido2-dev libexpat1-dev libical-dev wbritish poppler-utils libvips42
	libpango1.0-dev libcairo2-dev fonts-liberation fonts-dejavu-core)
test=(libcmocka-dev postgresql chromium-headless-shell)
fuzz=(clang libclang-rt-dev)
dev=(clang-format)
spoken=(orca chromium xvfb speech-dispatcher at-spi2-core dbus openbox xdotool)

case ${1:-} in
run) wanted=("${run[@]}") ;;
test) wanted=("${run[@]}" "${test[@]}") ;;
fuzz) wanted=("${run[@]}" "${fuzz[@]}") ;;
spoken) wanted=("${run[@]}" "${test[@]}" "${spoken[@]}") ;;
dev) wanted=("${run[@]}" "${test[@]}" "${dev[@]}") ;;
*)
	echo "usage: tools/install_deps.sh run|test|fuzz|dev|spoken" >&2
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

# not_installed PACKAGE...: those of them that are missing, one a line. Nothing where there is no dpkg to ask.
not_installed() {
	local installed package
	command -v dpkg-query >/dev/null || return 0
	installed=" $(dpkg-query -W -f='${db:Status-Abbrev}:${Package} ' "$@" 2>/dev/null || true)"
	for package in "$@"; do
		case $installed in
		*" ii :$package "*) ;;
		*) echo "$package" ;;
		esac
	done
}

# install PACKAGE...: 1 with what apt said when it does not work.
install() {
	local as_root=() log try
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null || {
			echo "Not installed: $*. Install them as root and try again." >&2
			return 1
		}
		as_root=(sudo)
	fi
	echo "Installing: $*"
	# The lists of packages may be absent or old: they are fetched when the first try fails.
	for try in first second; do
		if log=$("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			"$@" 2>&1); then
			return 0
		fi
		[ $try = second ] || "${as_root[@]}" apt-get update -qq || true
	done
	printf '%s\n' "$log" >&2
	return 1
}

mapfile -t missing < <(not_installed "${wanted[@]}")
if [ ${#missing[@]} -gt 0 ]; then
	install "${missing[@]}" || exit 1
fi
# npm writes node_modules/.package-lock.json last: older than ours, or absent, means stale.
if [ $needs_node = yes ] && { [ ! -f node_modules/.package-lock.json ] ||
	[ package-lock.json -nt node_modules/.package-lock.json ]; }; then
	if [ -L node_modules ]; then # npm ci would empty the folder it points to, which is somebody else's
		echo "node_modules is a link: its packages are stale. Run npm ci where it points to." >&2
		exit 1
	fi
	echo "Installing npm packages"
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund
	touch node_modules/.package-lock.json
fi
