#!/usr/bin/env python3
"""soak_model.py: tests/page/test_model.py on many made-up programmes, each with another walk of 200 acts, on SQLite and on PostgreSQL.

MODELS (60) a database, from MODEL_FROM (1000). The first that fails is said with its number, which `MODEL=` plays again.
"""
import os
import sys

import many

MODELS, FROM = int(os.environ.get("MODELS", "60")), int(os.environ.get("MODEL_FROM", "1000"))


def play_all(name):
    for model in range(FROM, FROM + MODELS):
        many.play("test_model", "MODEL", model)
    print(f"{name}: {MODELS} made-up programmes, 200 acts on each: nothing found", flush=True)


if __name__ == "__main__":
    sys.exit(many.on_both(os.path.abspath(__file__), play_all))
