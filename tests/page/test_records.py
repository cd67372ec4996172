"""What a programme asks in a record of supervision and in a goal: its words, its bounds, its own questions, in versions. CAIRN_TEST_DB."""
import json
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

SHIPPED = os.path.join(house.ROOT, 'programmes', 'swip-2025.json')
STANDING = 'Case discussion stays in the child’s case record'
ACTIONS = 'What will each of you learn, and how?'
ASKED = [
    {'id': 'held', 'label': 'Did you meet?'},
    {'id': 'on', 'label': 'On which day?', 'help': 'The day in the calendar.'},
    {'id': 'actions', 'label': ACTIONS, 'max': 60, 'must': 'not held'},
    {'id': 'reason', 'label': 'What will make room for the next one?', 'max': 40, 'must': 'not held'},
    {'id': 'room', 'label': 'Was the hour kept free?', 'type': 'yes or no', 'must': 'held'},
    {'id': 'late', 'label': 'Asked in the second year only', 'from': 12},
    {'id': 'next', 'label': 'When do you meet again?', 'must': 'always'},
    {'id': 'remark', 'label': 'Did it go as it says?', 'who': 'ecsw', 'max': 50},
    {'id': 'mine', 'label': 'What do you take with you?', 'who': 'ecsw', 'must': 'always', 'max': 100},
]
GOAL = [
    {'id': 'by', 'label': 'Until when?', 'must': 'always'},
    {'id': 'text', 'label': 'What will you dare?', 'max': 40},
    {'id': 'how', 'label': 'Who stands by you?'},
    {'id': 'first', 'label': 'What is the first step?', 'must': 'always', 'max': 80},
]
DAY = [('on-day', '9'), ('on-month', '1'), ('on-year', '2026')]
NEXT = [('next-day', '23'), ('next-month', '1'), ('next-year', '2026')]
HELD = DAY + NEXT + [('held', 'yes'), ('prompts.room', 'yes')]


class Records(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.house = house.House(self.world, url=self.url)
        self.addCleanup(self.house.stop)
        self.amina, self.grace = self.house.visitor('amina'), self.house.visitor('grace')
        self.supervision = '/inductions/%s/supervision' % self.world.names['induction:amina']
        self.goals = '/inductions/%s/goals' % self.world.names['induction:amina']

    def bring_in(self, version, supervision=ASKED, goal=GOAL, refused=None, check=True, note=None):
        with open(SHIPPED, encoding='utf-8') as f:
            programme = json.load(f)
        for kind, prompts in (('supervision_record', supervision), ('goal', goal)):
            form = next(f for f in programme['forms'] if f['kind'] == kind)
            form['version'], form['prompts'] = version, prompts
            if note:
                form['note'] = note
        path = os.path.join(self.world.folder, 'records.json')
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(programme, f)
        done = self.world.cairn('programme', 'import', path, url=self.url, check=False)
        self.assertEqual(done.returncode, 1 if refused else 0, done.stdout + done.stderr)
        if refused:
            self.assertIn(refused, done.stderr)
        return done.stdout

    def write(self, visitor, page, action, fields, status=303):
        self.assertEqual(visitor.get(page).status, 200)
        answer = visitor.post(action, fields)
        self.assertEqual(answer.status, status, answer.text[:1500])
        return answer

    def recorded(self, fields, status=303):
        answer = self.write(self.grace, self.supervision + '/new', self.supervision, fields, status)
        return re.search(r'/supervision/[0-9a-f-]{36}', answer.header('Location'))[0] if status == 303 else answer

    def version_of(self, table, where):
        uuid = where.split('/')[2]
        return next(v for u, v in self.rows('SELECT r.uuid, f.version FROM %s r JOIN evidence_form f ON f.id = r.form' % table)
                    if house.as_uuid(u) == uuid)

    def asked(self, where, visitor):
        return visitor.get('/api/v1' + where).json['asked']

    def test_a_record_keeps_the_words_it_was_asked_with_and_the_next_one_has_the_new(self):
        old = self.recorded(DAY + [('held', 'yes'), ('actions', 'To chair one.')])
        self.assertIn('2 of its', self.bring_in(2))
        read = self.grace.get(old).text
        self.assertIn('Development actions', read)
        self.assertNotIn(ACTIONS, read)
        changing = self.grace.get(old + '/edit').text
        self.assertIn('Development actions', changing)
        self.assertNotIn(ACTIONS, changing)
        fresh = self.grace.get(self.supervision + '/new')
        for there in ('Did you meet?', 'On which day?', 'The day in the calendar.', ACTIONS, 'Was the hour kept free?', 'When do you meet again?'):
            self.assertIn(there, fresh.text)
        for not_there in ('Development actions', 'Was it held?', 'Asked in the second year only', 'What do you take with you?'):
            self.assertNotIn(not_there, fresh.text)
        self.assertLess(fresh.text.index('Did you meet?'), fresh.text.index('On which day?'))
        new = self.recorded([('on-day', '10')] + HELD[1:])
        self.assertEqual([self.version_of('supervision', w) for w in (old, new)], [1, 2])
        self.assertEqual([self.asked(w, self.grace)['version'] for w in (old, new)], [1, 2])
        self.write(self.grace, old + '/edit', old, DAY + [('held', 'yes'), ('actions', 'To chair two.')])
        self.assertEqual(self.version_of('supervision', old), 1)

    def test_case_discussion_stays_out_whatever_a_programme_says(self):
        self.assertIn(STANDING, self.grace.get(self.supervision + '/new').text)
        self.bring_in(2, note='Tell us all about the case.')
        for visitor, page in ((self.grace, self.supervision + '/new'), (self.amina, self.recorded(HELD))):
            text = visitor.get(page).text
            self.assertIn(STANDING, text)
            self.assertIn('If a child may not be safe, tell your manager now', text)
        self.assertIn('Tell us all about the case.', self.grace.get(self.supervision + '/new').text)

    def test_what_has_to_be_there_is_the_programme_s_and_is_said_in_its_words(self):
        self.bring_in(2)
        refused = self.recorded([], 422).text
        for said in ('Answer “On which day?”', 'Answer “Did you meet?”', 'Answer “When do you meet again?”'):
            self.assertIn(said, refused)
        refused = self.recorded(DAY + [('held', 'no')], 422).text
        self.assertIn('Answer “%s”' % ACTIONS, refused)
        self.assertIn('Answer “What will make room for the next one?”', refused)
        self.assertNotIn('Answer “Was the hour kept free?”', refused)
        refused = self.recorded(DAY + NEXT + [('held', 'yes')], 422).text
        self.assertIn('Answer “Was the hour kept free?”', refused)
        self.assertNotIn('Answer “What will make room', refused)
        self.assertNotIn('Answer “%s”' % ACTIONS, refused)  # nor is what was agreed, where it was held
        refused = self.recorded(HELD + [('actions', 'x' * 61), ('prompts.reason', 'y' * 41)], 422)
        self.assertIn('60', refused.text)
        self.assertIn('40', refused.text)
        self.assertIn('x' * 61, refused.raw)  # what was typed is still there
        self.assertIn('y' * 41, refused.raw)
        self.recorded(HELD + [('actions', 'x' * 60)])

    def test_its_own_answers_are_kept_shown_changed_and_given_in_json(self):
        self.bring_in(2)
        record = self.recorded(HELD + [('actions', 'To read.'), ('prompts.reason', 'An hour on Mondays')])
        for visitor in (self.grace, self.amina):
            read = visitor.get(record).text
            for said in (ACTIONS, 'To read.', 'What will make room for the next one?', 'An hour on Mondays', 'Was the hour kept free?', 'Yes'):
                self.assertIn(said, read)
        told = self.grace.get('/api/v1' + record).json
        self.assertEqual(told['prompts'], {'room': 'yes', 'reason': 'An hour on Mondays'})
        self.assertEqual([q['must'] for q in told['asked']['questions'] if q['id'] in ('held', 'actions', 'room', 'mine')],
                         ['always', 'not held', 'held', 'always'])
        self.write(self.grace, record + '/edit', record, HELD + [('actions', 'To read.'), ('prompts.reason', '')])
        self.assertEqual(self.grace.get('/api/v1' + record).json['prompts'], {'room': 'yes'})
        path, version = '/api/v1' + record, {'If-Match': '"2"'}
        body = {'on': '2026-01-09', 'held': 'no', 'actions': 'One.', 'next': '2026-01-23', 'prompts': {'reason': 'A quiet room'}}
        answer = self.grace.request('POST', path, json.dumps(dict(body, prompts={'reason': 'A', 'other': 'B'})),
                                    {'Content-Type': 'application/json', **version})
        self.assertEqual(answer.status, 422)
        self.assertIn('prompts.other', answer.raw)
        answer = self.grace.request('POST', path, json.dumps(body), {'Content-Type': 'application/json', **version})
        self.assertEqual(answer.status, 200, answer.raw)
        self.assertEqual(answer.json['prompts'], {'reason': 'A quiet room'})

    def test_names_in_them_are_found_and_what_is_typed_is_kept(self):
        self.bring_in(2)
        found = self.recorded(HELD + [('prompts.reason', 'To ring Kayleigh Ward.')], 422)
        self.assertIn('“Kayleigh Ward” looks like this', found.text)
        self.assertIn('name="read_again"', found.raw)
        self.assertIn('To ring Kayleigh Ward.', found.raw)
        kept = self.grace.post(self.supervision + '?keep=1', [('tab', 'one'), ('prompts.reason', 'A word under way'), ('actions', 'Half')])
        self.assertEqual(kept.status, 200, kept.text)
        again = self.grace.get(self.supervision + '/new').raw
        self.assertIn('A word under way', again)
        self.assertIn('Half', again)
        found = self.write(self.amina, self.goals, self.goals, [
            ('text', 'To dare'), ('by-day', '1'), ('by-month', '6'), ('by-year', '2099'), ('prompts.first', 'To ask Kayleigh Ward')], 422)
        self.assertIn('“Kayleigh Ward” looks like this', found.text)

    def test_what_its_ecsw_says_goes_with_the_countersignature_and_stays_known(self):
        self.bring_in(2)
        record = self.recorded(HELD)
        asked = self.write(self.amina, record, record + '/countersign', [('version', '1'), ('remark', 'It did.')], 422).text
        self.assertIn('Answer “What do you take with you?”', asked)
        self.write(self.amina, record, record + '/countersign', [('version', '1'), ('remark', 'It did.'), ('prompts.mine', 'A sentence of hers')])
        read = self.grace.get(record).text
        for said in ('Did it go as it says?', 'It did.', 'What do you take with you?', 'A sentence of hers'):
            self.assertIn(said, read)
        self.write(self.grace, record + '/edit', record, HELD + [('version', '2'), ('actions', 'To read.')])
        told = self.amina.get('/api/v1' + record).json
        self.assertEqual((told['remark'], told['prompts']), ('', {'room': 'yes'}))
        self.assertEqual(told['before'][0]['prompts'], {'room': 'yes', 'mine': 'A sentence of hers'})
        before = self.amina.get(record).text
        self.assertIn('What it said before', before)
        self.assertIn('A sentence of hers', before)

    def test_the_same_day_sent_twice_is_one_record_and_with_another_answer_is_not_passed_over(self):
        self.bring_in(2)
        first = self.recorded(HELD + [('prompts.reason', 'One')])
        self.assertEqual(self.recorded(HELD + [('prompts.reason', 'One')]), first)
        other = self.recorded(HELD + [('prompts.reason', 'Two')], 422)
        self.assertIn('recorded already', other.text)
        self.assertIn('Two', other.raw)

    def test_an_answer_from_a_page_of_before_is_said_back_and_not_lost(self):
        self.assertEqual(self.grace.get(self.supervision + '/new').status, 200)
        self.bring_in(2)
        answer = self.grace.post(self.supervision, HELD + [('prompts.kept', 'urgent'), ('prompts.gone', 'My long thought')])
        self.assertEqual(answer.status, 422)
        self.assertIn('This is no longer asked, since the questions have changed: “My long thought”', answer.text)
        self.recorded(HELD)

    def test_a_goal_is_asked_in_the_programme_s_words_and_keeps_its_own(self):
        by = [('by-day', '1'), ('by-month', '6'), ('by-year', '2099')]
        self.assertNotIn('value="1970"', self.amina.get(self.goals).raw)  # a date nobody has said is empty
        self.write(self.amina, self.goals, self.goals, [('text', 'To wait longer'), ('prompts.notice', 'A child')])
        self.bring_in(2)
        page = self.amina.get(self.goals).text
        for said in ('To wait longer', 'Who would notice first, and what would they see?', 'A child', 'What will you dare?', 'Until when?'):
            self.assertIn(said, page)
        self.assertNotIn('What do you want to get better at?', page)
        refused = self.write(self.amina, self.goals, self.goals, [('text', 'z' * 41)], 422).text
        for said in ('40', 'Answer “Until when?”', 'Answer “What is the first step?”'):
            self.assertIn(said, refused)
        self.write(self.amina, self.goals, self.goals, by + [('text', 'To say it first'), ('prompts.first', 'In the car')])
        told = self.amina.get('/api/v1' + self.goals).json
        self.assertEqual(told['asked']['version'], 2)
        mine = {g['text']: g for g in told['items']}
        self.assertEqual(mine['To say it first']['prompts'], {'first': 'In the car'})
        self.assertEqual(mine['To wait longer']['prompts'], {'notice': 'A child'})
        old, new = ('/goals/' + mine[t]['id'] for t in ('To wait longer', 'To say it first'))
        self.assertEqual([self.asked(w, self.amina)['version'] for w in (old, new)], [1, 2])
        self.assertIn('What do you want to get better at?', self.amina.get(old).text)
        self.write(self.amina, new, new, by + [('text', 'To say it first'), ('prompts.first', 'On the stairs')])
        self.assertIn('What is the first step? On the stairs', self.amina.get(self.goals).text)
        self.assertIn('What is the first step? On the stairs', self.grace.get(self.goals).text)

    def test_who_has_no_form_of_a_record_is_asked_cairn_s_own(self):
        self.move_to_bare()
        fresh = self.grace.get(self.supervision + '/new').text
        for there in ('Was it held?', 'Development actions', 'Next one'):
            self.assertIn(there, fresh)
        record = self.recorded(DAY + [('held', 'yes'), ('actions', 'One.')])
        self.assertIsNone(self.asked(record, self.grace)['version'])

    def move_to_bare(self):
        with open(SHIPPED, encoding='utf-8') as f:
            programme = json.load(f)
        programme.update(slug='bare', forms=[])
        path = os.path.join(self.world.folder, 'bare.json')
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(programme, f)
        self.world.cairn('programme', 'import', path, url=self.url)
        self.world.store.run(self.url, ['DROP TRIGGER ' + ('induction_begins ON induction' if self.world.is_postgresql else 'induction_stays'),
                                        "UPDATE induction SET programme = (SELECT id FROM programme WHERE slug = 'bare')"])  # as if begun on it

    def rows(self, sql):
        return self.world.store.rows(self.url, sql)


if __name__ == '__main__':
    unittest.main()
