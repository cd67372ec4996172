"""What the induction of a job would look like, behind a link: the dates of a calendar, tried with other days and hours, nothing kept of
whoever looks; links end by their day or by hand. CAIRN_TEST_DB."""
import datetime
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import schema  # noqa: E402

API = '/api/v1'
LINK = re.compile(r'/o/[A-Za-z0-9_-]{43}')


class Outlines(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.served = house.House(self.world, self.url)
        self.addCleanup(self.served.stop)
        self.jonas, self.nobody = self.served.visitor('jonas'), self.served.visitor()
        self.link = LINK.search(self.jonas.get('/job-outlines').raw).group(0)

    def make(self, programme='swip-2025', starts='2028-02-29', hours='37', who=None, **more):
        who = who or self.jonas
        fields = dict({'programme': programme, 'job': 'Social worker', 'starts': starts, 'hours': hours, 'full_week': '37', 'days': '30'}, **more)
        who.get('/job-outlines/new')
        day = fields.pop('starts').split('-')
        answer = who.post('/job-outlines', list(fields.items()) + [('starts-day', day[2]), ('starts-month', day[1]), ('starts-year', day[0])])
        self.assertEqual(answer.status, 303, answer.text[:3000])
        return LINK.search(who.get('/job-outlines').raw).group(0)

    def json(self, link, query=''):
        answer = self.nobody.get(API + link + query)
        self.assertEqual(answer.status, 200, answer.raw)
        return answer.json

    def test_every_date_is_that_of_the_calendar_of_an_induction_that_began_then(self):
        amina = self.world.names['induction:amina']
        calendar = self.jonas.get(API + '/inductions/%s/calendar' % amina).json
        shown = self.json(self.link, '?starts=%s&hours=37' % calendar['starts'])['programme']
        self.assertEqual(shown['end']['latest'], calendar['end']['latest'])
        self.assertEqual(shown['ready']['from'], calendar['ready']['from'])
        self.assertEqual(len(shown['reviews']), 4)
        self.assertEqual([(r['month'], r['due'], r['opens'], r['closes'], r['why']) for r in shown['reviews']],
                         [(r['month'], r['due'], r['opens'], r['closes'], r['why']) for r in calendar['reviews']])

    def test_other_days_and_hours_move_the_dates_and_each_says_why(self):
        link = self.make()
        full, half = self.json(link)['programme'], self.json(link, '?hours=18.5')['programme']
        self.assertEqual(full['ready']['from'], '2030-02-28')
        self.assertEqual(half['ready']['from'], '2030-02-28')  # calendar months, whatever the hours
        self.assertEqual(half['end']['latest'], '2032-02-28')
        self.assertIn('1,460 days at 0.5 of full time, which count as 730', half['end']['why'])
        for a, b in zip(full['supervision'][1:], half['supervision'][1:]):
            self.assertLess(a['from'], b['from'])
        self.assertEqual([s['days'] for s in full['supervision']], [7, 14, 28])
        self.assertEqual(full['required'], [{'kind': 'direct_observation', 'count': 3}])
        page = self.nobody.get(link + '?starts-day=1&starts-month=3&starts-year=2028&hours=18.5').text
        self.assertIn('You’d finish between 1 March 2030, if you are ready, and ', page)
        self.assertIn('1,460 days at 0.5 of full time', page)
        self.assertIn('Back to the day and hours of the job', page)

    def test_what_cannot_be_worked_out_is_said_and_stays_in_the_boxes(self):
        page = self.nobody.get(self.link + '?starts-day=31&starts-month=2&starts-year=2028&hours=lots')
        self.assertEqual(page.status, 422)
        for words in ('The date must be a real date', 'value="31"', 'value="lots"', 'Latest end'):
            self.assertIn(words, page.raw)
        self.assertEqual(self.nobody.get(self.link + '?starts-day=1&starts-month=2&starts-year=2099').status, 422)
        self.assertEqual(self.nobody.get(API + self.link + '?starts=2099-02-01').status, 422)
        self.assertEqual(self.nobody.get(API + self.link + '?hours=' + 'x' * 3000).status in (400, 414, 422), True)

    def test_the_page_says_what_is_asked_given_and_changed_and_by_whose_word(self):
        text = re.sub(r'\s+', ' ', self.nobody.get(self.link).text)
        for words in ('Family Help', 'Direct observation: 3', 'Supervision at least every 7 days', 'A day a week protected',
                      'In the words of Northmoor Children', 'Social worker, level 2', 'From point 28 to point 31', 'At least 3 people; 2 of them',
                      'Nobody has to agree them, there is no limit', 'Other work for a time', 'never works it out or moves it',
                      'They are never your supervisor', 'of your working time from the first day', 'at most ', '20 working days to appeal', 'It can be held from', 'Illustrative'):
            self.assertIn(words, text)

    def test_a_local_programme_shows_the_national_one_inside_with_its_own_dates(self):
        karen = self.served.visitor('karen')
        local = self.one("SELECT id FROM programme WHERE slug = 'three-year-academy'")
        self.run_sql('UPDATE programme SET organisation = NULL WHERE id = %d' % local)
        shown = self.json(self.make('three-year-academy', who=karen))
        self.assertEqual(shown['programme']['months'], 36)
        self.assertEqual((shown['inside']['months'], shown['inside']['ready']['from']), (24, '2030-02-28'))
        self.assertIn('Latest end: Two-year induction', self.nobody.get(LINK.search(karen.get('/job-outlines').raw).group(0)).text)

    def test_nothing_is_kept_of_whoever_looks_and_the_address_is_told_to_nobody(self):
        tables = ('event', 'draft', 'session', 'throttle', 'sent', 'job_outline')
        there = [t for t in tables if t in self.tables()]
        self.assertIn('event', there)
        before = {t: self.one('SELECT COUNT(*) FROM %s' % t) for t in there}
        answer = self.nobody.get(self.link + '?starts-day=1&starts-month=3&starts-year=2029&hours=12')
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.header('Referrer-Policy'), 'no-referrer')
        self.assertIn('noindex', answer.header('X-Robots-Tag'))
        self.assertEqual(answer.header('Set-Cookie'), '')
        self.assertEqual({t: self.one('SELECT COUNT(*) FROM %s' % t) for t in there}, before)
        self.assertNotIn('starts-year', self.served.said())
        self.assertNotIn(self.link[3:], self.served.said())

    def tables(self):
        with open(os.path.join(HERE, '..', '..', 'docs', 'schema.md'), encoding='utf-8') as f:
            known = f.read()
        return set(re.findall(r'^#+ `?(\w+)`?', known, re.M))

    def test_a_link_that_has_ended_is_over_or_never_was_shows_the_same(self):
        unknown = self.nobody.get('/o/' + 'x' * 43)
        self.assertEqual(unknown.status, 404)
        made = self.make()
        id = re.search(r'name="outline" value="([^"]+)"', self.jonas.get('/job-outlines').raw).group(1)
        karen = self.served.visitor('karen')
        karen.get('/job-outlines')
        self.assertEqual(karen.post('/job-outlines/end', [('outline', id)]).status, 404)
        self.assertEqual(self.nobody.get(made).status, 200)
        self.assertEqual(self.jonas.post('/job-outlines/end', [('outline', id)]).status, 303)
        self.assertEqual(self.jonas.post('/job-outlines/end', [('outline', id)]).status, 404)
        self.assertEqual(self.jonas.post('/job-outlines/end', [('outline', 'no id')]).status, 404)
        self.run_sql("UPDATE job_outline SET expires = created + 1 WHERE token = '%s'" % self.link[3:])
        for link in (made, self.link):
            answer = self.nobody.get(link)
            self.assertEqual((answer.status, answer.raw), (404, unknown.raw))
            self.assertEqual(self.nobody.get(API + link).status, 404)
        self.assertNotIn(made, self.jonas.get('/job-outlines').raw)
        self.assertEqual(self.one('SELECT COUNT(*) FROM event WHERE kind = 431'), 1)

    def test_only_coordinators_make_links_and_each_sees_their_own_employers(self):
        for who in ('amina', 'harpreet', 'grace', 'mo', 'olu'):
            visitor = self.served.visitor(who)
            self.assertEqual(visitor.get('/job-outlines').status, 404, who)
            self.assertEqual(visitor.get('/job-outlines/new').status, 404, who)
        self.assertEqual(self.served.visitor('karen').get(API + '/job-outlines').json['items'], [])
        self.assertEqual(len(self.jonas.get(API + '/job-outlines').json['items']), 2)

    def test_a_form_that_cannot_be_kept_says_why_and_keeps_what_was_typed(self):
        self.jonas.get('/job-outlines/new')
        answer = self.jonas.post('/job-outlines', [('programme', 'three-year-academy'), ('job', 'Kept job'), ('hours', '37'), ('full_week', '99'),
                                                   ('starts-day', '1'), ('starts-month', '1'), ('starts-year', '1999'), ('days', '900')])
        self.assertEqual(answer.status, 422)
        for words in ('The first day must be within', 'between 1 and 365', 'value="Kept job"', 'Enter hours as a number'):
            self.assertIn(words, answer.raw)
        answer = self.jonas.post('/job-outlines', [('programme', 'three-year-academy'), ('job', 'Kept job'), ('hours', '37'), ('full_week', '37'),
                                                   ('starts-day', '1'), ('starts-month', '1'), ('starts-year', str(datetime.date.today().year + 1)), ('days', '30')])
        self.assertEqual(answer.status, 422)
        self.assertIn('Select a programme', answer.text)  # another employer's own

    def test_the_answer_is_as_the_description_says(self):
        described = schema.Described(self.nobody.get(API + '/openapi.json').json)
        _, operation = described.operation('GET', API + self.link)
        self.assertLessEqual({'starts', 'hours'}, {p['name'] for p in operation['parameters'] if p['in'] == 'query'})
        for path in (self.link, self.make()):
            self.assertEqual(described.faults('GET', API + path, self.nobody.get(API + path)), [])


if __name__ == '__main__':
    unittest.main()
