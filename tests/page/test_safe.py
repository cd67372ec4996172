"""Every page on which somebody writes says where a worry about a child goes; every page on which somebody reads another's piece has
“I am worried about a child”. All pages that the pages of the demo's people lead to are looked at. CAIRN_TEST_DB."""
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

PEOPLE = ('amina', 'ben', 'harpreet', 'grace', 'farah', 'idris')
MOST = 220
SAFE = 'If a child may not be safe, tell your manager now'
WORRIED = 'I am worried about a child'
# Words are written there too, but not about anybody's work with children.
OTHER_WORDS = re.compile(r'^/(account|mail|details|organisations|raise-a-concern|sign|joining|imports|capacity|caseload|people)|'
                         r'/(around|conflicts?|timeline|hours|funding|place)\b')
# A page on which somebody else's piece is read: the piece, its judging, what was judged, a version, a part of it.
READING = re.compile(r'^/evidence/[0-9a-f-]{36}(/judge|/judged|/versions/[0-9]+|/parts/[a-z]+)?$')
# A page on which anybody, its writer too, reads what somebody else said or saw; or a piece for a decision.
OTHERS = re.compile(r'id="said-for"[\s\S]*?<h3|id="h-saw"')
SAMPLED = re.compile(r'^/decisions/[0-9a-f-]{36}/pieces/[0-9a-f-]{36}$')
ONE_OF_A_KIND = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+')


def address(link):
    return link.split('#')[0].replace('&amp;', '&')


def kind_of(link):
    return ONE_OF_A_KIND.sub('*', link.split('?')[0]) + re.sub('=[^&]*', '', link.partition('?')[2])


class Safe(unittest.TestCase):
    def test_writing_and_reading_pages_say_where_a_worry_goes(self):
        world = house.World()
        self.addCleanup(world.close)
        writing = reading = 0
        others, sampled = set(), set()
        with house.House(world, world.store.copy(world.template)) as served:
            for who in PEOPLE:
                visitor = served.visitor(who)
                todo, seen, kinds = ['/'], {'/'}, {}
                while todo and len(seen) < MOST * 4:
                    link = todo.pop(0)
                    kinds[kind_of(link)] = kinds.get(kind_of(link), 0) + 1
                    if kinds[kind_of(link)] > 3:
                        continue
                    answer = visitor.get(link)
                    if answer.status != 200 or not answer.raw.lstrip().startswith('<!doctype html>'):
                        continue
                    main = answer.raw.partition('<main')[2].partition('</main>')[0]
                    where = '%s as %s' % (link, who)
                    if re.search(r'<textarea(?![^>]*(hidden|readonly))', main) and not OTHER_WORDS.search(link):
                        writing += 1
                        self.assertIn(SAFE, main, where)
                    if READING.match(link.split('?')[0]) and who in ('harpreet', 'grace'):
                        reading += 1
                        self.assertIn(WORRIED, main, where)
                    if OTHERS.search(main):
                        others.add(who)
                        self.assertIn(WORRIED, main, where)
                    if SAMPLED.match(link):
                        sampled.add(who)
                        self.assertIn(WORRIED, main, where)
                    for found in re.findall(r'href="(/[^"]*)"', main):
                        found = address(found)
                        if found not in seen and not re.search(r'\.(css|js|csv|svg)|/files/|sign-out', found):
                            seen.add(found)
                            todo.append(found)
        self.assertGreater(writing, 15)
        self.assertGreater(reading, 8)
        self.assertIn('farah', others)
        self.assertIn('idris', sampled)


if __name__ == '__main__':
    unittest.main()
