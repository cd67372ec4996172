"""A role offered by mail: its link works once, until it expires, for whom it was meant, over a restart; leaving retires the
work address, so that whoever gets it next is somebody else; who comes back is the same person. Run with CAIRN_TEST_DB.
"""
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}  # nobody listens: mail waits in the outbox with its words


class People(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)

    def served(self):
        return house.House(self.world, self.url, env=NOWHERE)

    def token(self, address, path):
        """Of the newest mail to somebody. While nothing serves."""
        rows = self.rows("SELECT body FROM mail WHERE address = '%s' ORDER BY id DESC LIMIT 1" % address)
        body = ' '.join(str(v) for row in rows for v in row)  # psql gives a line a row
        return re.search(path + r'/([\w-]{43})', body).group(1)

    def invite(self, served, address, role='practice_supervisor', **more):
        jonas = served.visitor('jonas')
        jonas.get('/people/invite')
        fields = [('name', 'Wren Ashdown'), ('email', address), ('role', role)] + list(more.items())
        answer = jonas.post('/people/invite', fields)
        self.assertEqual(answer.status, 303, answer.text)
        return answer.header('Location')

    def accepted(self, address, **more):
        """Somebody new, with the cookie of their session."""
        with self.served() as served:
            self.invite(served, address, **more)
        token = self.token(address, 'invitations')
        with self.served() as served:
            self.assertEqual(served.visitor().post('/invitations/' + token).status, 303)
        return self.rows("SELECT id FROM person WHERE email_folded = '%s'" % address)[0][0]

    def test_a_link_works_once_over_a_restart_and_opening_it_spends_nothing(self):
        with self.served() as served:
            self.invite(served, 'wren@demo.example')
            self.assertNotIn('Wren', served.visitor('jonas').get('/people?q=wren').text)
        token = self.token('wren@demo.example', 'invitations')
        with self.served() as served:
            wren = served.visitor()
            for _ in range(2):
                answer = wren.get('/invitations/' + token)
                self.assertEqual(answer.status, 200)
                self.assertIn('Northmoor', answer.text)
            self.assertEqual(wren.post('/invitations/' + token).status, 303)
            self.assertIn('Wren Ashdown', wren.get('/account').text)
            self.assertIn('Practice supervisor', wren.get('/account').text)
            again = served.visitor().post('/invitations/' + token)
            self.assertEqual(again.status, 410)
            self.assertIn('accepted already', again.text)
            self.assertIn('Wren Ashdown', served.visitor('jonas').get('/people?q=wren').text)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM event WHERE kind = 90")[0][0], 1)

    def test_a_new_link_ends_the_old_one_and_a_taken_back_one_is_nothing(self):
        with self.served() as served:
            where = self.invite(served, 'wren@demo.example')
        first = self.token('wren@demo.example', 'invitations')
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get(where)
            self.assertEqual(jonas.post(where + '/resend').status, 303)
            self.assertEqual(served.visitor().post('/invitations/' + first).status, 410)
        second = self.token('wren@demo.example', 'invitations')
        with self.served() as served:
            self.assertEqual(served.visitor().get('/invitations/' + second).status, 200)
            jonas = served.visitor('jonas')
            jonas.get(where)
            self.assertEqual(jonas.post(where + '/revoke').status, 303)
            self.assertEqual(served.visitor().post('/invitations/' + second).status, 410)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM person WHERE email_folded = 'wren@demo.example'")[0][0], 0)

    def test_somebody_elses_link_and_an_expired_one_are_refused_and_written_down(self):
        with self.served() as served:
            where = self.invite(served, 'wren@demo.example')
        token = self.token('wren@demo.example', 'invitations')
        with self.served() as served:
            grace = served.visitor('grace')
            self.assertEqual(grace.get('/invitations/' + token).status, 409)
            self.assertEqual(grace.post('/invitations/' + token).status, 409)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM event WHERE kind = 90 AND person = (SELECT id FROM person "
                                   "WHERE email_folded = 'grace@demo.example')")[0][0], 1)
        self.world.store.run(self.url, ['UPDATE invitation SET expires = sent_at'])
        with self.served() as served:
            answer = served.visitor().post('/invitations/' + token)
            self.assertEqual(answer.status, 410)
            self.assertIn('72 hours', answer.text)
            self.assertIn('has expired', served.visitor('jonas').get(where).text)

    def test_a_registration_number_alone_lets_nobody_into_a_record(self):
        with self.served() as served:
            self.invite(served, 'not-amina@demo.example', registration='SW900101')
        token = self.token('not-amina@demo.example', 'invitations')
        with self.served() as served:
            answer = served.visitor().post('/invitations/' + token)
            self.assertEqual(answer.status, 409)
            self.assertIn('sign in as you did before', answer.text)
            amina = served.visitor('amina')
            self.assertEqual(amina.post('/invitations/' + token).status, 303)
        self.assertEqual(self.rows("SELECT email FROM person WHERE registration = 'SW900101'")[0][0], 'not-amina@demo.example')

    def test_leaving_retires_the_address_and_who_gets_it_next_is_somebody_else(self):
        first = self.accepted('wren@demo.example', registration='SW800001')
        uuid = house.as_uuid(self.rows('SELECT uuid FROM person WHERE id = %d' % first)[0][0])
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get('/people/%s/leave' % uuid)
            answer = jonas.post('/people/%s/leave' % uuid, [
                ('last_day', '2020-01-01'), ('reason', 'another_employer'), ('personal', 'wren@home.example')])
            self.assertEqual(answer.status, 303, answer.text)
            self.assertIn('Has left', jonas.get('/people/%s' % uuid).text)
        self.assertEqual(self.rows('SELECT COUNT(*) FROM session WHERE ended_at IS NULL AND person = %d' % first)[0][0], 0)
        self.assertEqual(self.rows('SELECT email FROM person WHERE id = %d' % first)[0][0], '')
        token = self.token('wren@home.example', 'addresses')
        with self.served() as served:
            self.assertEqual(served.visitor().get('/addresses/' + token).status, 200)
            self.assertEqual(served.visitor().post('/addresses/' + token).status, 200)
            self.assertEqual(served.visitor().post('/addresses/' + token).status, 410)
        self.assertEqual(self.rows('SELECT personal_folded FROM person WHERE id = %d' % first)[0][0], 'wren@home.example')
        second = self.accepted('wren@demo.example')
        self.assertNotEqual(first, second)
        with self.served() as served:  # and back again, at another address: the same person
            jonas = served.visitor('jonas')
            jonas.get('/people/%s/bring-back' % uuid)
            answer = jonas.post('/people/%s/bring-back' % uuid, [('email', 'wren.a@demo.example'), ('role', 'practice_assessor')])
            self.assertEqual(answer.status, 303, answer.text)
        token = self.token('wren.a@demo.example', 'invitations')
        with self.served() as served:
            self.assertEqual(served.visitor().post('/invitations/' + token).status, 303)
            self.assertIn('Works here', served.visitor('jonas').get('/people/%s' % uuid).text)
        self.assertEqual(self.rows("SELECT id FROM person WHERE registration = 'SW800001'")[0][0], first)


    def test_people_in_every_order_come_once_each_and_pages_are_stable(self):
        for sort, key in (('name', 'name'), ('roles', 'roles'), ('joined', 'joined'), ('last_in', 'last_in')):
            with self.subTest(sort=sort), self.served() as served:
                jonas, walks = served.visitor('jonas'), {}
                for direction in ('', '-'):
                    rows, path = [], '/api/v1/people?limit=7&sort=%s%s' % (direction, sort)
                    while path:
                        answer = jonas.get(path)
                        self.assertEqual(answer.status, 200, answer.text)
                        rows, path = rows + answer.json['items'], answer.json['next']
                    walks[direction] = rows
                ids = [r['id'] for r in walks['']]
                self.assertGreater(len(ids), 14)
                self.assertEqual(len(ids), len(set(ids)))
                self.assertEqual(ids, [r['id'] for r in walks['-']][::-1])
                if sort in ('joined', 'last_in'):
                    values = [r[key] or '' for r in walks['']]
                    self.assertEqual(values, sorted(values))
                if sort == 'roles':  # all of one role stand together
                    first = [r['roles'].split()[0] if r['roles'] else '' for r in walks['']]
                    self.assertEqual(len([1 for a, b in zip(first, first[1:]) if a != b]) + 1, len(set(first)))

    def test_who_signs_in_is_the_last_in_the_order_of_signing_in(self):
        with self.served() as served:
            grace = served.visitor()
            grace.get('/sign-in')
            self.assertEqual(grace.post('/sign-in/demo', [('as', 'grace')]).status, 303)
            first = served.visitor('jonas').get('/api/v1/people?sort=-last_in&limit=1').json['items'][0]
        self.assertEqual(first['name'], 'Grace Holloway')


if __name__ == '__main__':
    unittest.main(verbosity=2)
