"""While the clock of an induction is stopped nobody is reminded of anything in it, and nothing in it counts as late: on the first
screen, among goals, where supervision is planned, and in mail. When it goes on, so does all of that. Run with CAIRN_TEST_DB.
"""
import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

DAY = 86400000
NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}  # mail stays in the outbox
ASK_JOB = 35


class Paused(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.today = self.one("SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw "
                              "WHERE p.email_folded = 'ben@demo.example'")  # his first day is the demo's today
        self.induction = self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw "
                                  "WHERE p.email_folded = 'amina@demo.example' AND i.ended IS NULL")
        self.address = '/inductions/' + self.world.names['induction:amina']

    def served(self):
        return house.House(self.world, self.url, env=NOWHERE)

    def pause(self, starts=-1, ends=None):
        self.run_sql("INSERT INTO pause_period (uuid, induction, starts, ends, created) VALUES (%s, %d, %d, %s, 0)"
                     % (self.world.store.blob(b'away from all of'), self.induction, self.today + starts,
                        'NULL' if ends is None else self.today + ends))

    def go_on(self):
        self.run_sql('UPDATE pause_period SET replaced_at = 1 WHERE induction = %d' % self.induction)

    def both(self, visitor, path):
        """A page while the clock is stopped, and when it goes on."""
        self.pause()
        stopped = visitor.get(path).raw
        self.go_on()
        return stopped, visitor.get(path).raw

    def test_an_answer_that_is_waited_for_is_not_late(self):
        self.run_sql('UPDATE evidence SET submitted_at = submitted_at - %d WHERE induction = %d AND state = 2' % (60 * DAY, self.induction))
        with self.served() as served:
            stopped, goes_on = self.both(served.visitor('amina'), '/')
        self.assertIn('c-due--late', goes_on)
        self.assertNotIn('c-due--late', stopped)

    def test_a_goal_is_not_late(self):
        self.run_sql("INSERT INTO goal (uuid, induction, text, how, by_date, state, version, created, changed) SELECT %s, %d, 'Read one serious "
                     "case review', '', %d, 0, 1, 0, 0" % (self.world.store.blob(b'a goal to be met'), self.induction, self.today - 3))
        with self.served() as served:
            stopped, goes_on = self.both(served.visitor('amina'), self.address + '/goals')
        self.assertIn('c-due--late', goes_on)
        self.assertIn('Read one serious', stopped)
        self.assertNotIn('c-due--late', stopped)

    def test_supervision_that_was_planned_is_not_late(self):
        self.run_sql('UPDATE supervision SET next_on = %d WHERE induction = %d' % (self.today - 2, self.induction))
        with self.served() as served:
            stopped, goes_on = self.both(served.visitor('grace'), '/')
        self.assertEqual(goes_on.count('Was planned for') - stopped.count('Was planned for'), 1)

    def test_an_action_of_a_review_is_not_late_and_no_part_is_asked_for(self):
        with self.served() as served:
            stopped, goes_on = self.both(served.visitor('grace'), '/desk')
        self.assertIn('Wednesday mornings', stopped)
        self.assertEqual(goes_on.count('Was wanted by') - stopped.count('Was wanted by'), 1)
        self.assertIn('12-month review: Amina', goes_on)
        self.assertNotIn('12-month review: Amina', stopped)

    def test_a_link_by_mail_is_not_reminded_of_until_the_clock_goes_on(self):
        with self.served() as served:
            amina = served.visitor('amina')
            amina.get(self.address + '/asks/new?kind=professional')
            asked = [('kind', 'professional'), ('name', 'Dee Moor'), ('about', 'our visits in autumn'), ('act', 'mail'),
                     ('address', 'dee@health.example')]
            self.assertEqual(amina.post(self.address + '/asks', asked).status, 303)
        now = time.time() * 1000
        self.run_sql('UPDATE ask SET sent_at = %d, expires = %d WHERE done_at IS NULL AND revoked_at IS NULL' % (now - 12 * DAY, now + 2 * DAY))
        self.pause()
        self.look('SELECT COUNT(*) FROM job WHERE kind = %d AND (done_at IS NOT NULL OR run_at > created)' % ASK_JOB)
        reminded = "SELECT COUNT(*) FROM ask WHERE address = 'dee@health.example' AND reminded_at IS NOT NULL"
        self.assertEqual(self.one(reminded), 0)
        self.go_on()
        self.look(reminded)

    def look(self, until):
        """The work behind the pages looks at once when it is started."""
        self.run_sql('DELETE FROM job WHERE kind = %d' % ASK_JOB)
        with self.served():
            for _ in range(600):
                if self.one(until):
                    return
                time.sleep(0.05)
            self.fail('the work behind the pages has not been done')


if __name__ == '__main__':
    unittest.main()
