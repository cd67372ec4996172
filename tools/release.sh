#!/usr/bin/env bash
# release.sh: cairn-VERSION.tar.gz of what is committed, with the assets built, so that it builds without Node.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n "s/^project('cairn', 'c', version: '\([^']*\)'.*/\1/p" meson.build)
name=cairn-$version
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git archive --prefix="$name/" HEAD | tar -x -C "$work"
python3 -B tools/build_assets.py "$work/$name/assets/built" >/dev/null
mkdir -p build
# Sorted, with the commit's time and no owner: the same commit gives the same bytes.
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" \
	-cf - "$name" | gzip -9n >"build/$name.tar.gz"
echo "build/$name.tar.gz"
