"""Comments on drafts of standards (C30): opened by the department, written by whoever is bound by the draft, closed by the night, answered;
and what came of them, for everybody. CAIRN_TEST_DB."""
import csv
import datetime
import io
import os
import sys
import unittest
import zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import schema  # noqa: E402

API = '/api/v1'
JOB_CONSULT = 47
ANSWERED, CLOSED = 67, 68
MINE = 'In a small service nobody could show this; say “takes part in” instead.'


class Comments(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.served = house.House(self.world, self.url)
        self.addCleanup(lambda: self.served.stop())
        self.today = datetime.datetime.now(zoneinfo.ZoneInfo('Europe/London')).date()
        self.first, self.open = self.of('2027 draft 1'), self.of('2027 draft 2')

    def who(self, name=None):
        return self.served.visitor(name) if name else self.served.visitor()

    def of(self, version):
        return '/frameworks/' + house.as_uuid(self.one("SELECT uuid FROM framework WHERE version = '%s'" % version))

    def item(self, draft, code):
        return draft + '/items/' + house.as_uuid(self.one(
            "SELECT i.uuid FROM framework_item i JOIN framework f ON f.id = i.framework WHERE f.version = '%s' AND i.code = '%s'" % (
                {self.first: '2027 draft 1', self.open: '2027 draft 2'}[draft], code)))

    def say(self, who, item, words=MINE, sort='unclear', shown='role', status=303):
        who.get(item)
        answer = who.post(item + '/comments', [('sort', sort), ('words', words), ('shown', shown)])
        self.assertEqual(answer.status, status, answer.text[:2500])
        return answer

    def own_id(self, who, words=MINE):
        return [c['id'] for c in who.get(API + self.open + '/comments').json['mine'] if c['words'] == words][0]

    def ends(self, draft, days):
        day = (self.today - datetime.date(1970, 1, 1)).days + days
        self.run_sql("UPDATE framework_opened SET ends = %d WHERE framework = (SELECT id FROM framework WHERE uuid = %s)" % (
            day, self.world.store.blob(bytes.fromhex(draft.rpartition('/')[2].replace('-', '')))))

    def open_it(self, who, draft, days, asks='', status=303):
        on = self.today + datetime.timedelta(days=days)
        who.get(draft + '/comments/open')
        answer = who.post(draft + '/comments/open', [('asks', asks), ('ends-day', str(on.day)), ('ends-month', str(on.month)), ('ends-year', str(on.year))])
        self.assertEqual(answer.status, status, answer.text[:2500])
        return answer

    def number(self, sql):
        return int(self.one('SELECT COUNT(*) FROM ' + sql))

    def answer_all(self, who, draft, ids, came='changed', words='It now says “takes part in”.', shows=True, status=303):
        who.get(draft + '/comments/answer')
        answer = who.post(draft + '/comments/answer', [('comment', i) for i in ids] + [('came', came), ('words', words)] + [('shows', '1')] * shows)
        self.assertEqual(answer.status, status, answer.text[:2500])
        return answer

    # ---- writing ----

    def test_C30_whoever_is_bound_by_a_draft_comments_on_a_statement_and_changes_it(self):
        amina, item = self.who('amina'), self.item(self.open, '5 D1')
        page = amina.get(item)
        self.assertIn('What do you think of it?', page.text)
        self.say(amina, item)
        self.assertIn(MINE, amina.get(item).text)
        one = self.own_id(amina)
        mine = self.open + '/comments/mine/' + one
        amina.get(mine)
        better = MINE + ' Or leave it out.'
        self.assertEqual(amina.post(mine, [('words', better)], whole=True).status, 303)
        self.assertIn(better, amina.get(item).text)
        amina.get(mine)
        self.assertEqual(amina.post(mine + '/withdraw').status, 303)
        self.assertNotIn(MINE, amina.get(item).text)
        self.assertEqual(self.number("draft_comment WHERE words LIKE 'In a small service%'"), 0)
        self.assertEqual(amina.get(mine).status, 404)
        kinds = [r[0] for r in self.rows('SELECT kind FROM event WHERE kind IN (455, 457, 458) ORDER BY id DESC LIMIT 3')]
        self.assertEqual(kinds, [458, 457, 455])

    def test_a_comment_is_its_writers_and_the_departments_until_it_has_an_answer(self):
        amina, item = self.who('amina'), self.item(self.open, '5 D1')
        self.say(amina, item)
        one = self.own_id(amina)
        for name in ('ben', 'grace', 'harpreet', 'jonas', 'lena', 'olu'):
            who = self.who(name)
            self.assertNotIn(MINE, who.get(item).text, name)
            self.assertNotIn(MINE, who.get(self.open + '/comments').text, name)
            self.assertEqual(who.get(self.open + '/comments/mine/' + one).status, 404, name)
            self.assertEqual(who.get(self.open + '/comments/all').status, 404, name)
            self.assertEqual(who.post(self.open + '/comments/mine/' + one + '/withdraw').status, 404, name)
        self.assertIn(MINE, self.who('mo').get(self.open + '/comments/all').text)
        self.assertEqual(self.who().get(self.open + '/comments').status, 404)
        self.assertEqual(self.number("draft_comment WHERE withdrawn_at IS NULL AND words LIKE 'In a small service%'"), 1)

    def test_the_department_reads_a_name_only_where_its_writer_chose_to_be_shown_by_it(self):
        amina, ben = self.who('amina'), self.who('ben')
        self.say(amina, self.item(self.open, '1 D1'), 'By my role alone, please: what is a plan here?', shown='role')
        self.say(ben, self.item(self.open, '1 D1'), 'By my name: what is a plan here?', shown='name')
        for address in ('/comments/all', '/comments/all.csv'):
            text = self.who('mo').get(self.open + address).text
            self.assertIn('By my role alone', text)
            self.assertNotIn('Amina', text)
            self.assertIn('Ben', text)
        rows = self.who('mo').get(API + self.open + '/comments/all').raw
        self.assertNotIn('Amina', rows)

    def test_what_is_wrong_is_said_and_keeps_the_words(self):
        amina, item = self.who('amina'), self.item(self.open, '5 D1')
        answer = self.say(amina, item, sort='', status=422)
        self.assertIn('Say what sort of comment it is', answer.text)
        self.assertIn(MINE, answer.raw)
        self.assertIn('Write what you think of it', self.say(amina, item, words='  ', status=422).text)
        long = 'x' * 2001
        self.assertIn(long, self.say(amina, item, words=long, status=422).raw)
        hostile = '<script>alert(1)</script> “&amp;” \u202e'
        self.say(amina, item, words=hostile)
        self.assertNotIn('<script>alert', amina.get(item).raw)
        self.assertIn('&lt;script&gt;', self.who('mo').get(self.open + '/comments/all').raw)

    def test_a_place_and_a_person_have_a_bound(self):
        amina, item = self.who('amina'), self.item(self.open, '5 D1')
        for n in range(5):
            self.say(amina, item, '%s %d' % (MINE, n))
        answer = self.say(amina, item, MINE + ' 6', status=422)
        self.assertIn('five times', answer.text)
        self.assertIn(MINE + ' 6', answer.raw)
        self.say(amina, self.item(self.open, '5'), MINE)

    def test_whoever_writes_while_it_closes_finds_their_words_to_copy(self):
        amina, item = self.who('amina'), self.item(self.open, '5 D1')
        self.say(amina, item, 'This one was in time.')
        one = self.own_id(amina, 'This one was in time.')
        amina.get(item)
        self.ends(self.open, -1)
        answer = amina.post(item + '/comments', [('sort', 'other'), ('words', MINE), ('shown', 'role')])
        self.assertEqual(answer.status, 422)
        self.assertIn('Comments have closed', answer.text)
        self.assertIn(MINE, answer.text)
        answer = amina.post(self.open + '/comments/mine/' + one, [('sort', 'other'), ('words', MINE), ('shown', 'role'), ('version', '1')])
        self.assertEqual(answer.status, 422, answer.text[:500])
        self.assertIn(MINE, answer.text)
        self.assertEqual(amina.post(self.open + '/comments/mine/' + one + '/withdraw').status, 422)
        self.assertEqual(self.number("draft_comment WHERE words LIKE 'In a small service%'"), 0)
        self.assertEqual(self.number("draft_comment WHERE words = 'This one was in time.'"), 1)
        self.assertNotIn('What do you think of it?', amina.get(item).text)

    # ---- opening and closing ----

    def test_a_draft_is_opened_by_another_than_who_imported_it_for_a_week_at_least(self):
        mo, pilar = self.who('mo'), self.who('pilar')
        self.draft_of_pilar()
        self.assertEqual(self.who('amina').get(self.fresh).status, 404)
        self.assertIn('Somebody else has to open this', pilar.get(self.fresh + '/comments/open').text)
        self.assertEqual(pilar.post(self.fresh + '/comments/open', [('asks', '')]).status, 403)
        answer = self.open_it(mo, self.fresh, 3, asks='Is it short enough?', status=422)
        self.assertIn('Give people at least a week', answer.text)
        self.assertIn('Is it short enough?', answer.raw)
        self.open_it(mo, self.fresh, 7, asks='Is it short enough?')
        self.assertEqual(self.number('event WHERE kind = 453'), 3)
        amina = self.who('amina')
        self.assertEqual(amina.get(self.fresh).status, 200)
        self.assertIn('Is it short enough?', amina.get(self.fresh + '/comments').text)
        self.assertIn(self.fresh, amina.get('/frameworks').raw)
        self.assertEqual(self.who().get(self.fresh).status, 404)
        self.assertIn('a later day', self.open_it(mo, self.fresh, 6, status=422).text)
        self.open_it(mo, self.fresh, 9)

    def draft_of_pilar(self):
        """Another draft, that nobody has opened."""
        self.world.cairn('framework', 'import', os.path.join(house.ROOT, 'frameworks', 'ten-standards-illustrative.json'), url=self.url)
        self.run_sql("UPDATE framework SET created_by = (SELECT id FROM person WHERE email = 'pilar@demo.example') WHERE created_by IS NULL AND state = 0")
        self.fresh = '/frameworks/' + house.as_uuid(self.one('SELECT uuid FROM framework ORDER BY id DESC LIMIT 1'))

    def test_the_night_closes_it_and_tells_the_department_once(self):
        self.served.stop()
        self.ends(self.open, 0)
        self.night(JOB_CONSULT)
        self.assertEqual(self.number('framework_opened WHERE closed_at IS NULL'), 1, 'today is the last day')
        self.ends(self.open, -1)
        self.night(JOB_CONSULT)
        self.night(JOB_CONSULT)
        self.assertEqual(self.number('framework_opened WHERE closed_at IS NULL'), 0)
        self.assertEqual(self.number('event WHERE kind = 454'), 2)
        told = self.number('notice WHERE kind = %d' % CLOSED)
        self.assertEqual(told, self.number('(SELECT DISTINCT person FROM role_held WHERE role = 6 AND ends IS NULL) t'))

    def test_nothing_is_answered_or_published_while_it_is_open(self):
        mo = self.who('mo')
        self.assertEqual(mo.get(self.open + '/comments/answer').status, 403)
        self.assertEqual(mo.post(self.open + '/publish', [('in_force-day', '1'), ('in_force-month', '4'), ('in_force-year', '2030')]).status, 403)
        self.assertEqual(self.number('framework WHERE version = \'2027 draft 2\' AND state = 0'), 1)
        self.ends(self.open, -1)
        self.assertEqual(mo.get(self.open + '/comments/answer').status, 200)

    # ---- what came of it ----

    def test_several_are_answered_at_once_their_writers_told_and_everybody_reads_it(self):
        amina, ben, mo = map(self.who, ('amina', 'ben', 'mo'))
        item = self.item(self.open, '5 D1')
        self.say(amina, item, MINE)
        self.say(ben, item, 'I could not show this either.', shown='name')
        ids = [self.own_id(amina), self.own_id(ben, 'I could not show this either.')]
        self.ends(self.open, -1)
        self.assertIn('Tick at least one comment', self.answer_all(mo, self.open, [], status=422).text)
        self.answer_all(mo, self.open, ids)
        self.assertEqual(self.number('notice WHERE kind = %d' % ANSWERED), 2)
        for name in ('amina', 'karen', 'lena'):
            text = self.who(name).get(item).text
            self.assertIn('It now says “takes part in”.', text)
            self.assertIn(MINE, text)
            if name != 'amina':
                self.assertNotIn('Amina', text)
        self.assertIn('Ben', self.who('karen').get(item).text)
        self.assertEqual(self.answer_all(mo, self.open, ids[:1], status=422).status, 422)
        answers = amina.get(API + self.open + '/comments').json['came_of_it']
        one = [a['id'] for p in answers for a in p['answers'] if a['words'].startswith('It now says')][0]
        mo.get(self.open + '/comments/answers/' + one)
        self.assertEqual(mo.post(self.open + '/comments/answers/' + one + '/take-back').status, 303)
        self.assertNotIn('It now says', amina.get(item).text)
        self.answer_all(mo, self.open, ids, came='kept', words='It stays, because it can be rehearsed.', shows=False)
        text = self.who('karen').get(item).text
        self.assertIn('because it can be rehearsed', text)
        self.assertNotIn(MINE, text, 'the department left the words out')

    def test_the_version_that_is_published_says_what_was_said_of_its_draft(self):
        self.ends(self.open, -1)
        self.run_sql("UPDATE framework SET state = 1 WHERE version = '2027 draft 2'")
        nobody, karen = self.who(), self.who('karen')
        item = self.item(self.first, '5 D1')
        page = karen.get(self.first + '/comments').text
        self.assertIn('You said, and what came of it', page)
        self.assertIn('somebody else holds the chair', page)
        page = karen.get(item).text
        self.assertIn('The second draft says so.', page)
        public = nobody.get(self.open + '/comments')
        self.assertEqual(public.status, 200)
        self.assertNotIn('Thank you for changing it', public.text, 'its words are for who is signed in')
        self.assertEqual(nobody.get(self.first + '/comments').status, 404, 'the first draft stays a draft')

    def test_a_page_past_the_end_is_the_last_one(self):
        for who, address in (('karen', self.first + '/comments'), ('mo', self.first + '/comments/all')):
            whole = self.who(who).get(address).text
            self.assertIn('in the second draft' if who == 'karen' else 'Chairs a meeting', whole)
            self.assertEqual(self.who(who).get(address + '?page=99').text.replace('page=99', ''), whole)

    def test_small_numbers_are_the_departments_alone(self):
        self.assertEqual(self.who('karen').get(API + self.open + '/comments').json['by_sort'], [], 'while it is open')
        self.assertTrue(self.who('mo').get(API + self.open + '/comments').json['by_sort'])
        self.ends(self.open, -1)
        page = self.who('karen').get(self.open + '/comments').text
        self.assertIn('Too few people commented for numbers to be shown', page)
        self.assertNotIn('Too few', self.who('mo').get(self.open + '/comments/all').text)

    def test_the_spreadsheet_is_safe_and_asking_for_it_is_recorded(self):
        self.say(self.who('amina'), self.item(self.open, '5 D1'), '=1+1 is what this reads like')
        before = self.number('event')
        answer = self.who('mo').get(self.open + '/comments/all.csv')
        self.assertEqual(self.number('event'), before + 1)
        rows = list(csv.reader(io.StringIO(answer.raw.lstrip('\ufeff'))))
        self.assertFalse([c for r in rows for c in r if c.startswith('=')])
        self.assertEqual(len(rows) - 1, self.number("draft_comment c JOIN framework f ON f.id = c.framework WHERE f.version = '2027 draft 2'"))

    def test_a_long_list_has_every_comment_once_in_every_order_and_each_filter_its_part(self):
        draft = "(SELECT id FROM framework WHERE version = '2027 draft 2')"
        self.run_sql('INSERT INTO draft_comment (uuid, framework, place, person, role, employer_type, sort, shown, words, version, created, changed) VALUES ' + ', '.join(
            "(%s, %s, %d, (SELECT MIN(id) FROM person), %d, 1, %d, 2, 'Comment %d', 1, %d, 1)" % (
                self.world.store.blob(os.urandom(16)), draft, n % 7 - 1, 1 + n % 4, 1 + n % 5, n, n // 3) for n in range(60)))
        mo, address, all_ = self.who('mo'), API + self.open + '/comments/all', self.number('draft_comment WHERE framework = ' + draft)

        def walk(more):
            ids, at = [], address + '?limit=7' + more
            while at:
                page = mo.get(at).json
                ids += [i['id'] for i in page['items']]
                self.assertLessEqual(len(ids), all_)
                at = page['next']
            return ids
        every = walk('')
        self.assertEqual((len(every), len(set(every))), (all_, all_))
        for sort in ('about', 'written'):
            self.assertEqual(walk('&sort=-' + sort), walk('&sort=' + sort)[::-1])
            self.assertEqual(sorted(walk('&sort=' + sort)), sorted(every))
        for name, keys in (('sort_of', ('unclear', 'missing', 'too-much', 'wrong-place', 'other')), ('state', ('waiting', 'answered'))):
            self.assertEqual(sorted(i for key in keys for i in walk('&%s=%s' % (name, key))), sorted(every), name)
        self.assertEqual(len(walk('&q=comment+5')), 11)
        page = mo.get(self.open + '/comments/all')
        self.assertIn('Next page', page.text)

    def test_the_database_keeps_what_was_answered(self):
        for change in ("UPDATE draft_comment SET words = 'other' WHERE answer IS NOT NULL", 'DELETE FROM draft_comment',
                       'UPDATE draft_comment SET person = person + 1'):
            with self.assertRaisesRegex(Exception, 'draft_comment_kept', msg=change):
                self.run_sql(change)

    def test_answers_are_as_they_are_described(self):
        amina, mo = self.who('amina'), self.who('mo')
        described = schema.Described(amina.get('/api/v1/openapi.json').json)
        self.say(amina, self.item(self.open, '5 D1'))
        one = self.own_id(amina)
        answer = [a['id'] for p in amina.get(API + self.first + '/comments').json['came_of_it'] for a in p['answers']][0]
        for who, address in ((amina, self.item(self.open, '5 D1') + '/comments'), (amina, self.item(self.first, '5 D1') + '/comments'),
                             (amina, self.open + '/comments/mine/' + one), (mo, self.first + '/comments/answers/' + answer),
                             (amina, self.open + '/comments'), (mo, self.open + '/comments/all'), (mo, self.first + '/comments/answer')):
            got = who.get(API + address)
            self.assertEqual(got.status, 200, address)
            self.assertEqual(described.faults('GET', API + address, got), [], address)


if __name__ == '__main__':
    unittest.main(verbosity=2)
