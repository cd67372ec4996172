"""What tools/gen_assets.py embeds: names after bytes, and references that follow them."""
import os
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import gen_assets  # noqa: E402


class Assets(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def make(self, **files):
        for name, body in files.items():
            with open(os.path.join(self.folder.name, name.replace('_', '.')), 'wb') as f:
                f.write(body)
        assets = gen_assets.read_folder(self.folder.name)
        gen_assets.hash_names(assets)
        return assets

    def test_a_name_changes_with_the_bytes_only(self):
        first = self.make(a_css=b'a{}')['a.css'].path
        self.assertRegex(first, r'\A/assets/a\.[0-9a-f]{8}\.css\Z')
        self.assertEqual(self.make(a_css=b'a{}')['a.css'].path, first)
        self.assertNotEqual(self.make(a_css=b'b{}')['a.css'].path, first)

    def test_a_style_names_its_font_by_hash_and_changes_with_it(self):
        one = self.make(a_css=b'url(/assets/f.woff2) url("/assets/f.woff2?x") /assets/f.woff22', f_woff2=b'1')
        body = one['a.css'].body.decode()
        self.assertEqual(body, 'url(%s) url("%s?x") /assets/f.woff22' % ((one['f.woff2'].path,) * 2))
        two = self.make(f_woff2=b'2')
        self.assertNotEqual(one['a.css'].path, two['a.css'].path)

    def test_a_circle_of_references_is_refused(self):
        with self.assertRaises(SystemExit) as caught:
            self.make(a_css=b'/assets/b.css', b_css=b'/assets/a.css')
        self.assertIn('circle', str(caught.exception))

    def test_a_file_of_unknown_type_is_refused(self):
        with self.assertRaises(SystemExit) as caught:
            self.make(a_exe=b'x')
        self.assertIn('no content type', str(caught.exception))

    def test_packing_is_kept_only_where_it_helps(self):
        assets = self.make(a_css=b'a' * 1000, b_css=b'a')
        self.assertTrue(0 < len(assets['a.css'].gzip) < 1000)
        self.assertEqual(assets['b.css'].gzip, b'')

    def test_any_bytes_survive_the_way_through_c(self):
        data = bytes(range(256)) + b'??/"\\1' + b'\x001'
        text = gen_assets.literal(data)
        back = eval('b' + ' b'.join(line.strip() for line in text.split('\n')))
        self.assertEqual(back, data)


if __name__ == '__main__':
    unittest.main()
