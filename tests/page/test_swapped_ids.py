"""Nobody gets at another's words by another's ids. Run with CAIRN_TEST_DB; CAIRN_SWAPS says how many requests (5,000).

A mark is planted in every piece, draft and view of every early-career social worker, in what somebody has told Cairn
about themself alone, in what an organisation writes down about its people, and in every mail. Everybody's pages are
walked, lists and files for spreadsheets among them, and each request they could make from there is kept: links, and forms
with their fields. Then each is made again with ids that others have seen in place of its own. No answer, header, line of
the log, entry of the history or mail may have a mark that this person may not see. Which requests are made is settled by a seed, so that a failure can be repeated.
"""
import json
import os
import random
import re
import sys
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import made  # noqa: E402
import planted  # noqa: E402

SWAPS = int(os.environ.get('CAIRN_SWAPS', '5000'))
PAGES_EACH, OF_ONE_SHAPE, A_WORLD = 120, 3, 2500
ID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
MARK = re.compile(r'mark-(?:draft|sent|self|none|org|details|staff|house|guest|team)-[a-z0-9]+-end')
SESSION_ENDS = ('/sign-out', '/sign-in', '/account')


class Asked:
    """A request that somebody could make from their pages."""

    def __init__(self, method, path, fields=(), body=None):
        self.method, self.path, self.fields, self.body = method, path, list(fields), body

    def ids(self):
        return ID.findall(self.path) + [i for _, v in self.fields for i in ID.findall(v)] + ID.findall(json.dumps(self.body))

    def with_ids(self, choose):
        swap = {i: choose(i) for i in self.ids()}

        def put(text):
            return ID.sub(lambda m: swap[m.group(0)], text)
        return Asked(self.method, put(self.path), [(n, put(v)) for n, v in self.fields],
                     self.body and json.loads(put(json.dumps(self.body))))

    def send(self, visitor):
        if self.method == 'GET':
            return visitor.get(self.path)
        if self.path.startswith('/api/'):
            return visitor.request('POST', self.path, json.dumps(self.body or {}), [('Content-Type', 'application/json'),
                                                                                    ('If-Match', '"1"')])
        return visitor.post(self.path, self.fields, page=visitor.last if visitor.last and visitor.last.is_page else None)


def shape(path):
    return re.sub(r'\d+', '9', ID.sub('ID', path))


class Swapped(house.InWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = cls.world.store.copy(cls.world.template)
        cls.files = os.path.join(cls.world.folder, 'planted')
        planted.plant(cls.world.store, cls.url, cls.files)
        cls.plant()
        cls.begin_at = cls.read_starts()
        cls.ids = made.ids_by_kind(cls.world.store, cls.url)
        cls.house = house.House(cls.world, cls.world.store.copy(cls.url), files=cls.files)

    @classmethod
    def read_starts(cls):
        """Every address without an id in it that somebody in a role may open, so that what no page of the demo leads to is
        walked as well."""
        starts = {}
        lines = cls.world.cairn('routes', '--permissions', '--cells').stdout.splitlines()
        for line, cell in zip(lines, lines[1:]):
            found = re.match(r'GET (/[^: ]*) \((?:page|page, JSON);', line)
            if found and not found.group(1).startswith(SESSION_ENDS[:2]) and '| yes: ' in cell:
                for role in cell.partition('| yes: ')[2].split():
                    starts.setdefault(role, []).append(found.group(1))
        return starts

    @classmethod
    def plant(cls):
        store = cls.world.store
        store.run(cls.url, [
            "UPDATE evidence SET text = text || ' mark-' || CASE WHEN state = 0 THEN 'draft' ELSE 'sent' END || '-' || "
            "(SELECT SUBSTR(p.email, 1, LENGTH(p.email) - 13) FROM induction i JOIN person p ON p.id = i.ecsw "
            "WHERE i.id = evidence.induction) || '-end'",
            "UPDATE view_given SET sentence = sentence || ' mark-sent-' || (SELECT SUBSTR(p.email, 1, LENGTH(p.email) - 13) "
            "FROM evidence e JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw "
            "WHERE e.id = view_given.evidence) || '-end'",
            "UPDATE evidence_version SET text = text || ' mark-sent-' || (SELECT SUBSTR(p.email, 1, LENGTH(p.email) - 13) "
            "FROM evidence e JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw "
            "WHERE e.id = evidence_version.evidence) || '-end'"] + cls.others())
        cls.organisation = dict(store.rows(cls.url, 'SELECT id, organisation FROM role_held'))
        cls.works = {}
        for key, organisation in store.rows(cls.url, 'SELECT SUBSTR(p.email, 1, LENGTH(p.email) - 13), r.organisation FROM '
                                            'role_held r JOIN person p ON p.id = r.person'):
            cls.works.setdefault(key, set()).add(organisation)
        pairs = store.rows(cls.url, 'SELECT organisation, partner FROM partnership WHERE ends IS NULL')
        cls.partners = {tuple(p) for p in pairs} | {(b, a) for a, b in pairs}
        rows = store.rows(cls.url, "SELECT a.person, a.role, SUBSTR(p.email, 1, LENGTH(p.email) - 13) FROM assignment a "
                          'JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw')
        cls.assigned = {tuple(row) for row in rows}
        cls.sits = {tuple(row) for row in store.rows(cls.url, "SELECT m.person, SUBSTR(p.email, 1, LENGTH(p.email) - 13) FROM panel_member m "
                                                     'JOIN decision d ON d.id = m.decision JOIN induction i ON i.id = d.induction JOIN person p '
                                                     'ON p.id = i.ecsw WHERE m.ended_at IS NULL AND m.conflict = 1 AND d.state = 5')}
        cls.around = {'o%d' % o: set() for (o,) in store.rows(cls.url, 'SELECT id FROM organisation')}
        for employer, person in store.rows(cls.url, 'SELECT i.employer, a.person FROM assignment a JOIN induction i ON '
                                           'i.id = a.induction UNION SELECT i.employer, i.ecsw FROM induction i'):
            cls.around['o%d' % employer].add(person)

    @classmethod
    def others(cls):
        """self: told about oneself, read by nobody else. none: read by nobody. org: written down by an organisation."""
        key = "(SELECT SUBSTR(p.email, 1, LENGTH(p.email) - 13) FROM person p WHERE p.id = %s)"
        employer = "'o' || (SELECT i.employer FROM induction i WHERE i.id = %s)"

        def mark(table, column, kind, owner):
            return "UPDATE %s SET %s = %s || ' mark-%s-' || %s || '-end'" % (table, column, column, kind, owner)

        return [
            # words kept from a page, and an address of one's own, for everybody
            'INSERT INTO draft (person, form, object, tab, body, saved_at) SELECT i.ecsw, '
            "'/inductions/:induction/evidence', i.uuid, 'tab', 'title=Kept&text=Kept+words', %d FROM induction i "
            'WHERE i.ended IS NULL' % int(time.time() * 1000),
            "UPDATE person SET personal_email = 'mark-self-' || SUBSTR(email, 1, LENGTH(email) - 13) || '-end@example.org', "
            "personal_folded = 'mark-self-' || SUBSTR(email, 1, LENGTH(email) - 13) || '-end@example.org'",
            mark('induction', 'team', 'team', "'o' || employer"),
            mark('draft', 'body', 'self', key % 'draft.person').replace(' mark-self', '+mark-self'),
            mark('factor_passkey', 'name', 'self', key % 'factor_passkey.person'),
            mark('mail', 'subject', 'self', key % 'mail.person') + ' WHERE person IS NOT NULL',
            mark('mail', 'body', 'none', "'o0'") + " WHERE body <> ''",
            mark('sign_in_asked', 'address', 'none', "'o0'"),
            mark('funding_period', 'note', 'org', employer % 'funding_period.induction'),
            mark('assignment', 'reason', 'org', employer % 'assignment.induction'),
            mark('joining', 'name', 'org', "'o' || joining.organisation"),
            mark('invitation', 'name', 'org', "'o' || invitation.organisation") + ' WHERE role IN (1, 2, 3, 9, 10, 11)',
            mark('invitation', 'name', 'guest', "'o' || invitation.organisation") + ' WHERE role NOT IN (1, 2, 3, 9, 10, 11)',
            mark('bulk_import', 'name', 'self', key % 'bulk_import.person'),
            mark('bulk_row', 'name', 'self', key % '(SELECT b.person FROM bulk_import b WHERE b.id = bulk_row.import)'),
            mark('bulk_row', 'cells', 'self', key % '(SELECT b.person FROM bulk_import b WHERE b.id = bulk_row.import)'),
            mark('framework_import', 'name', 'self', key % 'framework_import.person'),
            mark('api_token', 'name', 'self', key % 'api_token.person'),
            mark('ecsw_details', 'qualification', 'details', key % 'ecsw_details.person'),
            mark('view_link', 'comment', 'sent', key % '(SELECT i.ecsw FROM link l JOIN evidence e ON e.id = l.evidence '
                 'JOIN induction i ON i.id = e.induction WHERE l.id = view_link.link)'),
            mark('file', 'name', 'sent', key % '(SELECT i.ecsw FROM evidence e JOIN induction i ON i.id = e.induction '
                 'WHERE e.id = file.evidence)') + ' WHERE evidence IN (SELECT id FROM evidence WHERE state <> 0)',
            mark('private_reflection', 'text', 'self', key % 'private_reflection.person'),
            mark('goal', 'text', 'sent', key % '(SELECT i.ecsw FROM induction i WHERE i.id = goal.induction)'),
            mark('ask', 'about', 'sent', key % '(SELECT i.ecsw FROM induction i WHERE i.id = ask.induction)'),
            mark('observation', 'focus', 'sent', key % '(SELECT i.ecsw FROM evidence e JOIN induction i ON i.id = e.induction '
                 'WHERE e.id = observation.evidence)'),
            mark('supervision', 'actions', 'sent', key % '(SELECT i.ecsw FROM induction i WHERE i.id = supervision.induction)'),
            mark('review_part', 'strengths', 'sent', key % '(SELECT i.ecsw FROM review v JOIN induction i ON i.id = v.induction '
                 'WHERE v.id = review_part.review)') + ' WHERE review IN (SELECT id FROM review WHERE released_at IS NOT NULL)',
            mark('review_part', 'needs', 'self', key % 'review_part.person') +
            ' WHERE review IN (SELECT id FROM review WHERE released_at IS NULL)',
            mark('review_signature', 'words', 'sent', key % '(SELECT i.ecsw FROM review v JOIN induction i ON i.id = v.induction '
                 'WHERE v.id = review_signature.review)'),
            mark('review', 'concern', 'sent', key % '(SELECT i.ecsw FROM induction i WHERE i.id = review.induction)'),
            mark('training', 'title', 'staff', key % 'training.person'),
            mark('register_finding', 'annotations', 'staff', key % 'register_finding.person') + " WHERE number <> ''",
            mark('register_finding', 'town', 'staff', key % 'register_finding.person'),
            mark('organisation', 'address', 'house', "'o' || id"),
            # what somebody means to become their address, and who they are elsewhere
            'INSERT INTO identity (uuid, person, issuer, subject, linked_at) SELECT p.uuid, p.id, '
            "'https://issuer.example', 'mark-none-' || p.id || '-end', 1 FROM person p",
        ]

    def may_see(self, held, mark, path=''):
        _, state, owner, _ = mark.split('-')
        if state == 'sent' and re.search('/decisions/[^/]+/pieces/', path) and (held.person, owner) in self.sits:
            return held.role in ('practice_assessor', 'external_moderator', 'panel_member') # what the reasons point to, while it runs
        if state == 'none':
            return False
        if state == 'self':
            return held.key == owner
        if state in ('details', 'staff'):
            # told to, or known by, those who coordinate where somebody works
            if state == 'staff' and (held.person, house.ROLES.index(held.role), owner) in self.assigned:
                return True # what the register says is shown to whoever works with them
            return held.key == owner or (held.role == 'coordinator' and self.organisation[held.row] in self.works[owner])
        if state == 'guest':
            return held.role == 'national_admin' or self.organisation[held.row] == int(owner[1:])
        if state == 'house':
            own = self.organisation[held.row]
            return held.role == 'national_admin' or own == int(owner[1:]) or (own, int(owner[1:])) in self.partners
        if state == 'team' and held.role == 'national_admin':
            return True # a split says which team goes where
        if state in ('org', 'team'):
            return self.organisation[held.row] == int(owner[1:]) or held.person in self.around[owner]
        if held.key == owner:
            return held.role == 'ecsw'
        return state == 'sent' and (held.person, house.ROLES.index(held.role), owner) in self.assigned

    # ---- walking ----

    def walk(self, visitor):
        """What this person could ask for. Of a crowd with one role in one place two look at everything, the others at less."""
        alike = (visitor.held.role, self.organisation[visitor.held.row])
        self.walked[alike] = self.walked.get(alike, 0) + 1
        most = PAGES_EACH if self.walked[alike] <= 2 else PAGES_EACH // 4
        waiting = list(self.begin_at[visitor.held.role])
        seen, shapes, asked = set(waiting), {}, []
        while waiting and len(seen) < 2000 and len(asked) < 600:
            path = waiting.pop(0)
            shapes[shape(path)] = shapes.get(shape(path), 0) + 1
            if shapes[shape(path)] > OF_ONE_SHAPE or sum(shapes.values()) > most:
                continue
            answer = visitor.get(path)
            if answer.status == 303:
                answer = visitor.get(answer.header('Location'))
                path = answer.path
            asked.append(Asked('GET', path))
            self.look(visitor, asked[-1], answer)
            if not asked[-1].ids() and '/api/' not in path: # a list has no ids of its own
                self.look(visitor, asked[-1], visitor.get('/api/v1' + path))
            self.take_forms(answer, path, asked)
            for link in answer.links:
                where = urllib.parse.urljoin(path, link).partition('#')[0]
                if where.startswith('/') and not where.startswith('/assets/') and where not in seen:
                    seen.add(where)
                    waiting.append(where)
                    asked.append(Asked('GET', where))
        asked += [Asked('GET', '/api/v1' + a.path) for a in asked if a.method == 'GET' and a.ids()]
        return [a for a in asked if a.ids()]

    def take_forms(self, answer, path, asked):
        for form in answer.forms:
            action = urllib.parse.urljoin(path, form.action or path)
            if form.method != 'post' or action.startswith(SESSION_ENDS):
                continue
            fields = [(n, v) for n, v in form.hidden if n not in ('csrf',)] + form.fields
            for button in form.buttons[:2] or [None]:
                asked.append(Asked('POST', action, fields + ([button] if button else [])))

    def made_up(self, recorded):
        """What is reached from nobody's pages: one request for each such address, with a body that is well formed."""
        bodies = made.bodies(house.Visitor(self.house).get('/api/v1/openapi.json').json, self.ids)
        seen = {(a.method, a.path.partition('?')[0]) for asked in recorded.values() for a in asked}
        requests = []
        for method, path, answers in made.routes(self.world):
            address = made.path_of(path, self.ids)
            pattern = re.compile(re.sub(r':\w+', '[^/]+', path) + '$')
            if ':' not in path or not address or any(m == method and pattern.match(p) for m, p in seen):
                continue
            if 'page' in answers:
                requests.append(Asked(method, address))
            body = bodies.get('/api/v1' + re.sub(r':(\w+)', r'{\1}', path))
            if 'JSON' in answers:
                requests.append(Asked(method, '/api/v1' + address, body=body if method == 'POST' else None))
        return requests

    # ---- swapping ----

    def look(self, visitor, asked, answer):
        whole = answer.raw + ' '.join(v for _, v in answer.headers)
        self.seen.update(m.split('-')[1] for m in MARK.findall(whole))
        strange = {m for m in MARK.findall(whole) if not self.may_see(visitor.held, m, asked.path)}
        if strange or answer.status >= 500:
            self.faults.append('%s as %s: %s %s: %d %s' % (visitor.held.key, visitor.held.role, asked.method, asked.path,
                                                            answer.status, ' '.join(sorted(strange))))

    def record(self):
        """{who: what they could ask for}, and the ids that each has seen."""
        visitors = [house.Visitor(self.house, held) for held in self.world.held]
        requests = {v: self.walk(v) for v in visitors}
        more, own = self.made_up(requests), 0
        for visitor in visitors:
            for asked in requests[visitor][:20]:
                if asked.method == 'GET':
                    answer = asked.send(visitor)
                    own += bool(MARK.search(answer.raw))
                    self.look(visitor, asked, answer)
        self.assertLessEqual({'draft', 'sent', 'org', 'self', 'details', 'staff', 'house', 'guest'}, self.seen,
                             'the marks are not seen by those who may')
        self.assertGreater(own, 20, 'the marks are not even seen by those who may')
        pools = {v.held: sorted({i for a in asked for i in a.ids()}) for v, asked in requests.items()}
        return {v.held: asked + more for v, asked in requests.items() if asked}, pools

    def by_kind(self, pool):
        kinds = {}
        for id_ in pool:
            kinds.setdefault(self.kind_of.get(id_), []).append(id_)
        return pool, kinds

    def swap(self, requests, pools, times):
        """On a world as it was, since much of what is asked changes it: who has been sent away can't ask for anything."""
        dice, visitors, able = self.dice, {held: house.Visitor(self.house, held) for held in requests}, list(requests)
        for _ in range(times):
            held = dice.choice(able)
            pool, kinds = dice.choice([pools[None], pools[dice.choice(able)]])

            def of_its_kind(id_):
                alike = kinds.get(self.kind_of.get(id_))
                return dice.choice(alike if alike and dice.random() < 0.9 else pool)

            asked = dice.choice(requests[held]).with_ids(of_its_kind)
            answer = asked.send(visitors[held])
            self.answered[answer.status] = self.answered.get(answer.status, 0) + 1
            self.look(visitors[held], asked, answer)

    def nothing_got_out(self):
        """Neither in an answer nor in the log, a mail or the history."""
        self.assertEqual(self.faults, [], '\n' + '\n'.join(self.faults[:30]))
        self.house.stop()
        self.assertIsNone(MARK.search(self.house.said()))
        store = self.world.store
        invited = {}  # an invitation that is sent again calls its guest by their own name, and nobody else reads that mail
        for address, name in store.rows(self.house.url, 'SELECT email, name FROM invitation'):
            invited.setdefault(address, []).append(name)
        mails = []
        for subject, body, address in store.rows(  # a row is one line of what psql prints
                self.house.url, "SELECT subject, REPLACE(body, '\n', ' ') AS body, address FROM mail WHERE created > %d" % self.began):
            for name in invited.get(address, ()):
                subject, body = subject.replace(name, ''), body.replace(name, '')
            mails.append((subject, body, address))
        for what, rows in (('mail', mails), ('history', store.rows(self.house.url, 'SELECT data FROM event'))):
            self.assertEqual([row for row in rows if MARK.search(repr(row))], [], what)
        store.drop(self.house.url)

    def test_no_answer_has_words_that_are_not_for_the_one_who_asked(self):
        self.seen, self.faults, self.answered, self.walked = set(), [], {}, {}
        self.dice, self.began = random.Random(1948), int(time.time() * 1000)
        self.kind_of = {i: kind for kind, ids in self.ids.items() for i in ids}
        requests, pools = self.record()
        everything = {i for pool in pools.values() for i in pool} | {
            i for kind, ids in self.ids.items() if kind != 'item' for i in ids}
        pools = {held: self.by_kind(pool) for held, pool in pools.items()}
        pools[None] = self.by_kind(sorted(everything))
        self.nothing_got_out()
        for begun in range(0, SWAPS, A_WORLD):
            self.house = house.House(self.world, self.world.store.copy(self.url), files=self.files)
            self.swap(requests, pools, min(A_WORLD, SWAPS - begun))
            self.nothing_got_out()
        # after its result, which is counted from one line
        self.addClassCleanup(print, '%d requests of %d people recorded; answers to %d swapped: %s' % (
            sum(map(len, requests.values())), len(requests), SWAPS,
            ', '.join('%d x %d' % (n, status) for status, n in sorted(self.answered.items()))), flush=True)


if __name__ == '__main__':
    unittest.main(verbosity=2)
