"""What may not be asked is refused, explained and written down; nothing changes. A table for each way of asking. CAIRN_TEST_DB.

A role one may not give; an organisation that is not one's own; every address that changes something, with somebody else's
token in the form and with a session that has ended; a change made on a version that is gone; the same sent twice.
"""
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import made  # noqa: E402
import planted  # noqa: E402

REFUSED = 90  # EVENT_REFUSED
JSON = [('Content-Type', 'application/json')]
# Who gives which roles, told here independently of rules/people.c.
GIVES = {
    'jonas': {'ecsw', 'practice_supervisor', 'practice_assessor', 'coordinator', 'external_moderator', 'observer',
              'panel_member', 'hr_contact'},
    'mo': {'coordinator', 'external_moderator', 'national_admin', 'regulator', 'system_admin'},
}
ACTORS = ('amina', 'grace', 'harpreet', 'jonas', 'mo', 'olu')
UPLOADS = ('/imports', '/frameworks/imports', '/register/copies')  # whose body is read first: it must be an upload
NO_TOKEN = ('/sign-in', '/mail/stop/', '/invitations/', '/addresses/',  # by links in mails, before there is a session
            '/display')  # a device's own cookie; what is kept for a person asks for the token: display.test


class Refused(house.InWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = os.path.join(cls.world.folder, 'planted')
        planted.plant(cls.world.store, cls.world.template, cls.files)
        cls.ids = made.ids_by_kind(cls.world.store, cls.world.template)

    def setUp(self):
        self.house = house.House(self.world, self.world.store.copy(self.world.template), files=self.files)
        self.addCleanup(lambda: self.house.process.poll() is None and self.house.kill())

    def send(self, who, path, body, more=()):
        import json
        return self.house.visitor(who).request('POST', '/api/v1' + path, json.dumps(body), JSON + list(more))

    def refusals(self):
        return self.world.store.rows(self.house.url, 'SELECT COUNT(*) FROM event WHERE kind = %d' % REFUSED)[0][0]

    def explained(self, answer, statuses=(422,)):
        self.assertIn(answer.status, statuses, answer.raw)
        self.assertTrue(answer.json.get('detail') or answer.json.get('errors'), answer.raw)

    def test_a_role_one_may_not_give_is_refused_explained_and_recorded(self):
        refused = 0
        for who, gives in GIVES.items():
            for role in house.ROLES[1:]:
                if role in gives:
                    continue
                with self.subTest(who=who, role=role):
                    address = '%s.%s@new.example' % (who, role.replace('_', '.'))
                    self.explained(self.send(who, '/people/invite', {'name': 'New Person', 'email': address, 'role': role}))
                    refused += 1
        self.house.stop()
        self.assertEqual(self.refusals(), refused)
        self.assertEqual(self.world.store.rows(self.house.url, "SELECT email FROM invitation WHERE email LIKE '%@new.example'"), [])

    def test_a_role_is_not_given_to_oneself_nor_for_an_organisation_that_is_not_ones_own(self):
        calder = self.world.names['organisation:Calder Vale Council']
        self.explained(self.send('jonas', '/people/invite', {'name': 'New Person', 'email': 'a@new.example', 'role': 'practice_supervisor',
                                                             'organisation': calder}))
        grace = self.world.names['person:grace']
        self.explained(self.send('jonas', '/people/%s/roles' % grace, {'role': 'practice_assessor', 'organisation': calder}))
        self.explained(self.send('jonas', '/people/%s/roles' % grace, {'role': 'regulator'}))
        oneself = self.send('jonas', '/people/%s/roles' % self.world.names['person:jonas'], {'role': 'practice_assessor'})
        self.explained(oneself, (403, 422))
        before = dict(self.world.store.rows(self.world.template, 'SELECT id, role FROM role_held'))
        self.house.stop()
        self.assertGreaterEqual(self.refusals(), 3)
        self.assertEqual(dict(self.world.store.rows(self.house.url, 'SELECT id, role FROM role_held')), before)

    def postings(self):
        for method, path, answers in made.routes(self.world):
            address = made.path_of(path, self.ids)
            if method == 'POST' and 'page' in answers and address and not path.startswith(NO_TOKEN):
                yield address

    def test_every_posting_with_somebody_elses_token_or_after_the_session_is_refused(self):
        postings, faults = list(self.postings()), []
        self.assertGreater(len(postings), 60)
        for who in ACTORS:
            for expired in (False, True):
                visitor = self.house.visitor(who, expired=expired)
                own = visitor.held.csrf
                for address in postings:
                    visitor.last = None
                    visitor.held.csrf = own if expired else self.world.find('karen').csrf
                    try:
                        answer = visitor.post(address)
                    finally:
                        visitor.held.csrf = own
                    if address in UPLOADS and answer.status == 422:
                        continue
                    if answer.status not in (401, 403, 404) or (answer.status == 401 and not answer.page.words):
                        faults.append('%s%s: POST %s: %d' % (who, ', expired' if expired else '', address, answer.status))
        self.assertEqual(faults, [])
        self.house.stop()

    def test_a_change_without_a_version_or_on_one_that_is_gone_is_refused_and_says_which_it_is_now(self):
        bodies = made.bodies(self.house.visitor().get('/api/v1/openapi.json').json, self.ids)
        asked = set()
        for method, path, answers in made.routes(self.world):
            kind = re.search(r':(\w+)', path)
            body = bodies.get('/api/v1' + re.sub(r':(\w+)', r'{\1}', path))
            if method != 'POST' or 'JSON' not in answers or not kind or body is None or not self.ids.get(kind.group(1)):
                continue
            for who in ACTORS:
                for id_ in self.ids[kind.group(1)][:12]:
                    address = made.path_of(path, dict(self.ids, **{kind.group(1): [id_]}))
                    if not address or self.send(who, address, body).status != 428:
                        continue
                    asked.add(path)
                    stale = self.send(who, address, body, [('If-Match', '"99999"')])
                    if stale.status == 404 and path.count(':') > 1:  # what the second names is not the first one's
                        continue
                    self.assertIn(stale.status, (412, 422, 403, 409), '%s %s: %s' % (who, address, stale.raw))
                    if stale.status == 412:
                        asked.add(path + ' is stale')
        self.house.stop()
        self.assertGreater(len([p for p in asked if p.endswith('stale')]), 2, sorted(asked))

    def test_the_same_sent_twice_is_done_once(self):
        n = self.world.names
        acts = [
            ('jonas', '/people/invite', {'name': 'Twice Over', 'email': 'twice@new.example', 'role': 'practice_supervisor'}),
            ('jonas', '/people/%s/roles' % n['person:grace'], {'role': 'hr_contact'}),
            ('jonas', '/people/%s/deactivate' % n['person:patrick'], {'reason': 'account_at_risk'}),
            ('mo', '/organisations', {'name': 'Twice Made Council', 'type': 'local authority'}),
        ]
        first = [self.send(*act).status for act in acts]
        second = [self.send(*act) for act in acts]
        self.assertEqual([s for s in first if s not in (200, 201)], [], first)
        for act, answer in zip(acts, second):
            with self.subTest(act[1]):
                self.explained(answer, (403, 409, 412, 422, 428))
        self.house.stop()
        for sql in ("SELECT COUNT(*) FROM invitation WHERE email = 'twice@new.example'",
                    "SELECT COUNT(*) FROM organisation WHERE name = 'Twice Made Council'"):
            self.assertEqual(self.world.store.rows(self.house.url, sql)[0][0], 1, sql)


if __name__ == '__main__':
    unittest.main(verbosity=2)
