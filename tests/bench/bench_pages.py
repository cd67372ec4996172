#!/usr/bin/env python3
"""bench_pages.py: what pages cost the server, as ratios within one run, with absolute figures beside them.

Makes a database with `cairn demo --inductions N` (BENCH_INDUCTIONS, default 8000; kept in BENCH_DIR and made again only when
missing), serves it on loopback and asks with bounded loops. Server CPU is the workers' own, from /proc. Figures that miss
what the design asks for are marked and make the exit status 1.
"""
import hashlib
import http.client
import multiprocessing
import os
import pathlib
import signal
import sqlite3
import statistics
import subprocess
import sys
import time

CAIRN = os.environ.get("CAIRN", "build/cairn")
N = int(os.environ.get("BENCH_INDUCTIONS", "8000"))
DIR = pathlib.Path(os.environ.get("BENCH_DIR", "var/bench"))
missed = []


def say(text):
    print(text, flush=True)


def want(what, value, limit, unit="x", most=True):
    good = value <= limit if most else value >= limit
    say(f"{what:<66} {value:9.2f} {unit}  (wanted: at {'most' if most else 'least'} {limit:g}) {'ok' if good else 'MISSED'}")
    if not good:
        missed.append(what)


def database(n):
    DIR.mkdir(parents=True, exist_ok=True)
    db = DIR / f"cairn-{n}.db"
    if db.exists() and subprocess.run([CAIRN, "--db", str(db), "migrate"], capture_output=True).returncode:
        for old in DIR.glob(f"{db.name}*"):
            old.unlink() if old.is_file() else None
    if not db.exists():
        begun = time.monotonic()
        subprocess.run([CAIRN, "--db", str(db), "demo", "--inductions", str(n)], check=True, stdout=subprocess.DEVNULL)
        say(f"made a database of {n} inductions in {time.monotonic() - begun:.0f} s")
    return db


class Server:
    def __init__(self, db, port, workers=2):
        env = dict(os.environ, CAIRN_SCAN="none", CAIRN_LOG_LEVEL="warn")
        begun = time.monotonic()
        self.log = open(DIR / f"serve-{port}.log", "w")
        self.process = subprocess.Popen([CAIRN, "--db", str(db), "serve", "--listen", f"127.0.0.1:{port}", "--workers",
                                         str(workers)], stdout=subprocess.PIPE, stderr=self.log, env=env)
        self.process.stdout.readline()
        self.ready = time.monotonic() - begun
        self.port = port

    def pids(self):
        found = [self.process.pid]
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return found + [int(c) for c in children]

    def cpu(self):
        """Nanoseconds of CPU all processes have used."""
        return sum(int(pathlib.Path(f"/proc/{p}/schedstat").read_text().split()[0]) for p in self.pids())

    def pss(self):
        total = 0
        for p in self.pids():
            for line in pathlib.Path(f"/proc/{p}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def session(db, email, token):
    c = sqlite3.connect(db)
    person = c.execute("SELECT id FROM person WHERE email = ?", (email,)).fetchone()[0]
    role = c.execute("SELECT id FROM role_held WHERE person = ? ORDER BY role", (person,)).fetchone()[0]
    now = int(time.time() * 1000)
    c.execute("DELETE FROM session WHERE token_hash = ?", (hashlib.sha256(token.encode()).digest(),))
    c.execute("INSERT INTO session (token_hash, person, role_held, csrf, created, last_seen, ends) VALUES (?,?,?,?,?,?,?)",
              (hashlib.sha256(token.encode()).digest(), person, role, bytes(range(32)), now, now, now + 36000000))
    c.commit()
    row = c.execute("SELECT uuid FROM induction WHERE ecsw = ?", (person,)).fetchone()
    c.close()
    if not row:
        return None
    h = row[0].hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def fetch(port, path, token, times, headers=None):
    """Asks `times` over one connection; gives the last body's length and every duration in ms."""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    took, size = [], 0
    h = dict(headers or {}, Cookie=f"cairn={token}")
    for _ in range(times):
        begun = time.perf_counter()
        c.request("GET", path, headers=h)
        r = c.getresponse()
        body = r.read()
        took.append((time.perf_counter() - begun) * 1000)
        if r.status != 200:
            raise SystemExit(f"{path} answered {r.status}")
        size = len(body)
    c.close()
    return size, took


def cpu_of(server, path, token, times=1500):
    fetch(server.port, path, token, 60)
    before = server.cpu()
    size, took = fetch(server.port, path, token, times)
    return (server.cpu() - before) / times / 1000, size, statistics.median(took)


def asset_paths(port):
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", "/")
    html = c.getresponse().read().decode()
    return "/assets/" + html.split('href="/assets/cairn.')[1].split('"')[0].join(["cairn.", ""])


ROUNDS = 15


def pages(server, db):
    """Asset and page in turn, in short rounds: the median of their ratios holds on a machine that others use."""
    induction = session(db, "amina@demo.example", "bench-amina")
    asset = asset_paths(server.port)
    ratios, assets, coverages = [], [], []
    for _ in range(ROUNDS):
        a_us, a_size, _ = cpu_of(server, asset, "none", 200)
        c_us, c_size, c_ms = cpu_of(server, f"/inductions/{induction}/coverage", "bench-amina", 200)
        assets.append(a_us)
        coverages.append(c_us)
        ratios.append(c_us / (a_us * max(1, c_size / a_size)))
    h_us, _, h_ms = cpu_of(server, "/", "bench-amina")
    c_us = statistics.median(coverages)
    say(f"asset of {a_size} bytes: {statistics.median(assets):.1f} us CPU; coverage of {c_size} bytes: {c_us:.1f} us CPU, "
        f"{c_ms:.2f} ms; first screen: {h_us:.1f} us CPU, {h_ms:.2f} ms")
    want("coverage page against an asset, CPU per byte-equal request", statistics.median(ratios), 3)
    want("coverage page, size", c_size / 1024, 120, "KB")
    return c_us


def reader(port, token, paths, seconds, queue):
    took = []
    end = time.monotonic() + seconds
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    i = 0
    while time.monotonic() < end:
        begun = time.perf_counter()
        c.request("GET", paths[i % len(paths)], headers={"Cookie": f"cairn={token}"})
        c.getresponse().read()
        took.append((time.perf_counter() - begun) * 1000)
        i += 1
    queue.put(took)


def crowd(server, db):
    induction = session(db, "amina@demo.example", "bench-amina")
    paths = [f"/inductions/{induction}/coverage", "/", "/frameworks"]
    queue = multiprocessing.Queue()
    clients = [multiprocessing.Process(target=reader, args=(server.port, "bench-amina", paths, 5, queue)) for _ in range(32)]
    for p in clients:
        p.start()
    took = sorted(t for _ in clients for t in queue.get())
    for p in clients:
        p.join()
    say(f"32 clients reading for 5 s: {len(took) / 5:.0f} requests/s, p50 {took[len(took) // 2]:.1f} ms, "
        f"p99 {took[int(len(took) * .99)]:.1f} ms, max {took[-1]:.1f} ms")


def bare_rate(seconds=2):
    """One-row transactions with the service's settings, on the same disk: what the disk allows."""
    path = DIR / "bare.db"
    path.unlink(missing_ok=True)
    c = sqlite3.connect(path, isolation_level=None)
    c.execute("PRAGMA journal_mode = WAL")
    c.execute("PRAGMA synchronous = FULL")
    c.execute("PRAGMA wal_autocheckpoint = 0")
    c.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)")
    n, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        c.execute("BEGIN IMMEDIATE")
        c.execute("INSERT INTO t (x) VALUES ('one row')")
        c.execute("COMMIT")
        n += 1
    c.close()
    path.unlink()
    return n / seconds


PIECE = (b'{"kind":"critical_reflection","title":"A visit","on":"2026-01-05","setting":"home_visit","text":"%s",'
         b'"codes":"1.1 K1, K2, K3, K4; 2.1 K1, K2, K3; 3.1 D1","do":"submit"}' % (b"I visited and listened. " * 16))


def writers(db, n=400):
    """Tokens of n made-up ECSWs, so that pieces go to as many portfolios as in life."""
    c = sqlite3.connect(db)
    rows = c.execute("""SELECT p.id, r.id, i.uuid FROM person p JOIN role_held r ON r.person = p.id AND r.role = 1
        JOIN induction i ON i.ecsw = p.id WHERE p.email LIKE '%@many.example' ORDER BY p.id LIMIT ?""", (n,)).fetchall()
    now, found = int(time.time() * 1000), []
    c.execute("DELETE FROM api_token WHERE name = 'bench'")
    for person, role, uuid in rows:
        secret = f"bench-{person}"
        c.execute("INSERT INTO api_token (uuid, token_hash, person, role_held, name, read_only, created, expires) "
                  "VALUES (?,?,?,?,'bench',0,?,?)", (os.urandom(16), hashlib.sha256(secret.encode()).digest(), person, role,
                                                      now, now + 86400000))
        h = uuid.hex()
        found.append((secret, f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"))
    c.commit()
    c.close()
    return found


def submit_for(port, people, seconds, queue):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    took, end, i = [], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        secret, induction = people[i % len(people)]
        i += 1
        begun = time.perf_counter()
        c.request("POST", f"/api/v1/inductions/{induction}/evidence", PIECE,
                  {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"})
        r = c.getresponse()
        r.read()
        if r.status != 201:
            raise SystemExit(f"submitting answered {r.status}")
        took.append((time.perf_counter() - begun) * 1000)
    queue.put(took)


def submit(port, people, clients, seconds=2):
    queue = multiprocessing.Queue()
    all_of_them = [multiprocessing.Process(target=submit_for, args=(port, people[k::clients], seconds, queue))
                   for k in range(clients)]
    for p in all_of_them:
        p.start()
    took = sorted(t for _ in all_of_them for t in queue.get())
    for p in all_of_them:
        p.join()
    return len(took) / seconds, took


def writes(server, db):
    """Rounds of bare transactions, one client, sixteen: alternating, so that a busy disk is shared fairly."""
    people = writers(db)
    bare, one, many, worst = [], [], [], 0
    for _ in range(3):
        bare.append(bare_rate())
        rate, _ = submit(server.port, people, 1)
        one.append(rate)
        rate, took = submit(server.port, people, 16)
        many.append(rate)
        worst = max(worst, took[-1])
    say(f"bare transactions {statistics.median(bare):.0f}/s; submitting a piece with 8 links: one client "
        f"{statistics.median(one):.0f}/s, sixteen {statistics.median(many):.0f}/s, longest wait {worst:.0f} ms")
    want("submitting against a bare one-row transaction", statistics.median(many) / statistics.median(bare), 0.4, most=False)
    want("sixteen writers against one", statistics.median(many) / statistics.median(one), 0.8, most=False)
    want("longest wait of sixteen writers", worst, 250, "ms")


def idle(server):
    import socket
    before = server.pss()
    held = []
    for _ in range(2000):
        s = socket.create_connection(("127.0.0.1", server.port))
        s.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        s.recv(4096)
        held.append(s)
    want("2,000 idle connections add", server.pss() - before, 50, "MB")
    for s in held:
        s.close()


def main():
    big, small = database(N), database(8 + 13)
    server = Server(big, 18180)
    try:
        want("start to ready", server.ready, 0.3, "s")
        big_us = pages(server, big)
        crowd(server, big)
        writes(server, big)
        want("all processes together after the run", server.pss(), 64, "MB")
        idle(server)
    finally:
        server.stop()
    server = Server(small, 18181)
    try:
        small_us = pages(server, small)
    finally:
        server.stop()
    want(f"coverage page with {N} inductions against a few", big_us / small_us, 1.3)
    os.environ["BENCH_DB"] = str(big)
    status = subprocess.run(["build/tests/bench_coverage"], env=dict(os.environ, BENCH_DB=str(big))).returncode
    return 1 if missed or status else 0


if __name__ == "__main__":
    sys.exit(main())
