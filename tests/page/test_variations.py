"""What an employer may vary of a programme: within its bounds, for the better, from a day and with a reason; the rules that read the value get the
better of both. CAIRN_TEST_DB."""
import datetime
import os
import re
import sys
import unittest
import zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

API = '/api/v1'
ANSWER, PERCENT, CASES = 1, 2, 3
WHY = 'Our assessors have two days a week for it.'


class Variations(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.served = house.House(self.world, self.url)
        self.addCleanup(lambda: self.served.stop())
        self.path = '/programmes/%s' % self.of_slug('swip-2025')
        self.today = datetime.datetime.now(zoneinfo.ZoneInfo('Europe/London')).date()

    def who(self, name=None):
        return self.served.visitor(name) if name else self.served.visitor()

    def of_slug(self, slug):
        return house.as_uuid(self.one("SELECT uuid FROM programme WHERE slug = '%s'" % slug))

    def adopt(self, who, what, value, days=60, reason=WHY, status=303, path=None):
        on = self.today + datetime.timedelta(days=days)
        path = (path or self.path) + '/variations'
        who.get(path)
        answer = who.post(path, [('what', what), ('value', str(value)), ('starts-day', str(on.day)), ('starts-month', str(on.month)),
                                 ('starts-year', str(on.year)), ('reason', reason)])
        self.assertEqual(answer.status, status, answer.text[:2500])
        return answer

    def plant(self, what, value, employer='Northmoor', since=3):
        """As adopted some days ago."""
        day = (self.today - datetime.date(1970, 1, 1)).days - since
        self.run_sql("INSERT INTO variation (uuid, organisation, programme, what, value, starts, reason, created, created_by) SELECT %s, o.id, "
                     "(SELECT id FROM programme WHERE slug = 'swip-2025'), %d, %d, %d, '%s', 1, (SELECT MIN(id) FROM person) FROM organisation o "
                     "WHERE o.name LIKE '%s%%'" % (self.world.store.blob(os.urandom(16)), what, value, day, WHY, employer))

    def values(self, who):
        return {v['what']: v for v in who.get(API + self.path + '/variations').json['values']}

    def of(self, name, what=''):
        return '/inductions/%s%s' % (self.world.names['induction:' + name], what)

    # ---- adopting one ----

    def test_C8_an_employer_varies_a_value_and_everybody_in_it_and_the_department_read_why(self):
        jonas, karen, amina, mo = map(self.who, ('jonas', 'karen', 'amina', 'mo'))
        self.adopt(jonas, 'protected_percent', 25, days=0)
        for reader in (jonas, amina, self.who('grace'), mo):
            page = reader.get(self.path + '/variations').text
            self.assertIn(WHY, page)
            self.assertIn('25% of working time', page)
            self.assertIn('20% of working time; 10% of working time from month 13', page)
        for stranger in (karen, self.who()):
            page = stranger.get(self.path + '/variations').text
            self.assertNotIn(WHY, page)
            self.assertNotIn(WHY, [v['reason'] for v in self.values(stranger)['protected_percent']['varied']])
        self.assertIn('Adopted by Jonas', jonas.get(self.path + '/variations').text)
        self.assertNotIn('Adopted by', amina.get(self.path + '/variations').text)
        self.assertIn(WHY, amina.get(self.path).text)
        self.assertNotIn(WHY, karen.get(self.path).text)
        self.adopt(jonas, 'cases', 7, days=0)
        self.adopt(karen, 'cases', 6, days=0, reason='We are paid for it.')
        both = self.values(mo)['cases']['varied']
        self.assertEqual(sorted((v['value'], v['reason']) for v in both), [(6, 'We are paid for it.'), (7, WHY)])
        self.assertEqual([v['value'] for v in self.values(amina)['protected_percent']['varied']], [25])
        self.assertEqual(self.one('SELECT COUNT(*) FROM event WHERE kind = 441 AND person IN (SELECT id FROM person WHERE email IN '
                                  "('jonas@demo.example', 'karen@demo.example')) AND object IN (SELECT uuid FROM variation WHERE ends IS NULL AND value IN (25, 6, 7))"), 4)

    def test_bounds_hold_and_what_is_locked_is_refused_in_words(self):
        jonas = self.who('jonas')
        self.assertIn('from 3 to 10', self.adopt(jonas, 'answer_days', 2, status=422).text)
        self.assertIn('from 3 to 10', self.adopt(jonas, 'answer_days', 11, status=422).text)
        self.assertIn('asks for as much already', self.adopt(jonas, 'answer_days', 10, status=422).text)
        self.assertIn('asks for as much already', self.adopt(jonas, 'protected_percent', 10, status=422).text)
        self.assertIn('asks for as much already', self.adopt(jonas, 'cases', 15, status=422).text)
        missing = self.adopt(jonas, 'cases', 7, reason='', status=422)
        self.assertIn('value="7"', missing.raw)
        self.assertIn('Choose', self.adopt(jonas, 'cases', 7, days=-1, status=422).text)
        self.assertIn('within a year', self.adopt(jonas, 'cases', 7, days=400, status=422).text)
        locked = '/programmes/%s' % self.of_slug('asye-2026')
        self.assertIn('does not let an employer vary this', self.adopt(jonas, 'answer_days', 5, path=locked, status=422).text)
        self.assertIn('Locked', jonas.get(locked + '/variations').text)
        self.assertIn('every rule of this programme holds for every employer', jonas.get(locked).text)
        self.assertIn('another employer’s own', self.adopt(jonas, 'answer_days', 5, path='/programmes/%s' % self.of_slug('three-year-academy'), status=422).text)
        for other in ('amina', 'grace', 'mo'):
            self.adopt(self.who(other), 'cases', 7, status=404)
        self.assertEqual(self.one("SELECT COUNT(*) FROM variation WHERE value = 7"), 0)

    def test_nobody_is_late_by_a_promise_that_was_not_made_yet(self):
        jonas = self.who('jonas')
        refused = self.adopt(jonas, 'answer_days', 5, days=1, status=422).text
        self.assertIn('What waits for an answer today was promised by the programme’s own day', refused)
        self.adopt(jonas, 'answer_days', 5, days=30)
        self.assertFalse(self.values(jonas)['answer_days']['varied'][0]['holds'])
        self.assertNotIn('days between', self.who('harpreet').get('/desk').text)

    def test_another_takes_its_place_and_one_is_ended_and_nothing_of_either_changes(self):
        jonas, karen = self.who('jonas'), self.who('karen')
        self.adopt(jonas, 'cases', 7, days=0)
        self.adopt(jonas, 'cases', 6, days=30)
        self.assertIn('Something else of yours begins', self.adopt(jonas, 'cases', 5, days=20, status=422).text)
        found = self.values(jonas)['cases']['varied']
        self.assertEqual([(v['value'], v['holds'], v['to'] is None) for v in found], [(6, False, True), (7, True, False)])
        id_ = re.search(r'name="variation" value="([^"]+)"', jonas.get(self.path + '/variations').raw).group(1)
        self.assertEqual(id_, found[0]['id'])
        karen.get(self.path + '/variations')
        self.assertEqual(karen.post(self.path + '/variations/end', [('variation', id_)]).status, 404)
        self.assertEqual(jonas.post(self.path + '/variations/end', [('variation', id_)]).status, 303)
        self.assertIn('Taken back before it began', jonas.get(self.path + '/variations').text)
        self.assertEqual(jonas.post(self.path + '/variations/end', [('variation', id_)]).status, 422)
        for change in ('value = 1', "reason = 'x'", 'ends = NULL, ended_at = NULL', 'starts = 1'):
            with self.assertRaises(Exception, msg=change):
                self.run_sql('UPDATE variation SET %s WHERE value = 6' % change)
        with self.assertRaises(Exception):
            self.run_sql('DELETE FROM variation')

    # ---- what follows ----

    def test_an_answer_is_promised_sooner_where_the_employer_says_so_and_nowhere_else(self):
        amina, harpreet, yasmin = self.who('amina'), self.who('harpreet'), self.who('yasmin')
        self.assertIn('We promise ECSWs an answer within 10 working days', harpreet.get('/desk').text)
        self.assertIn('10 working days', amina.get(self.of('amina', '/evidence/new?kind=critical_reflection')).text)
        self.plant(ANSWER, 3)
        self.assertIn('3 working days', amina.get(self.of('amina', '/evidence/new?kind=critical_reflection')).text)
        self.assertIn('We promise ECSWs an answer within 3 working days', harpreet.get('/desk').text)
        self.assertIn('10 working days', yasmin.get('/inductions/%s/evidence/new?kind=critical_reflection' % self.induction_of('yasmin')).text)

    def test_an_employer_s_own_value_is_never_for_the_worse(self):
        amina = self.who('amina')
        self.plant(ANSWER, 20)
        self.plant(PERCENT, 5)
        self.plant(CASES, 40)
        self.assertIn('10 working days', amina.get(self.of('amina', '/evidence/new?kind=critical_reflection')).text)
        stages = amina.get(API + self.of('amina', '/time')).json['stages']
        self.assertEqual([(s['protected_percent'], s['cases_most']) for s in stages], [(20, 8), (20, 12), (10, 15)])

    def test_whoever_thinks_of_a_job_reads_what_its_employer_gives(self):
        token = self.one("SELECT token FROM job_outline WHERE job LIKE 'Social worker, newly%'")
        path = '/o/' + token
        self.assertIn('Within 10 working days', self.who().get(path).text)
        self.plant(ANSWER, 4)
        self.plant(PERCENT, 30)
        self.assertIn('Within 4 working days', self.who().get(path).text)
        self.assertEqual([s['percent'] for s in self.who().get(API + path).json['programme']['support']], [30, 30, 30])

    def test_protected_time_and_cases_are_laid_over_each_stage_and_over_what_was_agreed(self):
        amina, grace = self.who('amina'), self.who('grace')
        self.plant(PERCENT, 40)
        self.plant(CASES, 9)
        said = amina.get(API + self.of('amina', '/time')).json
        self.assertEqual([(s['protected_percent'], s['cases_most']) for s in said['stages']], [(40, 8), (40, 9), (40, 9)])
        page = amina.get(self.of('amina', '/time')).text
        self.assertIn('The employer gives more than the programme asks', page)
        self.assertIn(WHY, page)
        self.assertIn('40%', page)
        grace.get(self.of('amina', '/time/plan?from_month=6'))
        less = grace.post(self.of('amina', '/time/plan'), [('from_month', '6'), ('percent', '20'), ('cases', '8'), ('held', 'Fridays')])
        self.assertEqual(less.status, 422)
        yasmin = self.who('yasmin').get(API + '/inductions/%s/time' % self.induction_of('yasmin')).json
        self.assertEqual([s['protected_percent'] for s in yasmin['stages']], [20, 20, 10])

    def induction_of(self, name):
        return house.as_uuid(self.one("SELECT i.uuid FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email = '%s@demo.example' AND i.ended IS NULL" % name))


if __name__ == '__main__':
    unittest.main()
