"""The permission matrix: what it was (tests/data/permissions.golden), and that the service keeps it. CAIRN_TEST_DB.

Each person of the demo, in each of their roles, asks for every page that shows one object: for one object of each
relation and state there is. The matrix, which the rules themselves have written, says what the answer must be. What
is denied must be told from what does not exist by nothing. Then every role posts, with a CSRF token that is good, to
every address that changes something, for every relation and state in which it may not: each is refused, and afterwards
not a row of anybody's has changed. Last, in another house, every address that changes something lets somebody in.
"""
import datetime
import difflib
import hashlib
import os
import secrets
import shutil
import re
import subprocess
import sys
import unittest
import zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import planted  # noqa: E402

GOLDEN = os.path.join(house.ROOT, 'tests', 'data', 'permissions.golden')
KINDS = ('induction', 'evidence', 'framework', 'organisation', 'person', 'file', 'import', 'assignment', 'mail', 'joining',
         'conflict', 'invitation', 'bulk', 'programme', 'succession', 'ask', 'observation', 'reflection',
         'supervision', 'goal', 'talk', 'review', 'decision', 'profile')
# Cells of the matrix that no object of the demo or of planted.py can be in, and why.
REFUSED = 'the database refuses to assign anybody to their own induction'
NOT_MET = {(kind, 'own, and assigned to it'): REFUSED for kind in ('induction', 'evidence', 'file', 'supervision', 'goal', 'review')}
NOT_MET['observation', 'own, and named to watch it'] = REFUSED
NOT_MET['observation', 'named to watch it'] = 'nobody of the demo works as an observer alone'
# Relations of ACCESS.md whose feature is not there yet: a table or an address with this word means that it has come.
NO_FEATURE = {'sample': 'Moderation of samples', 'erasure': 'Erasing somebody'}
SCANS = ['waiting for its scan', 'clean', 'infected', 'never scanned']
ENDS = ('/sign-out', '/account/sessions')  # whoever posts there is out
ASKS_FOR_MORE = ('/inductions/:induction/around/new',  # without role= there is nothing to show
                 '/decisions/:decision/record')  # of a decision of which nothing is in force there is none
# Counters, the work behind the pages, when somebody was last seen, and the record of what was refused.
MAY_CHANGE = {'job', 'suggest_learnt', 'throttle', 'session', 'event', 'chain', 'chain_signature', 'signed_head', 'signed_upto', 'setting', 'notice', 'review',
              'file_content', 'mail', 'sqlite_sequence', 'draft', 'file_text'}
STATES = {0: 'draft', 1: 'shared', 3: 'withdrawn'}
FRAMEWORK_STATES = ['draft', 'published', 'withdrawn']
SUPERVISOR, ASSESSOR, COORDINATOR, OBSERVER, NATIONAL = 2, 3, 4, 9, {6, 7, 8}


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


def kind_of(route):
    """What the first parameter of a path names, where a rule looks at it."""
    found = re.search(r':(\w+)', route[1])
    return {'document': 'framework'}.get(found.group(1), found.group(1)) if found and route[3] else None


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
        self.partnerships = {tuple(r) for r in rows['partnerships']}
        self.organisations, self.people, self.careers = rows['organisations'], rows['people'], rows['careers']
        self.files, self.mails, self.imports = rows['files'], rows['mails'], rows['imports']
        self.arrangements = rows['arrangements']
        self.former = {tuple(r) for r in rows['endings']}
        self.before = {tuple(r) for r in rows['employers']}
        self.met = set()
        self.conflicted = {(r[1], r[2]) for r in rows['conflicts']}
        self.joinings, self.conflicts, self.invitations = rows['joinings'], rows['conflicts'], rows['invitations']
        self.bulk_imports, self.programmes, self.successions = rows['bulk_imports'], rows['programmes'], rows['successions']
        self.admins = rows['admins'][0][0]
        self.profiles = rows['profiles']
        self.asks, self.watchings = rows['asks'], rows['watchings']
        self.reflections, self.supervisions, self.goals = rows['reflections'], rows['supervisions'], rows['goals']
        self.talks, self.reviews = rows['talks'], rows['reviews']
        self.review_parts = {tuple(r) for r in rows['review_parts']}
        self.review_signed = {tuple(r) for r in rows['review_signed']}
        self.decisions, self.seats = rows['decisions'], {tuple(r) for r in rows['seats']}

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
        """(id, relation, states of the matrix that fit it, what was between them), one of each."""
        seen = set()
        for id_, relation, states, *was in getattr(self, kind + '_' * (kind in ('organisation', 'import')))(held):
            was = was[0] if was else ''
            self.met.add((kind, relation, was))
            if (relation, states, was) not in seen:
                seen.add((relation, states, was))
                yield house.as_uuid(id_), relation, states, was

    def was(self, held, induction):
        """What the matrix does not tell apart, since it gives nothing: no longer assigned, kept apart by a conflict, of the
        employer from which the induction came."""
        if held and (induction, held.person) in self.conflicted:
            return 'conflicted'
        if held and (induction, self.organisation[held.row]) in self.before:
            return 'transferred'
        return 'former' if held and (induction, held.person) in self.former else ''

    def induction(self, held):
        for id_, (_, _, is_open) in self.inductions.items():
            yield id_, self.relation(held, id_), ('open' if is_open else 'ended', 'any'), self.was(held, id_)

    def evidence(self, held):
        for id_, induction, state, assessed, claims, returned, unseen in self.pieces:
            name = 'withdrawn unseen' if state == 3 and unseen else STATES.get(state) or ('waiting' if claims and not assessed else 'answered' if claims else
                                         'returned' if returned else 'agreed')
            ended = '' if self.inductions[induction][2] else ' (ended)'
            yield id_, self.relation(held, induction), (name, name + (ended or ' (open)'), 'any'), self.was(
                held, induction)

    def framework(self, held):
        today = (datetime.datetime.now(zoneinfo.ZoneInfo('Europe/London')).date() - datetime.date(1970, 1, 1)).days
        for id_, state, by, ends, closed, commented in self.frameworks:
            relation = 'imported by them' if held and by == held.person else 'imported by somebody else'
            name = FRAMEWORK_STATES[state]
            if name == 'draft' and ends:
                name += ' open for comments' if not closed and today <= ends else ' closed for comments'
            elif name == 'published' and commented:
                name += ' as it was opened for comments' if ends else ' with a draft behind it that had comments'
            yield id_, relation, (name, 'any')

    def organisation_(self, held):
        own = self.organisation[held.row] if held else 0
        for uuid, id_ in self.organisations:
            partner = {(own, id_), (id_, own)} & self.partnerships
            yield uuid, 'their own' if id_ == own else 'a partner of their own' if partner else 'another', ('open', 'any')

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


    def file(self, held):
        """Those of pieces in inductions that are open; a draft's file is “clean and of a draft”."""
        for id_, induction, state, scan, removed, assessed in self.files:
            if self.inductions[induction][2] and not (assessed and (removed or scan != 1)):
                yield id_, self.relation(held, induction), (
                    'clean and of a piece with a view' if assessed else 'removed' if removed else
                    'clean and of a draft' if state == 0 else SCANS[scan], 'any'), self.was(held, induction)

    def assignment(self, held):
        for id_, induction in self.arrangements:
            yield id_, self.relation(held, induction), ('open' if self.inductions[induction][2] else 'ended', 'any'), self.was(
                held, induction)

    def mail(self, held):
        own = self.organisation[held.row] if held else 0
        for id_, person, organisation in self.mails:
            there = any(r[0] == person and r[1] == organisation and r[3] for r in self.careers)
            yield id_, ('for another organisation' if organisation != own else
                        'to somebody who has left it' if not there else
                        'to themself, for their own organisation' if held and person == held.person else
                        'to somebody of their own organisation'), ('any',)

    def joining(self, held):
        own = self.organisation[held.row] if held else 0
        for id_, person, organisation, open_ in self.joinings:
            yield id_, ('another organisation' if organisation != own else
                        'about themself' if held and person == held.person else 'their own organisation'), (
                            'on the way' if open_ else 'started or closed', 'any')

    def conflict(self, held):
        own = self.organisation[held.row] if held else 0
        for id_, induction, person in self.conflicts:
            ecsw, employer, is_open = self.inductions[induction]
            where = 'same employer' if employer == own else 'other employer'
            yield id_, ('own induction' if held and held.person == ecsw else 'theirs, ' + where if held and held.person == person
                        else "somebody's, " + where), ('open' if is_open else 'ended', 'any')

    def invitation(self, held):
        own = self.organisation[held.row] if held else 0
        for id_, organisation, role, over in self.invitations:
            what = 'to coordinate ' if role == COORDINATOR or role in NATIONAL else 'to '
            yield id_, what + ('their own organisation' if organisation == own else 'another organisation'), (
                'over' if over else 'open', 'any')

    def bulk(self, held):
        own = self.organisation[held.row] if held else 0
        for id_, person, organisation in self.bulk_imports:
            mine, here = held and person == held.person, organisation == own
            yield id_, ('sent by them' if mine and here else 'sent by them for another organisation' if mine else
                        'sent by a colleague' if here else 'sent by somebody elsewhere'), ('any',)

    def programme(self, held):
        for id_, state in self.programmes:
            yield id_, 'any', (['draft', 'published', 'withdrawn'][state - 1], 'any')

    def succession(self, held):
        for id_, state, person in self.successions:
            yield id_, 'proposed by them' if held and person == held.person else 'proposed by somebody else', (
                'done or dropped' if state else 'proposed with one administrator' if self.admins < 2 else 'proposed', 'any')

    def profile(self, held):
        own = self.organisation[held.row] if held else 0
        for id_, state, organisation, person in self.profiles:
            word = ['draft', 'asked', 'returned', 'approved', 'published', 'replaced'][state - 1]
            yield id_, ('their own organisation' if organisation == own else 'another organisation, and their act'
                        if held and person == held.person else 'another organisation'), (
                word + ' with one administrator' * (state == 4 and self.admins < 2), 'any')

    def ask(self, held):
        for id_, induction, kind, by, proposed, over in self.asks:
            relation = self.relation(held, induction).split(',')[0]
            if relation == 'own':
                relation += ', asked by them' if by == held.person else ', asked by the assessor'
            elif relation == 'assigned':
                relation += ', asked by them' if by == held.person else ', asked by somebody else'
            state = ('induction ended' if not self.inductions[induction][2] else 'proposed for a family' if proposed else
                     'of a family' + ' and over' * over if kind == 2 else 'of a professional and over' if over else
                     'of an observer' if kind == 3 else 'of a professional')
            yield id_, relation, (state, 'any'), self.was(held, induction)

    def observation(self, held):
        for id_, induction, observer, role, state in self.watchings:
            relation = self.relation(held, induction).split(',')[0]
            if held and held.person == observer and house.ROLES.index(held.role) == role and relation != 'own':
                relation = 'assigned, and named to watch it' if relation == 'assigned' and role != OBSERVER else 'named to watch it'
            yield id_, relation, (state, 'any'), self.was(held, induction)

    def reflection(self, held):
        for id_, person in self.reflections:
            yield id_, 'written by them' if held and person == held.person else 'written by somebody else', ('any',)

    def supervision(self, held):
        for id_, induction, shared in self.supervisions:
            state = ('shared' if shared else 'not shared') + ('' if self.inductions[induction][2] else ' and ended')
            yield id_, self.relation(held, induction), (state, 'any'), self.was(held, induction)

    def goal(self, held):
        for id_, induction in self.goals:
            yield id_, self.relation(held, induction), ('open' if self.inductions[induction][2] else 'ended', 'any'), self.was(
                held, induction)

    def talk(self, held):
        for id_, induction, by, state, held_back, unsaid in self.talks:
            relation, mine = self.relation(held, induction).split(',')[0], held and held.person == by
            relation = {'own': 'own piece, begun by ' + ('them' if mine else 'somebody else'),
                        'assigned': 'assigned, begun by ' + ('them' if mine else 'somebody else')}.get(
                            relation, 'begun by them, assigned no more' if mine else 'not or formerly assigned')
            name = ('induction ended' if not self.inductions[induction][2] else 'of a piece held back' if held_back else
                    'of a withdrawn piece' if state == 3 else 'held with a view' if unsaid and not mine else
                    'of a shared piece' if state == 1 else 'of a submitted piece')
            yield id_, relation, (name, 'any'), self.was(held, induction)

    def review(self, held):
        for id_, row, induction, state in self.reviews:
            number = house.ROLES.index(held.role) if held else 0
            own = held and (row, number, held.person) in self.review_parts
            name = ('induction ended' if not self.inductions[induction][2] else 'cancelled' if state == 3 else
                    ('being written' + ' with own part given' * bool(own)) if state == 0 else
                    ('released' if state == 1 else 'signed' if (row, number) in self.review_signed else 'held') + ' without own part' * (not own))
            yield id_, self.relation(held, induction), (name, 'any'), self.was(held, induction)

    def decision(self, held):
        role = house.ROLES.index(held.role) if held else 0
        for id_, induction, state, told in self.decisions:
            relation = self.relation(held, induction)
            if held and (id_, held.person) in self.seats and role in (ASSESSOR, 5, 10) and relation != 'own':
                relation = 'named to sit or to read'
            else:
                relation = ('own' if relation == 'own' else 'assigned' if relation.startswith('assigned') else
                            'of their employer' if relation.endswith('same employer') else 'of another employer')
            knows = told or (state == 3 and role == COORDINATOR) or (state == 2 and role == 1)
            name = ('induction ended' if not self.inductions[induction][2] else 'told' if knows and state != 1 else
                    'a draft' if state == 1 else 'not told yet')
            yield id_, relation, (name, 'any'), self.was(held, induction)

    def import_(self, held):
        for id_, person in self.imports:
            yield id_, 'imported by them' if held and person == held.person else 'imported by somebody else', ('any',)


def plant(world):
    """The files' bytes are in the folder that is returned."""
    folder = os.path.join(world.folder, 'planted-' + secrets.token_hex(4))
    planted.plant(world.store, world.template, folder)
    return folder


class PermissionMatrix(unittest.TestCase):
    def test_the_matrix_is_what_was_last_agreed(self):
        with open(GOLDEN, encoding='utf-8') as f:
            agreed = f.read()
        diff = ''.join(difflib.unified_diff(agreed.splitlines(True), printed().splitlines(True), 'agreed', 'now', n=1))
        self.assertEqual(diff, '', '\n%s\nIf this is meant: cairn routes --permissions --cells > tests/data/permissions.golden'
                         % diff)


class LiveMatrix(house.InWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world.cairn('framework', 'import', os.path.join(house.ROOT, 'frameworks', 'ten-standards-illustrative.json'))
        cls.files = plant(cls.world)
        cls.facts = Facts(cls.world)
        cls.all_routes = read_matrix(printed())
        cls.routes = [r for r in cls.all_routes if r[0] == 'GET']
        cls.position = str(cls.world.names['position:pqs-2025-illustrative:1.1 K1'])
        cls.item = cls.world.names['item:pqs-2025-illustrative:1.1 K1']

    def setUp(self):
        files = os.path.join(self.world.folder, 'files-' + secrets.token_hex(4))
        shutil.copytree(self.files, files)
        self.house = house.House(self.world, files=files)
        self.faults, self.asked, self.missing, self.posted = [], 0, {}, set()

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

    def is_as_expected(self, route, answer, expected, held):
        path = route[1]
        more = path.count(':') > 1 or path in ASKS_FOR_MORE  # a second parameter may point at nothing, though the object may be read
        if expected == 'yes':
            if path == '/files/:file' and answer.status == 403:
                return True  # it is still being looked at, or was refused: said to whoever may read the piece
            return answer.status in (200, 303) or (more and answer.status == 404)
        if expected == 'not now':
            return answer.status == 403
        public = any('nobody' in got.get('yes', ()) for got in route[4].values())  # the address is, this object is not
        return answer.status == (404 if held or public else 401)

    def ask(self, visitor, route, object_id, expected):
        _, path, answers, _, _ = route
        nothing = self.world.names['uuid:of-nothing']
        for address, empty in zip(self.addresses(path, answers, object_id), self.addresses(path, answers, nothing)):
            self.asked += 1
            answer = visitor.get(address)
            who = '%s as %s' % (visitor.held.key, visitor.held.role) if visitor.held else 'nobody'
            if not self.is_as_expected(route, answer, expected, visitor.held):
                self.faults.append('%s: GET %s: %d, though the matrix says “%s”' % (who, address, answer.status, expected))
            elif answer.status in (401, 404) and expected == 'no':
                if (visitor, empty) not in self.missing:
                    self.missing[visitor, empty] = without_reference(visitor.get(empty), nothing)
                if without_reference(answer, object_id) != self.missing[visitor, empty]:
                    self.told_apart(visitor, address, object_id, empty, who)

    def told_apart(self, visitor, address, object_id, empty, who):
        """Once more, both now: every page carries the day it would be printed on, and midnight may have come between the two."""
        nothing = self.world.names['uuid:of-nothing']
        denied, missing = without_reference(visitor.get(address), object_id), without_reference(visitor.get(empty), nothing)
        self.missing[visitor, empty] = missing
        if denied != missing:
            differs = [line for one, other in zip(denied, missing) if one != other
                       for line in difflib.ndiff(str(one).splitlines(), str(other).splitlines()) if line[:1] in '-+']
            self.faults.append('%s: GET %s: denied can be told from missing\n%s' % (who, address, '\n'.join(differs[:6])))

    def visit(self, held):
        visitor = house.Visitor(self.house, held)
        for route in self.routes:
            kind = kind_of(route)
            if kind in KINDS:
                for object_id, relation, states, _ in self.facts.objects(kind, held):
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

    def test_every_relation_of_the_matrix_is_met_and_what_is_no_feature_yet_is_named(self):
        """Every cell that lets somebody in or says “not now” has an object that was tried; of what is none there is a reason."""
        for held in [None] + self.world.held:
            for kind in KINDS:
                list(self.facts.objects(kind, held))
        met = {(kind, relation) for kind, relation, _ in self.facts.met}
        wanted = {(kind_of(r), relation) for r in self.all_routes if kind_of(r) for relation, _ in r[4]}
        self.assertEqual(sorted(w for w in wanted - met if w not in NOT_MET), [])
        self.assertEqual(sorted(set(NOT_MET) - (wanted - met)), [], 'these are met now')
        self.assertLessEqual({'conflicted', 'transferred', 'former'}, {was for _, _, was in self.facts.met})
        self.assertEqual({kind_of(r) for r in self.all_routes} - set(KINDS), {None})
        names = ' '.join(r[1] for r in self.all_routes) + ' ' + ' '.join(self.rows(self.world.template))
        for word, feature in NO_FEATURE.items():
            self.assertNotIn(word, names, feature + ' has come: plant some, and tell here who stands how to it')
        self.house.stop()

    def test_every_answer_is_what_the_matrix_says_and_denied_looks_like_missing(self):
        for held in [None] + self.world.held:
            self.visit(held)
        self.assertGreater(self.asked, 1000)
        self.assertEqual(self.faults, [], '\n' + '\n'.join(self.faults[:40]))
        self.house.stop()

    # ---- what changes something ----

    def post(self, visitor, route, address):
        """With a good token, and nothing else."""
        self.asked += 1
        if address.startswith('/api/'):
            return visitor.request('POST', address, body='{}', headers={'Content-Type': 'application/json', 'If-Match': '"1"'})
        visitor.last = None
        return visitor.post(address)

    def cells(self, held):
        """(route, address of an object in one relation and state, what the matrix says), each role's once."""
        role = held.role if held else 'nobody'
        for route in self.all_routes:
            method, path, answers, _, got = route
            kind = kind_of(route)
            if method != 'POST' or (kind and kind not in KINDS) or (':' in path and not kind):
                continue
            found = self.facts.objects(kind, held) if kind else [('', 'no object', ('any',), '')]
            for object_id, relation, states, was in found:
                if (path, role, relation, states, was) in self.posted:
                    continue
                self.posted.add((path, role, relation, states, was))
                expected = self.expected(held, got, relation, states)
                if kind:
                    addresses = self.addresses(path, answers, object_id)
                else:
                    addresses = [path] * (answers != 'JSON') + ['/api/v1' + path] * ('JSON' in answers)
                for address in addresses:
                    yield route, address, expected

    def test_what_somebody_may_not_change_is_refused_and_stays_as_it_was(self):
        before = self.rows(self.world.template)
        for held in [None] + self.world.held:
            visitor = house.Visitor(self.house, held)
            for route, address, expected in self.cells(held):
                if expected == 'yes':
                    continue
                status = self.post(visitor, route, address).status
                if status != (401 if not held else 403 if expected == 'not now' else 404):
                    self.faults.append('%s as %s: POST %s: %d, though the matrix says “%s”' % (
                        held.key if held else 'nobody', held.role if held else 'nobody', address, status, expected))
        self.assertGreater(self.asked, 500)
        self.assertEqual(self.faults, [], '\n' + '\n'.join(self.faults[:40]))
        self.house.stop()
        after = self.rows(self.house.url)
        self.assertEqual([t for t in before if before[t] != after[t]], [])

    def rows(self, url):
        """What stands in each table: a digest of all its rows."""
        store = self.world.store
        if self.world.is_postgresql: # in one go: each question is a program of its own
            tables = [t for (t,) in store.rows(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
                      if t not in MAY_CHANGE]
            return dict(store.rows(url, ' UNION ALL '.join(
                "SELECT '%s', MD5(COALESCE(STRING_AGG(t::text, '|' ORDER BY t::text), '')) FROM %s t" % (t, t) for t in tables)))
        else:
            tables = store.rows(url, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        return {t: hashlib.sha256(repr(sorted(map(repr, store.rows(url, 'SELECT * FROM ' + t)))).encode()).hexdigest()
                for (t,) in tables if t not in MAY_CHANGE and not t.startswith('sqlite_')}

    def test_every_address_that_changes_something_lets_somebody_in(self):
        admitted, offered = set(), {}
        for held in self.world.held:
            visitor = house.Visitor(self.house, held)
            for route, address, expected in self.cells(held):
                path = route[1]
                if expected != 'yes' or path in admitted or path.startswith(ENDS):
                    continue
                answer = self.post(visitor, route, address)
                offered.setdefault(path, []).append('%s as %s: %s: %d' % (held.key, held.role, address, answer.status))
                if answer.status >= 500 and answer.status != 503:
                    self.faults.append(offered[path][-1])
                if answer.status not in (401, 403, 404, 405):
                    admitted.add(path)
        self.assertEqual(self.faults, [])
        never = sorted(path for path in offered if path not in admitted)
        self.assertEqual([offered[p] for p in never if ':' not in p.split('/:', 1)[-1]], [])
        self.house.stop()


def without_reference(answer, object_id):
    """All that may differ: the request's own id, and the address that was asked for. An ECSW's menu leads to their own coverage on
    every page, also where it was their own induction that was asked for."""
    body = re.sub(r'href="/inductions/[0-9a-f-]{36}/coverage"', 'href="/coverage"', answer.raw).replace(answer.header('X-Request-Id'), 'REFERENCE').replace(object_id, 'OBJECT')
    headers = sorted((n, v) for n, v in answer.headers if n.lower() not in ('x-request-id', 'date'))
    return answer.status, headers, body


if __name__ == '__main__':
    unittest.main(verbosity=2)
