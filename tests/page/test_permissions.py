"""The permission matrix: what it was (tests/data/permissions.golden), and that the service keeps it. CAIRN_TEST_DB.

Each person of the demo, in each of their roles, asks for every page that shows one object: for one object of each
relation and state there is. The matrix, which the rules themselves have written, says what the answer must be. What
is denied must be told from what does not exist by nothing.
"""
import difflib
import os
import re
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

GOLDEN = os.path.join(house.ROOT, 'tests', 'data', 'permissions.golden')
STATES = {0: 'draft', 1: 'shared', 3: 'withdrawn'}
FRAMEWORK_STATES = ['draft', 'published', 'withdrawn']
SUPERVISOR, ASSESSOR, COORDINATOR, NATIONAL = 2, 3, 4, {6, 7, 8}


def printed():
    return subprocess.run([house.CAIRN, 'routes', '--permissions', '--cells'], capture_output=True, text=True, check=True).stdout


def read_matrix(text):
    """[(method, path, answers, public, {(relation, state): {'yes': roles, 'not now': roles}})]; a state without
    “(open)” or “(ended)” stands for both; “any” for all."""
    routes = []
    for line in text.splitlines():
        if not line.startswith('\t'):
            method, path, answers, rule = re.fullmatch(r'(\w+) (\S+) \(([^;]+); [^)]+\) ?(\w*)', line).groups()
            routes.append((method, path, answers, rule, {}))
            continue
        relations, states, *answers = line.strip().split(' | ')
        got = {word: roles.split() for word, _, roles in (a.partition(': ') for a in answers)}
        for relation in relations.split('; '):
            for state in states.split(', '):
                routes[-1][4][relation, state] = got
    return routes


class Facts:
    """How every person stands to every object, from the database."""

    def __init__(self, world):
        q = house.read_queries(os.path.join(HERE, 'facts.sql'))
        rows = {name: world.store.rows(world.template, sql) for name, sql in q.items()}
        self.inductions = {r[0]: r[1:] for r in rows['inductions']}
        self.assigned = {tuple(r) for r in rows['assignments']}
        self.pieces = rows['pieces']
        self.frameworks = rows['frameworks']
        self.organisation = dict(rows['held'])
        self.organisations, self.people, self.careers = rows['organisations'], rows['people'], rows['careers']

    def relation(self, held, induction):
        ecsw, employer, _ = self.inductions[induction]
        same = 'same employer' if held and self.organisation[held.row] == employer else 'other employer'
        number = house.ROLES.index(held.role) if held else 0
        if held and held.person == ecsw:
            return 'own'
        if held and (induction, held.person, number) in self.assigned:
            return 'assigned, ' + same
        return 'not or formerly assigned, ' + same

    def objects(self, kind, held):
        """(id, relation, states of the matrix that fit it), one of each relation and state."""
        seen = set()
        for id_, relation, states in getattr(self, kind + '_' * (kind == 'organisation'))(held):
            if (relation, states) not in seen:
                seen.add((relation, states))
                yield house.as_uuid(id_), relation, states

    def induction(self, held):
        for id_, (_, _, is_open) in self.inductions.items():
            yield id_, self.relation(held, id_), ('open' if is_open else 'ended', 'any')

    def evidence(self, held):
        for id_, induction, state, assessed, claims, returned, unseen in self.pieces:
            name = 'withdrawn unseen' if state == 3 and unseen else STATES.get(state) or ('waiting' if claims and not assessed else 'answered' if claims else
                                         'returned' if returned else 'agreed')
            ended = '' if self.inductions[induction][2] else ' (ended)'
            yield id_, self.relation(held, induction), (name, name + (ended or ' (open)'), 'any')

    def framework(self, held):
        for id_, state, by, _ in self.frameworks:
            relation = 'imported by them' if held and by == held.person else 'imported by somebody else'
            yield id_, relation, (FRAMEWORK_STATES[state], 'any')

    def organisation_(self, held):
        own = self.organisation[held.row] if held else 0
        for uuid, id_ in self.organisations:
            yield uuid, 'their own' if id_ == own else 'another', ('open', 'any')

    def person(self, held):
        own = self.organisation[held.row] if held else 0
        for uuid, id_, active in self.people:
            roles = [r[1:] for r in self.careers if r[0] == id_]
            now = {role for _, role, open_ in roles if open_}
            here = [open_ for organisation, _, open_ in roles if organisation == own]
            where = 'same organisation' if any(here) else 'formerly same organisation' if here else 'other organisation'
            what = 'national staff, ' if now & NATIONAL else 'coordinator, ' if COORDINATOR in now else ''
            yield uuid, 'themself' if held and id_ == held.person else what + where, (
                'can sign in' if active else 'disabled', 'any')


class PermissionMatrix(unittest.TestCase):
    def test_the_matrix_is_what_was_last_agreed(self):
        with open(GOLDEN, encoding='utf-8') as f:
            agreed = f.read()
        diff = ''.join(difflib.unified_diff(agreed.splitlines(True), printed().splitlines(True), 'agreed', 'now', n=1))
        self.assertEqual(diff, '', '\n%s\nIf this is meant: cairn routes --permissions --cells > tests/data/permissions.golden'
                         % diff)


class LiveMatrix(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World()
        cls.facts = Facts(cls.world)
        cls.house = house.House(cls.world)
        cls.routes = [r for r in read_matrix(printed()) if r[0] == 'GET']
        cls.faults, cls.asked, cls.missing = [], 0, {}

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        cls.world.close()

    def addresses(self, path, answers, object_id):
        """The page's and the JSON's address, with every parameter in it filled."""
        first = re.search(r':(\w+)', path).group(1)
        path = path.replace(':' + first, object_id)
        path = path.replace(':position', self.position).replace(':version', '1').replace(':item', self.item)
        if re.search(r'/:', path):
            return []
        return [path] * (answers != 'JSON') + ['/api/v1' + path] * ('JSON' in answers)

    def expected(self, held, cells, relation, states):
        for state in states:
            got = cells.get((relation, state))
            if got:
                role = held.role if held else 'nobody'
                return 'yes' if role in got.get('yes', ()) else 'not now' if role in got.get('not now', ()) else 'no'
        return 'no'

    def is_as_expected(self, path, answer, expected, held):
        more = path.count(':') > 1  # a second parameter may point at nothing, though the object may be read
        if expected == 'yes':
            return answer.status in (200, 303) or (more and answer.status == 404)
        if expected == 'not now':
            return answer.status == 403
        return answer.status == (404 if held else 401)

    def ask(self, visitor, route, object_id, expected):
        _, path, answers, _, _ = route
        nothing = self.world.names['uuid:of-nothing']
        for address, empty in zip(self.addresses(path, answers, object_id), self.addresses(path, answers, nothing)):
            self.asked += 1
            answer = visitor.get(address)
            who = '%s as %s' % (visitor.held.key, visitor.held.role) if visitor.held else 'nobody'
            if not self.is_as_expected(path, answer, expected, visitor.held):
                self.faults.append('%s: GET %s: %d, though the matrix says “%s”' % (who, address, answer.status, expected))
            elif answer.status in (401, 404) and expected == 'no':
                if (visitor, empty) not in self.missing:
                    self.missing[visitor, empty] = without_reference(visitor.get(empty), nothing)
                if without_reference(answer, object_id) != self.missing[visitor, empty]:
                    self.faults.append('%s: GET %s: denied can be told from missing' % (who, address))

    def visit(self, held):
        visitor = house.Visitor(self.house, held)
        for route in self.routes:
            kind = re.search(r':(\w+)', route[1])
            kind = {'document': 'framework'}.get(kind.group(1), kind.group(1)) if kind and route[3] else None
            if kind in ('induction', 'evidence', 'framework', 'organisation', 'person'):
                for object_id, relation, states in self.facts.objects(kind, held):
                    self.ask(visitor, route, object_id, self.expected(held, route[4], relation, states))
            elif not kind and ':' not in route[1]:
                self.ask_plain(visitor, route)

    def ask_plain(self, visitor, route):
        role = visitor.held.role if visitor.held else 'nobody'
        allowed = role in route[4]['no object', 'any'].get('yes', ())
        answer = visitor.get('/api/v1' + route[1] if route[2] == 'JSON' else route[1])
        self.asked += 1
        denied = answer.status == (404 if visitor.held else 401)
        if allowed == denied or answer.status >= 500:
            self.faults.append('%s: GET %s: %d' % (role, route[1], answer.status))

    def test_every_answer_is_what_the_matrix_says_and_denied_looks_like_missing(self):
        names = self.world.names
        self.position = str(names['position:pqs-2025-illustrative:1.1 K1'])
        self.item = names['item:pqs-2025-illustrative:1.1 K1']
        for held in [None] + self.world.held:
            self.visit(held)
        self.assertGreater(self.asked, 1000)
        self.assertEqual(self.faults, [], '\n' + '\n'.join(self.faults[:40]))


def without_reference(answer, object_id):
    """All that may differ: the request's own id, and the address that was asked for."""
    body = answer.raw.replace(answer.header('X-Request-Id'), 'REFERENCE').replace(object_id, 'OBJECT')
    headers = sorted((n, v) for n, v in answer.headers if n.lower() not in ('x-request-id', 'date'))
    return answer.status, headers, body


if __name__ == '__main__':
    unittest.main(verbosity=2)
