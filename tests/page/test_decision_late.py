"""Who hears of a decision that waits: whoever has it, then those above, once each; the ECSW before their days end; nobody in a pause.
CAIRN_TEST_DB."""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NIGHT, SOON, LATE, ABOVE = 45, 64, 65, 66
DAY = 86400 * 1000


class Waits(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.one_id = self.world.names['decision:dmitri']
        self.decision = '(SELECT id FROM decision WHERE uuid = %s)' % self.world.store.blob(bytes.fromhex(self.one_id.replace('-', '')))
        self.induction = '(SELECT induction FROM decision WHERE id = %s)' % self.decision
        self.employer = '(SELECT employer FROM induction WHERE id = %s)' % self.induction

    def since(self, days):
        """As if it had come to where it is so many days ago."""
        self.run_sql('UPDATE decision_act SET at = at - %d WHERE decision = %s' % (days * DAY, self.decision),
                     'UPDATE panel_member SET named_at = named_at - %d WHERE decision = %s' % (days * DAY, self.decision))

    def all_told(self):
        return sum(map(self.told, (SOON, LATE, ABOVE)))

    def sitting(self):
        return 'SELECT person FROM panel_member WHERE ended_at IS NULL AND decision = %s' % self.decision

    def coordinators(self):
        return 'SELECT person FROM role_held WHERE role = 4 AND organisation = %s' % self.employer

    DEPARTMENT = 'SELECT person FROM role_held WHERE role = 6'

    def steps(self):
        return [r[0] for r in self.rows('SELECT step FROM decision_told WHERE decision = %s ORDER BY step' % self.decision)]

    def test_a_panel_that_waits_is_reminded_and_then_those_above_hear_of_it_once_each(self):
        self.night(NIGHT)
        self.assertEqual(self.steps(), [])
        before = self.one('SELECT state FROM decision WHERE id = %s' % self.decision)
        self.since(18)
        self.night(NIGHT)
        self.assertEqual(self.steps(), [2])
        self.assertGreater(self.told(LATE, self.sitting()), 1)
        self.assertEqual((self.told(ABOVE, self.coordinators()), self.told(ABOVE, self.DEPARTMENT)), (0, 0))
        self.since(30)
        self.night(NIGHT)
        above = self.told(ABOVE, self.coordinators()), self.told(ABOVE, self.DEPARTMENT)
        self.assertGreater(min(above), 0)
        again = self.all_told()
        self.night(NIGHT)
        self.assertEqual(self.all_told(), again)
        self.assertEqual(self.one('SELECT state FROM decision WHERE id = %s' % self.decision), before)
        with house.House(self.world, self.url) as served:
            page = served.visitor('karen').get('/decisions/' + self.one_id).text
        self.assertIn('With: the panel, asked to act by', page)
        self.assertIn('it never counts against the social worker', page)

    def test_who_is_named_later_has_days_of_their_own_and_a_reminder(self):
        self.since(18)
        self.run_sql('UPDATE panel_member SET ended_at = 1 WHERE decision = %s' % self.decision)
        self.night(NIGHT)
        self.assertGreater(self.told(LATE, self.coordinators()), 0)
        today = self.one('SELECT MAX(at) FROM decision_told')
        self.since(30)
        self.run_sql('UPDATE panel_member SET ended_at = NULL, named_at = %d WHERE decision = %s' % (today, self.decision))
        self.night(NIGHT)  # named today: nothing is late
        self.assertEqual((self.steps(), self.told(LATE, self.sitting())), ([2], 0))
        self.run_sql('UPDATE panel_member SET named_at = named_at - %d WHERE decision = %s' % (18 * DAY, self.decision))
        self.night(NIGHT)
        self.assertEqual(self.steps(), [2, 2])
        self.assertGreater(self.told(LATE, self.sitting()), 1)

    def test_a_draft_that_nobody_was_told_of_is_said_to_nobody_when_its_assessor_leaves(self):
        self.run_sql('UPDATE decision SET state = 1, told_at = NULL WHERE id = %s' % self.decision,
                     'UPDATE assignment SET ends = starts WHERE role = 3 AND induction = %s' % self.induction)
        self.since(400)
        self.night(NIGHT)
        self.assertEqual(self.steps(), [])

    def test_in_a_pause_nobody_is_reminded(self):
        self.since(60)
        self.run_sql('INSERT INTO pause_period (uuid, induction, kind, starts, created, created_by) SELECT %s, %s, MIN(kind), 20000, 1, MIN(created_by) '
                     'FROM pause_period' % (self.world.store.blob(b'a pause of a test'[:16]), self.induction))
        self.night(NIGHT)
        self.assertEqual(self.steps(), [])

    def to_respond(self, left):
        """Told eight working days ago or so, with days left to respond that end in `left` days."""
        today = self.one("SELECT CAST(MAX(at) / %d AS INTEGER) FROM decision_told" % DAY)
        self.run_sql('DELETE FROM decision_told', 'UPDATE decision_act SET to_state = 4 WHERE to_state = 5 AND from_state = 4 AND decision = %s' % self.decision,
                     'UPDATE decision SET state = 4, responded_at = NULL, respond_until = %d WHERE id = %s' % (today + left, self.decision))
        return today

    def test_the_ecsw_hears_of_it_before_their_days_end_and_the_coordinator_afterwards(self):
        ecsw = 'SELECT ecsw FROM induction WHERE id = %s' % self.induction
        self.since(18)
        self.night(NIGHT)  # says which day it is
        self.to_respond(1)
        self.night(NIGHT)
        self.assertEqual((self.steps(), self.told(SOON, ecsw)), ([1], 1))
        self.to_respond(-24)  # ten working days, with every bank holiday there can be among them
        self.night(NIGHT)
        self.assertEqual(self.steps(), [2])
        self.assertGreater(self.told(LATE, self.coordinators()), 0)
        self.assertEqual(self.told(SOON, ecsw), 1)

    def test_without_a_coordinator_the_department_hears_of_it_the_same_day(self):
        self.run_sql('UPDATE decision SET state = 7 WHERE id = %s' % self.decision,
                     'UPDATE role_held SET ends = starts WHERE role = 4 AND organisation = %s' % self.employer)
        self.night(NIGHT)
        self.assertGreater(self.told(ABOVE, self.DEPARTMENT), 0)
        self.assertEqual(self.steps(), [2])


if __name__ == '__main__':
    unittest.main()
