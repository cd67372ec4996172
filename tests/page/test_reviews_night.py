"""What the night does for reviews: it prepares what is due soon, moves what a pause moves, and reminds once in a week. CAIRN_TEST_DB."""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NIGHT = 46
TOLD, LATE, RELEASED = 50, 51, 52


class Night(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.today = self.one('SELECT MAX(due_on) FROM review WHERE kind = 2') - 10  # the demo asks for one to be held ten days ahead

    def interim(self, **changes):
        self.run_sql('UPDATE review SET %s WHERE kind = 2' % ', '.join('%s = %s' % one for one in changes.items()))

    def asked(self, column):
        return self.one('SELECT %s FROM review WHERE kind = 2' % column)

    def told(self, kind):
        return sum(self.one('SELECT COUNT(*) FROM %s WHERE kind = %d' % (table, kind)) for table in ('notice', 'mail'))

    def pause(self, starts, ends):
        self.run_sql('INSERT INTO pause_period (uuid, induction, starts, ends, created) SELECT %s, induction, %d, %s, 0 FROM review WHERE kind = 2'
                     % (self.world.store.blob(b'away from all of'), self.today + starts, 'NULL' if ends is None else self.today + ends))

    def test_it_prepares_what_is_due_soon_once_and_never_what_was_cancelled(self):
        point = "FROM review WHERE month = 12 AND state < 3 AND induction = (SELECT MIN(induction) FROM review)"
        # of the second month: nothing stands at twelve, and twelve is due in a month
        self.run_sql('UPDATE review SET month = 99 WHERE month = 12 AND state = 0',
                     'UPDATE induction SET starts = starts - 60 WHERE id = (SELECT MIN(induction) FROM review)')
        self.night(NIGHT)
        self.assertEqual(self.rows('SELECT state, prepared_on, reminded_on ' + point), [[0, self.today, self.today]])
        self.assertGreater(self.told(TOLD), 0)
        told = self.told(TOLD)
        self.night(NIGHT)
        self.assertEqual(self.one('SELECT COUNT(*) ' + point), 1)
        self.assertEqual(self.told(TOLD), told)
        for turn in range(2):
            self.run_sql('UPDATE review SET state = 3 WHERE month = 12 AND state = 0')
            self.night(NIGHT)
            self.assertEqual(self.one('SELECT COUNT(*) ' + point), 0, turn)

    def test_one_that_nobody_has_to_hold_is_prepared_by_whoever_wants_it_and_by_no_night(self):
        point = "FROM review WHERE month = 12 AND state < 3 AND induction = (SELECT MIN(induction) FROM review)"
        self.rewrite_programme("UPDATE programme SET rules = REPLACE(rules, '\"prepare_days\":42', '\"optional\":[12],\"prepare_days\":42')")
        self.run_sql('UPDATE review SET month = 99 WHERE month = 12 AND state = 0',
                     'UPDATE induction SET starts = starts - 60 WHERE id = (SELECT MIN(induction) FROM review)')
        self.night(NIGHT)
        self.assertEqual(self.one('SELECT COUNT(*) ' + point), 0)
        key = self.one("SELECT p.email FROM induction i JOIN person p ON p.id = i.ecsw WHERE i.id = (SELECT MIN(induction) FROM review)").split('@')[0]
        of = '/inductions/%s/reviews' % self.world.names['induction:' + key]
        with house.House(self.world, self.url) as served:
            ecsw = served.visitor(key)
            page = ecsw.get(of)
            self.assertIn('If one of you wants it', page.text)
            self.assertEqual([r['optional'] for r in ecsw.get('/api/v1' + of).json['items'] if r['month'] in (12, 18)], [True, False])
            self.assertIn('12-month review, if one of the three wants it', ecsw.get('/inductions/%s/calendar' % self.world.names['induction:' + key]).text)
            self.assertEqual(ecsw.post(of, [('month', '12')]).status, 303)
        self.assertEqual(self.one('SELECT COUNT(*) ' + point), 1)

    def test_one_night_looks_at_everybody(self):
        of = ("FROM induction i WHERE i.ended IS NULL AND i.programme = (SELECT programme FROM induction ORDER BY id LIMIT 1) AND NOT EXISTS "
              "(SELECT 1 FROM departure d WHERE d.person = i.ecsw) AND NOT EXISTS (SELECT 1 FROM pause_period z WHERE z.induction = i.id) AND "
              "NOT EXISTS (SELECT 1 FROM hours_period h WHERE h.induction = i.id AND h.hours < h.full_week)")
        self.run_sql('UPDATE review SET month = 99 WHERE month = 12 AND state = 0', 'UPDATE review SET month = 98 WHERE month = 12',
                     'UPDATE induction SET starts = %d WHERE ended IS NULL' % (self.today - 340))
        everybody = self.rows('SELECT i.id - (i.id / 7) * 7, COUNT(*) %s GROUP BY 1' % of)
        self.assertGreater(len(everybody), 1)
        self.night(NIGHT)
        self.assertEqual(self.rows('SELECT i.id %s AND NOT EXISTS (SELECT 1 FROM review v WHERE v.induction = i.id AND v.month = 12)' % of), [])

    def test_it_reminds_once_in_a_week_and_not_of_what_was_asked_for_today(self):
        self.interim(prepared_on=self.today - 20, days=23, due_on=self.today + 3, closes_on=self.today + 3, reminded_on='NULL')
        self.night(NIGHT)
        self.assertEqual(self.asked('reminded_on'), self.today)
        self.assertGreater(self.told(LATE), 0)
        told = self.told(LATE)
        for last, then in ((self.today - 6, self.today - 6), (self.today - 7, self.today)):
            self.interim(reminded_on=last)
            self.night(NIGHT)
            self.assertEqual(self.asked('reminded_on'), then)
        self.assertGreater(self.told(LATE), told)

    def test_what_can_be_read_since_long_is_not_told_as_new(self):
        self.interim(state=1, released_at=1, prepared_on=self.today - 20, days=23, due_on=self.today + 3, closes_on=self.today + 3, reminded_on='NULL')
        self.night(NIGHT)
        self.assertGreater(self.told(TOLD), 0)
        self.assertEqual(self.told(RELEASED), 0)

    def test_a_pause_moves_the_day_of_one_that_was_asked_for_and_nobody_is_reminded_in_it(self):
        self.interim(prepared_on=self.today - 20, days=23, due_on=self.today + 3, closes_on=self.today + 3, reminded_on='NULL')
        self.pause(-5, 9)
        self.night(NIGHT)
        self.assertEqual([self.asked('due_on'), self.asked('closes_on')], [self.today + 18] * 2)
        self.assertEqual(self.one('SELECT COUNT(*) FROM review WHERE kind = 2 AND reminded_on IS NULL'), 1)
        self.run_sql('UPDATE pause_period SET ends = NULL')
        self.night(NIGHT)
        self.assertEqual(self.asked('due_on'), self.today + 18)  # nobody can say: as it was said last
        self.run_sql('UPDATE pause_period SET ends = %d' % (self.today - 4))
        self.night(NIGHT)
        self.assertEqual([self.asked('due_on'), self.asked('reminded_on')], [self.today + 5, self.today])

    def test_a_day_agreed_on_that_the_clock_stood_still_is_not_waited_for(self):
        self.interim(planned_on=self.today - 3, state=1, released_at=1)
        self.pause(-5, -1)
        path = '/api/v1/inductions/%s/reviews' % self.world.names['induction:efe']
        with house.House(self.world, self.url, env=house.NOWHERE) as served:
            efe = served.visitor('efe')
            late = [r for r in efe.get(path).json['items'] if r['kind'] == 'interim'][0]['days_late']
            home = efe.get('/').raw
            self.run_sql('UPDATE pause_period SET replaced_at = 1')
            later = [r for r in efe.get(path).json['items'] if r['kind'] == 'interim'][0]['days_late']
            after = efe.get('/').raw
        self.assertEqual([late, later], [0, 3])
        self.assertEqual(after.count('Was wanted by') - home.count('Was wanted by'), 1)

    def test_nobody_who_has_left_is_looked_at(self):
        self.interim(prepared_on=self.today - 20, days=23, due_on=self.today + 3, closes_on=self.today + 3, reminded_on='NULL')
        self.run_sql('INSERT INTO departure (uuid, person, organisation, kind, last_day, recorded_by, created, done_at) SELECT %s, i.ecsw, i.employer, 1, '
                     '%d, i.ecsw, 0, 1 FROM induction i JOIN review v ON v.induction = i.id AND v.kind = 2'
                     % (self.world.store.blob(b'he left for good'), self.today - 1))
        self.night(NIGHT)
        self.assertEqual(self.one('SELECT COUNT(*) FROM review WHERE kind = 2 AND reminded_on IS NULL'), 1)


if __name__ == '__main__':
    unittest.main()
