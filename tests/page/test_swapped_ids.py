"""Nobody gets at another's words by another's ids. Run with CAIRN_TEST_DB; CAIRN_SWAPS says how many requests (5,000).

A mark is planted in every piece, draft and view of every early-career social worker, in what somebody has told Cairn
about themself alone, in what an organisation writes down about its people, and in every mail. Everybody's pages are
walked, lists and files for spreadsheets among them, and each request they could make from there is kept: links, and forms
with their fields. Then each is made again with ids that others have seen in place of its own. No answer, header, line of
the log, entry of the history or mail may have a mark that this person may not see. Which requests are made is settled by a seed, so that a failure can be repeated.
"""
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

SWAPS = int(os.environ.get('CAIRN_SWAPS', '5000'))
PAGES_EACH, OF_ONE_SHAPE = 60, 3
ID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
MARK = re.compile(r'mark-(?:draft|sent|self|none|org)-[a-z0-9]+-end')
SESSION_ENDS = ('/sign-out', '/sign-in', '/account')


class Asked:
    """A request that somebody could make from their pages."""

    def __init__(self, method, path, fields=()):
        self.method, self.path, self.fields = method, path, list(fields)

    def ids(self):
        return ID.findall(self.path) + [i for _, v in self.fields for i in ID.findall(v)]

    def with_ids(self, choose):
        swap = {i: choose(i) for i in self.ids()}

        def put(text):
            return ID.sub(lambda m: swap[m.group(0)], text)
        return Asked(self.method, put(self.path), [(n, put(v)) for n, v in self.fields])

    def send(self, visitor):
        if self.method == 'GET':
            return visitor.get(self.path)
        return visitor.post(self.path, self.fields, page=visitor.last if visitor.last.is_page else None)


def shape(path):
    return re.sub(r'\d+', '9', ID.sub('ID', path))


class Swapped(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World()
        cls.url = cls.world.store.copy(cls.world.template)
        cls.plant()
        cls.house = house.House(cls.world, cls.url)

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

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
        rows = store.rows(cls.url, "SELECT a.person, a.role, SUBSTR(p.email, 1, LENGTH(p.email) - 13) FROM assignment a "
                          'JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw')
        cls.assigned = {tuple(row) for row in rows}
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
            mark('induction', 'team', 'org', "'o' || employer"),
            mark('draft', 'body', 'self', key % 'draft.person').replace(' mark-self', '+mark-self'),
            mark('factor_passkey', 'name', 'self', key % 'factor_passkey.person'),
            mark('mail', 'subject', 'none', "'o0'"), mark('mail', 'body', 'none', "'o0'") + " WHERE body <> ''",
            mark('sign_in_asked', 'address', 'none', "'o0'"),
            mark('funding_period', 'note', 'org', employer % 'funding_period.induction'),
            mark('assignment', 'reason', 'org', employer % 'assignment.induction'),
            mark('joining', 'name', 'org', "'o' || joining.organisation"),
            mark('invitation', 'name', 'org', "'o' || invitation.organisation"),
            mark('bulk_import', 'name', 'self', key % 'bulk_import.person'),
        ]

    def may_see(self, held, mark):
        _, state, owner, _ = mark.split('-')
        if state == 'none':
            return False
        if state == 'self':
            return held.key == owner
        if state == 'org':
            return self.organisation[held.row] == int(owner[1:]) or held.person in self.around[owner]
        if held.key == owner:
            return held.role == 'ecsw'
        return state == 'sent' and (held.person, house.ROLES.index(held.role), owner) in self.assigned

    # ---- walking ----

    def walk(self, visitor):
        """What this person could ask for, beginning at the first screen."""
        waiting, seen, shapes, asked = ['/', '/account/drafts'], {'/', '/account/drafts'}, {}, []
        while waiting and len(seen) < 2000 and len(asked) < 400:
            path = waiting.pop(0)
            shapes[shape(path)] = shapes.get(shape(path), 0) + 1
            if shapes[shape(path)] > OF_ONE_SHAPE or sum(shapes.values()) > PAGES_EACH:
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

    # ---- swapping ----

    def look(self, visitor, asked, answer):
        whole = answer.raw + ' '.join(v for _, v in answer.headers)
        self.seen.update(m.split('-')[1] for m in MARK.findall(whole))
        strange = {m for m in MARK.findall(whole) if not self.may_see(visitor.held, m)}
        if strange or answer.status >= 500:
            self.faults.append('%s as %s: %s %s: %d %s' % (visitor.held.key, visitor.held.role, asked.method, asked.path,
                                                            answer.status, ' '.join(sorted(strange))))

    def test_no_answer_has_words_that_are_not_for_the_one_who_asked(self):
        self.seen = set()
        self.faults, dice, self.began = [], random.Random(1948), int(time.time() * 1000)
        visitors = [house.Visitor(self.house, held) for held in self.world.held]
        requests = {v: self.walk(v) for v in visitors}
        pools = {v: sorted({i for a in asked for i in a.ids()}) for v, asked in requests.items()}
        everything = sorted({i for pool in pools.values() for i in pool} | {
            i for name, i in self.world.names.items() if name.startswith(('piece:', 'induction:'))})
        own = 0
        for visitor in visitors:
            for asked in requests[visitor][:20]:
                if asked.method == 'GET':
                    answer = asked.send(visitor)
                    own += bool(MARK.search(answer.raw))
                    self.look(visitor, asked, answer)
        self.assertLessEqual({'draft', 'sent', 'org', 'self'}, self.seen, 'the marks are not seen by those who may')
        self.assertGreater(own, 20, 'the marks are not even seen by those who may')
        kind_of = {i: name.partition(':')[0] for name, i in self.world.names.items()}
        able = [v for v in visitors if requests[v]]
        for _ in range(SWAPS):
            visitor = dice.choice(able)
            pool = dice.choice([everything, pools[dice.choice(able)]])

            def of_its_kind(id_):
                alike = [i for i in pool if kind_of.get(i) == kind_of.get(id_)]
                return dice.choice(alike if alike and dice.random() < 0.9 else pool)

            asked = dice.choice(requests[visitor]).with_ids(of_its_kind)
            self.look(visitor, asked, asked.send(visitor))
        self.assertEqual(self.faults, [], '\n' + '\n'.join(self.faults[:30]))
        self.house.stop()
        self.assertIsNone(MARK.search(self.house.said()))
        store = self.world.store
        for what, sql in (('mail', 'SELECT subject, body FROM mail WHERE created > %d' % self.began),
                          ('history', 'SELECT data FROM event')):
            self.assertEqual([row for row in store.rows(self.house.url, sql) if MARK.search(repr(row))], [], what)


if __name__ == '__main__':
    unittest.main(verbosity=2)
