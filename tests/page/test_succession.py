"""Organisations merge and split in one act: everything follows, nothing is lost, two people decide. CAIRN_TEST_DB.

The demo world has two national administrators, mo and OTHER; one test leaves mo alone.
"""
import html
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NORTHMOOR, CALDER, HARBOURSIDE = "Northmoor Children's Trust", 'Calder Vale Council', 'Harbourside Fostering Agency'
OTHER = 'pilar'
ON = [('on-day', '1'), ('on-month', '4'), ('on-year', '2026')]
BEFORE, SINCE = 20400, 20600  # November 2025, May 2026


class Succession(unittest.TestCase):
    def setUp(self):
        self.world = house.World()
        self.store, self.url = self.world.store, None

    def tearDown(self):
        self.world.close()

    def rows(self, sql):
        return self.store.rows(self.url, sql)

    def organisation(self, name):
        return self.world.names['organisation:' + name]

    def only_admin(self):
        """mo is the only national administrator."""
        self.store.run(self.world.template, ['UPDATE role_held SET ends = starts WHERE role = 6 AND person <> (SELECT id FROM '
                                             "person WHERE email = 'mo@demo.example')"])

    def played(self):
        """Serves what `play` does, then opens the database it leaves."""
        self.url = self.store.copy(self.world.template)
        return house.House(self.world, url=self.url)

    def propose(self, visitor, what, fields):
        path = '/organisations/%s/%s' % (self.organisation(NORTHMOOR), what)
        self.assertEqual(visitor.get(path).status, 200)
        return visitor.post(path, fields)

    def test_a_merge_moves_everything_in_one_act_and_loses_nothing(self):
        before = {t: self.store.rows(self.world.template, 'SELECT COUNT(*) FROM ' + t)[0][0]
                  for t in ('person', 'induction', 'assignment', 'evidence', 'link')}
        open_roles = self.store.rows(self.world.template, 'SELECT COUNT(*) FROM role_held r JOIN organisation o ON '
                                     "o.id = r.organisation WHERE r.ends IS NULL AND o.name LIKE 'Northmoor%'")[0][0]
        with self.played() as served:
            mo, other = served.visitor('mo'), served.visitor(OTHER)
            amina, coordinator = served.visitor('amina'), served.visitor('jonas as coordinator')
            answer = self.propose(mo, 'merge', [('into', CALDER), ('others', '')] + ON)
            self.assertEqual(answer.status, 303, answer.text)
            proposal = answer.header('Location')
            page = mo.get(proposal)
            self.assertIn('Nothing has moved yet', page.text)
            self.assertIn('Somebody else confirms this', page.text)
            self.assertNotIn('Merge them now', page.text)
            self.assertEqual(mo.post(proposal + '/confirm').status, 403)
            again = self.propose(mo, 'merge', [('into', HARBOURSIDE)] + ON)
            self.assertEqual(again.status, 422)
            self.assertIn('part of another proposal', again.text)
            self.assertIn('Merge them now', other.get(proposal).text)
            self.assertEqual(other.post(proposal + '/confirm').status, 303)
            self.assertEqual(other.post(proposal + '/confirm').status, 403)  # twice changes nothing
            # whoever was signed in goes on, at what came after
            self.assertIn(CALDER, amina.get('/').text)
            self.assertEqual(amina.get('/evidence').status, 200)
            self.assertEqual(coordinator.get('/cohort').status, 200)
            self.assertIn('Amina', coordinator.get('/cohort').text)
            old = mo.get('/organisations/' + self.organisation(NORTHMOOR))
            self.assertIn('it became part of ' + CALDER, old.text)
            self.assertIn('Closed, last day 31 March 2026', old.text)
            self.assertIn('it follows on from ' + NORTHMOOR, mo.get('/organisations/' + self.organisation(CALDER)).text)
            self.assertIn('Confirmed by ', mo.get(proposal).text)
        for table, n in before.items():
            self.assertEqual(self.rows('SELECT COUNT(*) FROM ' + table)[0][0], n, table)
        northmoor = "(SELECT id FROM organisation WHERE name LIKE 'Northmoor%')"
        self.assertEqual(self.rows('SELECT COUNT(*) FROM induction WHERE employer = ' + northmoor), [[0]])
        self.assertEqual(self.rows('SELECT COUNT(*) FROM role_held WHERE ends IS NULL AND organisation = ' + northmoor), [[0]])
        ended = self.rows('SELECT COUNT(*) FROM role_held WHERE (ends = 20543 OR ends = starts) AND organisation = ' + northmoor)
        self.assertEqual(ended, [[open_roles]])
        self.assertGreater(self.rows('SELECT COUNT(*) FROM induction_employer_before WHERE employer = ' + northmoor)[0][0], 0)
        self.assertIn('"events":', self.checked())

    def checked(self):
        done = self.world.cairn('check', url=self.url, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return '"events":'

    def test_a_split_takes_teams_with_their_people_and_leaves_the_rest(self):
        self.only_admin()
        teams = [r[0] for r in self.store.rows(self.world.template, 'SELECT DISTINCT i.team FROM induction i JOIN organisation o '
                 "ON o.id = i.employer WHERE o.name LIKE 'Northmoor%' AND i.ended IS NULL AND i.team <> '' ORDER BY 1")]
        with self.played() as served:
            mo = served.visitor('mo')
            wrong = self.propose(mo, 'split', [('teams', 'No such team = ' + CALDER), ('rest', NORTHMOOR)] + ON)
            self.assertEqual(wrong.status, 422)
            self.assertIn('No such team', wrong.text)
            wrong = self.propose(mo, 'split', [('teams', '%s = University of Eastmere' % teams[0]), ('rest', NORTHMOOR)] + ON)
            self.assertEqual(wrong.status, 422)
            self.assertIn('run inductions', wrong.text)
            answer = self.propose(mo, 'split', [('teams', '%s = %s' % (teams[0], CALDER)), ('rest', NORTHMOOR)] + ON)
            self.assertEqual(answer.status, 303, answer.text)
            proposal = answer.header('Location')
            self.assertEqual(mo.post(proposal + '/places', self.choices(mo.get(proposal), NORTHMOOR)).status, 303)
            self.assertIn('the only national administrator', mo.get(proposal).text)
            self.assertEqual(mo.post(proposal + '/confirm').status, 303)
            self.assertIn('there was no other national administrator', mo.get(proposal).text)
            self.assertNotIn('Closed', mo.get('/organisations/' + self.organisation(NORTHMOOR)).text)
        here = self.rows("SELECT DISTINCT o.name FROM induction i JOIN organisation o ON o.id = i.employer WHERE i.team = '%s'"
                         % teams[0].replace("'", "''"))
        self.assertEqual(here, [[CALDER]])
        left = self.rows("SELECT COUNT(*) FROM induction i JOIN organisation o ON o.id = i.employer WHERE o.name LIKE 'North%'")
        self.assertGreater(left[0][0], 0)
        # whoever assesses somebody who went, and somebody who stayed, is an assessor at both
        lost = self.rows('SELECT COUNT(*) FROM assignment a JOIN induction i ON i.id = a.induction WHERE a.ends IS NULL AND '
                         'i.ended IS NULL AND i.employer IN (SELECT organisation FROM succession_part UNION SELECT becomes FROM '
                         'succession_part) AND NOT EXISTS (SELECT 1 FROM role_held r WHERE r.person = a.person AND '
                         'r.role = a.role AND r.ends IS NULL AND r.organisation = i.employer) AND EXISTS (SELECT 1 FROM '
                         'role_held h WHERE h.person = a.person AND h.role = a.role AND h.organisation IN (SELECT organisation '
                         'FROM succession_part))')
        self.assertEqual(lost, [[0]])
        self.checked()

    def choices(self, page, wanted):
        """What is chosen in each list of the page: the part whose name is in `wanted`."""
        return [('place', value) for value, name in re.findall(r'<option value="([^"]+)">([^<]*)</option>', page.raw)
                if html.unescape(name) == wanted]

    def test_a_split_takes_invitations_people_joining_and_departures_where_their_people_go(self):
        self.split_with_what_waits(BEFORE)

    def test_a_split_in_retrospect_leaves_no_departure_behind_of_whoever_has_begun_since(self):
        self.split_with_what_waits(SINCE)

    def split_with_what_waits(self, began):
        """Somebody of the team, there since `began`, is invited again and leaves one day; somebody new is invited; somebody joins."""
        team, ecsw = self.store.rows(self.world.template, 'SELECT i.team, i.ecsw FROM induction i JOIN organisation o ON '
                                     "o.id = i.employer WHERE o.name LIKE 'Northmoor%' AND i.ended IS NULL AND i.team <> '' "
                                     'ORDER BY i.id')[0]
        northmoor = "(SELECT id FROM organisation WHERE name LIKE 'Northmoor%')"
        other = self.store.rows(self.world.template, "SELECT id FROM person WHERE email = 'marguerite@demo.example'")[0][0]
        blob = self.store.blob
        self.store.run(self.world.template, [
            "INSERT INTO invitation (uuid, organisation, role, person, name, folded, email, email_folded, starts, token_hash, "
            "made_by, made_as, created, sent_at, expires) VALUES (%s, %s, 1, %d, 'a', 'a', 'team@x.example', 'team@x.example', 20000, "
            "%s, 1, 4, 1, 1, 9999999999999)" % (blob(os.urandom(16)), northmoor, ecsw, blob(os.urandom(32))),
            'UPDATE role_held SET starts = %d WHERE person = %d AND organisation = %s' % (began, ecsw, northmoor),
            'DELETE FROM departure',
            "INSERT INTO departure (uuid, person, organisation, kind, reason, last_day, recorded_by, created) VALUES (%s, %d, %s, 1, "
            "1, 30000, 1, 1)" % (blob(os.urandom(16)), ecsw, northmoor),
            "INSERT INTO departure (uuid, person, organisation, kind, reason, last_day, recorded_by, created) VALUES (%s, %d, %s, 2, "
            "0, 20000, 1, 1)" % (blob(os.urandom(16)), other, northmoor)])
        with self.played() as served:
            jonas = served.visitor('jonas as coordinator')
            jonas.get('/people/invite')
            self.assertEqual(jonas.post('/people/invite', [('name', 'Wren Ashdown'), ('email', 'wren@x.example'),
                                                           ('role', 'practice_supervisor')]).status, 303)
            jonas.get('/joining/new')
            self.assertEqual(jonas.post('/joining', [('programme', 'asye-2026'), ('name', 'Nia Lark'),
                                                     ('email', 'nia@x.example')]).status, 303)
            mo, pilar = served.visitor('mo'), served.visitor(OTHER)
            proposal = self.propose(mo, 'split', [('teams', '%s = %s' % (team, CALDER)), ('rest', NORTHMOOR)] + ON).header('Location')
            page = mo.get(proposal)
            self.assertIn('With their work', page.text)
            self.assertIn('Invitations: Practice supervisor', page.text)
            self.assertIn('Wherever the person’s roles go', page.text)
            for name in ('Wren', 'Nia', 'x.example'):
                self.assertNotIn(name, page.text)
            refused = pilar.post(proposal + '/confirm')
            self.assertEqual(refused.status, 422)
            self.assertIn('Say where', refused.text)
            self.assertNotIn('Save where they go', pilar.get(proposal).text)
            self.assertEqual(pilar.post(proposal + '/places', [('place', 'invitations:coordinator=' + self.organisation(CALDER))]).status, 403)
            page = mo.get(proposal)
            wrong = mo.post(proposal + '/places', [('place', 'invitations:practice_supervisor=' + self.organisation(HARBOURSIDE))])
            self.assertEqual((wrong.status, 'one of the organisations it becomes' in wrong.text), (422, True))
            self.assertEqual(mo.post(proposal + '/places', self.choices(page, CALDER)).status, 303)
            self.assertEqual(pilar.post(proposal + '/confirm').status, 303, pilar.get(proposal).text)
        at = ("SELECT o.name FROM %s x JOIN organisation o ON o.id = x.organisation WHERE %s")
        self.assertEqual(self.rows(at % ('invitation', "x.email_folded = 'team@x.example'")), [[CALDER]])
        self.assertEqual(self.rows(at % ('invitation', "x.email_folded = 'wren@x.example'")), [[CALDER]])
        self.assertEqual(self.rows(at % ('joining', "x.email = 'nia@x.example'")), [[CALDER]])
        self.assertEqual(self.rows(at % ('departure', 'x.person = %d AND x.ended_on IS NULL' % ecsw)), [[CALDER]])
        self.assertIn([NORTHMOOR], self.rows(at % ('departure', 'x.person = %d AND x.ended_on IS NULL' % other)))
        self.checked()

    def test_a_day_to_come_waits_and_a_dropped_proposal_moves_nothing(self):
        with self.played() as served:
            mo = served.visitor('mo')
            answer = self.propose(mo, 'merge', [('into', CALDER), ('on-day', '1'), ('on-month', '4'), ('on-year', '2036')])
            proposal = answer.header('Location')
            self.assertIn('from its first day on', mo.get(proposal).text)
            other = served.visitor(OTHER)
            self.assertNotIn('Merge them now', other.get(proposal).text)
            self.assertEqual(other.post(proposal + '/confirm').status, 422)
            self.assertEqual(mo.post(proposal + '/drop').status, 303)
            self.assertEqual(mo.post(proposal + '/confirm').status, 403)
            self.assertIn('Dropped', mo.get('/successions').text)
            for who in ('jonas', 'amina', 'olu'):
                self.assertEqual(served.visitor(who).get(proposal).status, 404)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM organisation WHERE closed IS NOT NULL"), [[0]])

    def test_national_bodies_and_closed_organisations_are_refused(self):
        with self.played() as served:
            mo = served.visitor('mo')
            path = '/organisations/%s/merge' % self.organisation('The Department')
            mo.get(path)
            answer = mo.post(path, [('into', CALDER)] + ON)
            self.assertEqual(answer.status, 422)
            self.assertTrue(re.search('national body|can’t run', answer.text), answer.text)


if __name__ == '__main__':
    unittest.main(verbosity=2)
