"""Sessions: the list of one's own, out of one and out of all, limits by role, a role that is taken away, and what somebody learns
who tries an address. Run with CAIRN_TEST_DB.
"""
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

HOUR = 3600 * 1000


class Sessions(house.InWorld):
    def test_one_sees_ones_sessions_ends_one_and_ends_all_others(self):
        with house.House(self.world) as served:
            here, there, elsewhere = (served.visitor() for _ in range(3))
            for visitor in (here, there, elsewhere):
                self.assertEqual(visitor.post('/sign-in/demo', [('as', 'ben')]).status, 303)
            page = here.get('/account')
            ends = re.findall(r'/account/sessions/[0-9a-f-]{36}/end', page.raw)
            self.assertGreaterEqual(len(ends), 2)
            self.assertEqual(page.text.count('(here)'), 1)
            self.assertEqual(here.post(ends[0]).status, 303)
            out = [v.get('/account').status for v in (there, elsewhere)]
            self.assertEqual(sorted(out), [200, 401])
            here.get('/account')
            self.assertEqual(here.post('/account/sessions/end').status, 303)
            self.assertEqual([v.get('/account').status for v in (here, there, elsewhere)], [200, 401, 401])
            amina = served.visitor('amina')
            amina.get('/account')
            self.assertEqual(amina.post(ends[1], page=amina.last).status, 303)  # somebody else's: nothing happens
            self.assertEqual(here.get('/account').status, 200)

    def statuses(self, url, offset):
        with house.House(self.world, url, env={'CAIRN_NOW': offset}) as served:
            return {who: served.visitor(who).get('/account').status for who in ('mo', 'jonas', 'amina')}

    def test_a_session_ends_by_the_limits_of_its_role(self):
        """20, 30 and 60 minutes without a click; 8, 10 and 12 hours in all."""
        store = self.world.store
        fresh = 'UPDATE session SET last_seen = (SELECT MAX(last_seen) FROM session)'
        for offset, wanted in (('+19m', (200, 200, 200)), ('+25m', (401, 200, 200)), ('+45m', (401, 401, 200)), ('+61m', (401, 401, 401))):
            copy = store.copy(self.world.template)
            store.run(copy, [fresh])
            self.assertEqual(tuple(self.statuses(copy, offset).values()), wanted, offset)
        for hours, wanted in ((7, (200, 200, 200)), (9, (401, 200, 200)), (11, (401, 401, 200)), (13, (401, 401, 401))):
            copy = store.copy(self.world.template)
            store.run(copy, [fresh, 'UPDATE session SET created = last_seen - %d' % (hours * HOUR)])
            self.assertEqual(tuple(self.statuses(copy, '+1m').values()), wanted, hours)

    def test_a_role_that_is_taken_away_is_gone_at_the_next_request(self):
        """The same cookie and the same token, before and after; the person’s other role is not touched."""
        copy = self.world.store.copy(self.world.template)
        with house.House(self.world, copy) as served:
            grace = served.visitor('grace')
            self.assertEqual([grace.get('/account').status, grace.get('/api/v1/account/held').status], [200, 200])
        self.world.store.run(copy, [
            "UPDATE role_held SET ends = starts WHERE role = 2 AND person = (SELECT id FROM person WHERE email = 'grace@demo.example')"])
        with house.House(self.world, copy) as served:
            again = served.visitor('grace')
            again.cookies = dict(grace.cookies)
            self.assertEqual([again.get('/account').status, again.get('/api/v1/account/held').status], [401, 401])
            self.assertEqual(served.visitor('jonas').get('/account').status, 200)

    def test_known_and_unknown_addresses_get_the_same_bytes(self):
        with house.House(self.world) as served:
            answers = []
            for address in ('amina@demo.example', 'zmina@demo.example', 'AMINA@demo.example'):
                answer = served.visitor().post('/sign-in', [('email', address), ('next', '/help')])
                headers = sorted((n, v) for n, v in answer.headers if n.lower() not in ('date', 'x-request-id'))
                answers.append((answer.status, headers, answer.raw))
            self.assertEqual(answers[0], answers[1])
            self.assertEqual(answers[0], answers[2])
            self.assertEqual(answers[0][0], 200)


if __name__ == '__main__':
    unittest.main(verbosity=2)
