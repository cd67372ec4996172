#!/usr/bin/env bash
# spoken.sh CAIRN OUT: the Orca screen reader listens to three tasks in Chromium (tests/e2e/heard.mjs), on a display, a bus and a
# demo of their own; what it said stands in OUT, by what was done. Wants what `tools/install_deps.sh spoken` installs. Nobody hears
# it: Orca writes what it would say. It asserts nothing (tests/e2e/test_spoken.mjs does); it is there to be read.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --inside ]; then
	openbox &
	/usr/libexec/at-spi-bus-launcher --launch-immediately --a11y=1 --screen-reader=1 &
	while ! busctl --user list 2>/dev/null | grep -q org.a11y.Bus; do sleep 0.2; done
	# a terminal of its own: what it says is written as it is said, not when a buffer is full
	script -qfc "orca --debug --debug-file=/dev/tty" "$SPOKEN/orca" >/dev/null 2>&1 &
	until grep -q "SPEECH OUTPUT" "$SPOKEN/orca" 2>/dev/null; do sleep 0.2; done
	exec node tests/e2e/heard.mjs "$SPOKEN/orca" "$2"
fi

cairn=$(realpath "$1") out=$(realpath -m "$2")
SPOKEN=$(mktemp -d)
trap 'kill "${screen:-}" 2>/dev/null || true; rm -rf "$SPOKEN"' EXIT
mkdir -m 700 "$SPOKEN/run" "$SPOKEN/home"
mkdir -p "$(dirname "$out")"
Xvfb -displayfd 3 -screen 0 1280x900x24 3>"$SPOKEN/display" 2>/dev/null &
screen=$!
until [ -s "$SPOKEN/display" ]; do sleep 0.1; done
env DISPLAY=":$(cat "$SPOKEN/display")" HOME="$SPOKEN/home" XDG_RUNTIME_DIR="$SPOKEN/run" GSETTINGS_BACKEND=memory CAIRN="$cairn" SPOKEN="$SPOKEN" \
	timeout "${SECONDS_AT_MOST:-400}" dbus-run-session -- "$0" --inside "$out" 2>"$SPOKEN/errors" || { cat "$SPOKEN/errors" >&2; exit 1; }
echo "what was said: $out"
