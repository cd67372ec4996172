#!/usr/bin/env python3
"""soak_walks.py: many walks of tests/page/test_decision.py, each another, on SQLite and on PostgreSQL, and its pairs at the same moment.

WALKS (40) a database, from WALK_FROM (1000). The first that fails is said with its number, which `WALK=` plays again.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
WALKS, FROM = int(os.environ.get("WALKS", "40")), int(os.environ.get("WALK_FROM", "1000"))
os.environ.setdefault("CAIRN", str(ROOT / "build" / "cairn"))
TEST = [sys.executable, "-B", "-m", "unittest", "tests/page/test_decision.py"]


def play(only, walk):
    done = subprocess.run(TEST + ["-k", only], cwd=ROOT, env={**os.environ, "WALK": str(walk)}, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise SystemExit(f"WALK={walk} {only}\n{done.stderr}")


def play_all(name):
    for walk in range(FROM, FROM + WALKS):
        play("Walks", walk)
        if walk % 4 == 0:
            play("AtOnce", walk)
    print(f"{name}: {WALKS} walks of 200 acts, {(WALKS + 3) // 4} times two at the same moment: nothing found", flush=True)


def main():
    if os.environ.get("CAIRN_TEST_DB"):
        play_all("PostgreSQL")
        return 0
    play_all("SQLite")
    return subprocess.run(["tools/with_postgresql.sh", "sh", "-c", f'CAIRN_TEST_DB="$CAIRN_TEST_PG" "{sys.executable}" -B "{__file__}"'],
                          cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
