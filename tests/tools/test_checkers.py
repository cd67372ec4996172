"""What the layer law and the list of banned calls let through, and what not; and how tests are counted."""
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import check_banned  # noqa: E402
import check_layers  # noqa: E402
import run_tests  # noqa: E402


class Layers(unittest.TestCase):
    def test_layers_see_only_what_is_beneath_them(self):
        for path, header in (('base/a.c', 'db/db.h'), ('db/a.c', 'web/web.h'), ('http/a.c', 'db/db.h'),
                             ('rules/a.c', 'db/db.h'), ('rules/a.c', 'web/html.h'), ('web/a.c', 'app/objects.h'),
                             ('app/x/a.c', 'cli/cli.h'), ('base/a.c', 'words.gen.h'), ('rules/a.c', 'x.sql.h'),
                             ('db/a.c', 'words.gen.h'), ('web/a.c', 'web.h')):
            with self.subTest(path=path, header=header):
                self.assertIsNotNone(check_layers.complaint(path, header))

    def test_what_is_beneath_may_be_seen(self):
        for path, header in (('db/a.c', 'base/text.h'), ('web/a.c', 'rules/access.h'), ('app/x/a.c', 'web/web.h'),
                             ('cli/a.c', 'app/x/x.h'), ('app/x/a.c', 'x.sql.h'), ('web/a.h', 'words.gen.h'),
                             ('db/a.c', 'queries.gen.h')):
            with self.subTest(path=path, header=header):
                self.assertIsNone(check_layers.complaint(path, header))

    def test_features_meet_only_through_their_own_header(self):
        self.assertIsNone(check_layers.complaint('app/review/a.c', 'app/evidence/evidence.h'))
        self.assertIsNotNone(check_layers.complaint('app/review/a.c', 'app/evidence/evidence_view.h'))
        self.assertIsNone(check_layers.complaint('app/evidence/a.c', 'app/evidence/evidence_view.h'))
        self.assertIsNone(check_layers.complaint('app/evidence/a.c', 'app/objects.h'))


class Banned(unittest.TestCase):
    def problems(self, text, path='src/web/a.c'):
        return check_banned.problems_of(path, text)

    def test_banned_calls_are_found_with_their_line(self):
        self.assertEqual(len(self.problems('int x;\nstrcpy(a, b); system (c);\n')), 2)
        self.assertTrue(self.problems('int x;\nstrcpy(a, b);')[0].startswith('src/web/a.c:2: strcpy'))

    def test_names_in_comments_strings_and_longer_words_are_free(self):
        self.assertEqual(self.problems('/* strcpy(a) */ x = "system(1)"; // gets()\nmy_system(1); v.system(1); v->gets(2);'), [])

    def test_fixed_buffers_need_a_reason(self):
        self.assertEqual(len(self.problems('char buf[256];')), 1)
        self.assertEqual(self.problems('char buf[4]; /* bounded: one code point */'), [])
        self.assertEqual(self.problems('char buf[256];', 'src/base/a.c'), [])
        self.assertEqual(self.problems('static const char none[] = "x"; static const char zero[32];'), [])

    def test_libraries_have_one_door(self):
        for text in ('#include <sqlite3.h>', 'sqlite3_open(a);', 'PQexec(c);', '#include <libpq-fe.h>', 'MHD_run(d);'):
            with self.subTest(text):
                self.assertEqual(len(self.problems(text)), 1)
        self.assertEqual(self.problems('sqlite3_open(a); PQexec(c);', 'src/db/a.c'), [])


class Counting(unittest.TestCase):
    def counts(self, source, output):
        program = run_tests.Program('unit', source, [])
        program.output = output
        run_tests.COUNTS[os.path.splitext(source)[1]](program)
        return len(program.passed), len(program.failed), len(program.skipped)

    def test_a_cmocka_test_that_crashed_or_hung_has_failed(self):
        output = ('[ RUN      ] a\n[       OK ] a\n[ RUN      ] b\n[  FAILED  ] b\n[ RUN      ] c\n[  SKIPPED ] c\n'
                  '[ RUN      ] d\nAddressSanitizer: x\n')
        self.assertEqual(self.counts('tests/unit/test_a.c', output), (1, 2, 1))
        self.assertEqual(self.counts('tests/unit/test_a.c', '[ RUN      ] a\n[ RUN      ] b\n[       OK ] b\n'), (1, 1, 0))

    def test_the_summary_of_cmocka_is_not_counted_again(self):
        output = '[ RUN      ] b\n[  FAILED  ] b\n[  PASSED  ] 0 test(s).\n[  FAILED  ] 1 test(s), listed below:\n[  FAILED  ] b\n'
        self.assertEqual(self.counts('tests/unit/test_a.c', output), (0, 1, 0))

    def test_unittest_and_tap_are_counted_one_by_one(self):
        output = ('test_a (m.C.test_a) ... ok\ntest_b (m.C.test_b)\nA docstring. ... FAIL\ntest_c (m.C.test_c) ... '
                  'skipped \'why\'\ntest_d (m.C.test_d) ... ERROR\n\nOK\n')
        self.assertEqual(self.counts('tests/tools/test_a.py', output), (1, 2, 1))
        self.assertEqual(self.counts('tests/e2e/test_a.mjs', 'ok 1 - a\nnot ok 2 - b\nok c # SKIP d\n1..3\nokay\n'), (1, 1, 1))


class Lanes(unittest.TestCase):
    def programs(self, *kinds):
        return [run_tests.Program(kind, 'tests/%s/test_%d.py' % (kind, i), []) for i, kind in enumerate(kinds)]

    def test_a_lane_takes_what_may_run_and_never_waits_for_one_of_a_kind(self):
        queue = run_tests.Queue(self.programs('e2e', 'e2e', 'page', 'unit', 'unit'))
        first, second = queue.take(), queue.take()
        self.assertEqual([first.kind, second.kind], ['e2e', 'page'])
        self.assertEqual(queue.take().kind, 'unit')
        queue.done(first)
        self.assertEqual(queue.take().kind, 'e2e')
        self.assertEqual(queue.take().kind, 'unit')
        self.assertIsNone(queue.take())

    def test_the_two_databases_are_visited_side_by_side_and_each_by_one_program(self):
        both = [run_tests.Program('page', 'tests/page/test_%s.py' % name, [], database)
                for name in 'ab' for database in ('SQLite', 'PostgreSQL')]
        queue = run_tests.Queue(both)
        first, second = queue.take(), queue.take()
        self.assertEqual({first.database, second.database}, {'SQLite', 'PostgreSQL'})
        queue.done(first)
        self.assertEqual(queue.take().database, first.database)


if __name__ == '__main__':
    unittest.main()
