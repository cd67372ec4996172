"""Protected time and workload: agreed by stage and never less than the programme says, answered in one tap or not at all, entered monthly;
what is owed is asked inside first and then above, and nobody but those around the person sees a week. CAIRN_TEST_DB."""
import datetime
import json
import os
import re
import sys
import unittest
import zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NIGHT, NOTICE, JSON = 43, 57, [('Content-Type', 'application/json')]


class Time(house.InHouse):
    def setUp(self):
        self.ben, self.amina, self.grace, self.jonas, self.harpreet = (self.house.visitor(who) for who in ('ben', 'amina', 'grace', 'jonas', 'harpreet'))
        self.path, self.hers = ('/inductions/' + self.world.names['induction:' + who] for who in ('ben', 'amina'))
        self.run_sql('DELETE FROM time_answer WHERE induction IN ' + self.mine('ben'))

    def mine(self, who):
        return "(SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = '%s@demo.example' AND i.ended IS NULL)" % who

    def tap(self, what, status=303, more=(('to', 'home'),)):
        self.ben.get('/')
        return self.posted(self.ben, self.path + '/time/answer', [('act', what)] + list(more), status)

    def answers(self):
        return [r[0] for r in self.rows('SELECT answer FROM time_answer WHERE induction IN %s ORDER BY week' % self.mine('ben'))]

    def test_one_tap_on_the_first_screen_that_can_be_changed_in_the_week(self):
        page = self.ben.get('/')
        self.assertIn('Did you get your protected time this week?', page.text)
        self.assertIn('Saying nothing counts against nobody', page.text)
        self.tap('no')
        self.assertEqual(self.answers(), [3])
        page = self.ben.get('/')
        self.assertIn('You can change it until Sunday', page.text)
        self.assertIn('aria-pressed="true"', page.raw)
        self.tap('some')
        self.assertEqual(self.answers(), [2])
        self.assertEqual(self.tap('perhaps', status=422).status, 422)
        told = self.ben.request('POST', '/api/v1' + self.path + '/time/answer', json.dumps({'act': 'yes'}), JSON)
        self.assertEqual((told.status, told.json['weeks'][0]['answer'], self.answers()), (200, 'yes', [1]))

    def test_nobody_is_asked_in_a_pause_or_for_somebody_else(self):
        self.assertNotIn('protected time this week', self.house.visitor('kwame').get('/').text)
        path = '/inductions/' + self.world.names['induction:kwame'] if 'induction:kwame' in self.world.names else None
        if path:
            kwame = self.house.visitor('kwame')
            self.assertEqual(kwame.request('POST', '/api/v1' + path + '/time/answer', json.dumps({'act': 'yes'}), JSON).status, 422)
        for who in (self.grace, self.harpreet, self.jonas, self.amina):
            self.assertIn(who.request('POST', '/api/v1' + self.path + '/time/answer', json.dumps({'act': 'yes'}), JSON).status, (403, 404))
        self.assertEqual(self.answers(), [])

    def test_a_coordinator_sees_what_is_owed_and_no_week_of_one_person(self):
        for who in (self.amina, self.grace, self.harpreet):
            self.assertIn('Week by week', who.get(self.hers + '/time').text)
            self.assertIn('weeks', who.get('/api/v1' + self.hers + '/time').json)
        page = self.jonas.get(self.hers + '/time')
        self.assertEqual(page.status, 200)
        self.assertNotIn('Week by week', page.text)
        self.assertNotIn('without an answer', page.text)
        self.assertIn('it is not getting through', page.text)
        self.assertNotIn('weeks', self.jonas.get('/api/v1' + self.hers + '/time').json)
        self.assertEqual(self.house.visitor('karen').get(self.hers + '/time').status, 404)
        self.assertIn('Fewer than ten people answered', self.jonas.get('/support').text)
        self.assertEqual(self.grace.get('/support').status, 404)
        self.assertEqual(self.one("SELECT COUNT(*) FROM event WHERE kind BETWEEN 422 AND 424 AND data <> '{}'"), 0)

    def test_ten_people_make_a_sum(self):
        today = self.one("SELECT MAX(i.starts) FROM induction i WHERE i.id IN " + self.mine('ben'))
        monday = today - (today + 3) % 7 - 7
        here = "(SELECT employer FROM induction WHERE id IN %s)" % self.mine('ben')
        self.run_sql("INSERT INTO time_answer (induction, week, answer, changed) SELECT i.id, %d, 2, 0 FROM induction i WHERE i.employer = %s "
                     "AND NOT EXISTS (SELECT 1 FROM time_answer a WHERE a.induction = i.id AND a.week = %d)" % (monday, here, monday))
        text = self.jonas.get('/support').text
        self.assertIn('people answered:', text)
        self.assertNotIn('Amina Yusuf said', text)

    def test_the_national_sum_is_by_kind_of_employer_and_shows_no_few(self):
        mo, address = self.house.visitor('mo'), '/national/protected-time'
        self.run_sql('DELETE FROM time_answer')
        self.assertIn('Fewer than ten people answered', mo.get(address).text)
        today = (datetime.datetime.now(zoneinfo.ZoneInfo('Europe/London')).date() - datetime.date(1970, 1, 1)).days
        monday = today - (today + 3) % 7
        # three weeks of everybody: the week before last yes, the last no; this week, and one long ago, are not counted
        for week, answer in ((monday - 14, 1), (monday - 7, 3), (monday, 2), (monday - 7 * 13, 2)):
            self.run_sql('INSERT INTO time_answer (induction, week, answer, changed) SELECT i.id, %d, %d, 0 FROM induction i WHERE i.ended IS NULL' % (
                week, answer))
        of = dict(self.rows('SELECT o.type, COUNT(*) FROM induction i JOIN organisation o ON o.id = i.employer WHERE i.ended IS NULL AND i.is_national = 1 '
                            'GROUP BY o.type'))
        items = {i['employer']: i for i in mo.get('/api/v1' + address).json['items']}
        everybody = sum(of.values())
        self.assertGreaterEqual(everybody, 10)
        self.assertEqual(items['all'], {'employer': 'all', 'people': (everybody + 2) // 5 * 5, 'answers': (2 * everybody + 2) // 5 * 5,
                                        'yes_percent': 50, 'some_percent': 0, 'no_percent': 50})
        shown = {k: i for k, i in items.items() if i['people'] is not None and k != 'all'}
        few = sum(n for t, n in of.items() if n < 10)
        self.assertTrue(few)
        self.assertFalse([k for k in shown if k == 'family_court_service'])
        self.assertGreaterEqual(everybody - sum(i['people'] for i in shown.values()), 8, 'what is hidden is ten people at least')
        page = mo.get(address)
        self.assertIn('All of them', page.text)
        self.assertNotIn('Ben', page.text)
        self.assertEqual(mo.get(address + '.csv').raw.count('\n'), 8)
        for who in (self.ben, self.grace, self.jonas, self.house.visitor('lena'), self.house.visitor('olu')):
            self.assertEqual(who.get(address).status, 404)
        self.assertIn(address, mo.get('/national').raw)

    def test_a_level_is_never_less_than_the_programme_says(self):
        path = self.path + '/time/plan'
        self.grace.get(path + '?from_month=6')
        page = self.posted(self.grace, path, [('from_month', '6'), ('percent', '19'), ('cases', '13'), ('held', 'Fridays')], 422)
        for words in ('The programme says at least 20 %', 'The programme says at most 12 cases', 'Fridays', 'From month 7'):
            self.assertIn(words, page.text + page.raw)
        self.posted(self.grace, path, [('from_month', '6'), ('percent', '25'), ('cases', '10'), ('held', 'Fridays')])
        plans = self.ben.get('/api/v1' + self.path + '/time').json['plans']
        self.assertEqual(plans[-1], {'from_month': 6, 'protected_percent': 25, 'cases_most': 10, 'held': 'Fridays'})
        self.posted(self.grace, path, [('from_month', '6'), ('percent', '30'), ('cases', '10'), ('held', '')])
        self.assertEqual(self.one('SELECT COUNT(*) FROM time_plan WHERE from_month = 6 AND induction IN ' + self.mine('ben')), 2)
        self.assertIn('has no such stage', self.posted(self.grace, path, [('from_month', '5'), ('percent', '30'), ('cases', '10')], 422).text)
        for who in (self.ben, self.jonas, self.harpreet):
            self.assertEqual(who.get(path).status, 404)

    def test_cases_over_what_was_agreed_are_owed_at_once_and_closed_when_they_are_not(self):
        def owed():
            return [o['what'] for o in self.grace.get('/api/v1' + self.path + '/time').json['owed']]
        self.grace.get(self.path + '/time')
        today = self.grace.get('/api/v1' + self.path + '/calendar').json['starts'][:8] + '01'
        month = [('month-month', str(int(today[5:7]))), ('month-year', today[:4])]
        box = re.search(r'<input[^>]*name="cases"[^>]*>', self.grace.get(self.path + '/time').raw).group(0)
        self.assertNotIn('value="0"', box)  # that nobody said
        self.posted(self.grace, self.path + '/time/cases', month + [('cases', '9')])
        self.assertIn('over', owed())
        self.assertIn('Ben Alder holds more cases than agreed', self.grace.get('/').text)
        self.assertNotIn('Ben Alder holds more', self.jonas.get('/').text)  # inside first
        self.posted(self.grace, self.path + '/time/cases', month + [('cases', '4')])
        self.assertNotIn('over', owed())
        page = self.posted(self.grace, self.path + '/time/cases', [('month-month', '1'), ('month-year', '2020'), ('cases', '4')], 422)
        self.assertIn('before the induction began', page.text)

    def test_readiness_says_whether_it_was_given_and_never_blocks_meets(self):
        text = self.harpreet.get(self.hers + '/decision').text
        self.assertIn('Cases within the agreed level', text)
        self.assertIn('Protected time', text)
        self.assertIn('weeks that were answered', text)
        self.assertIn('That counts against nobody', self.harpreet.get(self.path + '/decision').text)


class Night(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.niamh = self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'niamh@demo.example'")
        self.today = self.one("SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'ben@demo.example'")

    def told(self, who):
        of = " AND person = (SELECT id FROM person WHERE email_folded = '%s@demo.example')" % who
        return sum(self.one('SELECT COUNT(*) FROM %s WHERE kind = %d%s' % (table, NOTICE, of)) for table in ('notice', 'mail'))

    def open(self, column, what=1):
        return self.one('SELECT %s FROM support_owed WHERE closed_at IS NULL AND what = %d AND induction = %d' % (column, what, self.niamh))

    def test_inside_first_then_above_and_the_person_never(self):
        # nobody has agreed anything with Niamh, and it is a day late only
        self.run_sql('DELETE FROM support_owed WHERE induction <> %d' % self.niamh, 'DELETE FROM time_answer', 'DELETE FROM cases_held',
                     'UPDATE support_owed SET closed_at = 1 WHERE what <> 1',
                     'UPDATE support_owed SET since = %d, reminded_on = %d WHERE induction = %d' % (self.today - 1, self.today - 7, self.niamh))
        self.night(NIGHT)
        self.assertEqual(self.open('reminded_on'), self.today)
        self.assertIsNone(self.rows('SELECT above_on FROM support_owed WHERE closed_at IS NULL AND what = 1 AND induction = %d' % self.niamh)[0][0] or None)
        self.assertGreater(self.told('grace'), 0)
        self.assertEqual((self.told('niamh')), 0)
        before = self.told('jonas')
        self.run_sql('UPDATE support_owed SET since = %d WHERE induction = %d' % (self.today - 14, self.niamh))
        self.night(NIGHT)
        self.assertEqual(self.open('above_on'), self.today)
        self.assertGreater(self.told('jonas'), before)
        self.assertEqual(self.told('niamh'), 0)
        with house.House(self.world, self.url) as served:
            self.assertIn('No protected time is agreed with Niamh', served.visitor('jonas').get('/support').text)
        told = self.told('jonas')
        self.night(NIGHT)
        self.assertEqual(self.told('jonas'), told)


if __name__ == '__main__':
    unittest.main()
