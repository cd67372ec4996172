"""Pauses and extensions that somebody agrees to: who asks, who answers, what is possible, what moves, and who sees no more than dates.
CAIRN_TEST_DB."""
import datetime
import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

TO_ANSWER = 'Pauses and extensions to answer'
NOBODY_SAYS = 'Study that is not part'


class Agreed(house.InHouse):
    """One house for all: each test has an induction of its own, or leaves none of it behind."""

    def setUp(self):
        self.today = self.one("SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'ben@demo.example'")
        self.path = '/inductions/' + self.world.names['induction:amina']
        self.amina, self.jonas, self.grace = (self.house.visitor(who) for who in ('amina', 'jonas', 'grace'))
        self.run_sql('UPDATE pause_period SET replaced_at = 1 WHERE induction = %d' % self.induction(),
                     'UPDATE agreed_ask SET state = 4, place = 0 WHERE state IN (1, 2) AND induction = %d' % self.induction())

    def induction(self):
        return self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'amina@demo.example' AND i.ended IS NULL")

    def date(self, name, days):
        d = datetime.date(1970, 1, 1) + datetime.timedelta(days=self.today + days)
        return [(name + '-day', str(d.day)), (name + '-month', str(d.month)), (name + '-year', str(d.year))]

    def ask(self, visitor, starts, ends, ground='study', more=(), status=303, ask=None):
        visitor.get(self.path + '/agreed?' + ('ask=' + ask if ask else 'what=pause'))
        return self.posted(visitor, self.path + '/agreed', [('ground', ground)] + self.date('starts', starts) + self.date('ends', ends) + list(more), status)

    def extend(self, visitor, weeks, ground='agreed-plan', more=(), status=303):
        visitor.get(self.path + '/agreed?what=extension')
        return self.posted(visitor, self.path + '/agreed', [('ground', ground), ('weeks', str(weeks))] + list(more), status)

    def newest(self):
        return str(house.as_uuid(self.rows('SELECT uuid FROM agreed_ask ORDER BY id DESC')[0][0]))

    def answer(self, visitor, act, said=None, status=303, one=None):
        path = self.path + '/agreed/' + (one or self.newest())
        self.assertEqual(visitor.get(path).status, 200)
        version = self.rows('SELECT version FROM agreed_ask ORDER BY id DESC')[0][0]  # as sent by who has no such button, too
        return self.posted(visitor, path, [('act', act), ('version', str(version))] + ([('said', said)] if said else []), status)

    def calendar(self, who='amina'):
        return self.house.visitor(who).get('/api/v1' + self.path + '/calendar').json

    def end(self):
        return datetime.date.fromisoformat(self.calendar()['end']['latest'])

    def state(self):
        return self.rows('SELECT state FROM agreed_ask ORDER BY id DESC')[0][0]

    def test_a_pause_moves_nothing_until_it_is_agreed_and_then_every_date_by_its_days(self):
        end = self.end()
        self.ask(self.amina, 30, 59)
        self.assertEqual(self.end(), end)
        self.assertIn('moves nothing until it is agreed', self.amina.get(self.path + '/calendar').text)
        self.assertIn('Asked for, and not answered yet', self.amina.get('/').text)
        self.assertIn('Amina', self.jonas.get('/').text.split(TO_ANSWER)[1][:200])
        self.assertNotIn(TO_ANSWER, self.grace.get('/').text)
        self.answer(self.jonas, 'agree')
        self.assertEqual(self.end() - end, datetime.timedelta(days=30))
        page = self.amina.get(self.path + '/calendar').text
        self.assertIn('The clock stops: ' + NOBODY_SAYS, page)
        self.assertIn('It was agreed.', page)
        self.assertIn('Ask for a pause', page)

    def test_others_see_dates_and_never_which_kind_it_is(self):
        self.ask(self.amina, 30, 59)
        self.answer(self.jonas, 'agree')
        one = self.path + '/agreed/' + self.newest()
        for who in ('grace', 'harpreet'):
            other = self.house.visitor(who)
            self.assertNotIn(NOBODY_SAYS, other.get(self.path + '/calendar').raw)
            self.assertNotIn('study', json.dumps(self.calendar(who)))
        self.assertNotIn(NOBODY_SAYS, self.grace.get(one).raw)
        self.assertEqual(self.house.visitor('harpreet').get(one).status, 404)
        self.assertEqual(self.house.visitor('karen').get(one).status, 404)
        self.assertNotIn('study', json.dumps(self.grace.get('/api/v1' + one).json))
        for path in ('/', '/cohort.csv', self.path, self.path + '/calendar'):
            answer = self.jonas.get(path)
            self.assertNotIn(NOBODY_SAYS, answer.raw, path)
        self.assertEqual(self.one("SELECT COUNT(*) FROM event WHERE data LIKE '%study%' AND kind BETWEEN 410 AND 419"), 0)

    def test_who_may_not_know_the_kind_makes_it_shorter_without_seeing_it(self):
        self.ask(self.amina, 30, 49, ground='no-suitable-work')
        self.answer(self.grace, 'agree')
        one = self.newest()
        page = self.jonas.get(self.path + '/agreed?ask=' + one)
        self.assertEqual(page.status, 200)
        self.assertNotIn('type="radio"', page.raw)
        self.assertNotIn('No suitable work', page.raw)
        self.assertIn('checked', self.amina.get(self.path + '/agreed?ask=' + one).raw)
        self.jonas.get(self.path + '/agreed?ask=' + one)
        self.posted(self.jonas, self.path + '/agreed', [('ground', 'study'), ('knows', '1')] + self.date('starts', 30) + self.date('ends', 39), 303)
        self.assertEqual(self.rows('SELECT ground, days, state FROM agreed_ask ORDER BY id DESC')[0], ['no-suitable-work', 10, 2])
        self.answer(self.amina, 'take_back', one=one)
        self.assertEqual(self.jonas.get(self.path + '/agreed?ask=' + one).status, 404)
        self.assertNotIn('no-suitable-work', self.grace.get('/api/v1' + self.path + '/agreed/' + one).raw)

    def test_an_assessor_is_not_told_that_more_time_was_asked_for_and_refused(self):
        self.extend(self.amina, 4)
        self.answer(self.jonas, 'decline', 'Not now.')
        for who, sees in (('amina', True), ('harpreet', False)):
            page = self.house.visitor(who).get(self.path + '/events')
            for words in ('an extension was asked for', 'that was asked for was declined'):
                self.assertEqual(words in page.text, sees, who)

    def test_beyond_the_cap_it_says_what_is_possible_and_keeps_what_was_typed(self):
        page = self.ask(self.amina, 30, 30 + 91, status=422)
        self.assertIn('A pause of this kind is 91 days at most', page.text)
        self.assertIn('checked', page.raw)
        self.ask(self.amina, 30, 30 + 90)
        self.answer(self.jonas, 'agree')
        self.ask(self.amina, 200, 280, ground='other-work')
        self.answer(self.jonas, 'agree')
        page = self.ask(self.amina, 400, 420, ground='other-work', status=422)
        self.assertIn('10 days are left of what can be agreed in all', page.text)
        page = self.ask(self.amina, 400, 420, ground='maternity', status=422)
        self.assertIn('Choose one of these', page.text)
        page = self.ask(self.amina, 100, 105, ground='other-work', status=422)
        self.assertIn('Some of these days are in a pause', page.text)
        # leave by right has no cap and nobody is asked
        self.amina.get(self.path + '/pause')
        self.posted(self.amina, self.path + '/pause', [('act', 'keep')] + self.date('starts', 300) + self.date('ends', 700))
        self.amina.get(self.path + '/pause')
        page = self.posted(self.amina, self.path + '/pause', [('act', 'keep')] + self.date('starts', 119) + self.date('ends', 150), 422)
        self.assertIn('nobody has to agree to that', page.text)

    def test_it_is_answered_by_whom_the_programme_names_and_by_nobody_else(self):
        self.ask(self.amina, 30, 87, ground='no-suitable-work', status=422)  # 58 days: eight weeks are possible
        self.ask(self.amina, 30, 50, ground='no-suitable-work')
        self.assertIn(TO_ANSWER, self.grace.get('/').text)
        self.assertNotIn('Amina', self.jonas.get('/').text.split(TO_ANSWER)[1][:200])  # Leila’s is the demo’s
        for nobody in (self.jonas, self.amina):
            self.assertIn('Somebody else answers this', self.answer(nobody, 'agree', status=422).text)
        self.answer(self.grace, 'agree')
        page = self.answer(self.grace, 'agree', status=422)
        self.assertIn('answered or changed since', page.text)

    def test_declined_with_a_reason_that_only_the_two_read(self):
        self.ask(self.amina, 30, 59)
        self.assertIn('Say why', self.answer(self.jonas, 'decline', status=422).text)
        end = self.end()
        self.answer(self.jonas, 'decline', 'The course can be done on study days: let us plan them together.')
        self.assertEqual(self.end(), end)
        one = self.path + '/agreed/' + self.newest()
        self.assertIn('plan them together', self.amina.get(one).text)
        self.assertNotIn('plan them together', self.grace.get(one).text)
        self.ask(self.amina, 40, 59)  # and may be asked for again

    def test_a_pause_is_ended_early_by_the_person_and_longer_is_asked_again(self):
        end = self.end()
        self.ask(self.amina, -20, 39)
        self.answer(self.jonas, 'agree')
        one = self.newest()
        self.assertTrue(self.calendar()['paused'])
        self.ask(self.amina, -20, -1, ask=one)
        self.assertFalse(self.calendar()['paused'])
        self.assertEqual(self.end() - end, datetime.timedelta(days=20))
        self.ask(self.amina, -20, 19, ask=one)
        self.assertEqual(self.state(), 1)
        self.assertFalse(self.calendar()['paused'])
        self.answer(self.jonas, 'agree')
        self.assertEqual(self.end() - end, datetime.timedelta(days=40))
        self.assertEqual(self.one('SELECT COUNT(*) FROM pause_period WHERE replaced_at IS NULL AND induction = %d' % self.induction()), 1)
        self.answer(self.amina, 'take_back')
        self.assertEqual(self.end(), end)

    def test_a_coordinator_enters_one_only_with_the_persons_knowledge(self):
        self.assertIn('Ask them first', self.ask(self.jonas, 30, 50, ground='no-suitable-work', status=422).text)
        self.ask(self.jonas, 30, 50, ground='no-suitable-work', more=[('knows', '1')])
        self.assertEqual(self.state(), 1)
        self.answer(self.jonas, 'take_back')
        self.ask(self.jonas, 30, 50, more=[('knows', '1')])  # who agrees enters it: it stands
        self.assertEqual(self.state(), 2)

    def test_an_extension_moves_the_end_alone_and_says_why(self):
        before = self.calendar()
        self.extend(self.amina, 4)
        self.amina.get(self.path + '/agreed?ask=' + self.newest())
        self.posted(self.amina, self.path + '/agreed', [('ground', 'interrupted'), ('weeks', '12')])  # it is changed while it waits
        self.assertEqual(self.calendar()['end'], before['end'])
        self.answer(self.jonas, 'agree')
        after = self.calendar()
        self.assertEqual(datetime.date.fromisoformat(after['end']['latest']) - datetime.date.fromisoformat(before['end']['latest']),
                         datetime.timedelta(days=84))
        self.assertEqual(after['ready'], before['ready'])
        self.assertEqual(after['reviews'][:-1], before['reviews'][:-1])
        self.assertEqual(after['end']['parts'][-1]['reason'], 'extended')
        self.assertIn('12 weeks of extension given on', after['end']['why'])
        self.assertEqual(after['extensions'][0]['days'], 84)
        self.assertIn('plus an extension of 12 weeks given on', self.jonas.get(self.path).text)
        self.assertIn('An extension is 13 weeks at most', self.extend(self.amina, 14, status=422).text)
        self.extend(self.amina, 13)
        self.answer(self.jonas, 'agree')
        self.assertIn('as many as there can be', self.extend(self.amina, 1, status=422).text)
        self.assertNotIn('Take it back', self.amina.get(self.path + '/agreed/' + self.newest()).text)
        self.answer(self.jonas, 'take_back')
        self.assertEqual(self.calendar()['end']['latest'], after['end']['latest'])

    def test_more_time_that_is_owed_follows_the_outcome_once_and_uses_up_nothing(self):
        i = self.induction()
        self.run_sql('INSERT INTO decision (uuid, induction, state, judgement, round, version, drawn, moderated, created, changed, closed_at) '
                     'VALUES (%s, %d, 9, 3, 1, 1, 0, 0, 0, 0, 1)' % (self.world.store.blob(b'a time that is ow'[:16]), i),
                     'INSERT INTO outcome (induction, decision, judgement, issued_at) SELECT %d, MAX(id), 3, 0 FROM decision' % i)
        try:
            self.assertIn('More time is owed by the outcome', self.jonas.get('/').text)
            self.assertIn('How much is not said yet', self.amina.get(self.path + '/calendar').text)
            self.assertIn('more time owed', self.jonas.get(self.path + '/agreed?what=extension').text)
            self.extend(self.jonas, 26, ground='outcome', more=[('knows', '1')])
            self.assertEqual(self.calendar()['extensions'][0]['days'], 182)
            self.assertNotIn('More time is owed by the outcome', self.jonas.get('/').text)
            self.assertNotIn('more time owed', self.jonas.get(self.path + '/agreed?what=extension').text)
            self.assertIn('2 more extensions can be agreed', self.jonas.last.text)
            self.extend(self.jonas, 1, ground='outcome', more=[('knows', '1')], status=422)
        finally:
            self.run_sql('UPDATE agreed_ask SET decision = NULL WHERE decision IS NOT NULL', 'DELETE FROM outcome WHERE induction = %d' % i,
                         'DELETE FROM decision WHERE induction = %d' % i)

    def test_two_at_once_are_one_and_what_is_stale_is_said(self):
        self.ask(self.amina, 30, 59)
        self.assertIn('waiting for an answer already', self.ask(self.amina, 70, 75, status=422).text)
        one = self.path + '/agreed/' + self.newest()
        self.jonas.get(one)
        self.ask(self.amina, 31, 59, ask=self.newest())
        self.assertIn(self.jonas.post(one, [('act', 'agree')]).status, (409, 412, 422))
        self.assertEqual(self.state(), 1)

    def test_the_database_refuses_overlaps_and_a_second_of_the_same(self):
        self.extend(self.amina, 2)
        self.answer(self.jonas, 'agree')
        self.ask(self.amina, 30, 59)
        self.answer(self.jonas, 'agree')
        for statement in ("INSERT INTO pause_period (uuid, induction, starts, ends, created) SELECT %s, induction, starts + 5, ends + 5, 0 "
                          "FROM pause_period WHERE replaced_at IS NULL AND agreed IS NOT NULL AND induction = %d",
                          "INSERT INTO agreed_ask (uuid, induction, what, ground, days, answers, state, place, is_owed, said, given_on, version, created, "
                          "changed) SELECT %s, induction, what, ground, days, answers, state, place, is_owed, said, given_on, 1, 0, 0 FROM agreed_ask "
                          "WHERE place > 0 AND induction = %d"):
            with self.assertRaises(Exception):
                self.run_sql(statement % (self.world.store.blob(os.urandom(16)), self.induction()))

    def test_json_asks_and_answers(self):
        api = '/api/v1' + self.path + '/agreed'
        listed = self.amina.get(api)
        first = datetime.date(1970, 1, 1) + datetime.timedelta(days=self.today + 30)
        body = json.dumps({'what': 'pause', 'ground': 'study', 'starts': first.isoformat(), 'ends': (first + datetime.timedelta(days=9)).isoformat()})
        head = {'Content-Type': 'application/json', 'If-Match': listed.header('ETag')}
        self.assertIn(self.amina.request('POST', api, body=body, headers=head).status, (200, 201, 204))
        one = api + '/' + self.newest()
        seen = self.jonas.get(one)
        self.assertEqual(seen.json['state'], 'asked')
        head = {'Content-Type': 'application/json', 'If-Match': seen.header('ETag')}
        self.assertIn(self.jonas.request('POST', one, body=json.dumps({'act': 'agree'}), headers=head).status, (200, 204))
        self.assertEqual(self.jonas.get(one).json['state'], 'agreed')

    def test_who_agrees_and_who_asked_are_told_and_never_why(self):
        told = lambda kind: sum(self.one('SELECT COUNT(*) FROM %s WHERE kind = %d' % (t, kind)) for t in ('notice', 'mail'))
        asked, answered = told(54), told(55)
        self.ask(self.amina, 30, 59)
        self.assertGreater(told(54), asked)
        self.answer(self.jonas, 'agree')
        self.assertGreater(told(55), answered)


if __name__ == '__main__':
    unittest.main()
