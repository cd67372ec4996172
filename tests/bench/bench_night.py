#!/usr/bin/env python3
"""bench_night.py: the nightly work about due dates over 8,000 inductions, on SQLite and on PostgreSQL.

8,000 people of one programme (crowd.py). The first night finds all that is due now and prepared by nobody, and is reported; the nights
after it are ordinary ones. Each says how long the work took, as the service logs it: due dates of reviews over 2 s are marked and
make the exit status 1. Beside them stands what the night does for support that is owed and for plans of return; nobody here has agreed
a plan of protected time, so that a seventh more of them owe one each night.
BENCH_NIGHT_INDUCTIONS (8000) says how many.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("CAIRN", str(ROOT / "build" / "cairn"))
os.environ["CAIRN"] = os.path.abspath(os.environ["CAIRN"])
sys.path.insert(0, str(ROOT / "tests" / "page"))
import crowd  # noqa: E402
import house  # noqa: E402

PEOPLE, NIGHTS, WANTED_MS, WAIT_SECONDS = int(os.environ.get("BENCH_NIGHT_INDUCTIONS", "8000")), 5, 2000, 120
REVIEWS, SUPPORT, RETURNS = 46, 43, 41  # enum job_kind
WORK = (REVIEWS, SUPPORT, RETURNS)
missed = []


def night(world, url, after):
    """One night, so many days from now: milliseconds of each kind of work."""
    world.store.run(url, ["DELETE FROM job"] + ["INSERT INTO job (lane, kind, object, payload, run_at, created) VALUES (%d, %d, 0, '', %d, 0)" % (
        house.SLOW, kind, house.NEVER) for kind in house.AT_REST if kind not in WORK])
    took, until = {}, time.monotonic() + WAIT_SECONDS
    with house.House(world, url, env=dict(house.NOWHERE, CAIRN_NOW="+%dd" % after, CAIRN_LOG_LEVEL="info"), workers=1) as served:
        while len(took) < len(WORK):
            for line in served.said().splitlines():
                said = json.loads(line) if '"job.ended"' in line else {}
                if said.get("kind") in WORK:
                    if said["rc"] != "ok":
                        raise SystemExit("the night failed: %s" % line)
                    took[said["kind"]] = said["ms"]
            if time.monotonic() > until:
                raise SystemExit("the night has not been")
            time.sleep(.1)
    return took


def measure(name):
    world = house.World()
    try:
        programme, framework, employer = world.store.rows(
            world.template, "SELECT programme, framework, employer FROM induction ORDER BY id LIMIT 1")[0]
        world.store.run(world.template, list(crowd.crowd(world.store, programme, framework, employer, PEOPLE)) + ["ANALYZE"])
        for after in range(NIGHTS):
            before = world.store.rows(world.template, "SELECT COUNT(*) FROM review")[0][0]
            took = night(world, world.template, after)
            made = world.store.rows(world.template, "SELECT COUNT(*) FROM review")[0][0] - before
            good = after == 0 or took[REVIEWS] <= WANTED_MS
            print("%-10s night %d over %d inductions: due dates of reviews %d ms%s, %d prepared; support that is owed %d, returns %d" % (
                name, after + 1, PEOPLE, took[REVIEWS], "" if after == 0 else " (wanted: at most %d) %s" % (WANTED_MS, "ok" if good else "MISSED"),
                made, took[SUPPORT], took[RETURNS]), flush=True)
            if not good:
                missed.append(name)
            if not made:
                raise SystemExit("a night with nothing to prepare says nothing")
    finally:
        world.close()


def main():
    if os.environ.get("CAIRN_TEST_DB"):
        measure("PostgreSQL")
        return 1 if missed else 0
    measure("SQLite")
    other = subprocess.run([str(ROOT / "tools" / "with_postgresql.sh"), "sh", "-c",
                            f'CAIRN_TEST_DB="$CAIRN_TEST_PG" exec {sys.executable} -B {__file__}'])
    return 1 if missed or other.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
