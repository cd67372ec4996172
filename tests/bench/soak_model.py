#!/usr/bin/env python3
"""soak_model.py: tests/page/test_model.py on many made-up programmes, each with another walk of 200 acts, on SQLite and on PostgreSQL.

MODELS (60) a database, from MODEL_FROM (1000). The first that fails is said with its number, which `MODEL=` plays again.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS, FROM = int(os.environ.get("MODELS", "60")), int(os.environ.get("MODEL_FROM", "1000"))
os.environ.setdefault("CAIRN", str(ROOT / "build" / "cairn"))
TEST = [sys.executable, "-B", "-m", "unittest", "tests/page/test_model.py"]


def play_all(name):
    for model in range(FROM, FROM + MODELS):
        done = subprocess.run(TEST, cwd=ROOT, env={**os.environ, "MODEL": str(model)}, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise SystemExit(f"MODEL={model}\n{done.stderr}")
    print(f"{name}: {MODELS} made-up programmes, 200 acts on each: nothing found", flush=True)


def main():
    if os.environ.get("CAIRN_TEST_DB"):
        play_all("PostgreSQL")
        return 0
    play_all("SQLite")
    return subprocess.run(["tools/with_postgresql.sh", "sh", "-c", f'CAIRN_TEST_DB="$CAIRN_TEST_PG" "{sys.executable}" -B "{__file__}"'],
                          cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
