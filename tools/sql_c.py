"""The C text that gen_sql.py writes."""

import re

C_TYPE = {"int": "int64_t ", "bool": "bool ", "text": "struct str ", "uuid": "struct uuid ", "date": "struct date ",
          "instant": "instant ", "blob": "struct str ", "real": "double "}
READ = {"int": "db_col_int", "bool": "db_col_int", "text": "db_col_text", "uuid": "db_col_uuid",
        "date": "db_col_date", "instant": "db_col_int", "blob": "db_col_text", "real": "db_col_real"}
NOTE = "/* Made by tools/gen_sql.py from {}; do not edit. */\n"


def wrap(text, indent):
    """Breaks a parameter list at commas, at 110 columns."""
    lines, line = [], ""
    for piece in re.split(", (?!const struct)", text):
        piece += ", "
        if line and len((indent + line + piece).expandtabs(8)) > 112:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines.append(line.removesuffix(", "))
    return ("\n" + indent).join(lines)


def signature(q):
    params = ["struct db *db", "struct arena *arena"]
    for f in q.ins:
        params += [f"const {C_TYPE[f.kind]}*{f.name}", f"size_t {f.name}_n"] if f.room else [C_TYPE[f.kind] + f.name]
    params += ["struct list_at at"] if q.sorts else []
    params += {"one": [f"struct {q.row}_row *ret"],
               "many": [f"struct {q.row}_rows *ret"],
               "each": [f"bool (*on_row)(void *arg, const struct {q.row}_row *row)", "void *arg"],
               "exec": ["int64_t *affected"]}[q.result]
    return wrap(f"enum rc sql_{q.name}({', '.join(params)})", "\t\t")


def header(stem, queries):
    guard = "SQL_" + "".join(c.upper() if c.isalnum() else "_" for c in stem) + "_H"
    out = [NOTE.format(stem + ".sql"), f"#ifndef {guard}\n#define {guard}\n\n", '#include "db/db.h"\n']
    for q in queries:
        out.append("\n" + structs(q))
        out.append(f"/* {q.name} — {(q.why or 'see ' + stem + '.sql').replace('*/', '* /')} */\n")
        out.append(signature(q) + ";\n")
        if q.sorts:
            out.append(sorts_header(q))
    return "".join(out) + "\n#endif\n"


def sorts_header(q):
    names = ", ".join(f"{q.name}_BY_{f.name}".upper() for f, _ in q.sorts)
    return (wrap(f"enum {{ {names} }};", "\t\t") + f"\n/* {q.name}_at — the place of a row, in the order of `at` */\n"
            f"struct list_at {q.name}_at(const struct {q.row}_row *row, struct list_at at);\n")


def sorts_source(q):
    number = {"text": None, "date": ".days"}
    cases = "".join(f"\tcase {n}:\n\t\tat.{'text' if f.kind == 'text' else 'number'} = row->{f.name}"
                    f"{number.get(f.kind, '') or ''};\n\t\tbreak;\n" for n, (f, _) in enumerate(q.sorts))
    queries = ", ".join(f"&query_{v.name}" for v in q.variants)
    texts = ", ".join("true" if f.kind == "text" else "false" for f, _ in q.sorts)
    return (wrap(f"static const struct db_query *const queries_of_{q.name}[] = {{ {queries} }};", "\t\t") + "\n"
            + wrap(f"static const bool is_text_of_{q.name}[] = {{ {texts} }};", "\t\t") + "\n\n"
            f"struct list_at {q.name}_at(const struct {q.row}_row *row, struct list_at at)\n{{\n\tswitch (at.sort) {{\n"
            f"{cases}\t}}\n\tat.row = row->{q.tie[0].name};\n\treturn at;\n}}\n\n")


def structs(q):
    if not q.outs or q.row != q.name:
        return ""
    rows = "".join(f"\t{C_TYPE[f.kind]}{f.name};{' /* may be NULL */' if f.nullable else ''}\n" for f in q.outs)
    text = f"struct {q.row}_row {{\n{rows}}};\n"
    if q.result == "many":
        text += f"struct {q.row}_rows {{\n\tstruct {q.row}_row *v;\n\tsize_t n;\n}};\n"
    return text


def source(stem, queries):
    out = [NOTE.format(stem + ".sql"), f'#include "{stem}.sql.h"\n\n#include "queries.gen.h"\n']
    for q in queries:
        out.append("\n" + "".join(statement(v) for v in q.variants) + (sorts_source(q) if q.sorts else "") + body(q))
    return "".join(out)


def c_text(sql):
    lines = sql.split("\n")
    quoted = []
    for i, line in enumerate(lines):
        text = line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("??", "?\\?")
        quoted.append('\t\t"' + text + ("\\n" if i + 1 < len(lines) else "") + '"')
    return "\n" + "\n".join(quoted)


def statement(q):
    out = ""
    if q.outs:
        types = ", ".join("DB_" + f.kind.upper() for f in q.outs)
        nulls = ", ".join("true" if f.nullable else "false" for f in q.outs)
        out += wrap(f"static const enum db_type types_of_{q.name}[] = {{ {types} }};", "\t\t") + "\n"
        out += wrap(f"static const bool nullable_of_{q.name}[] = {{ {nulls} }};", "\t\t") + "\n"
    rows = [f'.name = "{q.name}"', f".id = QUERY_{q.name}", f".params = {sum(f.room or 1 for f in q.ins)}", f".columns = {len(q.outs)}"]
    if q.outs:
        rows += [f".column_types = types_of_{q.name}", f".column_nullable = nullable_of_{q.name}"]
    rows += [f".{f} = true" for f, on in (("writes", q.writes), ("lock", q.lock), ("stream", q.result == "each")) if on]
    rows += [f".sqlite ={c_text(q.sqlite)}", f".postgresql ={c_text(q.postgresql)}"]
    return out + f"const struct db_query query_{q.name} = {{\n" + "".join(f"\t{r},\n" for r in rows) + "};\n\n"


def body(q):
    """What turns rows into the struct, and the function itself."""
    out = ""
    if q.outs:
        reads = "".join(f"\tr->{f.name} = {READ[f.kind]}(row, {i}){' != 0' if f.kind == 'bool' else ''};\n"
                        for i, f in enumerate(q.outs))
        out += f"static void read_{q.name}(const struct db_row *row, struct {q.row}_row *r)\n{{\n{reads}}}\n\n"
    return out + {"one": one, "many": many, "each": each, "exec": exec_}[q.result](q)


def params(q):
    if not q.ins and not q.sorts:
        return "", "NULL"

    def value(f):
        opt = "_opt" if f.nullable and f.kind not in ("bool", "date") else ""
        return f"db_{f.kind}{opt}({f.name})"

    if any(f.room for f in q.ins):
        return list_params(q, value), "params"
    values = [value(f) for f in q.ins]
    if q.sorts:
        values += [f"is_text_of_{q.name}[at.sort] ? db_text(at.text) : db_int(at.number)", "db_int(at.row)"]
    text = wrap(f"const struct db_param params[] = {{ {', '.join(values)} }};", "\t\t")
    return f"\t{text}\n", "params"


def list_params(q, value):
    """Where some are lists: each takes as many places as it has room for, and those behind its last value are NULL."""
    lines, at = [f"struct db_param params[{sum(f.room or 1 for f in q.ins)}];"], 0
    for f in q.ins:
        if f.room:
            nothing = f"(struct db_param){{ .type = DB_{f.kind.upper()}, .null = true }}"
            lines += [f"for (size_t i = 0; i < {f.room}; i++)",
                      f"\tparams[{at} + i] = i < {f.name}_n ? db_{f.kind}({f.name}[i]) : {nothing};"]
        else:
            lines.append(f"params[{at}] = {value(f)};")
        at += f.room or 1
    return "".join(f"\t{line}\n" for line in lines) + "\n"


def one(q):
    declare, given = params(q)
    return f"""struct got_{q.name} {{
	bool found;
	struct {q.row}_row row;
}};

static bool on_{q.name}(void *arg, const struct db_row *row)
{{
	struct got_{q.name} *got = arg;

	got->found = true;
	read_{q.name}(row, &got->row);
	return false;
}}

{signature(q)}
{{
{declare}	struct got_{q.name} got = {{ .found = false }};
	enum rc rc = db_run(db, arena, &query_{q.name}, {given}, on_{q.name}, &got, NULL);

	if (rc != OK)
		return rc;
	if (!got.found)
		return NOT_FOUND;
	*ret = got.row;
	return OK;
}}
"""


def many(q):
    declare, given = params(q)
    query = f"queries_of_{q.name}[at.sort * 2 + at.down]" if q.sorts else f"&query_{q.name}"
    return f"""struct got_{q.name} {{
	struct arena *arena;
	size_t room;
	struct {q.row}_rows rows;
}};

static bool on_{q.name}(void *arg, const struct db_row *row)
{{
	struct got_{q.name} *got = arg;
	struct {q.row}_rows *rows = &got->rows;

	rows->v = db_grow(got->arena, rows->v, rows->n, &got->room, sizeof(*rows->v));
	read_{q.name}(row, &rows->v[rows->n++]);
	return true;
}}

{signature(q)}
{{
{declare}	struct got_{q.name} got = {{ .arena = arena }};
	enum rc rc = db_run(db, arena, {query}, {given}, on_{q.name}, &got, NULL);

	if (rc == OK)
		*ret = got.rows;
	return rc;
}}
"""


def each(q):
    declare, given = params(q)
    return f"""struct to_{q.name} {{
	bool (*on_row)(void *arg, const struct {q.row}_row *row);
	void *arg;
}};

static bool on_{q.name}(void *arg, const struct db_row *row)
{{
	struct to_{q.name} *to = arg;
	struct {q.row}_row r;

	read_{q.name}(row, &r);
	return to->on_row(to->arg, &r);
}}

{signature(q)}
{{
{declare}	struct to_{q.name} to = {{ .on_row = on_row, .arg = arg }};

	return db_run(db, arena, &query_{q.name}, {given}, on_{q.name}, &to, NULL);
}}
"""


def exec_(q):
    declare, given = params(q)
    gap = "\n" if declare else ""
    return f"""{signature(q)}
{{
{declare}{gap}	return db_run(db, arena, &query_{q.name}, {given}, NULL, NULL, affected);
}}
"""


def table_header(names):
    ids = "".join(f"\tQUERY_{n},\n" for n in names)
    queries = "".join(f"extern const struct db_query query_{n};\n" for n in names)
    return (NOTE.format("every .sql file") + "#ifndef QUERIES_GEN_H\n#define QUERIES_GEN_H\n\n"
            '#include "db/db.h"\n\nenum query_id {\n' + ids + "\tQUERIES_N,\n};\n\n" + queries +
            "\n/* All of them, by id. */\nextern const struct db_query *const queries[];\n"
            "extern const size_t queries_n;\n\n#endif\n")


def table_source(names):
    rows = "".join(f"\t&query_{n},\n" for n in names)
    return (NOTE.format("every .sql file") + '#include "queries.gen.h"\n\n'
            "const struct db_query *const queries[] = {\n" + rows + "\tNULL,\n};\nconst size_t queries_n = QUERIES_N;\n")
