#!/usr/bin/env python3
"""bench_night.py: the nightly work about due dates over 8,000 inductions, on SQLite and on PostgreSQL.

8,000 people of one programme who began on as many days of the last two years, every fifth part-time, every tenth paused, with the
reviews held that were due before. The first night finds all that is due now and prepared by nobody, and is reported; the nights
after it are ordinary ones. Each says how long the work took, as the service logs it: due dates of reviews over 2 s are marked and
make the exit status 1. Beside them stands what the night does for support that is owed and for plans of return; nobody here has agreed
a plan of protected time, so that a seventh more of them owe one each night.
BENCH_NIGHT_INDUCTIONS (8000) says how many.
"""
import json
import os
import pathlib
import secrets
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("CAIRN", str(ROOT / "build" / "cairn"))
os.environ["CAIRN"] = os.path.abspath(os.environ["CAIRN"])
sys.path.insert(0, str(ROOT / "tests" / "page"))
import house  # noqa: E402

PEOPLE, NIGHTS, WANTED_MS, WAIT_SECONDS = int(os.environ.get("BENCH_NIGHT_INDUCTIONS", "8000")), 5, 2000, 120
REVIEWS, SUPPORT, RETURNS = 46, 43, 41  # enum job_kind
WORK = (REVIEWS, SUPPORT, RETURNS)
FIRST, EACH_SUPERVISES, EACH_ASSESSES = 1000000, 8, 16  # ids; how many people one helps
MET, POINTS, CLOSES = 2, (6, 12, 18, 24), 28  # days after its month, in the programme of the demo
missed = []


def rows_of(table, columns, rows):
    """INSERTs of a few hundred rows each."""
    for i in range(0, len(rows), 400):
        yield "INSERT INTO %s (%s) VALUES %s" % (table, columns, ", ".join("(%s)" % ", ".join(map(str, r)) for r in rows[i:i + 400]))


def crowd(store, programme, framework, employer):
    """The 8,000 and who helps them, as statements."""
    def uuid():
        return store.blob(secrets.token_bytes(16))

    today, now = int(time.time() // 86400), int(time.time() * 1000)
    supervisors, assessors = PEOPLE // EACH_SUPERVISES + 1, PEOPLE // EACH_ASSESSES + 1
    people, roles, inductions, around, hours, pauses, reviews, signed = [], [], [], [], [], [], [], []
    for n in range(PEOPLE + supervisors + assessors):
        who, role = FIRST + n, 1 if n < PEOPLE else 2 if n < PEOPLE + supervisors else 3
        mail = "'night-%d@demo.example'" % n
        people.append((who, uuid(), "'Night %d'" % n, "'N'", mail, mail, uuid(), now))
        roles.append((who, uuid(), who, employer, role, today - 900, now))
    for n in range(PEOPLE):
        i, starts = FIRST + n, today - 735 + n * 735 // PEOPLE
        helpers = {2: FIRST + PEOPLE + n // EACH_SUPERVISES, 3: FIRST + PEOPLE + supervisors + n // EACH_ASSESSES}
        inductions.append((i, uuid(), i, programme, framework, employer, starts, now))
        hours.append((i, uuid(), i, starts, 2220 if n % 5 == 0 else 3700, 3700, now))
        for role, who in helpers.items():
            around.append((2 * i + role, uuid(), i, who, role, starts, now))
        if n % 10 == 0 and starts < today - 30:
            pauses.append((i, uuid(), i, today - 20, today + 40 + n % 60, 1, now))
        for month in POINTS:
            due = starts + month * 487 // 16
            if due + CLOSES < today - 30:
                review = i * 100 + month
                reviews.append((review, uuid(), i, 1, month, MET, due, due - CLOSES, due + CLOSES, due, due - 42, now, 1, now, now))
                signed += [(review, role, {1: i, **helpers}[role], 1, "''", now) for role in (1, 2, 3)]
    for table, columns, all_of in (
            ("person", "id, uuid, name, initials, email, email_folded, salt, created", people),
            ("role_held", "id, uuid, person, organisation, role, starts, created", roles),
            ("induction", "id, uuid, ecsw, programme, framework, employer, starts, created", inductions),
            ("hours_period", "id, uuid, induction, starts, hours, full_week, created", hours),
            ("assignment", "id, uuid, induction, person, role, starts, created", around),
            ("pause_period", "id, uuid, induction, starts, ends, kind, created", pauses),
            ("review", "id, uuid, induction, kind, month, state, due_on, opens_on, closes_on, met_on, prepared_on, released_at, version, "
                       "created, changed", reviews),
            ("review_signature", "review, role, person, agrees, words, signed_at", signed)):
        yield from rows_of(table, columns, all_of)


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
        world.store.run(world.template, list(crowd(world.store, programme, framework, employer)) + ["ANALYZE"])
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
