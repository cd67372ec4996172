"""cairn programme check and import: what is wrong and where, what draws a warning, and whole inductions played by the rules."""
import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

SHIPPED = ['asye-2026', 'department-screens', 'early-career-2027', 'swip-2025', 'three-year-academy']


def shipped(name):
    with open(os.path.join(house.ROOT, 'programmes', name + '.json'), encoding='utf-8') as f:
        return json.load(f)


class ProgrammeCommand(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.rules = shipped('swip-2025')

    def tearDown(self):
        shutil.rmtree(self.folder)

    def run_cairn(self, *arguments, status=0):
        done = subprocess.run([house.CAIRN, *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def file(self, rules):
        path = os.path.join(self.folder, 'rules.json')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(rules if isinstance(rules, str) else json.dumps(rules))
        return path

    def check(self, change, status=0):
        """What is said of the two-year programme once `change` has been made to it."""
        rules = copy.deepcopy(self.rules)
        change(rules)
        done = self.run_cairn('programme', 'check', self.file(rules), status=status)
        return done.stdout + done.stderr

    def warned(self, words, change):
        self.assertNotIn(words, self.check(lambda r: None))
        said = self.check(change)
        self.assertIn('warning ' + words, said)

    def test_every_programme_that_comes_with_cairn_can_be_got_through(self):
        for name in SHIPPED:
            said = self.run_cairn('programme', 'check', name).stdout
            self.assertIn(' 0 wrong.', said, name)
            for outcome in ('“meets”: begin', '“does not yet meet”: begin', '“more time owed”: begin'):
                self.assertIn(outcome, said, name)
            self.assertNotIn('statements:', said)

    def test_a_whole_induction_is_told_line_by_line(self):
        said = self.check(lambda r: None)
        for line in ('review of month 6: due 6 April 2028, from 16 March 2028 to 27 April 2028',
                     'may be recommended from 6 October 2029; latest end 6 October 2029',
                     'owed: direct observations: whoever watches (3)',
                     'after “more time owed”, 182 days more: the latest end is 6 April 2030',
                     'At 0.6 of full time, with nine months of leave', 'Full-time from a leap day, from 29 February 2028',
                     'latest end 28 February 2030', '0 warnings, 0 wrong.'):
            self.assertIn(line, said)

    def test_what_cannot_be_read_is_named_by_its_place(self):
        for words, change in (
                ('reviews: must be months of the programme, ascending', lambda r: r.update(reviews=[6, 30])),
                ('reviewing.all_outcomes: must be among the months of reviews', lambda r: r['reviewing'].update(all_outcomes=[7])),
                ('decision.required[0]: “kind” must be a kind of evidence', lambda r: r['decision'].update(required=[{'kind': 'essays', 'count': 1}])),
                ('decision: must have a quorum', lambda r: r['decision'].update(members=2, quorum=3)),
                ('calendar.windows: there is no such key', lambda r: r['calendar'].update(windows=1)),
                ('eligibility.questions[1].answers[0].label: is missing', lambda r: r['eligibility']['questions'][1]['answers'][0].pop('label'))):
            self.assertIn(words, self.check(change, status=1))
        done = self.run_cairn('programme', 'check', self.file('{\n "slug": "a",\n}'), status=1)
        self.assertIn('line 3, column', done.stderr)

    def test_every_place_that_cannot_be_read_is_named_not_only_the_first(self):
        def change(r):
            r.update(months='long', answer_days=0, colour='blue')
            r['enough'].update(kinds=0)
            r['calendar'].update(windows=1)
            r['decision'].update(quorum=99, appeal_days=1)
            r['support']['stages'][1].update(cases=0)
            for i in (0, 2):
                r['forms'][i]['prompts'][0].pop('label')
        said = self.check(change, status=1)
        places = [line.split('rules.json: ')[1].split(':')[0] for line in said.splitlines()]
        self.assertEqual(places[:8], ['colour', 'months', 'answer_days', 'enough.kinds', 'calendar.windows', 'decision.appeal_days', 'decision.quorum',
                                      'support.stages[1].cases'])
        self.assertEqual([p.split('.')[0] for p in places[8:]], ['forms[0]', 'forms[2]'])
        self.assertNotIn('0 wrong', said)

    def test_months_that_cannot_be_read_are_said_once_and_not_of_all_that_hangs_on_them(self):
        said = self.check(lambda r: r.update(reviews=[6, 5]), status=1)
        self.assertEqual(said.count('rules.json: '), 1, said)
        self.assertIn('reviews: must be months of the programme, ascending', said)

    def test_a_file_full_of_mistakes_is_answered_within_bounds(self):
        said = self.check(lambda r: r.update({'key-%d' % i: 1 for i in range(200)}), status=1)
        self.assertEqual(said.count('there is no such key'), 50)
        self.assertIn('and 150 places more', said)

    def test_what_does_not_hang_together_is_wrong_and_is_not_imported(self):
        said = self.check(lambda r: r['reviewing'].update(prepare_days=7, parts_days=30), status=1)
        self.assertIn('WRONG   reviewing.prepare_days: parts are wanted before they are asked for', said)
        self.assertIn('does not hang together', said)
        academy = dict(shipped('three-year-academy'), contains='three-year-academy')
        self.assertIn('WRONG   contains: is the programme itself', self.run_cairn('programme', 'check', self.file(academy), status=1).stdout)
        academy.update(contains='swip-2025', months=12, reviews=[12])
        self.assertIn('24 months long and does not fit inside 12', self.run_cairn('programme', 'check', self.file(academy), status=1).stdout)
        db = os.path.join(self.folder, 'cairn.db')
        self.run_cairn('--db', db, 'migrate')
        self.rules['reviewing'].update(prepare_days=7, parts_days=30)
        done = self.run_cairn('--db', db, 'programme', 'import', self.file(self.rules), status=1)
        self.assertIn('does not hang together', done.stderr)
        self.assertIn('None yet', self.run_cairn('--db', db, 'programme', 'list').stdout)

    def test_what_an_employer_may_vary_is_bounded_and_never_for_the_worse(self):
        for change, words in (({'answer_days': {'least': 3, 'most': 11}}, 'may_vary.answer_days: would let an employer give less'),
                              ({'protected_percent': {'least': 5, 'most': 50}}, 'may_vary.protected_percent: would let'),
                              ({'cases': {'least': 9, 'most': 8}}, 'may_vary.cases: must go from'),
                              ({'cases': {'least': 1}}, 'may_vary.cases.most: must be a whole number'),
                              ({'panel': {'least': 1, 'most': 2}}, 'may_vary.panel: there is no such key')):
            self.assertIn(words, self.check(lambda r: r['may_vary'].update(change), status=1))
        self.check(lambda r: r.pop('may_vary'))

    def test_what_follows_an_outcome_is_whole_or_is_named(self):
        def step(**more):
            return lambda r: r['after'][1]['steps'][0].update(more)
        for change, words in ((step(by='practice_supervisor'), 'after[1].steps[0].by: must be'),
                              (step(days=0), 'after[1].steps[0].days: must be a whole number from 1 to 366'),
                              (step(what=''), 'after[1].steps[0].what: is missing'),
                              (step(when='soon'), 'after[1].steps[0].when: there is no such key'),
                              (lambda r: r['after'][0].update(outcome='passed'), 'after[0].outcome: must be'),
                              (lambda r: r['after'].insert(0, dict(r['after'][1])), 'after: must be a list, one for each outcome'),
                              (lambda r: r['after'].__setitem__(2, dict(r['after'][1])), 'after[2].outcome: stands there twice'),
                              (lambda r: r['after'][0].update(guidance=[]), 'after[0].guidance: must be a list of 1 to 8 sentences'),
                              (lambda r: r['after'][0].update(guidance=[7]), 'after[0].guidance: must be sentences'),
                              (lambda r: r['after'][0].update(steps=r['after'][0]['steps'] * 5), 'after[0].steps: must be a list of at most 8')):
            self.assertIn(words, self.check(change, status=1))
        self.warned('after: says nothing of “meets”', lambda r: r['after'].pop(0))

    def test_a_review_that_nobody_has_to_hold_is_one_of_its_own_and_never_the_last(self):
        def optional(*months):
            return lambda r: r['reviewing'].update(optional=list(months))
        self.assertIn(' 0 wrong.', self.check(optional(18)))
        self.assertIn('reviewing.optional: must be among the months of reviews', self.check(optional(7), status=1))
        self.assertIn('reviewing.optional: can’t have the last one', self.check(optional(24), status=1))

    def test_required_numbers_grow_from_stage_to_stage(self):
        def by(*stages):
            return lambda r: r['decision']['required'][0].update(by=[{'month': m, 'count': n} for m, n in stages])
        self.assertIn(' 0 wrong.', self.check(by((6, 1), (12, 2))))
        grows = 'decision: must want more of a kind from stage to stage'
        for stages, words in ((((12, 1), (6, 2)), grows), (((6, 2), (12, 2)), grows), (((6, 3),), grows),
                              (((25, 1),), 'decision.required[0].by[0].month: must be a whole number'), ((), 'must be a list of one to four stages')):
            self.assertIn(words, self.check(by(*stages), status=1))

    def test_a_number_of_statements_draws_a_warning(self):
        self.warned('enough.statements: a number of statements is no minimum standard', lambda r: r['enough'].update(statements=399))

    def test_what_a_reader_would_ask_draws_a_warning(self):
        def without_form(r):
            r['forms'] = [f for f in r['forms'] if f['kind'] != 'direct_observation']
        self.warned('decision.required[0]: no form asks for direct_observation', without_form)
        self.warned('decision.required[0]: wants 4 of direct_observation, and next.required 3',
                    lambda r: r['decision']['required'][0].update(count=4))
        self.warned('decision.changes: is empty', lambda r: r['decision'].update(changes=[]))
        self.warned('reviews: the last is in month 18', lambda r: (r.update(reviews=[6, 12, 18]), r['reviewing'].update(all_outcomes=[12, 18])))
        self.warned('calendar.supervision: says nothing', lambda r: r['calendar'].update(supervision=[]))
        self.warned('extensions: there are none', lambda r: r.pop('extensions'))
        self.warned('extensions.days_in_all: 5 of 91 days do not all fit into 182', lambda r: r['extensions'].update(count=5))
        self.warned('decision.moderate_one_in: is nothing', lambda r: r['decision'].update(moderate_one_in=0))
        self.warned('framework: does not come with Cairn', lambda r: r.update(framework='my-own'))
        self.warned('contains: does not come with Cairn', lambda r: r.update(is_national=False, contains='not-here'))
        self.warned('in_force: is before it was published', lambda r: r.update(published='2027-05-01', in_force='2027-04-01'))

    def test_what_it_asks_is_said_by_kind_and_records_that_cost_somebody_every_week_draw_a_warning(self):
        def of(r, kind):
            return next(f for f in r['forms'] if f['kind'] == kind)
        said = self.check(lambda r: None)
        self.assertIn('court_work, version 1: 8 questions', said)
        self.assertIn('supervision_record, version 1: Cairn’s own 5 in its words, and 1 of its own', said)
        self.warned('forms[8] (supervision_record): “actions” need not be there when supervision was held',
                    lambda r: next(p for p in of(r, 'supervision_record')['prompts'] if p['id'] == 'actions').pop('must'))
        self.warned('forms[9] (goal): wants 3 answers of its own each time',
                    lambda r: of(r, 'goal')['prompts'].extend({'id': i, 'label': '?', 'must': 'always'} for i in 'abc'))
        self.assertIn('forms[9]: needs prompts with the ids “text”, “how” and “by”',
                      self.check(lambda r: of(r, 'goal')['prompts'].pop(0), status=1))
        # nothing but records: evidence is asked for in plain boxes, and nobody is warned of one that is missing
        only = self.check(lambda r: r.update(forms=[f for f in r['forms'] if f['kind'] in ('goal', 'supervision_record')]))
        self.assertNotIn('no form asks for', only)


class Versions(house.InWorld):
    """What a next version changes, for whom, and that nobody is moved."""

    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def bring_in(self, rules, status=0):
        path = os.path.join(self.folder, 'next.json')
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(rules, f)
        done = subprocess.run([house.CAIRN, '--db', self.url, 'programme', 'import', path], capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def cairn(self, *words, status=0):
        done = subprocess.run([house.CAIRN, '--db', self.url, 'programme'] + list(words), capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_one_that_leaves_its_standards_open_is_brought_in_with_them_named(self):
        self.assertIn('which standards it is assessed against', self.cairn('import', 'early-career-2027', status=1))
        self.assertIn('no framework here yet', self.cairn('import', 'early-career-2027', '--framework', 'ecs-2027', status=1))
        self.assertIn('small letters', self.cairn('import', 'early-career-2027', '--framework', 'E C S', status=1))
        self.assertIn('names its own standards', self.cairn('import', 'swip-2025', '--framework', 'pqs-2025-illustrative', status=1))
        self.assertEqual(self.one("SELECT COUNT(*) FROM programme WHERE slug = 'early-career-2027'"), 0)
        said = self.cairn('import', 'early-career-2027', '--framework', 'pqs-2025-illustrative')
        self.assertIn('is here as a draft', said)
        self.assertIn('pqs-2025-illustrative', self.cairn('show', 'early-career-2027'))
        self.cairn('publish', 'early-career-2027', '--sole-operator')
        self.cairn('import', 'early-career-2027', '--framework', 'pqs-2025-illustrative')  # again changes nothing
        self.assertIn('early-career-2027', self.cairn('import', 'early-career-2027', '--framework', 'ten-standards-illustrative', status=1))
        self.assertEqual(self.one("SELECT COUNT(*) FROM programme p JOIN framework f ON f.id = p.framework WHERE p.slug = 'early-career-2027' "
                                  "AND f.slug = 'pqs-2025-illustrative'"), 1)

    def of_slug(self, slug):
        return house.as_uuid(self.one("SELECT uuid FROM programme WHERE slug = '%s'" % slug))

    def next_version(self, **more):
        rules = shipped('swip-2025')
        rules.update(dict(slug='two-year-next', name='Two-year induction, next', replaces='swip-2025', published='2027-01-04',
                          in_force='2027-09-06', **more))
        rules['reviews'] = [6, 13, 18, 24]
        rules['reviewing']['all_outcomes'] = [13, 24]
        rules['decision']['appeal_days'] = 30
        rules['decision']['required'][0]['count'] = 4
        rules['calendar']['supervision'] = [{'from_month': 0, 'days': 7}, {'from_month': 6, 'days': 21}]
        rules['support']['stages'] = [{'from_month': 0, 'protected_percent': 20, 'cases': 8}, {'from_month': 9, 'protected_percent': 15, 'cases': 1}]
        rules['support']['above_days'] = 10
        rules['may_vary'].update(protected_percent={'least': 15, 'most': 50}, cases={'least': 1, 'most': 8})
        rules['support']['promises']['coordinator'].append('To say who does it while they are away.')
        return rules

    def test_a_next_version_says_what_it_changes_and_moves_nobody(self):
        people = self.rows('SELECT id, programme FROM induction ORDER BY id')
        self.bring_in(self.next_version())
        self.assertIn('two people', self.cairn('publish', 'two-year-next', status=1))
        self.assertIn('published, by a sole operator', self.cairn('publish', 'two-year-next', '--sole-operator'))
        self.assertIn('this one is published', self.cairn('publish', 'two-year-next', '--sole-operator', status=1))
        self.assertEqual(self.rows('SELECT id, programme FROM induction ORDER BY id'), people)
        new, old = (house.as_uuid(self.one("SELECT uuid FROM programme WHERE slug = '%s'" % s)) for s in ('two-year-next', 'swip-2025'))
        with house.House(self.world, self.url) as served:
            nobody = served.visitor()
            said = nobody.get('/api/v1/programmes/%s' % new).json
            self.assertEqual(said['changes'], [
                'The review of month 12 is in month 13',
                'Supervision at least: every 7 days, every 21 days from month 6 (before: every 7 days, every 14 days from month 3, every 28 days from month 12)',
                'Direct observation: 4 instead of 3',
                'Protected time and cases: 20 % and 8 cases, 15 % and 1 case from month 9 '
                '(before: 20 % and 8 cases, 20 % and 12 cases from month 6, 10 % and 15 cases from month 12)',
                'Days after which what is owed goes above: 10 instead of 14',
                'What each promises in the agreement about support is said otherwise',
                'Protected time that an employer may set, of a hundred: from 15 to 50 (before: from 10 to 50)',
                'Cases that an employer may set: from 1 to 8 (before: from 1 to 15)', 'Working days to appeal: 30 instead of 20'])
            self.assertEqual((said['replaces']['id'], said['notice']), (str(old), '245 days’ notice'))
            self.assertNotIn('people', said)
            page = nobody.get('/programmes/%s' % new).text
            for words in ('It takes the place of', 'The review of month 12 is in month 13', '245 days’ notice', 'stays on it'):
                self.assertIn(words, page)
            self.assertNotIn('on it now', page)
            before = nobody.get('/api/v1/programmes/%s' % old).json
            self.assertEqual([v['id'] for v in before['replaced_by']], [str(new)])
            self.assertEqual((before['replaces'], before['changes']), (None, []))
            self.assertIn('Its place is taken by', nobody.get('/programmes/%s' % old).text)
            mo = served.visitor('mo')
            on = self.one("SELECT COUNT(*) FROM induction i JOIN programme g ON g.id = i.programme WHERE g.slug = 'swip-2025' AND i.ended IS NULL")
            self.assertEqual(mo.get('/api/v1/programmes/%s' % old).json['people'], on)
            self.assertIn('Nobody is on it now', mo.get('/programmes/%s' % new).text)

    def test_a_draft_is_the_department_s_until_it_is_published_having_seen_what_it_changes(self):
        self.assertIn('as a draft', self.bring_in(self.next_version()))
        new, old = self.of_slug('two-year-next'), self.of_slug('swip-2025')
        with house.House(self.world, self.url) as served:
            nobody, jonas, mo = served.visitor(), served.visitor('jonas'), served.visitor('mo')
            for who in (nobody, jonas, served.visitor('amina'), served.visitor('olu')):
                self.assertEqual(who.get('/programmes/%s' % new).status, 404)
                self.assertEqual(who.get('/api/v1/programmes/%s' % new).status, 404)
                self.assertNotIn('Two-year induction, next', who.get('/programmes').text)
                self.assertEqual(who.get('/api/v1/programmes/%s' % old).json['replaced_by'], [])
            self.assertNotIn('two-year-next', jonas.get('/joining/new').raw)
            self.assertEqual(jonas.post('/joining', [('programme', 'two-year-next'), ('name', 'Una Lantern')]).status, 422)
            self.assertEqual(jonas.post('/programmes/%s/publish' % new, []).status, 404)
            self.assertEqual(mo.get('/api/v1/programmes/%s' % new).json['state'], 'draft')
            self.assertIn('Only national administrators can see this programme', mo.get('/programmes/%s' % new).text)
            self.assertIn('Two-year induction, next', mo.get('/programmes').text)
            before = mo.get('/programmes/%s/publish' % new).text
            on = self.one("SELECT COUNT(*) FROM induction i JOIN programme g ON g.id = i.programme WHERE g.slug = 'swip-2025' AND i.ended IS NULL")
            for words in ('%d people are on that one now, and stay on it' % on, 'The review of month 12 is in month 13', 'Nobody is moved'):
                self.assertIn(words, before)
            self.assertEqual(mo.get('/programmes/%s/withdraw' % new).status, 404)
            self.assertEqual(mo.post('/programmes/%s/publish' % new, []).status, 303)
            self.assertIn('Published by Mo Castell', mo.get('/programmes/%s' % new).text)
            self.assertNotIn('Published by Mo', jonas.get('/programmes/%s' % new).text)
            self.assertEqual(mo.post('/programmes/%s/publish' % new, []).status, 403)
            self.assertIn('two-year-next', jonas.get('/joining/new').raw)
            self.assertEqual(self.one("SELECT COUNT(*) FROM event WHERE kind = 437 AND object = (SELECT uuid FROM programme WHERE slug = 'two-year-next')"), 1)

    def test_a_draft_may_come_in_otherwise_and_a_published_one_never(self):
        rules = self.next_version()
        self.bring_in(rules)
        rules['answer_days'] = 3
        rules['may_vary']['answer_days'] = {'least': 1, 'most': 3}
        self.assertIn('as a draft', self.bring_in(rules))
        self.assertEqual(self.rows("SELECT answer_days, state FROM programme WHERE slug = 'two-year-next'"), [[3, 1]])
        self.cairn('publish', 'two-year-next', '--sole-operator')
        rules['answer_days'] = 4
        self.assertIn('give the new ones another slug', self.bring_in(rules, status=1))
        for change in ("rules = '{}'", 'answer_days = 4', 'months = 12', "name = 'x'", 'state = 1', 'published = 1'):
            with self.assertRaises(Exception, msg=change):
                self.run_sql("UPDATE programme SET %s WHERE slug = 'two-year-next'" % change)
        with self.assertRaises(Exception):
            self.run_sql("DELETE FROM programme WHERE slug = 'department-screens'")
        with self.assertRaises(Exception):
            self.run_sql("UPDATE induction SET programme = (SELECT id FROM programme WHERE slug = 'two-year-next') WHERE id = 1")

    def test_what_a_draft_stands_on_is_published_first(self):
        inner, outer = self.next_version(), shipped('three-year-academy')
        outer.update(slug='academy-next', name='Academy, next', contains='two-year-next', replaces='three-year-academy')
        self.bring_in(inner)
        self.bring_in(outer)
        self.assertIn('inside it is not published', self.cairn('publish', 'academy-next', '--sole-operator', status=1))
        with house.House(self.world, self.url) as served:
            mo = served.visitor('mo')
            path = '/programmes/%s/publish' % self.of_slug('academy-next')
            self.assertIn('The programme inside it is not published', mo.get(path).text)
            self.assertEqual(mo.post(path, []).status, 422)
            self.assertIn('The programme inside it is not published', mo.post(path, []).text)
        self.cairn('publish', 'two-year-next', '--sole-operator')
        self.cairn('publish', 'academy-next', '--sole-operator')

    def test_nobody_begins_on_a_withdrawn_one_and_whoever_is_on_it_stays(self):
        people = self.rows('SELECT id, programme FROM induction ORDER BY id')
        old = self.of_slug('swip-2025')
        with house.House(self.world, self.url) as served:
            mo, jonas, amina = served.visitor('mo'), served.visitor('jonas'), served.visitor('amina')
            page = mo.get('/programmes/%s/withdraw' % old).text
            self.assertIn('stay on it to the end', page)
            self.assertIn('One employer’s programme contains it', page)
            self.assertEqual(jonas.get('/programmes/%s/withdraw' % old).status, 404)
            ready = self.rows("SELECT uuid, version FROM joining WHERE name = 'Saskia Rowanthwaite'")
            self.assertEqual(mo.post('/programmes/%s/withdraw' % old, []).status, 303)
            self.assertEqual(mo.post('/programmes/%s/withdraw' % old, []).status, 403)
            self.assertIn('Nobody begins on this programme any more', served.visitor().get('/programmes/%s' % old).text)
            self.assertNotIn('"swip-2025"', jonas.get('/joining/new').raw)
            refused = jonas.post('/joining', [('programme', 'swip-2025'), ('name', 'Una Lantern')])
            self.assertEqual(refused.status, 422)
            self.assertIn('Choose another', refused.text)
            self.assertEqual(amina.get('/').status, 200)
            path = '/joining/%s/start' % house.as_uuid(ready[0][0])
            form = jonas.get(path)
            self.assertEqual(form.status, 200)
            started = jonas.post(path, [('starts-day', '1'), ('starts-month', '2'), ('starts-year', '2027'), ('hours', '37'), ('full_week', '37'),
                                        ('email', 'saskia@demo.example'), ('version', str(ready[0][1]))])
            self.assertEqual(started.status, 422)
            self.assertIn('it was withdrawn from new starts', started.text)
        self.assertEqual(self.rows('SELECT id, programme FROM induction ORDER BY id'), people)
        self.assertIn('withdrawn', self.cairn('list'))

    def test_what_it_takes_the_place_of_is_here_and_of_its_kind(self):
        self.assertIn('is no programme here', self.bring_in(dict(self.next_version(), replaces='not-here'), status=1))
        self.assertIn('not of the same kind', self.bring_in(dict(self.next_version(), replaces='three-year-academy'), status=1))
        self.assertIn('replaces: must be another programme', self.bring_in(dict(self.next_version(), replaces='two-year-next'), status=1))


if __name__ == '__main__':
    unittest.main()
