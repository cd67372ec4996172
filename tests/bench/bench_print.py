#!/usr/bin/env python3
"""bench_print.py: a portfolio of 500 pieces as a PDF, from asking to ready, and what it takes of memory.

`cairn demo`, with the pieces of one ECSW (their links, answers and versions) copied until there are 500. The copy is asked for
as a browser does; meanwhile the job's process and cairn-pdf are watched (VmHWM of each, added up). Over 20 s on the clock or of
processor, or 200 MB, is marked and makes the exit status 1. The clock is three times as patient where CAIRN_BUSY=1 says that
others use the machine too.
"""
import os
import pathlib
import re
import sqlite3
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "page"))
import house  # noqa: E402

PIECES, SECONDS, MEGABYTES = 500, 20, 200
PATIENCE = 3 if os.environ.get('CAIRN_BUSY') == '1' else 1


def copied(c, table, where, new):
    """Rows of a table again, with columns replaced: values, or functions of the row."""
    names = [r[1] for r in c.execute(f"PRAGMA table_info({table})")]
    for row in c.execute(f"SELECT * FROM {table} WHERE {where}").fetchall():
        values = dict(zip(names, row))
        values.update({k: v(values) if callable(v) else v for k, v in new.items()})
        if "id" in names:
            values.pop("id")
        c.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def fill(db):
    c = sqlite3.connect(db)
    induction = c.execute("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'amina@demo.example' "
                          "AND i.is_national = 1").fetchone()[0]
    pieces = [r[0] for r in c.execute(f"SELECT id FROM evidence WHERE induction = {induction} AND state <> 3")]
    for n in range(PIECES - len(pieces)):
        old = pieces[n % len(pieces)]
        copied(c, "evidence", f"id = {old}", {"uuid": os.urandom(16), "title": lambda v: f"{v['title']}, {n}"})
        new = c.execute("SELECT MAX(id) FROM evidence").fetchone()[0]
        for table in ("link", "evidence_answer", "evidence_version", "evidence_theme"):
            copied(c, table, f"evidence = {old}", {"evidence": new})
    c.commit()
    c.close()


def most_memory(pid):
    """{pid: kilobytes} of the children of a process and theirs."""
    found = {}
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
            children = f.read().split()
        for child in children:
            with open(f"/proc/{child}/status", encoding="utf-8") as f:
                text = f.read()
            if "Name:\tcairn-pdf" in text:
                found[child] = int(re.search(r"VmHWM:\s+(\d+)", text)[1])
            found.update(most_memory(child))
    except (OSError, TypeError):
        pass
    return found


def processor(pid):
    """Seconds of a process and of its children that have ended."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
        return sum(int(n) for n in f.read().rsplit(")", 1)[1].split()[11:15]) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as f:
        return int(re.search(r"VmHWM:\s+(\d+)", f.read())[1])


def main():
    world = house.World("sqlite")
    url = world.store.copy(world.template)
    fill(url)
    wrong = False
    with house.House(world, url) as served:
        amina = served.visitor("amina")
        path = "/inductions/%s/prints" % world.names["induction:amina"]
        amina.get(path)
        before = {child: processor(child) for child in served.children()}
        began, program = time.monotonic(), 0
        where = amina.post(path).header("Location")
        while True:
            told = amina.get("/api/v1" + where).json
            program = max([program, *most_memory(served.process.pid).values()])
            if told["state"] not in ("waiting", "gathering", "setting"):
                break
            time.sleep(.02)
        took = time.monotonic() - began
        used = sum(processor(child) - before[child] for child in served.children() if child in before)
        grown = max(resident(child) for child in served.children() if child in before)
        memory = (program + grown) / 1024
        wrong = told["state"] != "done" or took > SECONDS * PATIENCE or used > SECONDS or memory > MEGABYTES
        print(f"{PIECES} pieces as a PDF: {told['state']}, {told.get('pages')} pages, {told.get('size', 0) / 1e6:.1f} MB in {took:.1f} s (wanted {SECONDS * PATIENCE}), "
              f"{used:.1f} s of processor (wanted {SECONDS}); at most {program / 1024:.0f} MB in cairn-pdf and {grown / 1024:.0f} MB in the largest of our processes "
              f"(wanted {MEGABYTES} together){' OVER' if wrong else ''}")
    world.close()
    return wrong


if __name__ == "__main__":
    sys.exit(main())
