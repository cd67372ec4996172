#!/usr/bin/env python3
"""bench_bulk.py: 5,000 people from one file. From the press of the button until the last is in takes under ten seconds, and no
other write waits longer than 250 ms meanwhile. Another write is a form posted by somebody else, again and again.

SQLite, and PostgreSQL too where CAIRN_TEST_DB names a server (tools/with_postgresql.sh). Exits 1 when a figure is missed.
"""
import os
import pathlib
import re
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault('CAIRN', str(ROOT / 'build' / 'cairn'))
sys.path.insert(0, str(ROOT / 'tests' / 'page'))
import house  # noqa: E402

ROWS, SECONDS, WAIT_MS = 5000, 10, 250
missed = []


def want(what, value, limit, unit):
    good = value <= limit
    print(f"{what:<66} {value:9.2f} {unit}  (wanted: at most {limit:g}) {'ok' if good else 'MISSED'}", flush=True)
    if not good:
        missed.append(what)


def people():
    head = 'Name,E-mail address,Role,Registration number,Start date\r\n'
    return (head + ''.join('Worker Number%05d,worker%05d@northmoor.example,Practice assessor,SW%d,01/09/2026\r\n' % (i, i, 300000 + i)
                           for i in range(ROWS))).encode()


class Writer(threading.Thread):
    """Somebody else keeps a draft, again and again: the time each takes, in ms."""

    def __init__(self, running, induction):
        super().__init__(daemon=True)
        self.amina, self.path, self.times, self.stopped = running.visitor('amina'), '/inductions/%s/evidence?keep=1' % induction, [], False
        self.amina.get('/')

    def run(self):
        while not self.stopped:
            begun = time.monotonic()
            answer = self.amina.post(self.path, [('title', 'A visit'), ('text', 'Words.'), ('tab', 'bench')])
            self.times.append((time.monotonic() - begun) * 1000)
            assert answer.status < 300, answer.status
            time.sleep(0.02)


def until(visitor, path, states):
    while True:
        state = visitor.get('/api/v1' + path).json
        if state['state'] not in states:
            return state
        time.sleep(0.5)


def processor_seconds(running):
    return sum(int(open('/proc/%d/schedstat' % child).read().split()[0]) for child in running.children()) / 1e9


def measure(world, name):
    with house.House(world) as running:
        jonas = running.visitor('jonas')
        writer = Writer(running, world.names['induction:amina'])
        time.sleep(3)  # what a fresh service has to do first is over
        writer.start()
        time.sleep(1)
        alone = sorted(writer.times)[len(writer.times) // 2]
        writer.times.clear()
        jonas.get('/imports/new?kind=people')
        begun = time.monotonic()
        path = jonas.upload('/imports', [('kind', 'people')], [('file', 'people.csv', 'text/csv', people())]).header('Location')
        state = until(jonas, path, ['checking'])
        checked = time.monotonic() - begun
        assert state['rows']['ready'] == ROWS, state
        page = jonas.get(path)
        begun, used = time.monotonic(), processor_seconds(running)
        jonas.post(path + '/confirm', [('when', 'now')], page=page)
        state = until(jonas, path, ['adding'])
        added = time.monotonic() - begun
        used = processor_seconds(running) - used
        writer.stopped = True
        writer.join()
        assert state['rows']['added'] == ROWS, state
        print('%s: checked in %.1f s, added in %.1f s with %.1f s of processor; another write alone %.1f ms, meanwhile %.1f ms in the middle of %d' % (
            name, checked, added, used, alone, sorted(writer.times)[len(writer.times) // 2], len(writer.times)))
        want('%s: %d people added' % (name, ROWS), added, SECONDS, 's')
        want('%s: longest wait of another write' % name, max(writer.times), WAIT_MS, 'ms')


def main():
    url = os.environ.pop('CAIRN_TEST_DB', None) or os.environ.get('CAIRN_TEST_PG')
    measure(house.World(), 'SQLite')
    if url:
        os.environ['CAIRN_TEST_DB'] = url
        measure(house.World(), 'PostgreSQL')
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
