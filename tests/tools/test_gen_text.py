"""What tools/gen_text.py makes of text/en.txt, and what it refuses."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import gen_text  # noqa: E402


class Text(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), 'w', encoding='utf-8') as f:
            f.write(text)

    def read(self, text):
        self.write('en.txt', text)
        return gen_text.read(self.path('en.txt'))

    def refused(self, text, *sentences):
        with self.assertRaises(gen_text.Problems) as caught:
            self.read(text)
        self.assertEqual(len(caught.exception.sentences), len(sentences))
        for sentence, got in zip(sentences, caught.exception.sentences):
            self.assertIn(sentence, got)

    def test_a_message_knows_its_arguments(self):
        messages = self.read('# a note\n\na.b = {n|no {x}|one|# of {y}} and {date} = {x}\nc = plain = text\n')
        self.assertEqual([(m.id, m.args) for m in messages], [('a.b', ['n', 'x', 'y', 'date']), ('c', [])])
        self.assertEqual(messages[1].text, 'plain = text')

    def test_names_in_c_are_upper_case(self):
        self.assertEqual(gen_text.symbol('evidence.shared_on'), 'T_EVIDENCE_SHARED_ON')
        messages = self.read('a.b = "Q"?? \\n \\\n'.replace('\\\n', '\n') + 'x = Siân\n')
        self.assertIn('T_A_B,\n\tT_X,\n', gen_text.header(messages))
        self.assertIn('S_INIT("\\"Q\\"?\\? \\n")', gen_text.table(messages))

    def test_all_that_is_wrong_is_said_with_its_line(self):
        self.refused('a = x\nno equals\nA.b = x\na = y\nb =\n', 'en.txt:2: expected "id', 'en.txt:3: expected "id',
                     'en.txt:4: a is there already, on line 1', 'en.txt:5: b has no message')

    def test_two_ids_that_are_one_in_c_are_refused(self):
        self.refused('a.b = x\na_b = y\n', 'on line 1')

    def test_malformed_placeholders_are_refused(self):
        for message, sentence in (('{n', 'never closed'), ('n}', 'closes nothing'), ('{}', 'not the name'),
                                  ('{a b}', 'not the name'), ('{n|one}', '1 choices'), ('{n|a|b|c|d}', '4 choices'),
                                  ('{n|{m|a|b}|c}', 'not the name'), ('{n|a{{b}}|c}', 'nest once'),
                                  ('\\t', 'only escape')):
            with self.subTest(message):
                self.refused('a = %s\n' % message, sentence)

    def test_an_id_that_nothing_uses_is_found(self):
        self.write('src/a/a.html', '{{t used.by_page n=v.n }}')
        self.write('src/a/a.c', 'T_USED_BY_C, T_USED_BY_C_TOO_LONG')
        self.write('en.txt', 'used.by_page = {n}\nused.by_c = x\nnever.used = x\n')
        done = subprocess.run([sys.executable, '-B', os.path.join(ROOT, 'tools/gen_text.py'), '--check-used',
                               self.folder.name, self.path('en.txt')], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn('en.txt:3: no page and no C file uses never.used', done.stderr)
        self.assertEqual(len(done.stderr.strip().split('\n')), 1)


if __name__ == '__main__':
    unittest.main()
