"""Going to a newer version of one's programme: only when it is wanted, by a recorded act that shows first what changes, and nothing is lost.
CAIRN_TEST_DB."""
import datetime
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

API = '/api/v1'
REVIEWS = 46  # JOB_REVIEWS: the night's work on reviews


class Moving(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = '/inductions/%s/programme' % self.world.names['induction:amina']
        self.served = None

    def serve(self):
        self.served = house.House(self.world, self.url)
        self.addCleanup(lambda: self.served.stop())
        self.amina, self.jonas = self.served.visitor('amina'), self.served.visitor('jonas')

    def publish(self, slug='two-year-next', replaces='swip-2025', change=lambda rules: None, published=True):
        with open(os.path.join(house.ROOT, 'programmes', 'swip-2025.json'), encoding='utf-8') as f:
            rules = json.load(f)
        rules.update(slug=slug, name='Two-year induction, ' + slug, replaces=replaces)
        rules['reviews'] = [6, 13, 18, 24]
        rules['reviewing']['all_outcomes'] = [13, 24]
        rules['decision']['appeal_days'] = 30
        change(rules)
        path = os.path.join(self.folder, slug + '.json')
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(rules, f)
        acts = [['import', path]] + ([['publish', slug, '--sole-operator']] if published else [])
        for words in acts:
            done = subprocess.run([house.CAIRN, '--db', self.url, 'programme'] + words, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def act(self, who, act, status=303, to=None, reason=''):
        who.get(self.path)
        answer = who.post(self.path, [('act', act), ('to', to or ''), ('reason', reason)])
        self.assertEqual(answer.status, status, answer.text[:2500])
        return answer

    def induction(self):
        return self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email = 'amina@demo.example' AND i.is_national = 1")

    def kept(self):
        """What nobody's night writes: pieces, what is linked, what was held."""
        i = self.induction()
        found = [self.rows('SELECT id, title, text, state, version, form FROM evidence WHERE induction = %d ORDER BY id' % i),
                 self.rows('SELECT l.id, l.item, l.state FROM link l JOIN evidence e ON e.id = l.evidence WHERE e.induction = %d ORDER BY l.id' % i),
                 self.rows('SELECT id, month, state, met_on FROM review WHERE induction = %d AND met_on IS NOT NULL ORDER BY id' % i),
                 self.rows('SELECT id, on_date, held, actions FROM supervision WHERE induction = %d ORDER BY id' % i)]
        self.assertTrue(all(found))
        return found

    def on(self):
        return self.one('SELECT g.slug FROM induction i JOIN programme g ON g.id = i.programme WHERE i.id = %d' % self.induction())

    def told(self, kind):
        """By day a mail is written at once; in quiet hours a notice waits."""
        return {r[0] for r in self.rows('SELECT p.email FROM (SELECT person FROM notice WHERE kind = %d UNION ALL SELECT person FROM mail WHERE kind = %d) t '
                                        'JOIN person p ON p.id = t.person' % (kind, kind))}

    def test_C31_somebody_goes_to_a_newer_version_when_they_ask_for_it_and_keeps_everything(self):
        self.publish()
        kept = self.kept()
        self.serve()
        before = self.amina.get(self.path).text
        for words in ('The newer version is', 'Review of month 13', 'The review of month 12 is in month 13', 'Working days to appeal: 30 instead of 20', 'Planned end'):
            self.assertIn(words, before)
        self.assertNotIn('Move to it now', before)
        self.act(self.jonas, 'move', status=422)          # nobody has wanted it
        self.assertEqual(self.on(), 'swip-2025')
        self.assertNotIn(self.path, self.jonas.get('/cohort').raw)
        self.act(self.amina, 'ask')
        self.assertIn('They want to go to a newer version', self.jonas.get('/cohort').text)
        self.assertIn(self.path, self.jonas.get('/cohort').raw)
        self.assertNotIn(self.path, self.served.visitor('karen').get('/cohort').raw)
        self.assertIn('You have wanted this since', self.amina.get(self.path).text)
        self.act(self.amina, 'move', status=422)          # and they do not do it themselves
        self.assertIn('Move to it now', self.jonas.get(self.path).text)
        self.assertEqual(self.on(), 'swip-2025')
        self.act(self.jonas, 'move')
        self.assertEqual(self.on(), 'two-year-next')
        self.assertEqual(kept, self.kept())
        said = self.amina.get(API + self.path).json
        self.assertEqual((said['newer'], said['state'], [b['state'] for b in said['before']]), ([], 'none', ['done']))
        self.assertEqual([r['month'] for r in said['now']['reviews']], [6, 13, 18, 24])
        self.assertIn('There is no newer version of it', self.amina.get(self.path).text)
        self.assertIn('Moved to a newer version of the programme', self.jonas.get(self.path.rpartition('/')[0]).text)
        self.assertEqual(self.one('SELECT COUNT(*) FROM event WHERE kind = 440'), 1)
        self.assertIn('jonas@demo.example', self.told(61))
        self.assertEqual(self.told(62) & {'amina@demo.example', 'harpreet@demo.example', 'grace@demo.example'},
                         {'amina@demo.example', 'harpreet@demo.example', 'grace@demo.example'})

    def test_it_is_offered_and_agreed_to_or_not(self):
        self.publish()
        self.serve()
        self.act(self.amina, 'agree', status=422)
        self.act(self.jonas, 'offer')
        self.act(self.jonas, 'offer', status=422)
        self.act(self.jonas, 'move', status=422)
        self.assertIn('Jonas', self.amina.get(self.path).text)
        self.assertIn('A newer version of your programme is offered', self.amina.get('/').text)
        self.assertNotIn('They want to go to a newer version', self.jonas.get('/cohort').text)
        self.act(self.amina, 'decline')
        self.assertIn('Not to be', self.jonas.get(self.path).text)
        self.act(self.jonas, 'offer')
        self.act(self.amina, 'agree')
        self.act(self.jonas, 'decline', status=422)       # not without saying why
        page = self.act(self.jonas, 'decline', reason='The panel of the new one is not here yet.')
        self.assertEqual(page.status, 303)
        self.assertIn('The panel of the new one', self.amina.get(self.path).text)
        self.act(self.amina, 'ask')
        self.act(self.amina, 'take-back')
        self.act(self.jonas, 'move', status=422)
        self.assertEqual(self.on(), 'swip-2025')
        for other in ('grace', 'harpreet', 'karen', 'mo'):
            self.assertEqual(self.served.visitor(other).get(self.path).status, 404)

    def test_the_database_moves_nobody_without_such_an_act(self):
        self.publish()
        move = "UPDATE induction SET programme = (SELECT id FROM programme WHERE slug = 'two-year-next') WHERE id = %d" % self.induction()
        with self.assertRaises(Exception):
            self.run_sql(move)
        self.serve()
        self.act(self.amina, 'ask')
        with self.assertRaises(Exception):
            self.run_sql(move)
        with self.assertRaises(Exception):               # nor is one done that nobody wanted
            self.run_sql('UPDATE programme_move SET state = 3, wanted_at = NULL')

    def test_other_standards_a_decision_under_way_and_a_draft_stand_against_it(self):
        self.publish(slug='a-draft', published=False)
        self.serve()
        self.assertIn('There is no newer version', self.amina.get(self.path).text)
        self.act(self.amina, 'ask', status=422)
        self.publish(slug='not-yet', change=lambda rules: rules.update(published='2026-01-05', in_force='2099-09-07'))
        self.assertIn('in force from 7 September 2099', self.amina.get(self.path).text)
        self.act(self.amina, 'ask', status=422)
        self.publish()
        self.act(self.amina, 'ask')
        person = self.one("SELECT id FROM person WHERE email = 'harpreet@demo.example'")
        self.decide(person)
        self.assertIn('A decision about the outcome is under way', self.jonas.get(self.path).text)
        self.assertNotIn('decision about the outcome is under way', self.amina.get(self.path).text)
        self.assertIn('A decision about the outcome is under way', self.act(self.jonas, 'move', status=422).text)
        self.assertEqual(self.on(), 'swip-2025')
        self.run_sql('UPDATE decision SET state = 11, closed_at = 1 WHERE induction = %d' % self.induction())
        self.run_sql("UPDATE induction SET framework = (SELECT MIN(id) FROM framework WHERE id <> induction.framework) WHERE id = %d" % self.induction())
        self.assertIn('assessed against other standards', self.jonas.get(self.path).text)
        self.act(self.jonas, 'move', status=422)
        self.assertEqual(self.on(), 'swip-2025')

    def decide(self, person):
        self.run_sql('INSERT INTO decision (uuid, induction, state, judgement, round, version, recommended_by, drawn, moderated, created, changed) '
                     'VALUES (%s, %d, 5, 1, 1, 1, %d, 0, 0, 1, 1)' % (self.world.store.blob(os.urandom(16)), self.induction(), person))

    def test_there_may_be_several_newer_ones_and_what_is_asked_for_is_what_was_read(self):
        self.publish()
        self.publish(slug='two-year-after', replaces='two-year-next')
        self.serve()
        newer = self.amina.get(API + self.path).json['newer']
        self.assertEqual([n['name'] for n in newer], ['Two-year induction, two-year-next', 'Two-year induction, two-year-after'])
        self.assertIn('two-year-after', self.amina.get(self.path).text)
        first = newer[0]['id']
        self.assertIn('Or look at', self.amina.get(self.path + '?to=' + first).text)
        self.act(self.amina, 'ask', to=first)
        self.assertEqual(self.amina.get(API + self.path).json['to']['id'], first)
        self.assertIn('not the version this is about', self.act(self.jonas, 'move', to=newer[1]['id'], status=422).text)
        self.act(self.jonas, 'move', to=first)
        self.assertEqual(self.on(), 'two-year-next')
        self.assertEqual([n['id'] for n in self.amina.get(API + self.path).json['newer']], [newer[1]['id']])

    def test_a_review_that_was_past_before_the_move_is_not_asked_for(self):
        """Its day is past by the new rules alone: the night prepares none."""
        months = self.one('SELECT starts FROM induction WHERE id = %d' % self.induction())
        today = (datetime.datetime.now(datetime.timezone.utc).date() - datetime.date(1970, 1, 1)).days
        past = (today - months) // 31          # a month of hers whose day is a little while ago
        def change(rules):
            rules['reviews'] = sorted({past, 18, 24})
            rules['reviewing']['all_outcomes'] = [24]
        self.publish(change=change)
        self.serve()
        self.act(self.amina, 'ask')
        self.assertIn('past, and nobody asks for it', self.amina.get(self.path).text)
        self.act(self.jonas, 'move')
        self.served.stop()
        self.night(REVIEWS)
        self.assertEqual(self.rows('SELECT id FROM review WHERE induction = %d AND month = %d' % (self.induction(), past)), [])
        # and were it not for the move, it would be
        self.run_sql('UPDATE programme_move SET closed_at = 1')
        self.night(REVIEWS)
        self.assertEqual(len(self.rows('SELECT id FROM review WHERE induction = %d AND month = %d' % (self.induction(), past))), 1)


if __name__ == '__main__':
    unittest.main()
