#!/usr/bin/env python3
"""bench_line.py: the first page of the timeline of a cohort of 5,000 against a constant page, on SQLite and on PostgreSQL.

All of them are one employer's (crowd.py), which is more than any has, and every tenth has a review that waits. The constant page is
/account: the same frame, session and kind of answer, and the same whatever is in the database. Both are asked in turn, in short
rounds; the rate is what one connection gets. Under 30 % is marked and makes the exit status 1.
"""
import http.client
import os
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("CAIRN", str(ROOT / "build" / "cairn"))
os.environ["CAIRN"] = os.path.abspath(os.environ["CAIRN"])
sys.path.insert(0, str(ROOT / "tests" / "page"))
import crowd  # noqa: E402
import house  # noqa: E402

PEOPLE, ROUNDS, TIMES, WANTED = 5000, 11, 60, 0.30
WHO, CONSTANT = "jonas as coordinator", "/account"
missed = []


def cpu(served):
    """Nanoseconds of CPU that our processes have used."""
    return sum(int(pathlib.Path(f"/proc/{p}/schedstat").read_text().split()[0]) for p in served.children())


def ask(served, session, path, times):
    """Milliseconds by the clock and of our CPU, each request, and the size of the page."""
    c = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    before, begun, size = cpu(served), time.perf_counter(), 0
    for _ in range(times):
        c.request("GET", path, headers={"Cookie": f"cairn={session}"})
        r = c.getresponse()
        size = len(r.read())
        if r.status != 200:
            raise SystemExit(f"{path} answered {r.status}")
    took, used = time.perf_counter() - begun, cpu(served) - before
    c.close()
    return took * 1000 / times, used / 1e6 / times, size


def measure(name):
    world = house.World()
    try:
        held = world.find(WHO)
        programme, framework, employer = world.store.rows(
            world.template, "SELECT i.programme, i.framework, r.organisation FROM induction i, role_held r WHERE r.id = %d ORDER BY i.id LIMIT 1"
            % held.row)[0]
        world.store.run(world.template, list(crowd.crowd(world.store, programme, framework, employer, PEOPLE, 10)) + ["ANALYZE"])
        with house.House(world, world.template, env={"CAIRN_LOG_LEVEL": "warn"}) as served:
            for path in (CONSTANT, "/timeline"):
                ask(served, held.session, path, 100)
            rounds = []
            for _ in range(ROUNDS):
                constant, line = (ask(served, held.session, path, TIMES) for path in (CONSTANT, "/timeline"))
                rounds.append((constant[0] / line[0], constant, line))
            rate, constant, line = sorted(rounds, key=lambda r: r[0])[ROUNDS // 2]
            good = rate >= WANTED
            print(f"{name}: timeline of {PEOPLE}, first page: {line[0]:.2f} ms, {line[1]:.2f} of our CPU, {line[2]} bytes; constant page "
                  f"{constant[0]:.2f} ms, {constant[1]:.2f}; rate {rate:.2f}, {min(rounds)[0]:.2f} to {max(rounds)[0]:.2f} "
                  f"(wanted: at least {WANTED}) {'ok' if good else 'MISSED'}", flush=True)
            if not good:
                missed.append(name)
            for what, path in (("late ones", "/timeline?standing=late"), ("a name", "/timeline?q=practitioner+49")):
                took = ask(served, held.session, path, 20)
                print(f"{name}: timeline of {PEOPLE}, {what}: {took[0]:.2f} ms, {took[1]:.2f} of our CPU, {took[2]} bytes", flush=True)
    finally:
        world.close()


def main():
    if os.environ.get("CAIRN_TEST_DB"):
        measure("PostgreSQL")
        return 1 if missed else 0
    measure("SQLite")
    other = subprocess.run([str(ROOT / "tools" / "with_postgresql.sh"), "sh", "-c", 'CAIRN_TEST_DB=$CAIRN_TEST_PG exec "$@"', "sh",
                            sys.executable, "-B", __file__])
    return 1 if missed or other.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
