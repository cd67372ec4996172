#!/usr/bin/env python3
"""What gen_sql.py refuses, and where it says the mistake is. Standard library only; run it from anywhere."""

import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOOL = HERE.parent.parent / "tools" / "gen_sql.py"
GOOD = "-- name: a   one\n-- in: thing int\n-- out: code text\nSELECT code FROM thing WHERE thing = :thing\n"


def run(folder, *args):
    return subprocess.run([sys.executable, "-B", TOOL, "--out", folder / "out", "--visible", HERE / "visible.sql", *args,
                           HERE / "migrations", *sorted(folder.glob("*.sql"))], capture_output=True, text=True)


class Refusals(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)

    def tearDown(self):
        self.temporary.cleanup()

    def refused(self, text, line, *words):
        path = self.folder / "q.sql"
        path.write_text(text, encoding="utf-8")
        result = run(self.folder)
        self.assertEqual(result.returncode, 1, "it was accepted")
        self.assertIn(f"q.sql:{line}: ", result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def test_a_good_query_is_accepted_and_then_fresh(self):
        (self.folder / "q.sql").write_text(GOOD, encoding="utf-8")
        self.assertEqual(run(self.folder).returncode, 0)
        self.assertEqual(run(self.folder, "--check").returncode, 0)
        (self.folder / "q.sql").write_text(GOOD.replace("name: a ", "name: b "), encoding="utf-8")
        self.assertEqual(run(self.folder, "--check").returncode, 1)

    def test_an_unknown_column_is_found_on_its_line(self):
        self.refused(GOOD.replace("WHERE thing", "\nWHERE\nthink"), 6, "think")

    def test_a_parameter_must_be_declared_and_used(self):
        self.refused(GOOD.replace("-- in: thing int\n", ""), 3, ":thing is not in 'in:'")
        self.refused(GOOD.replace("thing int", "thing int, other text"), 4, "other is in 'in:' and not used")

    def test_columns_are_compared_by_name_and_number(self):
        self.refused(GOOD.replace("SELECT code", "SELECT words"), 4, "'words' in SQL and 'code' in 'out:'")
        self.refused(GOOD.replace("SELECT code", "SELECT code, words"), 4, "'words' in SQL and 'nothing'")
        self.refused("-- name: a one\n-- in: w text\n-- out: x int\nINSERT INTO thing (id, code) VALUES (x'00', :w)"
                     " RETURNING thing", 4, "'thing' in SQL and 'x'")

    def test_many_needs_a_limit_of_its_own(self):
        self.refused("-- name: a many\n-- out: code text\nSELECT code FROM thing\n", 3, "LIMIT")
        self.refused("-- name: a many\n-- out: code text\nSELECT code FROM (SELECT code FROM thing LIMIT 3)\n", 3, "LIMIT")

    def test_a_guarded_table_needs_its_fragment_or_a_reason(self):
        self.refused("-- name: a one\n-- out: n int\nSELECT count(*) AS n FROM part\n", 3, "reads part without visible_part")
        self.refused("-- name: a one\n-- out: n int\nSELECT (SELECT max(part) FROM part) AS n\n", 3, "reads part")
        self.refused("-- name: a one\n-- out: n int\n-- open:\nSELECT count(*) AS n FROM part\n", 3, "reason")

    def test_a_fragment_must_have_its_place_and_its_arguments(self):
        head = "-- name: a one\n-- in: h text\n-- out: n int\n"
        sql = "SELECT count(*) AS n FROM part p WHERE "
        self.refused(head + "-- use: visible_part(p, :h)\n" + sql + "p.label = :h\n", 5, "has no place")
        self.refused(head + "-- use: visible_part(p)\n" + sql + "/*visible_part*/ AND p.label = :h\n", 4, "takes 2")
        self.refused(head + "-- use: visible_moon(p)\n" + sql + "p.label = :h\n", 4, "no fragment")

    def test_names_are_there_once_across_files(self):
        (self.folder / "p.sql").write_text(GOOD, encoding="utf-8")
        self.refused(GOOD, 1, "p.sql:1")

    def test_types_heads_and_casts_are_checked(self):
        self.refused(GOOD.replace("thing int", "thing bigint"), 2, "types are int")
        self.refused(GOOD.replace("-- in:", "-- inn:"), 2, "not known")
        self.refused(GOOD.replace(":thing", ":thing::bigint"), 4, "no casts")
        self.refused(GOOD.replace("thing int", "default int"), 2, "can't be a name in C")
        self.refused(GOOD.replace("   one", "   some"), 1, "one|many|each|exec")

    LIST = ("-- name: a many\n-- in: codes text[2], least int\n-- out: thing int\n"
            "SELECT t.thing FROM (VALUES (:codes)) AS w JOIN thing t ON t.code = w.column1 WHERE t.thing > :least LIMIT 5\n")

    def test_a_list_takes_a_place_for_each_of_its_values(self):
        (self.folder / "q.sql").write_text(self.LIST, encoding="utf-8")
        self.assertEqual(run(self.folder).returncode, 0)
        made = (self.folder / "out" / "q.sql.c").read_text(encoding="utf-8")
        self.assertIn("(VALUES (?1),(?2)) AS w", made)
        self.assertIn("(VALUES ($1::text),($2::text)) AS w", made)
        self.assertIn("t.thing > $3::bigint", made)
        self.assertIn(".params = 3,", made)
        self.refused(self.LIST.replace("(VALUES (:codes)) AS w JOIN thing t ON t.code = w.column1", "thing t").replace(
            "WHERE", "WHERE t.code IN (:codes) AND"), 4, "can only stand as VALUES")
        self.refused(self.LIST.replace("text[2]", "date[2]"), 2, "a list is of int or text")
        self.refused(self.LIST.replace("text[2]", "text[0]"), 2, "a list is of int or text")

    SORTED = ("-- name: a many\n-- sorts: code t.code; thing t.thing\n-- in: n int\n-- out: thing int, code text\n"
              "SELECT t.thing, t.code FROM thing t WHERE /*after*/ ORDER BY /*order*/ LIMIT :n\n")

    def test_a_sorted_query_becomes_one_for_each_order_and_direction(self):
        (self.folder / "q.sql").write_text(self.SORTED, encoding="utf-8")
        self.assertEqual(run(self.folder).returncode, 0)
        made = (self.folder / "out" / "q.sql.c").read_text(encoding="utf-8")
        self.assertIn("WHERE (t.code, t.thing) > (?2, ?3) ORDER BY t.code, t.thing LIMIT ?1", made)
        self.assertIn("WHERE (t.code, t.thing) < ($2::text, $3::bigint) ORDER BY t.code DESC, t.thing DESC", made)
        self.assertIn("enum { A_BY_CODE };", (self.folder / "out" / "q.sql.h").read_text(encoding="utf-8"))

    def test_orders_are_columns_that_are_never_null_and_have_their_places(self):
        self.refused(self.SORTED.replace("code text", "code text?"), 2, "never NULL")
        self.refused(self.SORTED.replace("code t.code", "words t.words"), 2, "is not a column of 'out:'")
        self.refused(self.SORTED.replace("/*after*/", "1"), 5, "needs /*after*/ once")
        self.refused(self.SORTED.replace("; thing t.thing", ""), 2, "row expression")
        self.refused(self.SORTED.replace("many", "each"), 2, "is for many")

    def test_queries_share_a_row_when_their_columns_are_the_same(self):
        two = GOOD + GOOD.replace("name: a", "name: b").replace("-- in", "-- row: a\n-- in")
        (self.folder / "q.sql").write_text(two, encoding="utf-8")
        self.assertEqual(run(self.folder).returncode, 0)
        made = (self.folder / "out" / "q.sql.h").read_text(encoding="utf-8")
        self.assertNotIn("struct b_row {", made)
        self.assertIn("struct a_row *ret", made)
        self.refused(two.replace("row: a", "row: c"), 6, "no one query above it")
        self.refused(GOOD + GOOD.replace("name: a", "name: b").replace("-- in", "-- row: a\n-- in").replace("code", "words"),
                     6, "other columns")

    def test_two_statements_are_refused(self):
        self.refused(GOOD.rstrip() + "; DELETE FROM thing\n", 4)

    def test_every_mistake_is_shown_at_once(self):
        self.refused(GOOD.replace("SELECT code", "SELECT words") + GOOD.replace("name: a", "name: b")
                     .replace("FROM thing", "FROM think"), 4, "q.sql:8", "think")

    def test_two_hundred_queries_are_made(self):
        text = "".join(GOOD.replace("name: a", f"name: a{n}") for n in range(200))
        (self.folder / "q.sql").write_text(text, encoding="utf-8")
        start = time.monotonic()
        self.assertEqual(run(self.folder).returncode, 0)
        print(f"200 queries in {time.monotonic() - start:.2f} s", file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
