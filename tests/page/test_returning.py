"""Coming back after a pause: a plan is asked for when the return is near, written by one and confirmed by both, goes with its pause,
and says to nobody why. CAIRN_TEST_DB."""
import datetime
import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NIGHT, NOTICE, ABOVE = 41, 56, 'is late with the practice supervisor'
WORDS = {'workload': 'Week 1: no cases, and one visit beside me.', 'stands': 'The first observation.', 'ask': 'The duty desk.'}


def day(name, date):
    return [(name + '-day', str(date.day)), (name + '-month', str(date.month)), (name + '-year', str(date.year))]


class Returning(house.InHouse):
    def setUp(self):
        self.today = datetime.date(1970, 1, 1) + datetime.timedelta(days=self.one(
            "SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'ben@demo.example'"))
        self.path = '/inductions/' + self.world.names['induction:amina']
        self.amina, self.grace, self.jonas, self.harpreet = (self.house.visitor(who) for who in ('amina', 'grace', 'jonas', 'harpreet'))
        mine = "(SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'amina@demo.example')"
        self.run_sql('UPDATE pause_period SET replaced_at = 1 WHERE induction IN ' + mine,
                     'DELETE FROM return_plan_before', 'DELETE FROM return_plan WHERE induction IN ' + mine)

    def days(self, n):
        return self.today + datetime.timedelta(days=n)

    def pause(self, starts, ends, kind='sick', pause=None):
        self.amina.get(self.path + '/pause' + ('?pause=' + pause if pause else ''))
        return self.posted(self.amina, self.path + '/pause', [('act', 'keep'), ('kind', kind)] + day('starts', self.days(starts)) +
                           day('ends', self.days(ends)))

    def write(self, who, status=303, on=12, **words):
        who.get(self.path + '/return/edit')
        return self.posted(who, self.path + '/return', list({**WORDS, **words}.items()) + day('supervision_on', self.days(on)), status)

    def confirm(self, who, status=303):
        who.get(self.path + '/return')
        return self.posted(who, self.path + '/return/confirm', [('act', 'confirm')], status)

    def plan(self, who):
        return who.get('/api/v1' + self.path + '/return').json

    def test_it_is_asked_of_the_supervisor_when_the_return_is_near_and_not_before(self):
        self.pause(-60, 60)
        self.assertEqual(self.plan(self.grace)['waits'], 'nothing')
        self.assertNotIn('Amina Yusuf</a><p>Back', self.grace.get('/').raw)
        self.amina.get('/')
        one = self.one('SELECT COUNT(*) FROM return_plan r JOIN induction i ON i.id = r.induction WHERE r.closed_at IS NULL AND i.ecsw = '
                       "(SELECT id FROM person WHERE email_folded = 'amina@demo.example')")
        self.assertEqual(one, 0)
        pause = str(house.as_uuid(self.rows('SELECT uuid FROM pause_period ORDER BY id DESC')[0][0]))
        self.pause(-60, 9, pause=pause)
        self.assertIn('Write a return plan with Amina Yusuf', self.grace.get('/').text)
        self.assertNotIn('eturn plan', self.amina.get('/').text)  # nobody is asked for anything in a pause
        told = self.plan(self.grace)
        self.assertEqual((told['waits'], told['written'], told['back_on'], told['by']),
                         ('to_write', False, str(self.days(10)), str(self.days(17))))
        self.assertIn('support', self.grace.get('/api/v1/desk').json)
        self.assertIn('Write a return plan with Amina Yusuf', json.dumps(self.grace.get('/api/v1/desk').json['support']))

    def test_who_writes_has_confirmed_and_the_other_confirms(self):
        self.pause(-60, 9)
        self.write(self.grace)
        told = self.plan(self.amina)
        self.assertEqual((told['waits'], told['workload'], told['supervisor_confirmed'] is None, told['ecsw_confirmed']),
                         ('to_confirm', WORDS['workload'], False, None))
        self.assertIn('Your return plan waits for you', self.amina.get('/').text)
        self.assertNotIn('with Amina', self.grace.get('/').text.split('Support that is owed')[-1].split('Supervision')[0])
        self.confirm(self.amina)
        self.assertNotIn('Your return plan waits', self.amina.get('/').text)
        self.assertEqual(self.plan(self.amina)['waits'], 'nothing')
        self.assertIn('The return plan was agreed on', self.harpreet.get(self.path + '/calendar').text)
        self.assertEqual(self.harpreet.get('/api/v1' + self.path + '/calendar').json['return_plan']['back_on'], str(self.days(10)))
        self.assertIn('confirmed this already', self.posted(self.amina, self.path + '/return/confirm', [('act', 'confirm'), (
            'version', str(self.plan(self.amina)['version']))], 422).text)
        # a change takes the other's yes away, and what stood stays to be read
        self.write(self.amina, workload='Week 1: nothing but reading.')
        told = self.plan(self.grace)
        self.assertEqual((told['ecsw_confirmed'] is None, told['supervisor_confirmed']), (False, None))
        self.assertIn('Confirm the return plan of Amina', self.grace.get('/').text)
        self.assertIn('one visit beside me', self.grace.get(self.path + '/return').text)

    def test_others_see_dates_and_nobody_reads_why(self):
        self.pause(-60, 9, kind='sick')
        self.write(self.grace)
        page = self.jonas.get(self.path + '/return')
        self.assertEqual(page.status, 200)
        self.assertNotIn(WORDS['workload'], page.raw)
        self.assertNotIn(WORDS['workload'], json.dumps(self.plan(self.jonas)))
        self.assertEqual(self.jonas.get(self.path + '/return/edit').status, 404)
        for nobody in (self.harpreet, self.house.visitor('karen'), self.house.visitor('ben')):
            self.assertEqual(nobody.get(self.path + '/return').status, 404)
        for who in (self.grace, self.jonas):
            self.assertNotIn('ickness', who.get(self.path + '/return').text)
            self.assertNotIn('sick', json.dumps(self.plan(who)))
        self.assertEqual(self.one("SELECT COUNT(*) FROM event WHERE kind BETWEEN 417 AND 421 AND data LIKE '%sick%'"), 0)
        self.assertGreater(self.one('SELECT COUNT(*) FROM event WHERE kind BETWEEN 417 AND 421'), 2)

    def test_it_goes_with_its_pause_and_is_let_go_with_it(self):
        self.pause(-60, 9)
        self.write(self.grace)
        self.confirm(self.amina)
        pause = str(house.as_uuid(self.rows('SELECT uuid FROM pause_period ORDER BY id DESC')[0][0]))
        self.pause(-60, 14, pause=pause)
        told = self.plan(self.grace)
        self.assertEqual((told['back_on'], told['waits'], told['workload']), (str(self.days(15)), 'to_confirm', WORDS['workload']))
        self.confirm(self.grace)
        self.confirm(self.amina)
        pause = str(house.as_uuid(self.rows('SELECT uuid FROM pause_period ORDER BY id DESC')[0][0]))
        self.amina.get(self.path + '/pause?pause=' + pause)
        self.posted(self.amina, self.path + '/pause', [('act', 'take_back'), ('pause', pause)])
        told = self.plan(self.grace)
        self.assertEqual((told['there'], told['written']), (False, False))
        self.assertIn('The return on', self.grace.get(self.path + '/return').text)
        self.assertIn('Nothing is asked for now', self.grace.get(self.path + '/return/edit').text)
        self.assertIn('no return to plan', self.posted(self.grace, self.path + '/return', list(WORDS.items()) + day('supervision_on', self.days(3)) + [
            ('version', '0')], 422).text)

    def test_wrong_days_and_old_versions_are_said_plainly_and_nothing_is_lost(self):
        self.pause(-60, 9)
        page = self.write(self.grace, status=422, on=-70)
        self.assertIn('can’t be before the pause began', page.text)
        self.assertIn(WORDS['workload'], page.text)
        self.assertIn('three months after', self.write(self.grace, status=422, on=150).text)
        page = self.write(self.grace, status=422, workload='')
        self.assertIn(WORDS['stands'], page.text)
        page = self.write(self.grace, status=422, stands='Ask Kayleigh Ward about it.')
        self.assertIn('Kayleigh Ward', page.text)
        self.write(self.grace)
        version = self.plan(self.grace)['version']
        self.confirm(self.amina)
        self.assertEqual(self.grace.request('POST', '/api/v1' + self.path + '/return', json.dumps({**WORDS, 'supervision_on': str(self.days(12))}),
                                            [('Content-Type', 'application/json')]).status, 428)
        self.assertEqual(self.grace.request('POST', '/api/v1' + self.path + '/return', json.dumps({**WORDS, 'supervision_on': str(self.days(12))}),
                                            [('Content-Type', 'application/json'), ('If-Match', '"%d"' % version)]).status, 412)


class Night(house.InWorld):
    """Kwame of the demonstration comes back in three weeks and a half; nobody has written his plan yet."""

    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.today = self.one("SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'ben@demo.example'")
        self.kwame = self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'kwame@demo.example'")

    def back(self, days):
        self.run_sql('UPDATE pause_period SET starts = %d, ends = %d WHERE induction = %d' % (self.today + days - 60, self.today + days - 1, self.kwame))

    def told(self, who=None):
        of = " AND person = (SELECT id FROM person WHERE email_folded = '%s@demo.example')" % who if who else ''
        return sum(self.one('SELECT COUNT(*) FROM %s WHERE kind = %d%s' % (table, NOTICE, of)) for table in ('notice', 'mail'))

    def open(self, column):
        return self.one('SELECT %s FROM return_plan WHERE closed_at IS NULL AND induction = %d' % (column, self.kwame))

    def test_it_asks_once_reminds_after_a_week_and_tells_above_when_it_is_late(self):
        self.run_sql('DELETE FROM return_plan WHERE induction = %d' % self.kwame)
        self.night(NIGHT)
        self.assertEqual(self.open('opens_on'), self.today - 4)
        self.assertEqual((self.told('grace'), self.told('kwame'), self.told('jonas')), (1, 0, 0))
        self.night(NIGHT)
        self.assertEqual(self.told(), 1)
        self.run_sql('UPDATE return_plan SET reminded_on = reminded_on - 7 WHERE induction = %d' % self.kwame)
        self.night(NIGHT)
        self.assertEqual((self.told('grace'), self.open('reminded_on')), (2, self.today))
        self.back(-21)
        self.night(NIGHT)  # it goes with its pause: asked anew
        self.assertEqual((self.open('by_on'), self.open('above_on')), (self.today - 14, self.today))
        self.assertEqual(self.told('jonas'), 1)
        with house.House(self.world, self.url) as served:
            self.assertIn('Kwame Driftwood’s return plan ' + ABOVE, served.visitor('jonas').get('/').text)

    def test_nothing_is_sent_before_the_window_and_a_plan_long_past_is_put_away(self):
        self.run_sql('DELETE FROM return_plan WHERE induction = %d' % self.kwame)
        self.back(30)
        self.night(NIGHT)
        self.assertEqual((self.told(), self.one('SELECT COUNT(*) FROM return_plan WHERE induction = %d' % self.kwame)), (0, 0))
        self.back(20)
        self.night(NIGHT)
        self.assertEqual(self.told(), 1)
        self.back(-92)
        self.night(NIGHT)
        self.assertEqual(self.one('SELECT COUNT(*) FROM return_plan WHERE closed_at IS NULL AND induction = %d' % self.kwame), 0)


if __name__ == '__main__':
    unittest.main()
