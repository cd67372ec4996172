#!/usr/bin/env python3
"""bench_mixed.py: 32 people at once, nine of ten requests reading and one handing in a piece, on SQLite and on PostgreSQL.

What people feel is reported (p50, p99, longest); nothing is wanted of it but that every answer is right, since the clients
share the machine's processors with the service. BENCH_MIXED_INDUCTIONS (400) says how many inductions there are beside
the demo's. PostgreSQL is one of its own that does not sync to disk (tools/with_postgresql.sh); SQLite does.
"""
import http.client
import multiprocessing
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("CAIRN", str(ROOT / "build" / "cairn"))
os.environ["CAIRN"] = os.path.abspath(os.environ["CAIRN"])
sys.path.insert(0, str(ROOT / "tests" / "page"))
import house  # noqa: E402

CLIENTS, SECONDS = 32, 10
INDUCTIONS = os.environ.get("BENCH_MIXED_INDUCTIONS", "400")
WRITERS = ["amina", "ben", "chloe", "efe", "farah", "dmitri"]
PIECE = (b'{"kind":"critical_reflection","title":"A visit","on":"2026-01-05","setting":"home_visit","text":"%s",'
         b'"codes":"1.1 K1, K2, K3, K4; 2.1 K1, K2, K3; 3.1 D1","do":"submit"}' % (b"I visited and listened. " * 16))


def client(port, held, induction, end, queue):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    read = [f"/inductions/{induction}/coverage", "/", "/frameworks", "/evidence", f"/inductions/{induction}"]
    took, i = {"read": [], "write": []}, os.getpid()
    while time.monotonic() < end:
        i += 1
        writes = i % 10 == 0
        begun = time.perf_counter()
        if writes:
            c.request("POST", f"/api/v1/inductions/{induction}/evidence", PIECE,
                      {"Authorization": f"Bearer {held.token}", "Content-Type": "application/json"})
        else:
            c.request("GET", read[i % len(read)], headers={"Cookie": f"cairn={held.session}"})
        r = c.getresponse()
        r.read()
        took["write" if writes else "read"].append((time.perf_counter() - begun) * 1000)
        if r.status != (201 if writes else 200):
            raise SystemExit(f"{'writing' if writes else read[i % len(read)]} answered {r.status}")
    queue.put(took)


def figures(took):
    took.sort()
    return f"p50 {took[len(took) // 2]:.1f} ms, p99 {took[int(len(took) * .99)]:.1f} ms, longest {took[-1]:.1f} ms"


def measure(name):
    world = house.World(extra=("--inductions", INDUCTIONS))
    try:
        with house.House(world) as served:
            queue, end = multiprocessing.Queue(), time.monotonic() + SECONDS
            clients = []
            for n in range(CLIENTS):
                who = WRITERS[n % len(WRITERS)]
                clients.append(multiprocessing.Process(target=client, args=(
                    served.port, world.find(who), world.names["induction:" + who], end, queue)))
            for p in clients:
                p.start()
            got = [queue.get(timeout=SECONDS + 60) for _ in clients]
            for p in clients:
                p.join()
        reads, writes = ([t for g in got for t in g[kind]] for kind in ("read", "write"))
        print(f"{name}: {CLIENTS} clients, {(len(reads) + len(writes)) / SECONDS:.0f} requests/s; reading {figures(reads)}; "
              f"writing {figures(writes)}", flush=True)
        return all(p.exitcode == 0 for p in clients)
    finally:
        world.close()


def main():
    if os.environ.get("CAIRN_TEST_DB"):
        return 0 if measure("PostgreSQL") else 1
    good = measure("SQLite")
    again = subprocess.run([str(ROOT / "tools" / "with_postgresql.sh"), "sh", "-c", 'CAIRN_TEST_DB=$CAIRN_TEST_PG exec "$@"', "sh",
                            sys.executable, "-B", __file__])
    return 0 if good and again.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
