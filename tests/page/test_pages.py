"""Plays every .test file of this folder, each on a fresh demo database of its own. Run with CAIRN_TEST_DB.

A case is one test. PAGES=word plays only the files whose name has the word.
"""
import glob
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import cases  # noqa: E402
import house  # noqa: E402

world = None


def setUpModule():
    global world
    world = house.World()


def tearDownModule():
    world.close()


class Pages(unittest.TestCase):
    """One .test file."""
    longMessage = False

    @classmethod
    def setUpClass(cls):
        cls.house = house.House(world)
        cls.player = cases.Player(cls.house)

    @classmethod
    def tearDownClass(cls):
        cls.house.kill() if cls.house.process.poll() is None else None

    def play(self, case):
        why = None
        try:
            self.player.play(case)
        except cases.Broken as e:
            why = str(e)
        if why:
            self.fail(why)


def add_case(methods, case):
    def test(self):
        self.play(case)
    methods[case.name] = test


def end(self):
    # When all cases have been played, since sanitizers speak at the end, too.
    self.house.stop()


def file_tests(path):
    methods = {}
    found = cases.read(path)
    for case in found:
        add_case(methods, case)
    name = os.path.splitext(os.path.basename(path))[0]
    last = 'the_service_of_%s_is_well_to_the_end' % name
    methods[last] = end
    cls = type(name, (Pages,), methods)
    return [cls(case.name) for case in found] + [cls(last)]


def load_tests(loader, standard, pattern):
    suite = unittest.TestSuite()
    for path in sorted(glob.glob(os.path.join(HERE, '*.test'))):
        if os.environ.get('PAGES', '') in os.path.basename(path):
            suite.addTests(file_tests(path))
    return suite


if __name__ == '__main__':
    unittest.main(verbosity=2)
