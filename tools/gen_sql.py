#!/usr/bin/env python3
"""Makes typed C of named queries; docs/architecture.md describes the .sql files.

    gen_sql.py --out DIR --visible src/app/visible.sql migrations/ FILE.sql...
    gen_sql.py --schema-doc docs/schema.md migrations/

Each FILE becomes DIR/FILE.sql.h and DIR/FILE.sql.c; DIR/queries.gen.h and .c hold the table of all queries, whose
order (by name) gives each its id. With --check nothing is written: what is not fresh is an error.
"""

import argparse
import pathlib
import re
import sqlite3
import sys

import sql_c
from sql_schema import Failure, fail, open_schema, schema_doc, write_or_check

TYPES = ("int", "bool", "text", "uuid", "date", "instant", "blob", "real")
RESULTS = ("one", "many", "each", "exec")
KEYS = ("name", "why", "in", "out", "use", "lock", "open", "writes", "sorts", "row")
POSTGRESQL = {"int": "bigint", "bool": "bigint", "date": "bigint", "instant": "bigint",
              "text": "text", "uuid": "bytea", "blob": "bytea", "real": "double precision"}
SAMPLE = {"text": "", "uuid": bytes(16), "blob": b"", "real": 0.0}
C_WORDS = set("""auto break case char const continue default do double else enum extern float for goto if inline int
    long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
    bool true false""".split())
OWN_WORDS = {"db", "arena", "ret", "on_row", "arg", "affected"}

# Pieces of SQL that must be told apart: strings, quoted names, comments, parameters, words, the rest.
TOKEN = re.compile(r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | /\*.*?\*/ | --[^\n]* | ::\w+ | :[a-z_]\w* | [A-Za-z_]\w*
    | \d[\w.]* | \s+ | .""", re.X | re.S)


class Query:
    """One named query of a file."""

    def __init__(self, path, line):
        self.path, self.line, self.sql_line = path, line, line
        self.name = self.result = None
        self.heads = {}
        self.sql = ""

    def bad(self, why, line=None):
        return Failure(f"{self.path}:{line or self.line}: {self.name or 'query'}: {why}")


class Field:
    def __init__(self, name, kind, nullable, room=0):
        self.name, self.kind, self.nullable = name, kind, nullable
        self.room = room  # of a list: how many values it may have; 0: one value


def tokens(sql):
    return TOKEN.findall(sql)


def is_comment(token):
    return token.startswith("--") or token.startswith("/*")


# ---- reading ----

def read_queries(path):
    """The queries of one file, in its order."""
    found, query, key = [], None, None
    for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        head = re.match(r"^--\s?(\w+):\s*(.*)$", line)
        if head and head.group(1) == "name":
            query, key = Query(path, n), "name"
            query.heads["name"] = [(n, head.group(2).strip())]
            found.append(query)
        elif not query:
            if line.strip() and not line.startswith("--"):
                raise Failure(f"{path}:{n}: SQL before the first '-- name:' line")
        elif query.sql.strip():
            query.sql += line + "\n"
        elif head:
            key = head.group(1)
            if key not in KEYS:
                raise query.bad(f"'-- {key}:' is not known; there are {', '.join(KEYS)}", n)
            query.heads.setdefault(key, []).append((n, head.group(2).strip()))
        elif re.match(r"^--\s{2,}\S", line):
            at, text = query.heads[key][-1]
            query.heads[key][-1] = (at, (text + " " + line[2:].strip()).strip())
        elif line.startswith("--"):
            raise query.bad("a line of the head is '-- key: …', or '--   …' to continue the line above", n)
        elif line.strip():
            query.sql, query.sql_line = line + "\n", n
    for q in found:
        understand_head(q)
        if q.row != q.name:
            share_row(q, found)
    return found


def share_row(q, queries):
    """'-- row: other' gives the rows of another query of the file, whose columns are the same."""
    other = next((o for o in queries[:queries.index(q)] if o.name == q.row), None)
    if not other or other.result != q.result or other.row != other.name:
        raise q.bad(f"'-- row: {q.row}' is no {q.result} query above it with rows of its own", q.heads["row"][0][0])
    if [(f.name, f.kind, f.nullable) for f in other.outs] != [(f.name, f.kind, f.nullable) for f in q.outs]:
        raise q.bad(f"'-- row: {q.row}' has other columns", q.heads["row"][0][0])


def understand_head(q):
    words = q.heads["name"][0][1].split()
    if len(words) != 2 or not re.match(r"^[a-z][a-z0-9_]*$", words[0]) or words[1] not in RESULTS:
        raise q.bad("write '-- name: lower_case_name   one|many|each|exec'")
    q.name, q.result = words
    if not q.sql.strip():
        raise q.bad("no SQL behind the head")
    q.sql = q.sql.strip().removesuffix(";").rstrip()
    q.why = " ".join(t for _, t in q.heads.get("why", []))
    q.ins = fields(q, "in")
    q.outs = fields(q, "out")
    q.uses = [u.strip() for _, t in q.heads.get("use", []) for u in t.split(";") if u.strip()]
    q.lock = flag(q, "lock")
    q.open = " ".join(t for _, t in q.heads.get("open", []))
    if "open" in q.heads and not q.open:
        raise q.bad("'-- open:' needs a reason", q.heads["open"][0][0])
    q.row = q.heads["row"][0][1] if "row" in q.heads else q.name
    q.sorts, q.tie = sorts(q)
    if q.result == "exec" and q.outs:
        raise q.bad("exec gives no rows; make it one, many or each, or drop 'out:'")
    if q.result != "exec" and not q.outs:
        raise q.bad(f"{q.result} needs an 'out:' line")


def sorts(q):
    """'-- sorts: title t.title, made t.made; thing t.thing' as ([(field, expression)], (field, expression))."""
    if "sorts" not in q.heads:
        return [], None
    line = q.heads["sorts"][0][0]
    text, gap, last = " ".join(t for _, t in q.heads["sorts"]).rpartition(";")
    if not gap or q.result != "many":
        raise q.bad("'-- sorts: column expression, …; row expression' is for many", line)
    by_name = {f.name: f for f in q.outs}
    found = []
    for piece in text.split(",") + [last]:
        name, _, expression = piece.strip().partition(" ")
        if name not in by_name or not expression.strip() or not re.match(r"^[\w.]+$", expression.strip()):
            raise q.bad(f"'{piece.strip()}' is not a column of 'out:' and its place in a table", line)
        if by_name[name].nullable or by_name[name].kind not in ("int", "text", "date", "instant"):
            raise q.bad(f"{name}: what is sorted by is a number, a date or text, never NULL", line)
        found.append((by_name[name], expression.strip()))
    if found[-1][0].kind != "int":
        raise q.bad(f"{found[-1][0].name}: the row itself is a number", line)
    for place in ("/*after*/", "/*order*/"):
        if q.sql.count(place) != 1:
            raise q.bad(f"'-- sorts:' needs {place} once", q.sql_line)
    return found[:-1], found[-1]


def variants(q):
    """The queries a sorted one stands for: each order, up and down. Others stand for themselves."""
    if not q.sorts:
        return [q]
    made = []
    for field, expression in q.sorts:
        for way, compare, suffix in (("up", ">", ""), ("down", "<", " DESC")):
            v = Query(q.path, q.line)
            v.__dict__.update(q.__dict__)
            v.name = f"{q.name}_by_{field.name}_{way}"
            v.ins = q.ins + [Field("after_key", "text" if field.kind == "text" else "int", False),
                             Field("after_row", "int", False)]
            row = q.tie[1]
            after = f"({expression}, {row}) {compare} (:after_key, :after_row)"
            if expression.split(".")[0] != row.split(".")[0]:
                # Of two tables: PostgreSQL begins at the place in an index only when it is said of one of them alone.
                after += f" AND {expression} {compare}= :after_key"
            v.sql = q.sql.replace("/*after*/", after).replace(
                "/*order*/", f"{expression}{suffix}, {row}{suffix}")
            made.append(v)
    return made


def flag(q, key):
    for line, text in q.heads.get(key, []):
        if text not in ("yes", "no"):
            raise q.bad(f"'-- {key}:' is yes or no", line)
        return text == "yes"
    return False


def fields(q, key):
    found = []
    for line, text in q.heads.get(key, []):
        if text in ("", "none"):
            continue
        for piece in text.rstrip(",").split(","):
            m = re.match(r"^\s*([a-z][a-z0-9_]*)\s+([a-z]+)(\?)?(?:\[(\d+)\])?\s*$", piece)
            if not m or m.group(2) not in TYPES:
                raise q.bad(f"'{piece.strip()}' is not 'name type'; types are {', '.join(TYPES)}, ? for NULL", line)
            name, kind, nullable = m.group(1), m.group(2), bool(m.group(3))
            if kind == "bool" and nullable:
                raise q.bad(f"{name}: bool? has no third value; use int?", line)
            if name in C_WORDS or (key == "in" and name in OWN_WORDS):
                raise q.bad(f"{name} can't be a name in C here", line)
            if name in (f.name for f in found):
                raise q.bad(f"{name} is there twice", line)
            room = int(m.group(4) or 0)
            if m.group(4) and (key != "in" or nullable or kind not in ("int", "text") or not 1 <= room <= 200):
                raise q.bad(f"{name}: a list is of int or text, of 1 to 200, and stands in 'in:'", line)
            found.append(Field(name, kind, nullable, room))
    return found


# ---- fragments ----

class Visible:
    """visible.sql: fragments by name, and which tables may only be read through one."""

    def __init__(self, path):
        self.fragments, self.guarded = {}, {}
        name = None
        if not path:
            return
        for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            m = re.match(r"^-- fragment:\s*(\w+)\(([^)]*)\)\s*$", line)
            g = re.match(r"^-- guarded:\s*(\w+)\s*(.*)$", line)
            if m:
                name = m.group(1)
                if name in self.fragments:
                    raise Failure(f"{path}:{n}: fragment {name} is there twice")
                self.fragments[name] = [f"{path}:{n}", [p.strip() for p in m.group(2).split(",") if p.strip()], ""]
            elif g:
                self.guarded[g.group(1)] = (f"{path}:{n}", g.group(2).replace(",", " ").split())
            elif line.startswith("--") or not line.strip():
                continue
            elif not name:
                raise Failure(f"{path}:{n}: SQL before the first '-- fragment:' line")
            else:
                self.fragments[name][2] += line + "\n"
        for table, (where, wanted) in self.guarded.items():
            for w in wanted:
                if w not in self.fragments:
                    raise Failure(f"{where}: {table} is guarded by {w}, which is no fragment")

    def expand(self, q, use):
        """The SQL of one use, in brackets."""
        m = re.match(r"^(\w+)\((.*)\)$", use)
        if not m or m.group(1) not in self.fragments:
            raise q.bad(f"'{use}' is no fragment of visible.sql", q.heads["use"][0][0])
        where, params, sql = self.fragments[m.group(1)]
        args = [a.strip() for a in m.group(2).split(",") if a.strip()]
        if len(args) != len(params):
            raise q.bad(f"{m.group(1)} takes {len(params)} arguments ({', '.join(params)})", q.heads["use"][0][0])
        given = dict(zip(params, args))
        out = []
        for t in tokens(sql.strip()):
            if re.match(r":[a-z_]", t):
                if t[1:] not in given:
                    raise Failure(f"{where}: {t} is not an argument of {m.group(1)}")
                t = given[t[1:]]
            elif t in given and re.match(r"^\w+$", given[t]):
                t = given[t]
            out.append("" if is_comment(t) else t)
        return m.group(1), "(" + "".join(out).strip() + ")"


def expand(q, visible):
    """q.full: with its fragments; q.bare: with 1 in their place; both without other comments."""
    texts = dict(visible.expand(q, u) for u in q.uses)
    full, bare, put = [], [], set()
    for t in tokens(q.sql):
        name = t[2:-2].strip() if t.startswith("/*") else ""
        if name in texts:
            put.add(name)
        full.append(texts.get(name, "") if is_comment(t) else t)
        bare.append(("1" if name in texts else "") if is_comment(t) else t)
    for name in texts:
        if name not in put:
            raise q.bad(f"'use: {name}' has no place; write /*{name}*/ where it belongs", q.sql_line)
    q.full, q.bare = tidy("".join(full)), "".join(bare)


def tidy(sql):
    return "\n".join(line.rstrip() for line in sql.split("\n") if line.strip())


# ---- checking ----

def check(q, db, visible):
    significant = [t for t in tokens(q.full) if t.strip()]
    first = significant[0].upper()
    q.writes = first in ("INSERT", "UPDATE", "DELETE", "REPLACE") or (
        first == "WITH" and any(t.upper() in ("INSERT", "UPDATE", "DELETE") for t in significant))
    if first not in ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "VALUES"):
        raise q.bad(f"{first} is not for queries", q.sql_line)
    if q.lock and q.writes:
        raise q.bad("'lock: yes' is for SELECT", q.sql_line)
    check_params(q)
    if q.result == "many" and not has_limit(q):
        raise q.bad("many needs a LIMIT", q.sql_line)
    reads, targets = compile_query(q, db, q.full)
    check_columns(q, db, targets)
    check_guard(q, db, visible, reads)


def check_params(q):
    declared = {f.name for f in q.ins}
    used = {t[1:] for t in tokens(q.full) if re.match(r":[a-z_]", t)}
    for t in tokens(q.full):
        if t.startswith("::"):
            raise q.bad("no casts: the generator writes those PostgreSQL needs", q.sql_line)
        if t == "?":
            raise q.bad("parameters are written :name", q.sql_line)
    lists = {f.name for f in q.ins if f.room}
    significant = [t for t in tokens(q.full) if t.strip()]
    for i, t in enumerate(significant):
        if t[1:] in lists and t[0] == ":" and [x.upper() for x in significant[i - 2:i] + significant[i + 1:i + 2]] != ["VALUES", "(", ")"]:
            raise q.bad(f"{t} is a list: it can only stand as VALUES ({t})", q.sql_line)
    for name in sorted(used - declared):
        raise q.bad(f":{name} is not in 'in:'", q.sql_line)
    for name in sorted(declared - used):
        raise q.bad(f"{name} is in 'in:' and not used", q.sql_line)


def has_limit(q):
    depth = 0
    for t in tokens(q.full):
        depth += {"(": 1, ")": -1}.get(t, 0)
        if t.upper() == "LIMIT" and (depth == 0 or q.writes):
            return True
    return False


def compile_query(q, db, sql):
    """Prepares it; gives the tables it reads (not through triggers) and those it writes."""
    reads, targets = set(), set()
    triggers = db.triggers

    def note(action, one, two, _db, inner):
        if action == sqlite3.SQLITE_READ and inner not in triggers:
            reads.add(one)
        elif action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE) and not inner:
            targets.add(one)
        return sqlite3.SQLITE_OK

    db.base.set_authorizer(note)
    try:
        db.base.execute("EXPLAIN " + sql, {f.name: SAMPLE.get(f.kind, 1) for f in q.ins})
    except (sqlite3.Error, sqlite3.Warning) as e:
        raise q.bad(str(e), line_of(q, str(e))) from e
    finally:
        db.base.set_authorizer(None)
    return reads, targets


def line_of(q, message):
    """The line of the word SQLite stumbled over, where it names one that is there once."""
    for word in re.findall(r'"([^"]+)"|: ([\w.]+)$', message):
        word = word[0] or word[1].split(".")[-1]
        at = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(word) + r"(?!\w)", q.sql)]
        if at:
            return q.sql_line + q.sql[:at[0]].count("\n")
    return q.sql_line


def check_columns(q, db, targets):
    """Names and number of the columns against out:. RETURNING is read as a SELECT from the written table."""
    sql = q.full
    if q.writes:
        parts = re.split(r"\bRETURNING\b", sql, flags=re.I)
        if (len(parts) > 1) != bool(q.outs):
            raise q.bad("RETURNING and 'out:' go together", q.sql_line)
        if not q.outs:
            return
        sql = f"SELECT {parts[-1]} FROM {sorted(targets)[0]}"
    if not q.outs:
        raise q.bad("a SELECT needs 'out:' and one, many or each", q.sql_line)
    used = {t[1:] for t in tokens(sql) if re.match(r":[a-z_]", t)}
    try:
        cursor = db.base.execute(sql, {f.name: SAMPLE.get(f.kind, 1) for f in q.ins if f.name in used})
    except sqlite3.Error as e:
        raise q.bad(str(e), q.sql_line) from e
    got = [c[0] for c in cursor.description]
    want = [f.name for f in q.outs]
    if got != want:
        n = next((i for i, (g, w) in enumerate(zip(got, want)) if g != w), min(len(got), len(want)))
        g, w = (x[n] if n < len(x) else "nothing" for x in (got, want))
        raise q.bad(f"column {n + 1} is '{g}' in SQL and '{w}' in 'out:' (name expressions with AS)", q.sql_line)


def check_guard(q, db, visible, reads):
    """A guarded table is read through a fragment or openly. What a write changes is guarded by its route."""
    if q.open or not visible.guarded:
        return
    reads, targets = compile_query(q, db, q.bare) if q.uses else compile_query(q, db, q.full)
    used = {u.split("(")[0] for u in q.uses}
    for table in sorted(reads - targets):
        if table not in visible.guarded:
            continue
        wanted = visible.guarded[table][1] or sorted(visible.fragments)
        if not used & set(wanted):
            raise q.bad(f"reads {table} without {' or '.join(wanted)}; or say '-- open: reason'", q.sql_line)


# ---- writing ----

def placeholders(q, kind):
    """The SQL for one database."""
    number, n = {}, 1
    for f in q.ins:
        number[f.name] = (range(n, n + (f.room or 1)), POSTGRESQL[f.kind])
        n += f.room or 1
    out = []
    for t in tokens(q.full):
        if re.match(r":[a-z_]", t):
            all_of_it, cast = number[t[1:]]
            t = "),(".join(f"?{n}" if kind == "sqlite" else f"${n}::{cast}" for n in all_of_it)
        out.append(t)
    return "".join(out) + ("\nFOR UPDATE" if kind == "postgresql" and q.lock else "")


class Schema:
    """The database queries are prepared against, and the names of its triggers."""

    def __init__(self, folder):
        self.base = open_schema(folder)
        self.triggers = {r[0] for r in self.base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}


def generate(args):
    schema = Schema(args.migrations)
    visible = Visible(args.visible)
    for table, (where, _) in visible.guarded.items():
        if not schema.base.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            raise Failure(f"{where}: there is no table {table}")
    by_file, by_name = {}, {}
    errors = []
    for path in args.files:
        if path.stem in by_file:
            raise Failure(f"{path}:1: another file is called {path.name} too")
        try:
            by_file[path.stem] = read_queries(path)
        except Failure as e:
            errors.append(str(e))
            continue
        for q in by_file[path.stem]:
            try:
                if q.name in by_name:
                    first = by_name[q.name]
                    raise q.bad(f"there is one of that name at {first.path}:{first.line}")
                by_name[q.name] = q
                q.variants = variants(q)
                for v in q.variants:
                    expand(v, visible)
                    check(v, schema, visible)
                    v.sqlite, v.postgresql = placeholders(v, "sqlite"), placeholders(v, "postgresql")
            except Failure as e:
                errors.append(str(e))
    if errors:
        raise Failure("\n".join(errors))
    for stem, queries in by_file.items():
        write_or_check(args.out / f"{stem}.sql.h", sql_c.header(stem, queries), args.check)
        write_or_check(args.out / f"{stem}.sql.c", sql_c.source(stem, queries), args.check)
    names = sorted(v.name for q in by_name.values() for v in q.variants)
    write_or_check(args.out / "queries.gen.h", sql_c.table_header(names), args.check)
    write_or_check(args.out / "queries.gen.c", sql_c.table_source(names), args.check)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--out", type=pathlib.Path)
    p.add_argument("--visible", type=pathlib.Path)
    p.add_argument("--schema-doc", type=pathlib.Path)
    p.add_argument("--check", action="store_true")
    p.add_argument("migrations", type=pathlib.Path)
    p.add_argument("files", type=pathlib.Path, nargs="*")
    args = p.parse_args()
    if bool(args.out) != bool(args.files) and not args.schema_doc:
        p.error("--out DIR goes with FILE.sql...")
    try:
        if args.out:
            generate(args)
        if args.schema_doc:
            write_or_check(args.schema_doc, schema_doc(args.migrations), args.check)
    except Failure as e:
        return fail(e)
    return 0


if __name__ == "__main__":
    sys.exit(main())
