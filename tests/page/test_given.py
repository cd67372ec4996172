"""Time given back: noted from requests, shown to the person alone, deleted after 30 days or at once; others see sums over ten people
and more. CAIRN_TEST_DB."""
import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

DAY = 24 * 60
NIGHT, SWEEP = 40, 5  # JOB_GIVEN, JOB_SWEEP
RECORD, JUDGE, FIND, REVIEW, DECIDE, GOAL = 1, 3, 7, 8, 9, 10


class Given(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.minute = int(time.time() // 60)

    def person(self, who):
        return self.world.find(who).person

    def mark(self, who, minute, task, role=1):
        return 'INSERT INTO given_mark (person, minute, role, task) VALUES (%d, %d, %d, %d)' % (
            self.person(who), minute, role, task)

    def go(self, person, task, minutes, role=1, began=None, programme='(SELECT MIN(id) FROM programme)'):
        return 'INSERT INTO given_go (person, role, task, began, minutes, programme) VALUES (%d, %d, %d, %d, %d, %s)' % (
            person, role, task, began or self.minute - DAY, minutes, programme)

    def test_requests_are_noted_with_their_task_and_nothing_else(self):
        self.run_sql('INSERT INTO given_stopped (person, since) VALUES (%d, 1)' % self.person('ben'))
        with house.House(self.world, url=self.url) as served:
            for who, path in (('amina', '/coverage'), ('harpreet', '/desk'), ('ben', '/evidence'), ('jonas', '/cohort')):
                self.assertIn(served.visitor(who).get(path).status, (200, 303))
            served.visitor('chloe').get('/account')
            served.visitor('dmitri').get('/api/v1/inductions/%s/coverage' % self.world.names['induction:dmitri'])
            self.assertEqual(served.visitor('efe').get('/desk').status, 404)
        found = {(row[0], row[2], row[3]) for row in self.rows('SELECT person, minute, role, task FROM given_mark')}
        self.assertEqual(found, {(self.person('amina'), 1, FIND), (self.person('harpreet'), 3, FIND)})

    def test_reviews_outcomes_and_goals_are_tasks_of_their_own(self):
        review = self.rows('SELECT r.uuid FROM review r JOIN induction i ON i.id = r.induction WHERE i.ecsw = %d '
                           'AND r.month = 12' % self.person('amina'))
        decision = self.rows('SELECT d.uuid FROM decision d JOIN induction i ON i.id = d.induction WHERE i.ecsw = %d' % self.person('efe'))
        with house.House(self.world, url=self.url) as served:
            ben = served.visitor('ben')
            goals = '/inductions/%s/goals' % self.world.names['induction:ben']
            ben.get(goals)
            self.assertEqual(ben.post(goals, [('text', 'Court work')]).status, 303)
            self.assertEqual(served.visitor('efe').get('/decisions/' + house.as_uuid(decision[0][0])).status, 200)
            part = '/reviews/%s/parts/' % house.as_uuid(review[0][0])
            self.assertEqual([served.visitor(who).get(part + whose).status for who, whose in
                              (('amina', 'ecsw'), ('harpreet', 'practice_assessor'))], [200, 200])
        found = {(row[0], row[1], row[2]) for row in self.rows('SELECT person, role, task FROM given_mark')}
        self.assertEqual(found, {(self.person('ben'), 1, GOAL), (self.person('efe'), 1, DECIDE), (self.person('amina'), 1, REVIEW),
                                 (self.person('harpreet'), 3, REVIEW)})
        self.run_sql('DELETE FROM given_mark', *[self.go(self.person('amina'), task, 10 + task) for task in (REVIEW, DECIDE, GOAL)])
        with house.House(self.world, url=self.url) as served:
            amina = served.visitor('amina')
            page = amina.get('/account/time').text
            for words in ('Reviews', 'Outcome of the induction', 'Goals', '18 minutes', '19 minutes', '20 minutes'):
                self.assertIn(words, page)
            self.assertEqual([(i['task'], i['minutes']) for i in amina.get('/api/v1/account/time').json['items']],
                             [('review', 18), ('decide', 19), ('goal', 20)])

    def test_one_sees_ones_own_and_stopping_deletes_it(self):
        self.run_sql(self.go(self.person('amina'), RECORD, 12), self.go(self.person('amina'), RECORD, 20),
                     self.go(self.person('ben'), JUDGE, 77))
        with house.House(self.world, url=self.url) as served:
            amina = served.visitor('amina')
            page = amina.get('/account/time')
            self.assertIn('Writing a piece', page.text)
            self.assertIn('12 minutes', page.text)
            self.assertIn('32 minutes', page.text)
            self.assertNotIn('1 hour 17 minutes', page.text)
            item = amina.get('/api/v1/account/time').json['items'][0]
            self.assertEqual((item['task'], item['role'], item['times'], item['minutes'], item['median']),
                             ('record', 'ecsw', 2, 32, 12))
            self.assertEqual(amina.get('/api/v1/account/held').json['kept_in_its_own_place']['times_tasks_took'], 2)
            for _ in range(2):  # twice is once
                amina.get('/account/time')
                self.assertEqual(amina.post('/account/time', [('do', 'stop')]).status, 303)
            self.assertIn('Not measured since', amina.get('/account/time').text)
            self.assertEqual(self.rows('SELECT COUNT(*) FROM given_go WHERE person = %d' % self.person('amina')), [[0]])
            self.assertEqual(self.rows('SELECT COUNT(*) FROM event WHERE kind = 303'), [[1]])
            self.assertFalse(amina.get('/api/v1/account/time').json['measured'])
            self.assertEqual(amina.post('/account/time', [('do', 'start')]).status, 303)
            self.assertTrue(amina.get('/api/v1/account/time').json['measured'])
            amina.get('/account/time')
            self.assertEqual(amina.post('/account/time', [('do', 'other')]).status, 422)

    def test_sums_over_fewer_than_ten_people_are_not_shown(self):
        people = [row[0] for row in self.rows('SELECT id FROM person ORDER BY id LIMIT 10')]
        self.run_sql(*[self.go(p, RECORD, 3 + i) for i, p in enumerate(people)],
                     *[self.go(p, FIND, 47) for p in people[:9] * 3])
        with house.House(self.world, url=self.url) as served:
            for who, path in (('mo', '/national/time'), ('jonas', '/cohort/time')):
                page = served.visitor(who).get(path)
                self.assertEqual(page.status, 200, who)
                for words in ('Writing a piece', '5 minutes', '7 minutes', '10 minutes', 'Too few people'):
                    self.assertIn(words, page.text)
                self.assertNotIn('47 minutes', page.text)
                items = served.visitor(who).get('/api/v1' + path).json['items']
                self.assertEqual([(i['task'], i['times'], i['quarter'], i['median'], i['three_quarters']) for i in items],
                                 [('record', 10, 5, 7, 10), ('find', None, None, None, None)])
                table = served.visitor(who).get(path + '.csv').raw
                self.assertIn(',10,5,7,10', table.replace('"', ''))
                self.assertNotIn('47', table)
            for who in ('amina', 'harpreet', 'grace'):
                self.assertEqual(served.visitor(who).get('/national/time').status, 404)
                self.assertEqual(served.visitor(who).get('/cohort/time').status, 404)

    def test_at_night_minutes_become_goes_and_what_is_old_goes(self):
        began = (self.minute // DAY - 1) * DAY + 600
        self.run_sql(self.mark('amina', began, RECORD), self.mark('amina', began + 4, RECORD), self.mark('amina', began + 30, FIND),
                     self.mark('harpreet', began, JUDGE, role=3), self.mark('amina', self.minute, FIND),
                     self.mark('ben', self.minute - 5 * DAY, FIND), self.go(self.person('chloe'), RECORD, 9, began=self.minute - 31 * DAY))
        self.night(NIGHT)
        self.night(SWEEP)
        goes = self.rows('SELECT person, role, task, minutes FROM given_go WHERE began >= %d ORDER BY person, began' % began)
        self.assertEqual(sorted(map(tuple, goes)), sorted([(self.person('amina'), 1, RECORD, 5), (self.person('amina'), 1, FIND, 1),
                                                           (self.person('harpreet'), 3, JUDGE, 1)]))
        self.assertEqual(self.rows('SELECT COUNT(*) FROM given_go WHERE programme IS NULL'), [[0]])
        self.assertEqual(self.rows('SELECT COUNT(*) FROM given_mark WHERE person = %d' % self.person('amina')), [[1]])
        self.assertEqual(self.rows('SELECT COUNT(*) FROM given_go WHERE minutes = 9'), [[0]])
        self.assertEqual(self.rows('SELECT COUNT(*) FROM given_mark WHERE minute < %d' % (self.minute // DAY * DAY)), [[0]])


if __name__ == '__main__':
    unittest.main()
