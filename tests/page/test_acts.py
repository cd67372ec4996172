"""What is done to accounts, and what must not be possible: two people for national roles, addresses changed and put back,
leaving on its day, numbers and addresses that belong to one person for ever, and readers who open very many records.
Run with CAIRN_TEST_DB.
"""
import os
import re
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}  # mail waits in the outbox, with its words
LONG, REFUSED, MANY_OPENED = 1200, 90, 136


class Acts(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)

    # ---- helps ----

    def served(self, **env):
        return house.House(self.world, self.url, env=dict(NOWHERE, **env))

    def events(self, kind, more=''):
        return self.one('SELECT COUNT(*) FROM event WHERE kind = %d %s' % (kind, more))

    def until(self, sql, value):
        for _ in range(LONG):
            if self.one(sql) == value:
                return
            time.sleep(0.1)
        raise AssertionError('%s never was %s' % (sql, value))

    def uuid(self, key):
        return self.world.names['person:' + key]

    def id_of(self, key):
        return self.one("SELECT id FROM person WHERE email_folded = '%s@demo.example'" % key)

    def link(self, address, path):
        """Of the newest mail to an address that has such a link."""
        rows = self.rows("SELECT body FROM mail WHERE address = '%s' AND body LIKE '%%/%s/%%' ORDER BY id DESC LIMIT 1" % (address, path))
        return re.search(path + r'/([\w-]{43})', ' '.join(str(v) for row in rows for v in row)).group(1)

    def subjects(self, address):
        return [r[0] for r in self.rows("SELECT subject FROM mail WHERE address = '%s' ORDER BY id" % address)]

    def invite(self, served, who, **fields):
        visitor = served.visitor(who)
        visitor.get('/people/invite')
        return visitor.post('/people/invite', dict({'name': 'Wren Ashdown', 'email': 'wren@demo.example'}, **fields).items())

    # ---- national roles ----

    def test_a_national_role_takes_two_administrators_and_never_whoever_proposed_it(self):
        with self.served() as served:
            answer = self.invite(served, 'mo', role='national_admin')
            self.assertEqual(answer.status, 303, answer.text)
            where = answer.header('Location')
            mo, pilar = served.visitor('mo'), served.visitor('pilar')
            page = mo.get(where)
            self.assertIn('another administrator must confirm', page.text)
            self.assertNotIn('Confirm, as the second administrator', page.text)
            before = self.events(REFUSED)
            self.assertEqual(mo.post(where + '/confirm').status, 403)
            self.assertEqual(self.events(REFUSED), before + 1)
            self.assertIn(mo.post(where + '/resend').status, (403, 409))
            for who in ('jonas', 'olu', 'nadia', 'amina'):
                self.assertEqual(served.visitor(who).post(where + '/confirm').status, 404, who)
            self.assertEqual(self.one("SELECT COUNT(*) FROM mail WHERE address = 'wren@demo.example'"), 0)
            self.assertIn('Confirm, as the second administrator', pilar.get(where).text)
            self.assertEqual(pilar.post(where + '/confirm').status, 303)
            self.assertIn(pilar.post(where + '/confirm').status, (403, 409))
        self.assertEqual(self.events(139), 1)
        token = self.link('wren@demo.example', 'invitations')
        with self.served() as served:
            self.assertEqual(served.visitor().post('/invitations/' + token).status, 303)
        self.assertEqual(self.one("SELECT COUNT(*) FROM role_held r JOIN person p ON p.id = r.person WHERE r.role = 6 AND "
                                  "p.email_folded = 'wren@demo.example'"), 1)

    def test_asking_to_sign_in_does_not_get_around_the_second_administrator(self):
        with self.served() as served:
            self.assertEqual(self.invite(served, 'mo', role='system_admin').status, 303)
            visitor = served.visitor()
            visitor.get('/sign-in')
            self.assertEqual(visitor.post('/sign-in', [('email', 'wren@demo.example')]).status, 200)
            self.until('SELECT COUNT(*) FROM sign_in_asked', 0)
        self.assertEqual(self.one("SELECT COUNT(*) FROM mail WHERE address = 'wren@demo.example' AND kind = 4"), 0)

    def test_a_national_role_is_not_given_from_the_page_of_a_person(self):
        with self.served() as served:
            mo = served.visitor('mo')
            path = '/people/%s/roles' % self.uuid('karen')
            mo.get(path + '/new')
            answer = mo.post(path, [('role', 'national_admin')])
            self.assertEqual(answer.status, 422)
        self.assertEqual(self.one('SELECT COUNT(*) FROM role_held WHERE role = 6 AND person = %d' % self.id_of('karen')), 0)

    def test_a_role_above_ones_own_and_any_role_to_oneself_are_refused_and_written_down(self):
        with self.served() as served:
            before = self.events(REFUSED)
            for role in ('national_admin', 'regulator', 'system_admin'):
                answer = self.invite(served, 'jonas', role=role)
                self.assertEqual((answer.status, 'give this role' in answer.text), (422, True))
            answer = self.invite(served, 'jonas', role='practice_assessor', email='Jonas@demo.example')
            self.assertEqual((answer.status, 'give yourself a role' in answer.text), (422, True))
            jonas = served.visitor('jonas')
            answer = jonas.post('/people/%s/roles' % self.uuid('jonas'), [('role', 'practice_assessor')])
            self.assertIn(answer.status, (403, 422))
            self.assertEqual(self.events(REFUSED), before + 4)
        self.assertEqual(self.one('SELECT COUNT(*) FROM role_held WHERE role = 3 AND person = %d' % self.id_of('jonas')), 0)
        self.assertEqual(self.one("SELECT COUNT(*) FROM invitation WHERE email_folded = 'wren@demo.example'"), 0)

    # ---- addresses ----

    def changed(self, to='grace.h@demo.example'):
        with self.served() as served:
            grace = served.visitor('grace')
            grace.get('/account/address')
            self.assertEqual(grace.post('/account/address', [('email', to)]).status, 303)
        with self.served() as served:
            self.assertEqual(served.visitor().post('/addresses/' + self.link(to, 'addresses')).status, 200)

    def test_both_addresses_hear_of_a_change_and_the_old_one_can_put_it_back(self):
        grace = self.id_of('grace')
        self.changed()
        self.assertEqual(self.one('SELECT email FROM person WHERE id = %d' % grace), 'grace.h@demo.example')
        self.assertEqual(self.subjects('grace@demo.example')[-2:], ['A new address was asked for', 'Your address in Cairn has changed'])
        self.assertIn('Your address in Cairn has changed', self.subjects('grace.h@demo.example'))
        undo = self.link('grace@demo.example', 'addresses')
        with self.served() as served:
            visitor = served.visitor()
            self.assertIn('becomes the address of your account again', visitor.get('/addresses/' + undo).text)
            self.assertEqual(served.visitor('grace').get('/account').status, 200)
            self.assertEqual(visitor.post('/addresses/' + undo).status, 200)
            self.assertEqual(served.visitor('grace').get('/account').status, 401)
            before = self.events(REFUSED)
            self.assertEqual(visitor.post('/addresses/' + undo).status, 410)
            self.assertEqual(self.events(REFUSED), before + 1)
        self.assertEqual(self.one('SELECT email FROM person WHERE id = %d' % grace), 'grace@demo.example')
        for address in ('grace@demo.example', 'grace.h@demo.example'):
            self.assertEqual(self.subjects(address)[-1], 'Your address in Cairn is back as it was')

    def test_changing_it_twice_does_not_take_away_the_first_link(self):
        grace = self.id_of('grace')
        self.changed()
        undo = self.link('grace@demo.example', 'addresses')
        self.changed('grace.b@demo.example')
        with self.served() as served:
            self.assertEqual(served.visitor().post('/addresses/' + undo).status, 200)
        self.assertEqual(self.one('SELECT email FROM person WHERE id = %d' % grace), 'grace@demo.example')

    def test_an_address_that_was_retired_is_not_put_back(self):
        self.world.store.run(self.url, ['UPDATE assignment SET ends = starts WHERE person = %d' % self.id_of('grace')])
        grace = self.id_of('grace')
        self.changed()
        undo = self.link('grace@demo.example', 'addresses')
        with self.served() as served:
            jonas = served.visitor('jonas')
            path = '/people/%s/leave' % self.uuid('grace')
            jonas.get(path)
            answer = jonas.post(path, [('last_day', '2020-01-01'), ('reason', 'retired'), ('anyway', '1')])
            self.assertEqual(answer.status, 303, answer.text)
            self.assertEqual(served.visitor().post('/addresses/' + undo).status, 410)
        self.assertEqual(self.one('SELECT email FROM person WHERE id = %d' % grace), '')

    def test_an_expired_and_a_foreign_link_are_refused_and_written_down(self):
        with self.served() as served:
            grace = served.visitor('grace')
            grace.get('/account/address')
            self.assertEqual(grace.post('/account/address', [('email', 'grace.h@demo.example')]).status, 303)
        token = self.link('grace.h@demo.example', 'addresses')
        self.world.store.run(self.url, ['UPDATE address_change SET expires = created'])
        with self.served() as served:
            before = self.events(REFUSED)
            answer = served.visitor().post('/addresses/' + token)
            self.assertEqual((answer.status, 'Ask for the change again' in answer.text), (410, True))
            self.assertEqual(self.events(REFUSED), before + 1)

    # ---- leaving, and coming back ----

    def leaving(self, key, in_days):
        day = self.one('SELECT MAX(starts) FROM role_held WHERE person = %d' % self.id_of(key))
        today = int(time.time() // 86400)
        when = time.strftime('%Y-%m-%d', time.gmtime((today + in_days) * 86400))
        with self.served() as served:
            jonas = served.visitor('jonas')
            path = '/people/%s/leave' % self.uuid(key)
            jonas.get(path)
            answer = jonas.post(path, [('last_day', when), ('reason', 'another_employer'), ('anyway', '1'),
                                       ('personal', key + '@home.example')])
            self.assertEqual(answer.status, 303, answer.text)
            self.assertIn('Leaving. Last day', jonas.get('/people/%s' % self.uuid(key)).text)
        return day

    def test_leaving_takes_effect_on_its_day_and_not_before(self):
        thandi = self.id_of('thandi')
        self.leaving('thandi', 5)
        self.assertIn('Confirm your personal address for Cairn', self.subjects('thandi@home.example'))
        with self.served() as served:  # until then nothing has changed
            self.assertEqual(served.visitor('thandi').get('/account').status, 200)
            self.assertEqual(served.visitor().post('/addresses/' + self.link('thandi@home.example', 'addresses')).status, 200)
        self.assertEqual(self.one('SELECT COUNT(*) FROM departure WHERE done_at IS NULL AND person = %d' % thandi), 1)
        self.world.store.run(self.url, ['UPDATE job SET run_at = 0 WHERE kind = 25'])
        with self.served(CAIRN_NOW='+3d'):
            time.sleep(1)
        self.assertEqual(self.one('SELECT COUNT(*) FROM departure WHERE done_at IS NULL AND person = %d' % thandi), 1)
        self.world.store.run(self.url, [
            'UPDATE job SET run_at = 0 WHERE kind = 25',
            'UPDATE session SET ends = ends + 1000000000, last_seen = last_seen + 500000000 WHERE person = %d' % thandi])
        with self.served(CAIRN_NOW='+6d') as served:
            self.until('SELECT COUNT(*) FROM departure WHERE done_at IS NULL AND person = %d' % thandi, 0)
            self.assertEqual(served.visitor('thandi').get('/account').status, 401)
        self.assertEqual(self.one('SELECT COUNT(*) FROM session WHERE ended_at IS NULL AND person = %d' % thandi), 0)
        self.assertEqual(self.one('SELECT email FROM person WHERE id = %d' % thandi), '')
        self.assertEqual(self.events(128, 'AND object = (SELECT uuid FROM person WHERE id = %d)' % thandi), 1)
        self.assertIn('Your account in Cairn after leaving', self.subjects('thandi@home.example'))

    def test_a_number_stays_with_whoever_had_it_and_who_returns_is_the_same_person(self):
        thandi = self.id_of('thandi')
        number = self.one('SELECT registration FROM person WHERE id = %d' % thandi)
        people = self.one('SELECT COUNT(*) FROM person')
        with self.served() as served:
            jonas = served.visitor('jonas')
            path = '/people/%s/leave' % self.uuid('thandi')
            jonas.get(path)
            self.assertEqual(jonas.post(path, [('last_day', '2026-01-05'), ('reason', 'retired'), ('anyway', '1'),
                                               ('personal', 'thandi@home.example')]).status, 303)
            edit = '/people/%s/edit' % self.uuid('idris')
            jonas.get(edit)
            answer = jonas.post(edit, [('name', 'Idris Pebblecombe'), ('registration', number)])
            self.assertEqual((answer.status, 'belongs to somebody else' in answer.text), (422, True))
        with self.served() as served:
            self.assertEqual(served.visitor().post('/addresses/' + self.link('thandi@home.example', 'addresses')).status, 200)
            karen = self.invite(served, 'karen', name='Thandi Moorcroft', email='thandi.m@calder.example',
                                role='practice_assessor', registration=number)
            self.assertEqual(karen.status, 303, karen.text)
        token = self.link('thandi.m@calder.example', 'invitations')
        with self.served() as served:
            stranger = served.visitor()
            answer = stranger.post('/invitations/' + token)
            self.assertEqual((answer.status, 'A link is on its way' in answer.text), (200, True))
        proof = self.link('thandi@home.example', 'invitations')
        with self.served() as served:
            self.assertEqual(served.visitor().post('/invitations/' + token).status, 410)  # the link at the new address is spent
            self.assertIn('Moorcroft', served.visitor('karen').get('/people/invitations').text)
            again = served.visitor()
            self.assertEqual(again.post('/invitations/' + proof).status, 303)
            self.assertIn('Practice assessor', again.get('/account').text)
        self.assertEqual(self.one("SELECT id FROM person WHERE registration = '%s'" % number), thandi)
        self.assertEqual(self.one('SELECT email FROM person WHERE id = %d' % thandi), 'thandi.m@calder.example')
        self.assertEqual(self.one('SELECT COUNT(*) FROM person'), people)

    def test_sending_an_invitation_again_takes_back_what_was_proved(self):
        """Otherwise whoever reads the new address alone would get into the record."""
        thandi = self.id_of('thandi')
        number = self.one('SELECT registration FROM person WHERE id = %d' % thandi)
        self.world.store.run(self.url, ['UPDATE role_held SET ends = starts WHERE person = %d' % thandi])
        with self.served() as served:
            where = self.invite(served, 'karen', name='Thandi Moorcroft', email='thandi.m@calder.example',
                                role='practice_assessor', registration=number).header('Location')
        token = self.link('thandi.m@calder.example', 'invitations')
        with self.served() as served:
            self.assertIn('Send a link to that address', served.visitor().get('/invitations/' + token).text)
            self.assertEqual(served.visitor().post('/invitations/' + token).status, 200)
            karen = served.visitor('karen')
            karen.get(where)
            self.assertEqual(karen.post(where + '/resend').status, 303)
        with self.served() as served:
            answer = served.visitor().post('/invitations/' + self.link('thandi.m@calder.example', 'invitations'))
            self.assertEqual((answer.status, answer.header('Location')), (200, ''))
            self.assertEqual(served.visitor().get('/account').status, 401)
        self.assertEqual(self.one("SELECT COUNT(*) FROM invitation WHERE accepted_at IS NOT NULL AND email_folded = 'thandi.m@calder.example'"), 0)

    # ---- many records ----

    def test_opening_more_records_than_work_explains_is_recorded_and_shown_to_those_who_manage(self):
        world = house.World(extra=['--inductions', '45'])
        self.addCleanup(world.close)
        url = world.store.copy(world.template)
        world.store.run(url, ["UPDATE induction SET employer = (SELECT id FROM organisation WHERE name LIKE 'Northmoor%')"])
        ids = [house.as_uuid(r[0]) for r in world.store.rows(url, "SELECT i.uuid FROM induction i JOIN organisation o ON o.id = i.employer "
                                                             "WHERE o.name LIKE 'Northmoor%' AND i.ended IS NULL ORDER BY i.id")]
        self.assertGreater(len(ids), 32)
        said = 'SELECT COUNT(*) FROM event WHERE kind = %d' % MANY_OPENED
        with house.House(world, url, env=NOWHERE) as served:
            jonas = served.visitor('jonas')
            for induction in ids[:30]:
                self.assertEqual(jonas.get('/inductions/' + induction).status, 200)
            self.assertEqual(world.store.rows(url, said)[0][0], 0)
            for induction in ids[30:33]:
                self.assertEqual(jonas.get('/inductions/' + induction).status, 200)
            self.assertEqual(world.store.rows(url, said)[0][0], 2)  # in their history and in the organisation's, once
            page = '/people/' + world.names['person:jonas']
            self.assertIn('more than 30 people within an hour', served.visitor('mo').get(page).text)
            self.assertIn('more than 30', served.visitor('jonas').get('/account/events').text)
            for who in ('harpreet', 'amina', 'karen', 'nadia'):
                self.assertNotIn('more than 30', served.visitor(who).get(page).text)


if __name__ == '__main__':
    unittest.main(verbosity=2)
