"""What follows an outcome: steps out of its plan and its programme, whose they are, who sees them, who hears of them and when. CAIRN_TEST_DB."""
import json
import os
import sys
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NIGHT, TELL, ABOVE = 45, 69, 70
QUIET, SOON, LATE, TOLD_ABOVE = 0, 1, 2, 3
ECSW, ASSESSOR, COORDINATOR = 1, 3, 4
PLAN, PROGRAMME, AGAIN = 1, 2, 3


class After(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.one_id = self.world.names['decision:efe']
        self.page = '/inductions/%s/after' % self.world.names['induction:efe']
        self.decision = '(SELECT id FROM decision WHERE uuid = %s)' % self.world.store.blob(bytes.fromhex(self.one_id.replace('-', '')))
        self.induction = '(SELECT induction FROM decision WHERE id = %s)' % self.decision
        self.employer = '(SELECT employer FROM induction WHERE id = %s)' % self.induction
        self.who = {}

    def serve(self):
        self.house = house.House(self.world, self.url)
        self.addCleanup(self.house.stop)
        return self.house

    def visitor(self, key):
        if key not in self.who:
            self.who[key] = self.house.visitor(key)
        return self.who[key]

    def seen(self, key):
        answer = self.visitor(key).get('/api/v1' + self.page)
        return answer.json if answer.status == 200 else answer.status

    def set(self, key, step, done=True):
        return self.visitor(key).request('POST', '/api/v1' + self.page, body=json.dumps({'step': step, 'done': done}),
                                         headers={'Content-Type': 'application/json'}).status

    def events(self, kind):
        return self.one('SELECT COUNT(*) FROM event WHERE kind = %d' % kind)

    def steps_of(self, by):
        return [s for s in self.seen('efe')['steps'] if s['by'] == by]

    # ---- what there is, and for whom ----

    def test_the_plan_and_the_programme_become_steps_with_a_day_and_whose_they_are(self):
        self.serve()
        seen = self.seen('efe')
        self.assertEqual(seen['outcome'], 'does not yet meet')
        self.assertEqual({s['from'] for s in seen['steps']}, {'plan', 'programme', 'judged again'})
        self.assertEqual({s['by'] for s in seen['steps']}, {'ecsw', 'practice_assessor', 'coordinator'})
        plan = self.one('SELECT COUNT(*) FROM recommendation_plan p JOIN recommendation w ON w.id = p.recommendation WHERE w.decision = %s '
                           'AND w.round = (SELECT MAX(round) FROM decision WHERE id = %s)' % (self.decision, self.decision))
        self.assertEqual(len([s for s in seen['steps'] if s['from'] == 'plan']), plan)
        self.assertTrue(all(s['due'] for s in seen['steps']))
        page = self.visitor('efe').get(self.page)
        for words in [s['what'] for s in seen['steps']] + seen['guidance']:
            self.assertIn(words, page.text)
        self.assertIn('This is about some outcomes', page.text)
        done = len([x for x in seen['steps'] if x['done_at']])
        self.assertIn('%d of %d steps' % (done, len(seen['steps'])), self.visitor('efe').get('/decisions/' + self.one_id).text)

    def test_only_who_may_read_the_outcome_sees_what_follows_it(self):
        self.serve()
        for key in ('efe', 'iris', 'karen'):
            self.assertEqual(self.visitor(key).get(self.page).status, 200, key)
        nobody = self.visitor('amina').get('/inductions/%s/after' % self.world.names['uuid:of-nothing'])
        for key in ('amina', 'jonas', 'lena', 'mo', 'nadia', 'harpreet', 'olu', 'pilar', 'grace'):
            answer = self.visitor(key).get(self.page)
            self.assertEqual(answer.status, nobody.status, key)
            self.assertNotIn('Caseload back', answer.raw)
            self.assertEqual(self.set(key, self.number_of('coordinator')), 404, key)

    def number_of(self, by):
        return self.steps_of(by)[0]['id']

    def test_one_without_an_outcome_says_so(self):
        self.serve()
        answer = self.visitor('amina').get('/inductions/%s/after' % self.world.names['induction:amina'])
        self.assertEqual(answer.status, 200)
        self.assertIn('No outcome is in force', answer.text)
        self.assertNotIn('What follows the outcome', self.visitor('amina').get('/').text)

    # ---- done ----

    def test_whose_step_it_is_says_that_it_is_done_and_nobody_else(self):
        self.serve()
        mine = [s for s in self.steps_of('coordinator') if not s['done_at']][0]['id']
        before = self.events(460), self.events(461)
        for key in ('efe', 'iris'):
            self.assertEqual(self.set(key, mine), 404, key)
        self.assertEqual(self.set('karen', mine), 200)
        self.assertEqual(self.set('karen', mine), 200)  # pressed twice is once
        self.assertEqual((self.events(460), self.events(461)), (before[0] + 1, before[1]))
        self.assertTrue([s for s in self.steps_of('coordinator') if s['id'] == mine][0]['done_at'])
        self.assertIn('Karen', self.visitor('efe').get(self.page).text)
        self.assertEqual(self.set('karen', mine, False), 200)
        self.assertEqual(self.events(461), before[1] + 1)
        self.assertIsNone([s for s in self.steps_of('coordinator') if s['id'] == mine][0]['done_at'])
        for wrong in ('', 'x', self.world.names['uuid:of-nothing']):
            self.assertIn(self.set('karen', wrong), (404, 422), wrong)

    def test_it_is_done_by_a_button_on_the_page(self):
        self.serve()
        mine = [s for s in self.steps_of('ecsw') if not s['done_at']][0]
        answer = self.visitor('efe').post(self.page, [('step', mine['id']), ('done', '1')])
        self.assertEqual(answer.status, 303)
        page = self.visitor('efe').get(self.page).text
        self.assertIn('It is noted', page)
        self.assertTrue([s for s in self.steps_of('ecsw') if s['id'] == mine['id']][0]['done_at'])

    def test_two_at_once_are_one(self):
        self.serve()
        mine = [s for s in self.steps_of('ecsw') if not s['done_at']][0]['id']
        before, gate, answers = self.events(460), threading.Barrier(2), []
        pair = [self.house.visitor('efe'), self.house.visitor('efe')]

        def press(v):
            gate.wait()
            answers.append(v.request('POST', '/api/v1' + self.page, body=json.dumps({'step': mine, 'done': True}),
                                     headers={'Content-Type': 'application/json'}).status)
        threads = [threading.Thread(target=press, args=(v,)) for v in pair]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual((answers, self.events(460)), ([200, 200], before + 1))

    # ---- where it stands, and when it ends ----

    def test_it_waits_on_the_first_screen_of_whose_it_is(self):
        self.serve()
        for key, by in (('efe', 'ecsw'), ('iris', 'practice_assessor'), ('karen', 'coordinator')):
            page = self.visitor(key).get('/').text
            for s in self.seen('efe')['steps']:
                self.assertEqual(s['what'] in page, s['by'] == by and not s['done_at'], (key, s))
        lines = self.visitor('iris').get('/api/v1/desk').json['after']
        self.assertEqual({l['title'] for l in lines}, {s['what'] for s in self.steps_of('practice_assessor')})
        self.assertNotIn('Caseload back', self.visitor('harpreet').get('/').text)

    def test_an_outcome_that_is_no_longer_in_force_leaves_no_steps(self):
        self.serve()
        version = self.visitor('efe').get('/api/v1/decisions/' + self.one_id).json['version']
        mine = self.number_of('coordinator')
        answer = self.visitor('efe').request('POST', '/api/v1/decisions/' + self.one_id, body=json.dumps({'do': 'withdraw', 'words': '', 'sure': True}),
                                             headers={'Content-Type': 'application/json', 'If-Match': '"%d"' % version})
        self.assertEqual(answer.status, 200, answer.raw[:200])
        self.assertEqual(self.seen('karen')['steps'], [])
        self.assertEqual(self.set('karen', mine), 404)
        self.assertNotIn('Caseload back', self.visitor('karen').get('/').text)

    def test_judging_again_is_the_assessor_s_step_and_done_when_they_begin(self):
        self.run_sql('UPDATE decision SET no_appeal_at = 1 WHERE id = %s' % self.decision)
        self.serve()
        self.assertEqual([s['done_at'] for s in self.steps_of('practice_assessor') if s['from'] == 'judged again'], [None])
        version = self.visitor('iris').get('/api/v1/decisions/' + self.one_id).json['version']
        answer = self.visitor('iris').request('POST', '/api/v1/decisions/' + self.one_id, body=json.dumps({'do': 'judge_again', 'words': ''}),
                                              headers={'Content-Type': 'application/json', 'If-Match': '"%d"' % version})
        self.assertEqual(answer.status, 200, answer.raw[:200])
        again = [s for s in self.steps_of('practice_assessor') if s['from'] == 'judged again']
        self.assertEqual([bool(s['done_at']) for s in again], [True])
        self.assertTrue([s for s in self.seen('karen')['steps'] if not s['done_at']])  # the rest stands as long as the outcome does

    def test_meets_ends_the_induction_and_its_steps_are_still_somebody_s(self):
        one, page = self.world.names['decision:dmitri'], '/inductions/%s/after' % self.world.names['induction:dmitri']
        self.run_sql('UPDATE decision SET state = 7, moderated = 1 WHERE uuid = %s' % self.world.store.blob(bytes.fromhex(one.replace('-', ''))))
        self.serve()
        version = self.visitor('karen').get('/api/v1/decisions/' + one).json['version']
        answer = self.visitor('karen').request('POST', '/api/v1/decisions/' + one, body=json.dumps({'do': 'issue', 'words': ''}),
                                               headers={'Content-Type': 'application/json', 'If-Match': '"%d"' % version})
        self.assertEqual(answer.status, 200, answer.raw[:200])
        seen = self.visitor('dmitri').get('/api/v1' + page).json
        self.assertEqual((seen['outcome'], {s['by'] for s in seen['steps']}), ('meets', {'coordinator', 'ecsw'}))
        for key, by in (('dmitri', 'ecsw'), ('karen', 'coordinator')):
            text = self.visitor(key).get('/').text
            for s in seen['steps']:
                if s['by'] == by:
                    self.assertIn(s['what'], text, key)
        self.assertIn('0 of 2 steps are done', self.visitor('dmitri').get('/decisions/' + one).text)
        record = self.visitor('dmitri').get('/decisions/%s/record' % one).text
        for words in ('Record of completion', 'has completed', 'Completed on', 'A moderator from outside agreed', 'What completing changes'):
            self.assertIn(words, record)

    def test_an_outcome_in_force_is_a_record_without_anybody_s_reasons(self):
        self.serve()
        path = '/decisions/%s/record' % self.one_id
        page = self.visitor('efe').get(path)
        for words in ('Record of an outcome', 'Efe Larkspur', 'Calder Vale Council', 'Iris Tennant', '3 agreed', 'Idris Pebblecombe in the chair',
                      'A second assessor read the same work', 'no decision about a job or a registration', self.one_id):
            self.assertIn(words, page.text)
        for words in ('steady and kind', 'rewriting', 'grandad', 'Caseload', 'rest on the work', 'Record of completion'):
            self.assertNotIn(words, page.text)
        told = self.visitor('karen').get('/api/v1' + path).json
        self.assertEqual((told['outcome'], told['panel_agreed'], told['ended']), ('does not yet meet', 3, None))
        self.assertEqual((told['employer'], told['standards_version']), ('Calder Vale Council', '2025-illustrative'))
        self.assertIn('version 2025-illustrative', page.text)
        self.run_sql("INSERT INTO organisation_name (organisation, name, ends, created) SELECT employer, 'Upper Calder Council', 40000, 1 FROM induction "
                     "WHERE uuid = %s" % self.world.store.blob(bytes.fromhex(self.world.names['induction:efe'].replace('-', ''))))
        page = self.visitor('efe').get(path).text  # what it was called that day, whatever it is called now
        self.assertIn('Upper Calder Council (now Calder Vale Council)', page)
        self.assertIn('with Upper Calder Council', page)
        self.assertEqual(self.visitor('iris').get(path).status, 200)
        for key in ('amina', 'harpreet', 'grace', 'jonas', 'lena', 'nadia'):
            self.assertEqual(self.visitor(key).get(path).status, 404, key)
        self.assertIn(path, self.visitor('efe').get('/decisions/' + self.one_id).raw)
        self.assertEqual(self.visitor('karen').get('/decisions/%s/record' % self.world.names['decision:dmitri']).status, 404)  # nothing is in force

    # ---- who hears of it ----

    def alone(self, role, days):
        """One open step of that role, due so many days from today; all else is done. Returns its row."""
        row = self.one('SELECT MIN(id) FROM after_step WHERE role = %d' % role)
        today = self.one('SELECT CAST(MAX(at) / 86400000 AS INTEGER) FROM event')
        self.run_sql('UPDATE after_step SET done_at = 1 WHERE id <> %d' % row,
                     'UPDATE after_step SET done_at = NULL, told = 0, by_on = %d, due_on = %d WHERE id = %d' % (today + days, today + days, row))
        return row

    def state(self, row):
        return self.one('SELECT told FROM after_step WHERE id = %d' % row)

    def assessors(self):
        return 'SELECT person FROM assignment WHERE role = 3 AND induction = %s' % self.induction

    def coordinators(self):
        return 'SELECT person FROM role_held WHERE role = 4 AND organisation = %s' % self.employer

    def ecsw(self):
        return 'SELECT ecsw FROM induction WHERE id = %s' % self.induction

    DEPARTMENT = 'SELECT person FROM role_held WHERE role = 6'

    def test_an_assessor_hears_before_and_after_once_each_and_then_the_coordinators(self):
        row = self.alone(ASSESSOR, 20)
        self.night(NIGHT)
        self.assertEqual((self.state(row), self.told(TELL, self.assessors())), (QUIET, 0))
        for days, state, heard, above in ((5, SOON, 1, False), (5, SOON, 1, False), (-2, LATE, 2, False), (-2, LATE, 2, False), (-40, TOLD_ABOVE, 2, True)):
            self.run_sql('UPDATE after_step SET due_on = due_on - by_on + (SELECT CAST(MAX(at) / 86400000 AS INTEGER) FROM event) + %d, '
                         'by_on = (SELECT CAST(MAX(at) / 86400000 AS INTEGER) FROM event) + %d WHERE id = %d' % (days, days, row))
            self.night(NIGHT)
            self.assertEqual((self.state(row), self.told(TELL, self.assessors()), self.told(ABOVE, self.coordinators()) > 0), (state, heard, above), days)
        self.assertEqual(self.told(ABOVE, self.DEPARTMENT) + self.told(TELL, self.ecsw()), 0)
        before = self.told(TELL) + self.told(ABOVE)
        self.night(NIGHT)
        self.assertEqual(self.told(TELL) + self.told(ABOVE), before)
        self.serve()
        self.assertIn('with the practice assessor', self.visitor('karen').get('/').text)

    def test_what_coordinators_let_go_by_the_department_hears_of_without_a_name(self):
        row = self.alone(COORDINATOR, -60)
        what = self.one('SELECT what FROM after_step WHERE id = %d' % row)
        self.night(NIGHT)
        self.assertEqual(self.state(row), TOLD_ABOVE)
        self.assertGreater(self.told(ABOVE, self.DEPARTMENT), 0)
        self.serve()
        page = self.visitor('mo').get('/').text
        self.assertIn('One step waits', page)
        self.assertNotIn(what, page)

    def test_nobody_is_told_above_the_ecsw(self):
        row = self.alone(ECSW, -90)
        self.night(NIGHT)
        self.assertEqual((self.state(row), self.told(TELL, self.ecsw())), (LATE, 1))
        self.assertEqual(self.told(ABOVE), 0)

    def test_a_pause_moves_days_on_and_nobody_is_reminded_in_it(self):
        row = self.alone(ASSESSOR, -7)
        today = self.one('SELECT CAST(MAX(at) / 86400000 AS INTEGER) FROM event')
        self.run_sql('INSERT INTO pause_period (uuid, induction, kind, starts, created, created_by) SELECT %s, %s, MIN(kind), %d, 1, MIN(created_by) '
                     'FROM pause_period' % (self.world.store.blob(b'a pause of a test'[:16]), self.induction, today - 12))
        self.night(NIGHT)
        self.assertEqual((self.state(row), self.told(TELL, self.assessors())), (QUIET, 0))
        self.serve()
        seen = [s for s in self.seen('iris')['steps'] if not s['done_at']]
        self.assertEqual([(s['due'], s['late']) for s in seen], [(None, False)])
        self.assertIn('Days stand still', self.visitor('iris').get(self.page).text)
        self.assertIn('Its day stands still', self.visitor('iris').get(self.page).text)
        self.house.stop()
        self.run_sql('UPDATE pause_period SET ends = %d WHERE induction = %s AND starts = %d' % (today - 1, self.induction, today - 12))
        before = self.one('SELECT due_on FROM after_step WHERE id = %d' % row)
        self.night(NIGHT)
        self.assertGreater(self.one('SELECT due_on FROM after_step WHERE id = %d' % row), before)
        self.assertEqual(self.one('SELECT by_on FROM after_step WHERE id = %d' % row), before)
        self.assertEqual(self.state(row), SOON)


if __name__ == '__main__':
    unittest.main()
