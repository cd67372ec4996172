#!/usr/bin/env python3
"""soak.py: the page tests that are worth more the longer they run, at length, on SQLite and on PostgreSQL. `make soak`.

    SOAK_KILLS   kill -9 of a worker, or now and then of the parent, while four people write (2,000; half on each)
    SOAK_DRAFTS  people who save drafts at once, a worker killed half way (4,000: 2,000 on each)
    SOAK_SWAPS   requests with the ids of others in place of one's own (250,000; half on each)

The tests themselves are tests/page/test_kill.py, test_drafts_at_once.py and test_swapped_ids.py; there they are described. This runs them with
more rounds, says how many were done and how long it took, and ends with 1 when one of them found something.
"""
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WITH_POSTGRESQL = os.path.join(ROOT, 'tools', 'with_postgresql.sh')
RUNS = [  # what, test, variable it reads, variable we read, how many in all
    ('kills', 'test_kill.py', 'CAIRN_KILLS', 'SOAK_KILLS', 2000),
    ('people at once', 'test_drafts_at_once.py', 'CAIRN_DRAFTS', 'SOAK_DRAFTS', 4000),
    ('swapped requests', 'test_swapped_ids.py', 'CAIRN_SWAPS', 'SOAK_SWAPS', 250000),
]


def command_on(database, test):
    run = [sys.executable, '-B', '-m', 'unittest', '-v', os.path.join('tests', 'page', test)]
    if database == 'SQLite':
        return run
    return [WITH_POSTGRESQL, 'sh', '-c', 'CAIRN_TEST_DB=$CAIRN_TEST_PG exec "$@"', 'sh'] + run


def soak(database, what, test, variable, rounds):
    environment = dict(os.environ, **{variable: str(rounds)})
    environment.pop('CAIRN_TEST_DB', None)
    # Ids are asked about, not disks: where there is a file system in memory, each refusal is recorded there.
    if test == 'test_swapped_ids.py' and os.access('/dev/shm', os.W_OK):
        environment['TMPDIR'] = '/dev/shm'
    started = time.monotonic()
    done = subprocess.run(command_on(database, test), cwd=ROOT, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    found = 'nothing found' if done.returncode == 0 else 'FAILED'
    print('%-10s %8d %-17s %s (%.0f s)' % (database, rounds, what, found, time.monotonic() - started), flush=True)
    if done.returncode:
        print(done.stdout.decode('utf-8', 'replace'))
    return done.returncode == 0


def main():
    well = True
    for what, test, variable, ours, most in RUNS:
        rounds = int(os.environ.get(ours, most))
        for database, share in (('SQLite', rounds - rounds // 2), ('PostgreSQL', rounds // 2)):
            if share:
                well = soak(database, what, test, variable, share) and well
    sys.exit(0 if well else 1)


if __name__ == '__main__':
    main()
