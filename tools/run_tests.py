#!/usr/bin/env python3
"""run_tests.py --build DIR [--only WORD] [--kind KIND]...: runs the tests, three programs at a time.

What is run (KIND: unit, tools, page, store, fuzz, e2e; all of them unless said):
    tests/KIND/test_NAME.c     built by Meson to DIR/tests/.../test_NAME; cmocka
    tests/KIND/test_NAME.py    python unittest
    tests/KIND/test_NAME.mjs   node; says `ok NAME`, `not ok NAME` or `ok NAME # SKIP why`, one a line
    tests/fuzz/fuzz_NAME.c     over its kept corpus, and over what each of it begins with; one test each
Each finds the build in CAIRN_BUILD and the program in CAIRN. A test whose source says CAIRN_TEST_DB is run twice, with
the address of a fresh SQLite file and of a fresh PostgreSQL in it; one that says CAIRN_TEST_PG is given a PostgreSQL
there. Page, store and e2e programs run one of the kind and database at a time: they wait more than they work, so one more
runs than most machines have processors. A program that goes on for too long is ended and
fails. What failed is shown; the last line is `N passed, N failed` (and `, N skipped`).
"""
import argparse
import concurrent.futures
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import list_sources

ROOT = list_sources.ROOT
KINDS = ('unit', 'tools', 'page', 'store', 'fuzz', 'e2e')
SECONDS = {'fuzz': 90, 'unit': 120, 'tools': 300, 'page': 600, 'store': 600, 'e2e': 1200}
LANES = 3
IN_MEMORY, PLENTY = '/dev/shm', 8 << 30
WITH_POSTGRESQL = os.path.join(ROOT, 'tools', 'with_postgresql.sh')
CMOCKA = re.compile(r'\[\s*(RUN|OK|FAILED|SKIPPED)\s*\] (.+?)\s*$')
UNITTEST = re.compile(r'^(\w+) \((\S+)\).*?\.\.\. (?:.*)?\b(ok|FAIL|ERROR|skipped .*|expected failure)$')
TAP = re.compile(r'^(not ok|ok)\b[ \d]*(?:- )?(.*)$')


class Program:
    def __init__(self, kind, source, command, database=''):
        self.kind, self.source, self.command, self.database = kind, source, command, database
        self.name = os.path.splitext(os.path.relpath(source, 'tests'))[0] + (database and ', ' + database)
        self.passed, self.failed, self.skipped = [], [], []
        self.output, self.seconds, self.why, self.said = '', 0.0, '', ''


def count_cmocka(program):
    """A test that began and has no result is the one that crashed or hung."""
    running = None
    for line in program.output.splitlines():
        match = CMOCKA.search(line)
        if not match:
            continue
        word, name = match.groups()
        if word == 'RUN':
            if running:
                program.failed.append(running)
            running = name
        elif name == running:
            {'OK': program.passed, 'FAILED': program.failed, 'SKIPPED': program.skipped}[word].append(name)
            running = None
    if running:
        program.failed.append(running)


def count_unittest(program):
    # The result may stand on the line below the name, after a docstring or a print.
    text = re.sub(r'\)\n(.*\.\.\. )', r') \1', program.output)
    for line in text.splitlines():
        match = UNITTEST.match(line)
        if match:
            result = match.group(3)
            target = program.passed if result in ('ok', 'expected failure') else program.failed
            (program.skipped if result.startswith('skipped') else target).append(match.group(1))


def count_tap(program):
    for line in program.output.splitlines():
        match = TAP.match(line)
        if match:
            name = match.group(2).strip()
            if '# SKIP' in name:
                program.skipped.append(name)
            else:
                (program.passed if match.group(1) == 'ok' else program.failed).append(name)


def count_fuzz(program):
    """One test a fuzzer: that all of it was bearable. How much it was stands beside its name."""
    done = re.search(r'^(\d+) inputs$', program.output, re.M)
    if done:
        program.said = done.group(0)
        program.passed.append(program.name)


COUNTS = {'.c': count_cmocka, '.py': count_unittest, '.mjs': count_tap}


def find_programs(build, kinds, only):
    programs = []
    folders = {p: 'tests/store' for p in list_sources.KINDS['store-own-tests']()}
    folders.update({p: 'tests/store/visible' for p in list_sources.KINDS['store-visible-tests']()})
    for kind in kinds:
        for source in list_sources.here('tests/' + kind, '.c', '.py', '.mjs'):
            stem, extension = os.path.splitext(os.path.basename(source))
            if not stem.startswith('test_') or (only and only not in source):
                continue
            if extension == '.c':
                command = [os.path.join(build, folders.get(source, 'tests'), stem)]
            elif extension == '.py':
                command = [sys.executable, '-B', '-m', 'unittest', '-v', source]
            else:
                command = ['node', source]
            programs += for_databases(kind, source, command)
    return programs


def find_fuzzers(build, only):
    programs = []
    for source in list_sources.here('tests/fuzz', '.c'):
        name = os.path.splitext(os.path.basename(source))[0]
        if not only or only in source:
            programs.append(Program('fuzz', source, [os.path.join(build, 'tests', name), os.path.join('tests', 'fuzz', 'corpus', name)]))
    return programs


def for_databases(kind, source, command):
    if list_sources.mentions(source, 'CAIRN_TEST_DB'):
        in_place = ['sh', '-c', 'CAIRN_TEST_DB=$CAIRN_TEST_PG exec "$@"', 'sh']
        return [Program(kind, source, command, 'SQLite'),
                Program(kind, source, [WITH_POSTGRESQL] + in_place + command, 'PostgreSQL')]
    if list_sources.mentions(source, 'CAIRN_TEST_PG'):
        return [Program(kind, source, [WITH_POSTGRESQL] + command)]
    return [Program(kind, source, command)]


def run(program, environment):
    with tempfile.TemporaryDirectory(prefix='cairn-test.') as folder:
        if program.database == 'SQLite':
            environment = dict(environment, CAIRN_TEST_DB=os.path.join(folder, 'test.db'))
        run_in(program, environment)


def run_in(program, environment):
    started = time.monotonic()
    try:
        process = subprocess.Popen(program.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    except OSError as e:
        program.failed.append(program.name)
        program.why = str(e)
        return
    hung = threading.Event()

    def end():
        # First politely, so that with_postgresql.sh can take its folder away.
        hung.set()
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(SECONDS[program.kind], end)
    timer.start()
    try:
        program.output = process.communicate()[0].decode('utf-8', 'replace')
    finally:
        timer.cancel()
    # Whatever it left running holds ports and files that the next one needs.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    program.seconds = time.monotonic() - started
    count = count_fuzz if program.kind == 'fuzz' else COUNTS[os.path.splitext(program.source)[1]]
    count(program)
    if hung.is_set():
        program.why = 'ended after %d s' % SECONDS[program.kind]
    elif process.returncode < 0:
        program.why = 'ended by %s' % signal.Signals(-process.returncode).name
    elif process.returncode:
        program.why = 'exit status %d' % process.returncode
    elif not (program.passed or program.failed or program.skipped):
        program.why = 'it ran no test'
    if program.why and not program.failed:
        program.failed.append(program.name)


def quick_folder():
    """Where databases come and go fastest: in memory, when there is plenty; else where temporary files are wont to be."""
    try:
        there = os.statvfs(IN_MEMORY)
    except OSError:
        return None
    return IN_MEMORY if there.f_bavail * there.f_frsize >= PLENTY and not os.environ.get('TMPDIR') else None


def take_away_leftovers():
    """Of runs that were killed: memory is too dear to keep them."""
    for left in glob.glob(os.path.join(IN_MEMORY, 'cairn-tests.*.*')):
        if not os.path.exists('/proc/' + left.split('.')[1]):
            shutil.rmtree(left, ignore_errors=True)


def make_demo(folder, environment):
    """The demo world for all page programs: a file, and a PostgreSQL with a database of it (house.py says their names). Where
    either can't be made, each program makes its own, and says what is wrong."""
    make = [sys.executable, '-B', os.path.join(ROOT, 'tests', 'page', 'house.py')]
    made = dict(environment, CAIRN_TEST_DEMO=folder)
    subprocess.run(make, cwd=ROOT, env=dict(made, CAIRN_TEST_DB=''), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cluster = os.path.join(folder, 'postgresql')
    subprocess.run([WITH_POSTGRESQL, 'sh', '-c', 'CAIRN_TEST_DB=$CAIRN_TEST_PG exec "$@"', 'sh'] + make, cwd=ROOT,
                   env=dict(made, CAIRN_PG_TO=cluster), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return dict(made, CAIRN_PG_FROM=cluster) if os.path.exists(cluster) else made


def show(program):
    counts = ['%d passed' % len(program.passed)]
    counts += ['%d FAILED' % len(program.failed)] if program.failed else []
    counts += ['%d skipped' % len(program.skipped)] if program.skipped else []
    counts += [program.said] if program.said else []
    print('%-36s %s (%.1f s)' % (program.name, ', '.join(counts), program.seconds), flush=True)
    if program.failed:
        print(''.join('    %s\n' % line for line in program.output.splitlines()), end='')
        for name in program.failed:
            print('    FAILED: %s: %s%s' % (program.name, name, ' (%s)' % program.why if program.why else ''))
        sys.stdout.flush()


class Queue:
    """Programs in their order, the longest kinds first; one of a kind that shares a machine's databases is passed over while
    another of it runs on the same one, so that no lane waits while there is something it may run."""
    ALONE = ('page', 'store', 'e2e')

    def __init__(self, programs):
        self.waiting = sorted(programs, key=lambda p: (-SECONDS[p.kind], p.name))
        self.taken, self.changed = set(), threading.Condition()

    def take(self):
        """The next that may run now; None when there is nothing left."""
        with self.changed:
            while self.waiting:
                for program in self.waiting:
                    if self.lane_of(program) not in self.taken:
                        self.waiting.remove(program)
                        self.taken |= {self.lane_of(program)} - {None}
                        return program
                self.changed.wait()
        return None

    def lane_of(self, program):
        return (program.kind, program.database) if program.kind in self.ALONE else None

    def done(self, program):
        with self.changed:
            self.taken.discard(self.lane_of(program))
            self.changed.notify_all()


def run_all(programs, environment):
    queue, speaking = Queue(programs), threading.Lock()

    def lane():
        for program in iter(queue.take, None):
            try:
                if not program.skipped:
                    run(program, environment)
                with speaking:
                    show(program)
            finally:
                queue.done(program)

    with concurrent.futures.ThreadPoolExecutor(max_workers=LANES) as lanes:
        for done in [lanes.submit(lane) for _ in range(LANES)]:
            done.result()


def main():
    parser = argparse.ArgumentParser(description='Runs the tests.')
    parser.add_argument('--build', required=True)
    parser.add_argument('--only', default='', help='only programs whose path has this word')
    parser.add_argument('--kind', action='append', choices=KINDS)
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    environment = dict(os.environ, CAIRN_BUILD=build, CAIRN=os.path.join(build, 'cairn'), LC_ALL='C.UTF-8',
                       PYTHONDONTWRITEBYTECODE='1', CMOCKA_MESSAGE_OUTPUT='STDOUT',
                       PYTHONPATH=os.path.join(ROOT, 'tools'))
    environment.setdefault('UBSAN_OPTIONS', 'print_stacktrace=1')
    kinds = options.kind or KINDS
    programs = find_programs(build, [k for k in kinds if k != 'fuzz'], options.only)
    if 'fuzz' in kinds:
        programs += find_fuzzers(build, options.only)
    take_away_leftovers()
    with tempfile.TemporaryDirectory(prefix='cairn-tests.%d.' % os.getpid(), dir=quick_folder()) as folder:
        os.chmod(folder, 0o711)  # PostgreSQL does not run as root
        tempfile.tempdir = environment['TMPDIR'] = folder
        if any(p.kind == 'page' for p in programs):
            environment = make_demo(folder, environment)
        run_all(programs, environment)
    passed, failed, skipped = (sum(len(getattr(p, k)) for p in programs) for k in ('passed', 'failed', 'skipped'))
    print('%d passed, %d failed%s' % (passed, failed, ', %d skipped' % skipped if skipped else ''))
    sys.exit(1 if failed or not programs else 0)


if __name__ == '__main__':
    main()
