"""Migrations as the build reads them: the in-memory SQLite that queries are checked against, and docs/schema.md."""

import pathlib
import re
import sqlite3
import sys

MARK = re.compile(r"^\s*--\[(sqlite|postgresql|end)\]\s*$")
NAME = re.compile(r"^(\d{4})-([a-z0-9-]+)\.sql$")


class Failure(Exception):
    """A mistake in what was given, worded as FILE:LINE: what is wrong."""


def migration_files(folder):
    """Sorted (number, path); numbers must run 1, 2, 3…"""
    found = []
    for path in sorted(pathlib.Path(folder).glob("*.sql")):
        m = NAME.match(path.name)
        if not m:
            raise Failure(f"{path}:1: a migration is called NNNN-words-with-hyphens.sql")
        found.append((int(m.group(1)), path))
    for want, (number, path) in enumerate(found, 1):
        if number != want:
            raise Failure(f"{path}:1: migrations are numbered without gaps or doubles; expected {want:04d}")
    return found


def sqlite_text(path):
    """The text SQLite runs: lines of --[postgresql] blocks are emptied, so that line numbers stay."""
    out, block = [], None
    for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        m = MARK.match(line)
        if m:
            block = None if m.group(1) == "end" else m.group(1)
            out.append("")
        else:
            out.append("" if block == "postgresql" else line)
    if block:
        raise Failure(f"{path}:{n}: a --[{block}] block is not ended by --[end]")
    return "\n".join(out)


def open_schema(folder):
    """An in-memory database with every migration applied."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    for _, path in migration_files(folder):
        apply(db, path)
    return db


def apply(db, path):
    """Runs statement by statement, so that a mistake can be given with its line."""
    text, start, line = sqlite_text(path), 0, 1
    statement = ""
    for piece in re.split(r"(?<=;)", text):
        statement += piece
        if not sqlite3.complete_statement(statement) and statement.strip():
            continue
        try:
            db.execute(statement)
        except sqlite3.Error as e:
            lead = len(statement) - len(statement.lstrip())
            raise Failure(f"{path}:{line + statement[:lead].count(chr(10))}: {e}") from e
        line += statement.count("\n")
        statement = ""
    if re.sub(r"--[^\n]*", "", statement).strip():
        raise Failure(f"{path}:{line}: the last statement does not end with a semicolon")


# ---- docs/schema.md ----

CREATE = re.compile(r"^\s*CREATE TABLE (?:IF NOT EXISTS )?(\w+)\s*\(", re.I)
ADD = re.compile(r"^\s*ALTER TABLE (\w+) ADD (?:COLUMN )?(\w+)\b", re.I)
COLUMN = re.compile(r"^\s+(\w+)\s+(INTEGER|TEXT|BLOB|REAL|ANY)\b", re.I)
REMARK = re.compile(r"^(?:[^'\"-]|'(?:[^']|'')*'|\"[^\"]*\"|-(?!-))*--\s?(.*)$")


def comments(folder):
    """{table: text} and {(table, column): text}: lines above CREATE TABLE, remarks behind or above a column."""
    tables, columns = {}, {}
    for _, path in migration_files(folder):
        above, table, last = [], None, None
        for line in sqlite_text(path).split("\n"):
            only = line.strip().startswith("--")
            remark = REMARK.match(line)
            remark = remark.group(1).strip() if remark else ""
            if only:
                if table and last and line.index("--") == last[1]:
                    columns[last[0]] += " " + remark
                else:
                    above.append(remark)
                continue
            m = CREATE.match(line)
            a = ADD.match(line)
            if m:
                table = m.group(1)
                tables[table] = " ".join(above + ([remark] if remark else []))
            elif a:
                columns[(a.group(1), a.group(2))] = " ".join(above + ([remark] if remark else []))
            else:
                c = COLUMN.match(line)
                if table and c:
                    columns[(table, c.group(1))] = " ".join(above + ([remark] if remark else []))
                    last = ((table, c.group(1)), line.index("--")) if remark else None
            if line.lstrip().startswith(")"):
                table = None
            if not (table and COLUMN.match(line)):
                last = None
            above = []
    return tables, columns


def schema_doc(folder):
    """docs/schema.md as text."""
    db = open_schema(folder)
    tables, columns = comments(folder)
    out = ["# The schema", "", "Made by `tools/gen_sql.py --schema-doc` from `migrations/`; do not edit.", ""]
    names = [r[0] for r in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
    for table in names:
        out += [f"## {table}", ""]
        if tables.get(table):
            out += [tables[table], ""]
        out += ["| column | type | | what |", "|---|---|---|---|"]
        foreign = {r[3]: r[2] for r in db.execute(f"PRAGMA foreign_key_list({table})")}
        for _, name, kind, notnull, default, key in db.execute(f"PRAGMA table_info({table})"):
            notes = ["key"] if key else [] if notnull else ["may be NULL"]
            if name in foreign:
                notes.append(f"→ {foreign[name]}")
            if default is not None:
                notes.append(f"default `{default}`")
            what = columns.get((table, name), "").replace("|", "\\|")
            out.append(f"| {name} | {kind.lower()} | {', '.join(notes)} | {what} |")
        out.append("")
    return "\n".join(out)


def write_or_check(path, text, check):
    """Writes when the content differs (so that make sees no change); in check mode says so instead."""
    path = pathlib.Path(path)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    if check:
        raise Failure(f"{path}:1: not fresh; run the generator again")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def fail(e):
    print(e, file=sys.stderr)
    return 1
