"""Reasonable adjustments: asked for, answered, shared by name, looked at again; nobody else can tell that there is one. CAIRN_TEST_DB."""
import datetime
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import schema  # noqa: E402

DAY = 86400 * 1000
HELP = 'The questions two days before we meet'
WORDS = 'They come two working days before, by mail.'


class Adjust(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.house = house.House(self.world, url=self.url)
        self.addCleanup(self.house.stop)
        self.amina, self.grace, self.harpreet, self.jonas = (self.house.visitor(w) for w in ('amina', 'grace', 'harpreet', 'jonas'))
        self.base = '/inductions/%s/adjustments' % self.world.names['induction:amina']

    def key_of(self, name):
        return next(p['key'] for p in self.amina.get('/api/v1' + self.base).json['people'] if name in p['name'])

    def ask(self, of='Grace', **more):
        fields = dict({'kind': 'meetings', 'help': HELP, 'asked': self.key_of(of)}, **more)
        page = self.amina.get(self.base + '/new')
        answer = self.amina.post(self.base, list(fields.items()), page=page)
        self.assertEqual(answer.status, 303, answer.text[:800])
        return answer.header('Location')

    def answer(self, who, path, answer='agree', words=WORDS, days='', look=30, status=303):
        page = who.get(path)
        on = self.day(look)
        sent = who.post(path + '/answer', [('answer', answer), ('words', words), ('days', days), ('look_on-day', on[2]), ('look_on-month', on[1]),
                                           ('look_on-year', on[0])] if look else [('answer', answer), ('words', words), ('days', days)], page=page)
        self.assertEqual(sent.status, status, sent.text[:800])
        return sent

    @staticmethod
    def day(ahead):
        d = datetime.date.today() + datetime.timedelta(days=ahead)
        return d.year, d.month, d.day

    def shared(self, path, names):
        page = self.amina.get(path)
        keys = [('shared', self.key_of(n)) for n in names]
        sent = self.amina.post(path + '/share', keys, page=page)
        self.assertEqual(sent.status, 303, sent.text[:500])

    def test_only_whom_it_is_shared_with_can_tell_that_there_is_one(self):
        path = self.ask()
        self.assertIn(HELP, self.amina.get(path).text)
        self.assertIn(HELP, self.grace.get(path).text)
        for other in (self.harpreet, self.jonas):
            self.assertEqual(other.get(path).status, 404)
            self.assertEqual(other.get('/api/v1' + path).status, 404)
            self.assertEqual(other.get('/api/v1' + self.base).json['items'], [])
            self.assertIn('None has been shared with you.', other.get(self.base).text)
        for stranger in ('olu', 'nadia', 'karen', 'iris', 'mo', 'lena'):
            self.assertEqual(self.house.visitor(stranger).get(path).status, 404, stranger)
        # the assessor may read it when the ECSW says so, by name, and no longer when she takes it back
        self.shared(path, ['Harpreet'])
        self.assertIn(HELP, self.harpreet.get(path).text)
        self.assertNotIn('Send the answer', self.harpreet.last.text)
        sent = self.harpreet.post(path + '/answer', [('answer', 'agree'), ('words', WORDS), ('version', '2')], page=self.harpreet.last)
        self.assertEqual(sent.status, 404)
        self.assertNotIn('shared_with', self.harpreet.get('/api/v1' + path).json)
        self.shared(path, [])
        self.assertEqual(self.harpreet.get(path).status, 404)
        # whoever is asked always reads it
        self.assertIn(HELP, self.grace.get(path).text)
        self.assertEqual([p['name'] for p in self.amina.get('/api/v1' + path).json['shared_with']], ['Grace Holloway'])

    def test_an_answer_is_given_changed_and_kept_and_both_see_it_where_they_meet(self):
        path = self.ask()
        self.assertIn('asks for an adjustment', self.grace.get('/').text)
        self.assertNotIn('adjustment', self.jonas.get('/').text)
        self.answer(self.grace, path, words='', status=422)
        self.answer(self.grace, path, look=0, status=422)
        self.assertIn('Say when you look at it again', self.grace.last.text)
        self.assertIn(WORDS, self.grace.last.text)  # nothing typed is lost
        self.answer(self.grace, path, answer='decline', days='3', status=422)
        self.answer(self.grace, path)
        self.assertNotIn('asks for an adjustment', self.grace.get('/').text)
        own = self.amina.get('/api/v1' + path).json
        described = schema.Described(self.amina.get('/api/v1/openapi.json').json)
        for address in (path, self.base):
            self.assertEqual(described.faults('GET', '/api/v1' + address, self.amina.get('/api/v1' + address)), [])
        self.assertEqual((own['state'], own['words'], own['answered_by']), ('agreed', WORDS, 'Grace Holloway'))
        self.answer(self.grace, path, answer='part', words='By mail, a day before.')
        page = self.amina.get(path)
        self.assertIn('By mail, a day before.', page.text)
        self.assertIn(WORDS, page.text)
        self.assertIn('What was answered before', page.text)
        review = re.search(r'/reviews/[0-9a-f-]{36}', self.amina.get('/reviews').raw)[0]
        self.assertIn('By mail, a day before.', self.amina.get(review).text)
        self.assertIn('By mail, a day before.', self.grace.get(review).text)
        self.assertNotIn('By mail, a day before.', self.harpreet.get(review).text)
        # who saw an older answer is not overruled, nor overrules
        stale = self.grace.get(path)
        self.answer(self.grace, path, words='On paper.')
        late = self.grace.post(path + '/answer', [('answer', 'agree'), ('words', 'Late'), ('version', '1')], page=stale)
        self.assertEqual(late.status, 409)

    def test_the_ecsw_ends_it_and_it_stands_nowhere_any_more(self):
        path = self.ask()
        self.answer(self.grace, path)
        page = self.amina.get(path)
        self.assertEqual(self.grace.post(path + '/end', [('act', 'end')], page=self.grace.get(path)).status, 404)
        self.assertEqual(self.amina.post(path + '/end', [('act', 'end')], page=page).status, 303)
        self.assertEqual(self.amina.get('/api/v1' + path).json['state'], 'ended')
        review = re.search(r'/reviews/[0-9a-f-]{36}', self.amina.get('/reviews').raw)[0]
        self.assertNotIn(WORDS, self.amina.get(review).text)
        self.assertNotIn('Send the answer', self.grace.get(path).text)
        late = self.grace.post(path + '/answer', [('answer', 'decline'), ('words', 'Late'), ('version', self.grace.get('/api/v1' + path).json['version'])],
                               page=self.grace.get(path))
        self.assertEqual((late.status, 'It has ended' in late.text), (422, True))
        taken = self.ask(help='Another')
        self.assertEqual(self.amina.post(taken + '/end', [('act', 'end')], page=self.amina.get(taken)).status, 303)
        self.assertEqual(self.amina.get('/api/v1' + taken).json['state'], 'taken_back')

    def test_bad_words_and_people_are_said_and_lose_nothing(self):
        page = self.amina.get(self.base + '/new')
        for fields, says in (([('kind', 'meetings'), ('help', HELP)], 'Choose your practice supervisor or a coordinator'),
                             ([('kind', 'meetings'), ('help', HELP), ('asked', self.key_of('Harpreet'))], 'Choose your practice supervisor or a coordinator'),
                             ([('help', HELP), ('asked', self.key_of('Grace'))], 'There is a problem'),
                             ([('kind', 'meetings'), ('help', HELP + ' with Kayleigh Ward'), ('asked', self.key_of('Grace'))], 'looks like this'),
                             ([('kind', 'meetings'), ('help', HELP), ('asked', self.key_of('Grace')), ('ends-day', '1'), ('ends-month', '1'), ('ends-year', '2020')],
                              'not before its beginning')):
            sent = self.amina.post(self.base, fields, page=page)
            self.assertEqual((sent.status, says in sent.text, HELP in sent.text), (422, True, True), says)
        self.assertEqual(self.rows('SELECT COUNT(*) FROM adjustment WHERE help LIKE \'%two days before we meet\'')[0][0], 0)

    def rows(self, sql):
        return self.world.store.rows(self.url, sql)

    def test_a_late_answer_is_asked_for_again_and_then_above_without_a_name(self):
        path = self.ask()
        induction = "(SELECT induction FROM adjustment WHERE state = 1)"
        coordinators = "SELECT r.person FROM role_held r JOIN induction i ON i.employer = r.organisation WHERE r.role = 4 AND i.id IN %s" % induction
        grace = "SELECT answers FROM adjustment WHERE state = 1"
        self.night(43)
        before = self.told(57, grace), self.told(63, coordinators)
        self.assertEqual((before[1], self.rows('SELECT COUNT(*) FROM adjustment WHERE state = 1 AND above_on IS NOT NULL')[0][0]), (0, 0))
        self.run_sql('UPDATE adjustment SET created = created - %d, reminded_on = reminded_on - 15 WHERE state = 1' % (15 * DAY))
        self.night(43)
        self.assertGreater(self.told(57, grace), before[0])
        self.assertGreater(self.told(63, coordinators), before[1])
        again = self.told(57, grace), self.told(63, coordinators)
        self.night(43)
        self.assertEqual((self.told(57, grace), self.told(63, coordinators)), again)
        self.assertEqual(self.jonas.get(path).status, 404)

    def run_sql(self, sql):
        self.world.store.run(self.url, [sql])


if __name__ == '__main__':
    unittest.main()
