"""cairn framework: standards in, out and published from the command line, on an empty database."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

SHIPPED = os.path.join(house.ROOT, 'frameworks', 'ten-standards-illustrative.json')
CARE = 'code,kind,text,parent,threads\n1,Outcome,Keeps children safe,,\n1 K1,Knows,How harm begins,1,safety\n'


class FrameworkCommand(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.db = os.path.join(self.folder, 'cairn.db')
        self.run_cairn('migrate')

    def tearDown(self):
        shutil.rmtree(self.folder)

    def run_cairn(self, *arguments, status=0):
        done = subprocess.run([house.CAIRN, '--db', self.db, *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def framework(self, *arguments, status=0):
        return self.run_cairn('framework', *arguments, status=status)

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as out:
            out.write(text)
        return path

    def draft(self, path, *more):
        return re.search(r'Draft ([0-9a-f-]{36})', self.framework('import', path, *more).stdout).group(1)

    def test_an_import_makes_a_draft_and_says_what_it_holds(self):
        done = self.framework('import', SHIPPED, '--slug', 'ten')
        self.assertIn('10 outcomes, 22 statements', done.stdout)
        self.assertIn('draft', self.framework('list').stdout)
        self.assertIn('state   draft', self.framework('show', 'ten').stdout)

    def test_a_dry_run_adds_nothing(self):
        self.assertIn('Nothing was added', self.framework('import', SHIPPED, '--dry-run').stdout)
        self.assertIn('No frameworks yet', self.framework('list').stdout)

    def test_problems_are_said_with_their_line_and_nothing_is_added(self):
        path = self.file('wrong.csv', CARE + '1 K2,Knows,Lost,zz,\n')
        self.assertRegex(self.framework('import', path, status=1).stderr, r'wrong\.csv: line 4.*“zz”')
        self.assertIn('No frameworks yet', self.framework('list').stdout)

    def test_publishing_wants_two_people_or_a_sole_operator(self):
        draft = self.draft(SHIPPED)
        self.assertIn('two people', self.framework('publish', draft, status=1).stderr)
        self.framework('publish', draft, '--sole-operator', '--in-force', '2027-04-01')
        self.assertRegex(self.framework('list').stdout, draft + r'  published  2027-04-01')
        self.assertIn('published already', self.framework('publish', draft, '--sole-operator', status=1).stderr)

    def test_only_what_is_published_is_withdrawn(self):
        draft = self.draft(SHIPPED)
        self.assertIn('a draft', self.framework('withdraw', draft, status=1).stderr)
        self.framework('publish', draft, '--sole-operator')
        self.framework('withdraw', draft)
        self.assertIn('withdrawn already', self.framework('withdraw', draft, status=1).stderr)

    def test_what_is_exported_can_be_imported_again(self):
        draft = self.draft(SHIPPED)
        for kind in ('case', 'csv', 'md'):
            path = os.path.join(self.folder, 'out.' + kind)
            self.framework('export', draft, '--format', kind, path)
            self.assertIn('exists already', self.framework('export', draft, path, status=1).stderr)
            self.assertIn('22 statements', self.framework('import', path, '--dry-run').stdout)

    def test_a_diff_shows_words_added_and_taken_out(self):
        first = self.draft(self.file('a.csv', CARE), '--title', 'Care', '--version', '1')
        second = self.draft(self.file('b.csv', CARE.replace('How harm begins', 'How love begins')
                                      + '1 D1,Does,Acts early,1,\n'), '--title', 'Care', '--version', '2')
        shown = self.framework('diff', first, second).stdout
        self.assertIn('[-harm-]', shown)
        self.assertIn('{+love+}', shown)
        self.assertIn('+ 1 D1 Acts early', shown)
        self.assertIn('1 added, 0 removed, 1 reworded', shown)

    def test_wrong_usage_and_unknown_ids_are_told_apart(self):
        self.framework('frob', status=2)
        self.framework('import', status=2)
        self.framework('diff', 'one', status=2)
        self.framework('export', 'ten', '--format', 'pdf', status=2)
        self.assertIn('There is no framework', self.framework('show', 'nosuch', status=1).stderr)
        self.assertIn('can\'t be read', self.framework('import', '/nonexistent', status=1).stderr)


if __name__ == '__main__':
    unittest.main()
