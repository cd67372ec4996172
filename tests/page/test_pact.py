"""The agreement about support and assessment: four sign it, what was signed is never changed under them, and a change of people, hours,
pause or programme makes it one to sign again. CAIRN_TEST_DB."""
import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NIGHT, NOTICE = 43, 57
ALL = ('ecsw', 'practice_supervisor', 'practice_assessor', 'coordinator')


class Pact(house.InHouse):
    def setUp(self):
        mine = "(SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'ben@demo.example')"
        pacts = '(SELECT id FROM support_pact WHERE induction IN %s)' % mine
        self.run_sql('DELETE FROM support_pact_own WHERE pact IN ' + pacts, 'DELETE FROM support_pact_signature WHERE pact IN ' + pacts,
                     'DELETE FROM support_pact WHERE induction IN ' + mine)
        self.path = '/inductions/' + self.world.names['induction:ben'] + '/agreement'
        self.people = {role: self.house.visitor(who) for role, who in zip(ALL, ('ben', 'grace', 'harpreet', 'jonas'))}
        self.mine = mine

    def act(self, role, act, status=303, version=None):
        who = self.people[role]
        who.get(self.path)
        version = self.told(role)['version'] if version is None else version
        return self.posted(who, self.path, [('act', act), ('version', str(version))], status)

    def told(self, role='ecsw'):
        return self.people[role].get('/api/v1' + self.path).json

    def signed(self):
        return [p['role'] for p in self.told()['parties'] if p['signed_at']]

    def lines(self, role, text, status=303):
        who = self.people[role]
        who.get(self.path + '/lines')
        return self.posted(who, self.path + '/lines', [('lines', text)], status)

    def test_all_four_sign_and_each_is_asked(self):
        self.act('coordinator', 'begin')
        self.assertIn('Your agreement about support waits', self.people['ecsw'].get('/').text)
        for role in ALL[1:]:
            self.assertIn('Sign the agreement about support with Ben', self.people[role].get('/').text, role)
        for n, role in enumerate(ALL):
            self.assertFalse(self.told()['signed'])
            self.act(role, 'sign')
            self.assertEqual(self.signed(), list(ALL[:n + 1]))
            self.assertNotIn('with Ben' if n else 'Your agreement', self.people[role].get('/').text.split('agreement about support')[-1][:12])
        self.assertTrue(self.told()['signed'])
        page = self.people['ecsw'].get(self.path).text
        self.assertIn('Signed by all four', page)
        self.assertIn('Grace Holloway signed on', page)
        self.assertIn('signed this version already', self.act('ecsw', 'sign', 422).text)
        self.assertIn('Nothing has changed', self.act('ecsw', 'begin', 422).text)

    def test_what_somebody_signed_is_never_changed_under_them(self):
        self.act('practice_supervisor', 'begin')
        self.lines('ecsw', 'I say early when I need an answer.')
        self.assertEqual(self.told()['number'], 1)
        self.act('ecsw', 'sign')
        self.lines('practice_assessor', 'I read within a week.')
        told = self.told()
        self.assertEqual((told['number'], told['why'], self.signed()), (2, ['words'], []))
        self.assertEqual([p['own'] for p in told['parties']], ['I say early when I need an answer.', '', 'I read within a week.', ''])
        page = self.people['coordinator'].get(self.path).text
        self.assertIn('Version 1,', page)
        self.assertIn('signed by one of four', page)
        self.lines('ecsw', 'I ask early.')
        self.assertEqual(self.told()['parties'][0]['own'], 'I ask early.')
        page = self.people['coordinator'].get(self.path).text
        self.assertEqual((page.count('I say early when I need an answer.'), page.count('I ask early.')), (1, 1))  # as version 1 had it
        page = self.lines('ecsw', 'Ask Kayleigh Ward of 12 Elm Road.', 422)
        self.assertIn('Kayleigh Ward', page.text)

    def test_other_people_or_hours_need_signing_again(self):
        self.act('ecsw', 'begin')
        for role in ALL:
            self.act(role, 'sign')
        self.run_sql('UPDATE support_pact SET share = 600 WHERE induction IN ' + self.mine)
        told = self.told()
        self.assertEqual(told['changed_since'], ['hours'])
        self.assertIn('needs signing again', self.people['ecsw'].get(self.path).text)
        self.act('practice_supervisor', 'begin')
        told = self.told()
        self.assertEqual((told['number'], told['why'], told['changed_since'], self.signed()), (2, ['hours'], [], []))
        self.run_sql('UPDATE support_pact SET assessor = NULL WHERE replaced_at IS NULL AND induction IN ' + self.mine)
        self.assertIn('begin the next one first', self.act('ecsw', 'sign', 422).text)

    def test_versions_and_who_may(self):
        self.act('ecsw', 'begin')
        old = self.told()['version']
        self.act('ecsw', 'sign')
        body = json.dumps({'act': 'sign'})
        send = [('Content-Type', 'application/json')]
        self.assertEqual(self.people['coordinator'].request('POST', '/api/v1' + self.path, body, send).status, 428)
        self.assertEqual(self.people['coordinator'].request('POST', '/api/v1' + self.path, body, send + [('If-Match', '"%d"' % old)]).status, 412)
        for who in ('amina', 'karen', 'winston', 'mo'):
            self.assertEqual(self.house.visitor(who).get(self.path).status, 404, who)
        self.assertEqual(self.one("SELECT COUNT(*) FROM event WHERE kind BETWEEN 426 AND 428 AND data NOT LIKE '{\"number\":%'"), 0)
        self.assertGreater(self.one('SELECT COUNT(*) FROM event WHERE kind BETWEEN 426 AND 428'), 1)


class Night(house.InWorld):
    def test_the_night_begins_the_next_version_and_asks_all_four(self):
        self.url = self.world.store.copy(self.world.template)
        # Chloe's was signed full-time, before her leave
        chloe = "(SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'chloe@demo.example')"
        today = self.one("SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'ben@demo.example'")
        self.run_sql('UPDATE support_pact SET reminded_on = %d WHERE induction IN %s' % (today - 7, chloe))
        self.night(NIGHT)
        row = self.rows('SELECT number, why FROM support_pact WHERE replaced_at IS NULL AND induction IN ' + chloe)
        self.assertEqual(row, [[2, 8 | 16]])
        for who in ('chloe', 'grace', 'harpreet', 'jonas'):
            of = " AND person = (SELECT id FROM person WHERE email_folded = '%s@demo.example')" % who
            self.assertGreater(sum(self.one('SELECT COUNT(*) FROM %s WHERE kind = %d%s' % (t, NOTICE, of)) for t in ('notice', 'mail')), 0, who)


if __name__ == '__main__':
    unittest.main()
