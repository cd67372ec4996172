"""A programme's forms come in versions: what is under way keeps the one it was written with, and none is ever replaced. CAIRN_TEST_DB."""
import json
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

SHIPPED = os.path.join(house.ROOT, 'programmes', 'swip-2025.json')
KIND = 'critical_reflection'
OLD, NEW = 'What happened?', 'What happened, in one breath?'
ADDED = {'id': 'breath', 'label': 'Where did you stop for breath?'}
PIECE = [('kind', KIND), ('title', 'Before the second version'), ('text', 'I waited.'), ('do', 'draft')]


class FormVersions(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.house = house.House(self.world, url=self.url)
        self.addCleanup(self.house.stop)
        self.amina = self.house.visitor('amina')
        self.base = '/inductions/%s/evidence' % self.world.names['induction:amina']

    def test_nobody_plans_what_to_tick_where_the_form_does_not_ask(self):
        plan = '/inductions/%s/observations/new' % self.world.names['induction:amina']
        self.assertIn('name="looks"', self.amina.get(plan).raw)
        self.bring_in(4, kind='direct_observation', without='seen')
        self.assertNotIn('name="looks"', self.amina.get(plan).raw)
        self.assertIn('name="focus"', self.amina.get(plan).raw)

    def bring_in(self, version=None, label=NEW, refused=None, kind=KIND, without=None):
        """The shipped programme, with another first question where a version of the form is said."""
        with open(SHIPPED, encoding='utf-8') as f:
            programme = json.load(f)
        if version:
            form = next(f for f in programme['forms'] if f['kind'] == kind)
            form['version'] = version
            form['prompts'] = [p for p in form['prompts'] if p['id'] != without]
            form['prompts'][0]['label'] = label
            form['prompts'].append(ADDED)
        path = os.path.join(self.world.folder, 'programme.json')
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(programme, f)
        done = self.world.cairn('programme', 'import', path, url=self.url, check=False)
        self.assertEqual(done.returncode, 1 if refused else 0, done.stdout + done.stderr)
        if refused:
            self.assertIn(refused, done.stderr)
        return done.stdout

    def versions(self):
        return [v for (v,) in self.rows("SELECT f.version FROM evidence_form f JOIN programme g ON g.id = f.programme "
                                        "WHERE g.slug = 'swip-2025' AND f.kind = 1 ORDER BY f.version")]

    def recorded(self, more=(), kind=KIND):
        self.amina.get('%s/new?kind=%s' % (self.base, kind))
        answer = self.amina.post(self.base, [('kind', kind)] + PIECE[1:] + list(more))
        self.assertEqual(answer.status, 303, answer.text[:600])
        return '/evidence/' + re.search(r'[0-9a-f-]{36}', answer.header('Location').split('/evidence/')[1])[0]

    def version_of(self, piece):
        uuid = piece.split('/')[2]
        return next(v for u, v in self.rows('SELECT e.uuid, f.version FROM evidence e JOIN evidence_form f ON f.id = e.form')
                    if house.as_uuid(u) == uuid)

    def test_a_piece_keeps_the_version_it_was_begun_with_and_the_next_one_has_the_new(self):
        old = self.recorded()
        self.assertIn('1 of its', self.bring_in(2))
        self.assertEqual(self.versions(), [1, 2])
        begun = self.amina.get(old + '/edit')
        self.assertEqual(begun.status, 200)
        self.assertIn(OLD, begun.text)
        self.assertNotIn(NEW, begun.text)
        self.assertNotIn(ADDED['label'], begun.text)
        fresh = self.amina.get('%s/new?kind=%s' % (self.base, KIND))
        self.assertIn(NEW, fresh.text)
        self.assertIn(ADDED['label'], fresh.text)
        # written on, it stays with its questions; the new one's answers are kept and read with theirs
        self.amina.get(old + '/edit')
        saved = self.amina.post(old, PIECE + [('prompts.breath', 'Nowhere')])
        self.assertIn(saved.status, (200, 303), saved.text[:600])
        self.assertEqual(self.version_of(old), 1)
        self.assertIn('I waited. %s Nowhere' % ADDED['label'], self.amina.get(old).text)  # not asked: kept as words of the text
        new = self.recorded([('prompts.breath', 'At the door')])
        self.assertEqual(self.version_of(new), 2)
        read = self.amina.get(new).text
        self.assertIn('At the door', read)
        self.assertIn(ADDED['label'], read)

    def test_a_draft_that_was_kept_shows_what_was_written_for_a_question_a_later_version_drops(self):
        path = '%s/new?kind=%s' % (self.base, KIND)
        opened = self.amina.get(path)
        kept = self.amina.post(self.base + '?keep=1', [('title', 'Kept'), ('text', 'I waited.'), ('prompts.missing', 'The grandmother, who was out.')],
                               page=opened, whole=True)
        self.assertEqual((kept.status, 'saved_at' in kept.json), (200, True), kept.text)
        self.bring_in(2, without='missing')
        link = next(l for l in self.amina.get(path).page.links if 'draft=' in l)
        back = self.amina.get(link)
        self.assertNotIn('prompts.missing', back.raw)
        text = dict(back.form(self.base).fields)['text']
        self.assertTrue(text.startswith('I waited.') and text.endswith('The grandmother, who was out.'), text)
        # as it is shown, so it is saved
        saved = self.amina.post(self.base, [('do', 'draft')], page=back, whole=True)
        self.assertEqual(saved.status, 303, saved.text[:600])
        self.assertIn('The grandmother, who was out.', self.amina.get(saved.header('Location')).text)

    def test_a_version_that_is_here_is_never_replaced_and_none_comes_in_below_the_newest(self):
        self.assertIn('0 of its', self.bring_in())
        self.assertIn('1 of its', self.bring_in(3))
        self.assertIn('0 of its', self.bring_in(3))
        self.assertIn('0 of its', self.bring_in())  # an older one as it was is no news
        for version in (1, 3):
            self.bring_in(version, label='Something else?', refused='version %d of %s is here with other questions' % (version, KIND))
        self.bring_in(2, refused='give the new one a higher version')
        self.assertEqual(self.versions(), [1, 3])
        self.assertIn(NEW, self.amina.get('%s/new?kind=%s' % (self.base, KIND)).text)

    def test_a_form_with_a_helper_s_part_still_loads_and_nobody_is_asked_it(self):
        with open(SHIPPED, encoding='utf-8') as f:
            programme = json.load(f)
        form = next(f for f in programme['forms'] if f['kind'] == 'feedback')
        self.assertEqual([p for f in programme['forms'] for p in f['prompts'] if p.get('who') == 'helper'], [])
        form['version'] += 1
        form['prompts'].append({'id': 'helped', 'label': 'Who helped, and how it was asked', 'who': 'helper', 'max': 1000})
        path = os.path.join(self.world.folder, 'helper.json')
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(programme, f)
        self.assertIn('1 of its', self.world.cairn('programme', 'import', path, url=self.url).stdout)
        fresh = self.amina.get('%s/new?kind=feedback' % self.base)
        self.assertEqual(fresh.status, 200)
        self.assertNotIn('Who helped, and how', fresh.text)
        piece = self.recorded(kind='feedback')
        self.assertEqual(self.version_of(piece), form['version'])
        self.assertNotIn('Who helped, and how', self.amina.get(piece).text)


if __name__ == '__main__':
    unittest.main()
