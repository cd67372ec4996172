#!/usr/bin/env python3
"""bench_line.py: the first page of the timeline of a cohort of 5,000 against a constant page.

All open inductions of `cairn demo --inductions 5000` are one employer's here, which is more than any has, and every tenth has a
review that waits. The constant page is /account: the same frame, session and kind of answer, and the same whatever is in the
database. Both are asked in turn, in short rounds; the rate is what one connection gets. Under 30 % is marked and makes the exit
status 1.
"""
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import bench_pages as bench  # noqa: E402

PEOPLE, ROUNDS, TIMES, PORT, WANTED = 5000, 11, 60, 18931, 0.30
WHO, CONSTANT = "jonas@demo.example", "/account"


def one_employer(db):
    """Everybody is one coordinator's, and every tenth has a review that waits."""
    c = sqlite3.connect(db)
    here = c.execute("SELECT r.organisation FROM role_held r JOIN person p ON p.id = r.person WHERE p.email = ? AND r.role = 4",
                     (WHO,)).fetchone()[0]
    c.execute("UPDATE induction SET employer = ? WHERE employer <> ?", (here, here))
    today = int(time.time() // 86400)
    for row, starts in c.execute("SELECT id, starts FROM induction WHERE ended IS NULL AND id % 10 = 0 AND id NOT IN "
                                 "(SELECT induction FROM review)").fetchall():
        c.execute("INSERT INTO review (uuid, induction, kind, month, state, due_on, opens_on, closes_on, prepared_on, version, created, "
                  "changed) VALUES (?,?,1,6,0,?,?,?,?,1,0,0)", (os.urandom(16), row, today + 3, today - 25, today + 31, today - 39))
    c.commit()
    c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    c.close()


def database():
    db = bench.DIR / f"line-{PEOPLE}.db"
    if not db.exists():
        bench.DIR.mkdir(parents=True, exist_ok=True)
        subprocess.run([bench.CAIRN, "--db", str(db), "demo", "--inductions", str(PEOPLE)], check=True, stdout=subprocess.DEVNULL)
        one_employer(db)
    subprocess.run([bench.CAIRN, "--db", str(db), "migrate"], check=True, capture_output=True)
    bench.session(db, WHO, "bench-line")
    return db


def measure(server, what, path):
    by_clock = []
    for _ in range(ROUNDS):
        constant, _, constant_ms = bench.cpu_of(server, CONSTANT, "bench-line", TIMES)
        line, size, line_ms = bench.cpu_of(server, path, "bench-line", TIMES)
        by_clock.append(constant_ms / line_ms)
    bench.say(f"{what}: {line:.0f} us CPU and {line_ms:.2f} ms, {size} bytes; constant page {constant:.0f} us and {constant_ms:.2f} ms")
    bench.want(f"{what}: rate against the constant page", statistics.median(by_clock), WANTED, most=False)


def main():
    server = bench.Server(database(), PORT)
    try:
        measure(server, f"timeline of {PEOPLE}, first page", "/timeline")
        for what, path in (("late ones", "/timeline?standing=late"), ("a name", "/timeline?q=practitioner+49")):
            us, size, ms = bench.cpu_of(server, path, "bench-line", 20)
            bench.say(f"timeline of {PEOPLE}, {what}: {us:.0f} us CPU, {ms:.2f} ms, {size} bytes")
    finally:
        server.stop()
    return 1 if bench.missed else 0


if __name__ == "__main__":
    os.environ.setdefault("CAIRN_LOG_LEVEL", "warn")
    sys.exit(main())
