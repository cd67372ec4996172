#!/usr/bin/env python3
"""bench_lists.py: a page of a list costs the same however long the list is.

Two databases, both from `cairn demo`: one with 100 rows in each list, one with 10,000. The same page of each (25 rows, the
same bytes) is asked in turn, in short rounds, and the server's CPU for the long list is compared with that for the short
one, which is the constant page of the same size. Over 2 x is marked and makes the exit status 1.
"""
import os
import pathlib
import secrets
import sqlite3
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import bench_pages as bench  # noqa: E402

SHORT, LONG, ROUNDS, TIMES, PORT = 100, 10000, 11, 60, 18911


def fill(db, n):
    """n charities, and n people at Northmoor, as people_index would list them."""
    c = sqlite3.connect(db)
    employer = c.execute("SELECT id FROM organisation WHERE name LIKE 'Northmoor%'").fetchone()[0]
    for i in range(n):
        name = f"Bench Charity {i * 7919 % 10007:05d}"
        o = c.execute("INSERT INTO organisation (uuid, name, name_sort, type, created) VALUES (?, ?, ?, 6, ?)",
                      (secrets.token_bytes(16), name, name.lower(), 1000 + i)).lastrowid
        c.executemany("INSERT INTO organisation_word (word, organisation) VALUES (?, ?)",
                      [(w, o) for w in set(name.lower().split())])
        name = f"Person {i * 7919 % 10007:05d} Bench"
        email = f"bench{i}@bench.example"
        p = c.execute("INSERT INTO person (uuid, name, initials, email, email_folded, salt, created, name_sort) "
                      "VALUES (?, ?, 'P.B.', ?, ?, ?, 0, ?)",
                      (secrets.token_bytes(16), name, email, email, bytes(16), name.lower())).lastrowid
        c.execute("INSERT INTO role_held (uuid, person, organisation, role, starts, created) VALUES (?, ?, ?, 2, 20000, 0)",
                  (secrets.token_bytes(16), p, employer))
        c.executemany("INSERT INTO person_listed (scope, person, name_sort, role_sort, joined, last_in) VALUES (?, ?, ?, ?, ?, ?)",
                      [(s, p, name.lower(), "b " + name.lower(), 20000 + i % 400, i) for s in (0, employer)])
        c.executemany("INSERT INTO person_word (scope, word, person) VALUES (?, ?, ?)",
                      [(s, w, p) for s in (0, employer) for w in set(name.lower().split()) | {f"bench{i}"}])
    c.commit()
    c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    c.close()


def database(n):
    db = bench.DIR / f"lists-{n}.db"
    bench.DIR.mkdir(parents=True, exist_ok=True)
    if db.exists() and subprocess.run([bench.CAIRN, "--db", str(db), "check"], capture_output=True).returncode:
        for old in bench.DIR.glob(f"{db.name}*"):
            old.unlink() if old.is_file() else None
    if not db.exists():
        subprocess.run([bench.CAIRN, "--db", str(db), "demo"], check=True, stdout=subprocess.DEVNULL)
        fill(db, n)
    bench.session(db, "mo@demo.example", "bench-mo")
    bench.session(db, "jonas@demo.example", "bench-jonas")
    return db


LISTS = [
    ("organisations, first page", "/organisations", "bench-mo"),
    ("organisations of one type", "/organisations?type=charity&sort=-known_since", "bench-mo"),
    ("organisations, a search", "/organisations?q=bench+07", "bench-mo"),
]


def main():
    servers = [bench.Server(database(n), PORT + i) for i, n in enumerate((SHORT, LONG))]
    try:
        for name, path, who in LISTS:
            ratios = []
            for _ in range(ROUNDS):
                (short, short_size, _), (long, long_size, ms) = (bench.cpu_of(s, path, who, TIMES) for s in servers)
                ratios.append(long / short * short_size / long_size)
            bench.say(f"{name}: {long:.0f} us CPU at {LONG} rows, {short:.0f} at {SHORT}; {long_size} bytes, {ms:.2f} ms")
            bench.want(f"{name}, {LONG} rows against {SHORT}, CPU per byte-equal page", statistics.median(ratios), 2)
    finally:
        for s in servers:
            s.stop()
    return 1 if bench.missed else 0


if __name__ == "__main__":
    os.environ.setdefault("CAIRN_LOG_LEVEL", "warn")
    sys.exit(main())
