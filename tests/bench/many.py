"""many.py: a test of tests/page played many times, each time with another number, on SQLite and on PostgreSQL."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("CAIRN", str(ROOT / "build" / "cairn"))


def play(test, name, number, *more):
    """Once, with the environment's `name` being that number. The first that fails ends it all, and says how to play it again."""
    done = subprocess.run([sys.executable, "-B", "-m", "unittest", f"tests/page/{test}.py", *more], cwd=ROOT,
                          env={**os.environ, name: str(number)}, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise SystemExit(" ".join([f"{name}={number}", *more, "\n"]) + done.stderr)


def on_both(script, play_all):
    """play_all(database) on SQLite here, and in `script`, run again, on a private PostgreSQL. The exit status."""
    if os.environ.get("CAIRN_TEST_DB"):
        play_all("PostgreSQL")
        return 0
    play_all("SQLite")
    return subprocess.run(["tools/with_postgresql.sh", "sh", "-c", f'CAIRN_TEST_DB="$CAIRN_TEST_PG" "{sys.executable}" -B "{script}"'],
                          cwd=ROOT, check=False).returncode
