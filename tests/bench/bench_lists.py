#!/usr/bin/env python3
"""bench_lists.py: a page of a list costs the same however long the list is.

Two databases, both from `cairn demo`: one with 100 rows in each list, one with 10,000. The same page of each (25 rows, the
same bytes) is asked in turn, in short rounds, and the server's CPU for the long list is compared with that for the short
one, which is the constant page of the same size. Over 2 x is marked and makes the exit status 1.
"""
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "page"))
import bench_pages as bench  # noqa: E402
import filling  # noqa: E402

SHORT, LONG, ROUNDS, TIMES, PORT = 100, 10000, 11, 60, 18911


def fill(db, n):
    """What test_lists.py fills its lists with (tests/page/filling.py)."""
    c = sqlite3.connect(db)

    def one(sql):
        return c.execute(sql).fetchone()[0]

    def blob(data):
        return f"X'{data.hex()}'"

    for sql in filling.employer(blob):
        c.execute(sql)
    here = one(f"SELECT id FROM organisation WHERE name = '{filling.NAME}'")
    person, last = one("SELECT MAX(id) FROM person"), one("SELECT MAX(id) FROM organisation")
    for sql in filling.fill(blob, n, here, person, person + 1, last + 1, one("SELECT MIN(id) FROM programme")):
        c.execute(sql)
    c.execute("INSERT INTO organisation_word (word, organisation) SELECT SUBSTR(name_sort, 18), id FROM organisation WHERE id > ?", (last,))
    c.commit()
    c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    c.close()


def database(n):
    db = bench.DIR / f"filled-{n}.db"
    bench.DIR.mkdir(parents=True, exist_ok=True)
    if db.exists() and subprocess.run([bench.CAIRN, "--db", str(db), "check"], capture_output=True).returncode:
        for old in bench.DIR.glob(f"{db.name}*"):
            old.unlink() if old.is_file() else None
    if not db.exists():
        subprocess.run([bench.CAIRN, "--db", str(db), "demo"], check=True, stdout=subprocess.DEVNULL)
        fill(db, n)
    bench.session(db, "mo@demo.example", "bench-mo")
    bench.session(db, f"{filling.COORDINATOR}@demo.example", "bench-list")
    return db


LISTS = [
    ("organisations, first page", "/organisations", "bench-mo"),
    ("organisations of one type", "/organisations?type=charity&sort=-known_since", "bench-mo"),
    ("organisations, a search", "/organisations?q=079", "bench-mo"),
    ("people, first page", "/people", "bench-list"),
    ("people by last sign-in", "/people?sort=-last_in", "bench-list"),
    ("people, a search", "/people?q=079", "bench-list"),
    ("people of one role", "/people?role=practice_assessor", "bench-list"),
    ("invitations", "/people/invitations", "bench-list"),
    ("invitations by their end", "/people/invitations?sort=expires", "bench-list"),
    ("joining", "/joining", "bench-list"),
    ("joining by name", "/joining?sort=name", "bench-list"),
    ("capacity", "/capacity", "bench-list"),
    ("mail", "/mail", "bench-list"),
    ("cohort", "/cohort", "bench-list"),
    ("imports", "/imports", "bench-list"),
    ("register", "/register", "bench-mo"),
    ("history", "/history", "bench-mo"),
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
