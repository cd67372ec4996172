"""The how-tos that are patches: they apply to this tree, it builds, and what they add is there.

Both are applied, one after the other, to a copy of the tree, which is built once, without sanitizers.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COPIED = ['src', 'text', 'tools', 'migrations', 'assets', 'frameworks', 'programmes', 'demo', 'packaging', 'meson.build',
          'meson_options.txt', 'package.json', 'package-lock.json', '.npmrc']


def patch_of(name):
    with open(os.path.join(ROOT, 'docs', 'how-to', name), encoding='utf-8') as f:
        return re.search(r'^```diff\n(.*?)^```$', f.read(), re.M | re.S).group(1)


class HowTo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = tempfile.mkdtemp(prefix='cairn-howto.')
        try:
            cls.make()
        except BaseException:
            shutil.rmtree(cls.tree)
            raise

    @classmethod
    def make(cls):
        for name in COPIED:
            source = os.path.join(ROOT, name)
            if os.path.isdir(source):
                shutil.copytree(source, os.path.join(cls.tree, name))
            elif os.path.exists(source):
                shutil.copy(source, cls.tree)
        os.mkdir(os.path.join(cls.tree, 'tests'))
        shutil.copy(os.path.join(ROOT, 'tests', 'meson.build'), os.path.join(cls.tree, 'tests'))
        if os.path.isdir(os.path.join(ROOT, 'node_modules')):
            os.symlink(os.path.join(ROOT, 'node_modules'), os.path.join(cls.tree, 'node_modules'))
        for name in ('add-a-field.md', 'add-a-page.md'):
            cls.run_in_tree(['patch', '-p1', '--forward', '--no-backup-if-mismatch'], patch_of(name), name)
        cls.run_in_tree(['tools/build.sh', 'build', '-Doptimization=0', '--', 'cairn'], '', 'the build')
        cls.visit()

    @classmethod
    def run_in_tree(cls, command, given, what):
        done = subprocess.run(command, cwd=cls.tree, input=given, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise AssertionError('%s: %s' % (what, done.stdout))

    @classmethod
    def visit(cls):
        """The page tests' house, with the program just built."""
        os.environ['CAIRN'] = os.path.join(cls.tree, 'build', 'cairn')
        sys.path.insert(0, os.path.join(ROOT, 'tests', 'page'))
        import house
        cls.world = house.World(url='sqlite')
        cls.house = house.House(cls.world)
        cls.amina = cls.house.visitor('amina')
        cls.induction = '/inductions/%s' % cls.world.names['induction:amina']

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        cls.world.close()
        shutil.rmtree(cls.tree)

    def described(self):
        return self.amina.get('/api/v1/openapi.json').json

    def test_the_field_is_on_the_page(self):
        page = self.amina.get(self.induction + '/evidence/new?kind=work_product')
        self.assertEqual(page.status, 200)
        self.assertIn('Who else was there?', page.text)
        self.assertIn('name="present"', page.raw)

    def test_the_field_is_kept_and_comes_back_on_the_page_and_in_json(self):
        self.amina.get(self.induction + '/evidence/new?kind=work_product')
        made = self.amina.post(self.induction + '/evidence', [
            ('kind', 'work_product'), ('title', 'With company'), ('present', 'A health visitor'), ('do', 'draft')])
        self.assertEqual(made.status, 303)
        piece = re.search(r'/evidence/[0-9a-f-]{36}', made.header('Location')).group(0)
        self.assertIn('A health visitor', self.amina.get(piece + '/edit').raw)
        self.assertEqual(self.amina.get('/api/v1' + piece).json['present'], 'A health visitor')

    def test_the_field_is_in_the_description(self):
        for form in ('evidence_new', 'evidence'):
            field = self.described()['components']['schemas'][form]['properties']['present']
            self.assertEqual((field['type'], field['maxLength']), ('string', 200))

    def test_the_page_is_there_as_page_as_json_and_in_the_description(self):
        self.assertIn('is in month', self.amina.get(self.induction + '/dates').text)
        self.assertEqual(self.amina.get('/api/v1' + self.induction + '/dates').json['months'], 24)
        self.assertIn('/api/v1/inductions/{induction}/dates', self.described()['paths'])

    def test_the_page_is_closed_to_others(self):
        self.assertEqual(self.house.visitor('karen').get(self.induction + '/dates').status, 404)


if __name__ == '__main__':
    unittest.main(verbosity=2)
