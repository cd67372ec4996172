"""Who leaves, and who was around them: an ECSW who leaves takes nobody along, a second reader who leaves is not forgotten,
what is taken back is as it was, what waits is counted, and everybody it concerns is told. Run with CAIRN_TEST_DB.
"""
import datetime
import os
import re
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

# nobody listens, so mail waits in the outbox; no quiet hours count here: a notice is a mail or a row that waits
NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}
ASSIGNED, LEFT, LONG = 14, 4, 1200
PART_ASKED, CONFLICT_DECLARED, COVERAGE_READ, PERSON_READ = 231, 152, 82, 223


class Leaving(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.today = self.one("SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw "
                              "WHERE p.email_folded = 'ben@demo.example'")  # his first day is the demo's today

    # ---- helps ----

    def served(self):
        return house.House(self.world, self.url, env=NOWHERE)

    def id_of(self, key):
        return self.one("SELECT id FROM person WHERE email_folded = '%s@demo.example'" % key)

    def person(self, key):
        return '/people/' + self.world.names['person:' + key]

    def induction(self, key):
        return '/inductions/' + self.world.names['induction:' + key]

    def heard(self, key):
        """How often somebody was told that who supervises or assesses has changed."""
        return self.told(ASSIGNED, str(self.id_of(key)))

    def day(self, days):
        return (datetime.date(1970, 1, 1) + datetime.timedelta(days=self.today + days)).isoformat()

    def leaves(self, visitor, key, days, **more):
        visitor.get(self.person(key) + '/leave')
        return visitor.post(self.person(key) + '/leave', dict({'last_day': self.day(days), 'reason': 'another_employer'}, **more).items())

    def around(self, key):
        return self.rows('SELECT a.person, a.ends, a.ended_why FROM assignment a JOIN induction i ON i.id = a.induction '
                         'WHERE i.ecsw = %d ORDER BY a.id' % self.id_of(key))

    # ---- an ECSW leaves ----

    def test_who_was_around_an_ecsw_is_so_until_the_last_day_and_is_told(self):
        before = {who: self.heard(who) for who in ('grace', 'harpreet')}
        self.assertTrue(any(r[1] in (None, '') for r in self.around('amina')))
        with self.served() as served:
            jonas = served.visitor('jonas')
            self.assertEqual(self.leaves(jonas, 'amina', 5).status, 303)
            self.assertIn('Amina Yusuf', jonas.get('/cohort').text)  # until then all goes on
            self.assertEqual(served.visitor('harpreet').get(self.induction('amina')).status, 200)
            jonas.get(self.induction('amina') + '/around/new?role=practice_supervisor')
            form = [('role', 'practice_supervisor'), ('person', self.world.names['person:thandi'])]
            refused = jonas.post(self.induction('amina') + '/around', form + [('starts', self.day(6))])
            self.assertEqual((refused.status, 'They will have left by then' in refused.text), (422, True))
            self.assertEqual(jonas.post(self.induction('amina') + '/around', form + [('starts', self.day(1))]).status, 303)
        ends = self.around('amina')
        self.assertEqual({r[1] for r in ends}, {self.today + 5})
        self.assertEqual({r[2] for r in ends if r[0] != self.id_of('thandi')}, {LEFT})
        for who, n in before.items():
            self.assertGreater(self.heard(who), n, who)

    def test_an_ecsw_who_has_left_is_in_no_cohort_and_nobody_has_them(self):
        amina = self.id_of('amina')
        with self.served() as served:
            jonas = served.visitor('jonas')
            self.assertIn('Amina Yusuf', jonas.get('/cohort').text)
            self.assertEqual(self.leaves(jonas, 'amina', -1).status, 303)
            self.assertNotIn('Amina Yusuf', jonas.get('/cohort').text)
            self.assertEqual(jonas.get(self.induction('amina')).status, 200)  # what was submitted stays readable
            self.assertEqual(served.visitor('harpreet').get(self.induction('amina')).status, 404)
            self.assertNotIn('Amina', served.visitor('harpreet').get('/desk').text)
        self.assertEqual(self.one("SELECT COUNT(*) FROM assignment a JOIN induction i ON i.id = a.induction WHERE i.ecsw = %d "
                                  "AND (a.ends IS NULL OR a.ends >= %d)" % (amina, self.today)), 0)

    # ---- a second reader ----

    def reads(self, reader='idris', of='grace', ecsw='ben'):
        self.run_sql("UPDATE assignment SET second_reader = %d, reason = 'A small team' WHERE person = %d AND induction = (SELECT id "
                 "FROM induction WHERE ecsw = %d AND ended IS NULL)" % (self.id_of(reader), self.id_of(of), self.id_of(ecsw)))

    def test_a_second_reader_who_leaves_ends_what_they_read_for_and_all_are_told(self):
        self.reads()
        before = {who: self.heard(who) for who in ('grace', 'ben')}
        with self.served() as served:
            jonas = served.visitor('jonas')
            answer = self.leaves(jonas, 'idris', 3)
            self.assertEqual(answer.status, 422)  # something is with them
            self.assertEqual(self.leaves(jonas, 'idris', 3, anyway='1').status, 303)
        grace = [r for r in self.around('ben') if r[0] == self.id_of('grace')]
        self.assertEqual(grace, [(self.id_of('grace'), self.today + 3, LEFT)] if isinstance(grace[0], tuple)
                         else [[self.id_of('grace'), self.today + 3, LEFT]])
        for who, n in before.items():
            self.assertGreater(self.heard(who), n, who)

    def test_a_reading_is_handed_on_with_the_caseload_and_shown_before_it_is(self):
        self.reads()
        self.run_sql('UPDATE assignment SET ends = %d WHERE person = %d' % (self.today - 1, self.id_of('idris')))
        self.run_sql('UPDATE assignment SET starts = ends WHERE starts > ends')
        before = {who: self.heard(who) for who in ('grace', 'marguerite', 'idris')}
        with self.served() as served:
            jonas = served.visitor('jonas')
            path = self.person('idris') + '/caseload/hand-over'
            jonas.get(path)
            form = [('practice_assessor', self.world.names['person:marguerite']), ('from', self.day(0))]
            page = jonas.post(path, form + [('act', 'preview')])
            self.assertIn('Second reader', page.text)
            self.assertIn('One part would be handed over', page.text)
            self.assertEqual(jonas.post(path, form + [('act', 'apply')]).status, 303)
        self.assertEqual(self.one('SELECT second_reader FROM assignment WHERE person = %d AND second_reader IS NOT NULL'
                                  % self.id_of('grace')), self.id_of('marguerite'))
        for who, n in before.items():
            self.assertGreater(self.heard(who), n, who)

    def test_the_role_of_a_second_reader_does_not_end_under_what_they_read(self):
        self.reads()
        self.run_sql('UPDATE assignment SET ends = %d WHERE person = %d AND starts < %d' % (self.today - 1, self.id_of('idris'), self.today))
        role = house.as_uuid(self.one('SELECT uuid FROM role_held WHERE role = 3 AND person = %d' % self.id_of('idris')))
        with self.served() as served:
            jonas = served.visitor('jonas')
            path = self.person('idris') + '/roles/%s/end' % role
            jonas.get(path)
            answer = jonas.post(path, [('last', self.day(2))])
            self.assertEqual((answer.status, 'Hand over first' in answer.text), (422, True))

    # ---- taken back ----

    def test_leaving_that_is_taken_back_gives_roles_the_end_they_had(self):
        marguerite = self.id_of('marguerite')
        self.run_sql('UPDATE role_held SET ends = %d WHERE role = 3 AND person = %d' % (self.today + 100, marguerite))
        with self.served() as served:
            jonas = served.visitor('jonas')
            self.assertEqual(self.leaves(jonas, 'marguerite', 10, anyway='1').status, 303)
            self.assertEqual(self.one('SELECT ends FROM role_held WHERE role = 3 AND person = %d' % marguerite), self.today + 10)
            jonas.get(self.person('marguerite'))
            self.assertEqual(jonas.post(self.person('marguerite') + '/leave/take-back').status, 303)
        self.assertEqual(self.one('SELECT ends FROM role_held WHERE role = 3 AND person = %d' % marguerite), self.today + 100)

    def test_leaving_that_is_taken_back_gives_back_a_role_that_was_still_to_begin(self):
        marguerite = self.id_of('marguerite')
        self.run_sql('UPDATE role_held SET ends = %d WHERE role = 3 AND person = %d' % (self.today + 3, marguerite))
        self.run_sql('INSERT INTO role_held (uuid, person, organisation, role, starts, created) SELECT %s, person, organisation, 3, '
                     '%d, 0 FROM role_held WHERE role = 3 AND person = %d' % (self.world.store.blob(b'to come later on'), self.today + 20, marguerite))
        held = 'SELECT starts, ends FROM role_held WHERE role = 3 AND person = %d ORDER BY starts' % marguerite
        before = self.rows(held)
        with self.served() as served:
            jonas = served.visitor('jonas')
            self.assertEqual(self.leaves(jonas, 'marguerite', 1, anyway='1').status, 303)
            jonas.get(self.person('marguerite'))
            self.assertEqual(jonas.post(self.person('marguerite') + '/leave/take-back').status, 303)
            self.assertEqual(self.rows(held), before)
            self.assertEqual(self.leaves(jonas, 'marguerite', -1, anyway='1').status, 303)
        self.assertEqual(self.one('SELECT COUNT(*) FROM role_held WHERE person = %d AND role = 3 AND (ends IS NULL OR ends >= %d)'
                                  % (marguerite, self.today)), 0)

    def test_leaving_that_is_taken_back_gives_an_ecsw_back_whoever_was_around_them(self):
        amina, grace = self.id_of('amina'), self.id_of('grace')
        self.run_sql('UPDATE assignment SET ends = %d WHERE person = %d AND induction = (SELECT id FROM induction WHERE ecsw = %d '
                     'AND ended IS NULL)' % (self.today + 90, grace, amina))
        before = self.around('amina')
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get(self.induction('amina') + '/around/new?role=practice_supervisor')
            form = [('role', 'practice_supervisor'), ('person', self.world.names['person:thandi'])]
            self.assertEqual(jonas.post(self.induction('amina') + '/around', form + [('starts', self.day(40))]).status, 303)
            self.assertEqual(self.leaves(jonas, 'amina', 5).status, 303)
            told = self.heard('harpreet')
            jonas.get(self.induction('amina') + '/around/new?role=practice_assessor')
            form = [('role', 'practice_assessor'), ('person', self.world.names['person:marguerite'])]
            self.assertEqual(jonas.post(self.induction('amina') + '/around', form + [('starts', self.day(1))]).status, 303)
            jonas.get(self.person('amina'))
            self.assertEqual(jonas.post(self.person('amina') + '/leave/take-back').status, 303)
            self.assertEqual(served.visitor('harpreet').get(self.induction('amina')).status, 200)
            self.assertGreater(self.heard('harpreet'), told)
        after = self.around('amina')
        self.assertEqual(after[:len(before)], before)
        self.assertEqual([(r[1] or None, r[2]) for r in after[len(before):]], [(None, 0), (None, 0)])  # and whoever was named since

    def test_whoever_leaves_themselves_is_not_given_back(self):
        with self.served() as served:
            jonas = served.visitor('jonas')
            self.assertEqual(self.leaves(jonas, 'amina', 5).status, 303)
            self.assertEqual(self.leaves(jonas, 'harpreet', 5, anyway='1').status, 303)
            jonas.get(self.person('amina'))
            self.assertEqual(jonas.post(self.person('amina') + '/leave/take-back').status, 303)
        self.assertEqual({r[1] for r in self.around('amina') if r[0] == self.id_of('harpreet')}, {self.today + 5})

    # ---- what counts ----

    def test_an_assessor_whose_account_is_deactivated_is_none_and_their_caseload_says_so(self):
        with self.served() as served:
            before = served.visitor('jonas').get('/cohort').text.count('assessor')
            self.assertNotIn('is deactivated', served.visitor('jonas').get(self.person('harpreet') + '/caseload').text)
        self.run_sql('UPDATE person SET disabled_at = 1 WHERE id = %d' % self.id_of('harpreet'))
        with self.served() as served:
            jonas = served.visitor('jonas')
            page = jonas.get('/cohort').text
            self.assertNotIn('Harpreet Bains', page)
            self.assertGreater(page.count('assessor'), before)
            self.assertIn('is deactivated', jonas.get(self.person('harpreet') + '/caseload').text)

    def test_what_waits_is_claims_parts_families_and_observations(self):
        evidence = self.one('SELECT MIN(e.id) FROM evidence e JOIN induction i ON i.id = e.induction WHERE i.ecsw = %d AND e.state = 2'
                            % self.id_of('leila'))
        supervisor = self.one('SELECT a.person FROM assignment a JOIN induction i ON i.id = a.induction WHERE i.ecsw = %d AND '
                              'a.role = 2 AND a.ends IS NULL' % self.id_of('leila'))
        self.run_sql('DELETE FROM evidence_part')
        where = '/people/' + house.as_uuid(self.one('SELECT uuid FROM person WHERE id = %d' % supervisor)) + '/caseload'
        with self.served() as served:
            before = served.visitor('jonas').get('/api/v1' + where).json
        self.run_sql("INSERT INTO evidence_part (uuid, evidence, filler, role, asked_at) VALUES (%s, %d, 5, 2, 0)"
                 % (self.world.store.blob(b'0123456789abcdef'), evidence))
        with self.served() as served:
            after = served.visitor('jonas').get('/api/v1' + where).json
            page = served.visitor('jonas').get(where).text
        def of(answer):
            return [i for i in answer['items'] if i['name'] == 'Leila Haddad' or i['name'].startswith('Leila')][0]
        self.assertEqual(of(after)['parts'], of(before)['parts'] + 1)
        self.assertEqual(of(after)['waiting'], of(before)['waiting'] + 1)
        self.assertIn('1 part is owed', page)

    # ---- ending, and what is written down ----

    def test_whoever_an_ending_concerns_is_told_and_what_waits_is_said_first(self):
        before = {who: self.heard(who) for who in ('amina', 'harpreet', 'grace')}
        with self.served() as served:
            jonas = served.visitor('jonas')
            path = '/assignments/%s/end' % self.world.names['assignment:amina:harpreet']
            self.assertIn('Waiting for them', jonas.get(path).text)
            self.assertEqual(jonas.post(path, [('ends', self.day(0)), ('version', '1')]).status, 303)
            ben = served.visitor('ben')
            ben.get(self.induction('ben') + '/conflicts/new')
            answer = ben.post(self.induction('ben') + '/conflicts', [('person', self.world.names['person:grace']), ('kind', 'family')])
            self.assertEqual(answer.status, 303, answer.text)
        for who, n in before.items():
            self.assertGreater(self.heard(who), n, who)
        data = self.one("SELECT e.data FROM event e JOIN chain c ON c.id = e.chain WHERE e.kind = %d AND c.kind = 3 AND c.object = %d"
                        % (CONFLICT_DECLARED, self.id_of('grace')))
        self.assertEqual(data, '{"person":%d,"kind":1,"state":1}' % self.id_of('ben'))

    def test_a_part_that_is_asked_for_is_written_down_once(self):
        asked = 'SELECT COUNT(*) FROM event WHERE kind = %d' % PART_ASKED
        before = self.one(asked)
        with self.served() as served:
            amina = served.visitor('amina')
            path = self.induction('amina') + '/evidence'
            amina.get(path + '/new?kind=direct_observation')
            answer = amina.post(path, [('kind', 'direct_observation'), ('title', 'A visit'), ('text', 'What I did, and why.'),
                                       ('prompts.focus', 'Whether I stop.'), ('prompts.observer', 'practice_supervisor'),
                                       ('on', self.day(9)), ('setting', 'home_visit'), ('do', 'share')])
            self.assertEqual(answer.status, 303, answer.text[:300])
            parts = self.one(asked) - before
            self.assertGreater(parts, 0)
            where = answer.header('Location')
            amina.get(where + '/edit')
            again = amina.post(where, [('do', 'share'), ('title', 'A visit, again')], whole=True)
            self.assertEqual(again.status, 303, again.text[:300])
            self.assertEqual(self.one(asked), before + parts)
        data = self.one('SELECT data FROM event WHERE kind = %d ORDER BY id DESC LIMIT 1' % PART_ASKED)
        self.assertIn('"role":', data)
        self.assertNotIn('visit', data)

    def test_reads_say_which_page_it_was_and_whose(self):
        with self.served() as served:
            jonas = served.visitor('jonas')
            for path in (self.induction('amina') + '/coverage', self.person('amina') + '/registration',
                         self.person('harpreet') + '/caseload'):
                self.assertEqual(jonas.get(path).status, 200, path)
            looked = served.visitor('amina').get('/account/looked').text
            self.assertIn('Opened what the evidence shows', looked)
            self.assertIn('Opened the registration', looked)
            self.assertIn('Opened the caseload', served.visitor('harpreet').get('/account/looked').text)
            self.assertEqual(served.visitor('amina').get(self.induction('amina') + '/coverage').status, 200)
            joining = house.as_uuid(self.one("SELECT uuid FROM joining WHERE organisation = (SELECT id FROM organisation WHERE "
                                             "name LIKE 'Northmoor%') ORDER BY id LIMIT 1"))
            self.assertEqual(jonas.get('/joining/' + joining).status, 200)
        self.assertEqual(self.one("SELECT COUNT(*) FROM event WHERE kind = %d AND data = '{\"page\":\"coverage\"}'" % COVERAGE_READ), 1)
        self.assertEqual(self.one("SELECT COUNT(*) FROM event WHERE kind = %d" % PERSON_READ), 3)

    def test_a_link_that_arrived_says_of_its_own_address_that_mail_arrives(self):
        grace = self.id_of('grace')
        for address, left in (('other@demo.example', 1), ('grace@demo.example', 0)):
            self.run_sql('DELETE FROM mail_trouble')
            self.run_sql("INSERT INTO mail_trouble (person, address_folded, why, since) VALUES (%d, '%s', 6, 1)" % (grace, address))
            self.arrives('grace@demo.example')
            self.assertEqual(self.one('SELECT COUNT(*) FROM mail_trouble WHERE person = %d' % grace), left, address)

    def arrives(self, address):
        """A sign-in link is asked for, mailed and used."""
        self.run_sql('DELETE FROM mail WHERE kind = 1')
        with self.served() as served:
            visitor = served.visitor()
            visitor.get('/sign-in')
            self.assertEqual(visitor.post('/sign-in', [('email', address.capitalize())]).status, 200)
            for _ in range(LONG):
                rows = self.rows("SELECT body FROM mail WHERE address = '%s' AND kind = 1" % address)
                if rows:
                    break
                time.sleep(0.1)
            token = re.search(r'sign-in/([\w-]{43})', ' '.join(str(v) for r in rows for v in r)).group(1)
            self.assertEqual(served.visitor().post('/sign-in/' + token).status, 303)


if __name__ == '__main__':
    unittest.main()
