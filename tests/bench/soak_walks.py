#!/usr/bin/env python3
"""soak_walks.py: many walks of tests/page/test_decision.py, each another, on SQLite and on PostgreSQL, and its pairs at the same moment.

WALKS (40) a database, from WALK_FROM (1000). The first that fails is said with its number, which `WALK=` plays again.
"""
import os
import sys

import many

WALKS, FROM = int(os.environ.get("WALKS", "40")), int(os.environ.get("WALK_FROM", "1000"))


def play_all(name):
    for walk in range(FROM, FROM + WALKS):
        many.play("test_decision", "WALK", walk, "-k", "Walks")
        if walk % 4 == 0:
            many.play("test_decision", "WALK", walk, "-k", "AtOnce")
    print(f"{name}: {WALKS} walks of 200 acts, {(WALKS + 3) // 4} times two at the same moment: nothing found", flush=True)


if __name__ == "__main__":
    sys.exit(many.on_both(os.path.abspath(__file__), play_all))
