"""People without an account: links that work once, what families said, direct observations. CAIRN_TEST_DB.

Every page behind a link is read as nobody. What is typed as a family's answer is a mark, and nothing of it may be in any
answer, mail, line of the log or entry of the history until enough families have answered and it has rested.
"""
import datetime
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import schema  # noqa: E402

DAY = 86400000
NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}  # mail stays in the outbox
CODE = re.compile(r'translate="no">(?:<b>)?([a-z]+ \d\d [a-z]+)<')
LINK = re.compile(r'/a/[A-Za-z0-9_-]{43}')
CONFIRMED = [('safe', '1'), ('moment', '1'), ('proceedings', 'none'), ('agrees', '1')]
SAID = [('answers.well', 'Kept her word.'), ('name', 'Dee Moor'), ('role', 'Health visitor'), ('organisation', 'Hill Lane')]
YES = [('who', 'me'), ('q.listened', 'yes'), ('q.words', 'mark-of-a-family')]


class Outsider(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World()
        cls.shared_url = cls.world.store.copy(cls.world.template)
        cls.shared = house.House(cls.world, url=cls.shared_url, env=NOWHERE)

    @classmethod
    def tearDownClass(cls):
        cls.shared.stop()
        cls.world.close()

    def setUp(self):
        self.url, self.house = self.shared_url, self.shared
        self.run_sql('UPDATE ask SET created = created - %d, revoked_at = COALESCE(revoked_at, 1)' % (2 * DAY))
        self.enter()

    def alone(self):
        """A house of its own, which may be stopped."""
        self.url = self.world.store.copy(self.world.template)
        self.house = house.House(self.world, url=self.url, env=NOWHERE)
        self.addCleanup(self.house.stop)
        self.enter()

    def afresh(self):
        """A house of its own in which no family has been asked yet."""
        self.alone()
        self.run_sql('UPDATE ask_family SET declined_at = 1', 'UPDATE ask SET deleted_at = 1 WHERE kind = 2')

    def enter(self):
        self.nobody = self.house.visitor()
        self.amina, self.grace = self.house.visitor('amina'), self.house.visitor('grace')
        self.induction = self.world.names['induction:amina']

    def rows(self, sql):
        return self.world.store.rows(self.url, sql)

    def run_sql(self, *statements):
        self.world.store.run(self.url, list(statements))

    def posted(self, visitor, path, fields=(), status=303, page=None):
        answer = visitor.post(path, fields, page=page)
        self.assertEqual(answer.status, status, answer.text[:600])
        return answer

    def location(self, answer):
        return urllib.parse.urlsplit(answer.header('Location')).path

    def professional(self, **more):
        """An ask of amina's whose link is on the screen."""
        self.amina.get('/inductions/%s/asks/new?kind=professional' % self.induction)
        fields = {'kind': 'professional', 'name': 'Dee Moor', 'about': 'our visits in autumn', 'act': 'show', **more}
        return self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, list(fields.items())))

    def link(self, visitor, ask, **fields):
        visitor.get(ask)
        answer = self.posted(visitor, ask + '/link', list(fields.items()), status=200)
        return LINK.search(answer.raw).group(0)

    def family(self):
        self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
        ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
            ('kind', 'family'), ('who', 'parent'), ('about', 'whom we met on Tuesday'), ('act', 'show')]))
        self.grace.get(ask + '/confirm')
        self.posted(self.grace, ask + '/confirm', CONFIRMED)
        return ask, self.link(self.grace, ask)

    def send(self, link, fields, status=200):
        self.assertEqual(self.nobody.get(link).status, 200, self.nobody.last.text[:300])
        return self.posted(self.nobody, link, fields, status=status)

    def same_as_closed(self, answer, closed):
        self.assertEqual((answer.status, answer.raw), (closed.status, closed.raw))

    # ---- links ----

    def test_a_professional_answers_from_the_link_and_it_works_once(self):
        ask = self.professional()
        link = self.link(self.amina, ask)
        page = self.nobody.get(link)
        self.assertIn('Working with Amina', page.text)
        self.assertIn('our visits in autumn', page.text)
        for name, words in (('Referrer-Policy', 'no-referrer'), ('X-Robots-Tag', 'noindex'), ('Cache-Control', 'no-store')):
            self.assertIn(words, page.header(name))
        self.assertEqual(page.header('Set-Cookie'), '')
        self.assertEqual([u for u in page.links if not re.match(r'#|tel:|/assets/', u)], [])
        self.assertEqual(self.posted(self.nobody, link, [('answers.well', 'x')], status=422).status, 422)
        thanks = self.posted(self.nobody, link, SAID, status=200)
        code = CODE.search(thanks.raw).group(1)
        back = self.nobody.get(link)
        self.assertIn('This has been sent', back.text)
        self.assertNotIn('Kept her word', back.raw + thanks.raw)
        self.assertIn('Answered', self.amina.get(ask).text)
        piece = self.rows('SELECT e.uuid FROM evidence e JOIN ask k ON k.evidence = e.id ORDER BY k.id DESC')[0][0]
        read = self.amina.get('/evidence/%s' % house.as_uuid(piece))
        self.assertIn('Kept her word.', read.text)
        self.assertIn('Dee Moor, Health visitor, Hill Lane', read.text)
        self.assertIn('The link was shown, not mailed', read.text)
        # the wrong code deletes nothing, the right one all of it
        self.assertIn('not the code', self.posted(self.nobody, link + '/delete', [('code', 'heron 10 lamp')], status=422).text)
        self.assertIn('has been deleted', self.posted(self.nobody, link + '/delete', [('code', code.upper())], status=200).text)
        self.assertNotIn('Kept her word', self.amina.get('/evidence/%s' % house.as_uuid(piece)).raw)
        self.same_as_closed(self.nobody.get(link), self.nobody.get('/a/' + 'x' * 43))

    def test_the_same_posting_again_changes_nothing_and_gets_the_same_code(self):
        link = self.link(self.amina, self.professional())
        page = self.nobody.get(link)
        first = self.posted(self.nobody, link, SAID, status=200, page=page)
        again = self.posted(self.nobody, link, SAID, status=200, page=page)
        self.assertEqual(CODE.search(first.raw).group(1), CODE.search(again.raw).group(1))
        other = self.posted(self.nobody, link, SAID + [('send_key', 'another')], status=409, page=page)
        self.assertIsNone(CODE.search(other.raw))
        self.assertEqual(self.rows('SELECT COUNT(*) FROM event WHERE kind = 274 AND object = '
                                   '(SELECT uuid FROM evidence ORDER BY id DESC LIMIT 1)')[0][0], 1)

    def test_unknown_revoked_expired_and_replaced_links_answer_alike(self):
        closed = self.nobody.get('/a/nothing')
        self.assertEqual(closed.status, 404)
        ask = self.professional()
        first = self.link(self.amina, ask)
        second = self.link(self.amina, ask)
        self.same_as_closed(self.nobody.get(first), closed)
        self.assertEqual(self.nobody.get(second).status, 200)
        self.run_sql("UPDATE ask SET expires = %d, opened_at = NULL" % (time.time() * 1000 - 1000))
        self.same_as_closed(self.nobody.get(second), closed)
        self.same_as_closed(self.nobody.post(second, SAID), self.nobody.post('/a/' + 'x' * 43, SAID))
        third = self.link(self.amina, ask)
        self.amina.get(ask)
        self.posted(self.amina, ask + '/revoke')
        self.same_as_closed(self.nobody.get(third), closed)
        self.assertEqual(self.posted(self.amina, ask + '/link', status=403).status, 403)

    def test_opened_in_time_it_may_be_sent_for_seven_days(self):
        now = time.time() * 1000
        link = self.link(self.amina, self.professional())
        page = self.nobody.get(link)
        self.run_sql('UPDATE ask SET expires = %d, opened_at = %d' % (now - 3 * DAY, now - 6 * DAY))
        self.posted(self.nobody, link, SAID, status=200, page=page)
        other = self.link(self.amina, self.professional(about='another thing'))
        page = self.nobody.get(other)
        self.run_sql('UPDATE ask SET expires = %d, opened_at = %d WHERE done_at IS NULL' % (now - 8 * DAY, now - 9 * DAY))
        late = self.nobody.post(other, SAID, page=page)
        self.assertEqual((late.status, 'Nothing of this was sent' in late.text, SAID[0][1] in late.text), (404, True, True))
        # opened weeks before the visit, written on the last day and sent after it
        third = self.link(self.amina, self.professional(about='a third thing'))
        page = self.nobody.get(third)
        self.run_sql('UPDATE ask SET expires = %d, opened_at = %d WHERE done_at IS NULL AND expires > %d' % (now - 2 * DAY, now - 30 * DAY, now))
        self.posted(self.nobody, third, SAID, status=200, page=page)

    def test_what_is_typed_is_kept_under_the_link_until_it_is_sent(self):
        link = self.link(self.amina, self.professional())
        self.nobody.get(link)
        self.assertEqual(self.nobody.post(link + '/keep', [('answers.well', 'half a sentence'), ('name', 'Dee')]).status, 200)
        again = self.house.visitor().get(link)
        self.assertIn('half a sentence', again.raw)
        self.assertIn('value="Dee"', again.raw)
        self.send(link, SAID)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM ask WHERE draft <> ''")[0][0], 0)
        self.assertEqual(self.nobody.post(link + '/keep', [('answers.well', 'more')]).status, 404)

    def test_a_mail_says_who_asks_and_the_address_is_forgotten(self):
        ask = self.professional(act='mail', address='dee.moor@health.example')
        body = self.rows("SELECT REPLACE(body, '\n', ' ') FROM mail WHERE address = 'dee.moor@health.example'")[0][0]
        self.assertIn('Amina', body)
        self.assertIn('you do not have to', body)
        link = LINK.search(body).group(0)
        self.assertNotIn(link[3:], self.amina.get(ask).raw)
        self.send(link, SAID)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM ask WHERE address = 'dee.moor@health.example'")[0][0], 0)

    def test_asking_is_bounded(self):
        for n in range(20):
            answer = self.amina.post('/inductions/%s/asks' % self.induction, [
                ('kind', 'professional'), ('name', 'P'), ('about', 'thing %d' % n), ('act', 'show')])
            if answer.status != 303:
                break
        self.assertEqual(answer.status, 422)
        self.assertLessEqual(n, 12)
        self.assertIn('as many open requests as there can be', answer.text)

    def test_words_that_lead_to_a_child_are_neither_mailed_nor_shared(self):
        before = self.rows('SELECT (SELECT COUNT(*) FROM mail), (SELECT COUNT(*) FROM evidence), (SELECT COUNT(*) FROM ask)')
        for path, fields in (
                ('asks', {'kind': 'professional', 'name': 'Dee Moor', 'about': 'the visit to NHS 943 476 5919', 'act': 'mail',
                          'address': 'dee.moor@health.example', 'read_again': '1'}),
                ('asks', {'kind': 'professional', 'name': 'Dee Moor', 'about': 'our visits to little Jayden Okafor', 'act': 'show'}),
                ('observations', {'title': 'A visit in ZW19C00430', 'focus': 'Do I leave room?', 'read_again': '1'}),
                ('observations', {'title': 'A first visit', 'focus': 'Whether the mother of little Jayden Okafor is heard'})):
            day = time.localtime(time.time() + 86400 * 3)
            if path == 'observations':
                fields.update({'watcher': 'outside', 'name': 'Wren Hollis', 'address': 'wren@family.example', 'on-day': day.tm_mday,
                               'on-month': day.tm_mon, 'on-year': day.tm_year})
            answer = self.posted(self.amina, '/inductions/%s/%s' % (self.induction, path), list(fields.items()), status=422)
            self.assertIn('looks like this', answer.text, fields)
            self.assertEqual('name="read_again"' in answer.raw, 'Jayden' in str(fields) or 'read_again' in fields, fields)
            self.assertIn(html.escape(fields.get('focus') or fields['about'], quote=False), answer.raw)
        self.assertEqual(self.rows('SELECT (SELECT COUNT(*) FROM mail), (SELECT COUNT(*) FROM evidence), (SELECT COUNT(*) FROM ask)'), before)

    def test_a_plan_s_title_and_focus_are_named_at_once_and_a_wrong_finding_does_not_stop_it(self):
        day = time.localtime(time.time() + 86400 * 3)
        fields = [('title', 'Kayleigh Ward on play'), ('focus', 'What Jayden Okafor calls room'), ('watcher', 'outside'), ('name', 'Wren Hollis'),
                  ('on-day', day.tm_mday), ('on-month', day.tm_mon), ('on-year', day.tm_year)]
        path = '/inductions/%s/observations' % self.induction
        self.assertNotIn('name="read_again"', self.amina.get(path + '/new').raw)
        answer = self.posted(self.amina, path, fields, status=422)
        for said in ('“Kayleigh Ward” looks like this', '“Jayden Okafor” looks like this'):
            self.assertIn(said, answer.text)
        self.assertIn('name="read_again"', answer.raw)
        self.posted(self.amina, path, fields + [('read_again', '1')])
        self.assertEqual(self.rows("SELECT COUNT(*) FROM evidence WHERE title = 'Kayleigh Ward on play'"), [[1]])

    def test_what_a_professional_is_asked_about_goes_out_once_it_has_been_read_again(self):
        path, fields = '/inductions/%s/asks' % self.induction, [('kind', 'professional'), ('name', 'Dee Moor'), ('act', 'show'),
                                                                 ('about', 'the talk on Kayleigh Ward')]
        self.assertNotIn('name="read_again"', self.amina.get(path + '/new?kind=professional').raw)
        answer = self.posted(self.amina, path, fields, status=422)
        self.assertIn('“Kayleigh Ward” looks like this', answer.text)
        self.assertIn('name="read_again"', answer.raw)
        self.posted(self.amina, path, fields + [('read_again', '1')])
        self.assertEqual(self.rows("SELECT COUNT(*) FROM ask WHERE about = 'the talk on Kayleigh Ward'"), [[1]])

    def test_a_new_link_shows_nothing_of_what_was_typed_under_the_old_one(self):
        ask = self.professional()
        link = self.link(self.amina, ask)
        self.nobody.get(link)
        self.assertEqual(self.nobody.post(link + '/keep', [('answers.well', 'meant for nobody yet')]).status, 200)
        again = self.link(self.amina, ask)
        self.assertNotIn('meant for nobody yet', self.nobody.get(again).raw)

    def test_links_of_one_request_and_of_one_person_are_bounded(self):
        ask = self.professional(act='mail', address='often@health.example')
        for n in range(12):
            answer = self.amina.post(ask + '/mail')
            if answer.status != 303:
                break
        self.assertEqual((answer.status, n), (422, 7))
        self.assertIn('as many links as one request can have', answer.text)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM mail WHERE address = 'often@health.example' AND body LIKE '%autumn%'")[0][0], 8)
        self.assertEqual(self.amina.post('/api/v1%s/mail' % ask).status, 422)
        made = self.rows('SELECT COUNT(*) FROM event WHERE kind = 271 AND at > %d AND person = (SELECT id FROM person WHERE email_folded = '
                         "'amina@demo.example')" % (time.time() * 1000 - DAY))[0][0]
        chain = 'SELECT MAX(id) FROM chain'
        self.run_sql(*['INSERT INTO event (chain, seq, at, person, acting_as, kind, object, data, hash) SELECT (%s), 100000 + %d, %d, id, 1, 271, '
                       "uuid, '{}', uuid FROM person WHERE email_folded = 'amina@demo.example'" % (chain, n, time.time() * 1000)
                       for n in range(40 - made)])
        self.addCleanup(self.run_sql, 'DELETE FROM event WHERE seq >= 100000')
        other = self.professional(about='something else')
        self.amina.get(other)
        self.assertIn('in a day', self.posted(self.amina, other + '/link', status=422).text)

    def test_nothing_more_is_taken_once_the_piece_has_a_view(self):
        ask = self.professional()
        link = self.link(self.amina, ask)
        page = self.nobody.get(link)
        self.run_sql('UPDATE evidence SET assessed_at = changed WHERE id = (SELECT evidence FROM ask ORDER BY id DESC LIMIT 1)')
        self.assertEqual(self.nobody.post(link, SAID, page=page).status, 404)
        self.assertEqual(self.nobody.post(link + '/keep', SAID).status, 404)
        self.assertEqual(self.rows('SELECT COUNT(*) FROM ask WHERE done_at IS NOT NULL AND evidence = '
                                   '(SELECT MAX(id) FROM evidence)')[0][0], 0)
        self.assertIn('no longer works', self.amina.get(ask).text)
        self.assertEqual(self.amina.post(ask + '/link').status, 409)

    def test_a_piece_that_is_withdrawn_ends_the_links_to_it(self):
        ask = self.professional()
        link = self.link(self.amina, ask)
        piece = house.as_uuid(self.rows('SELECT e.uuid FROM evidence e JOIN ask k ON k.evidence = e.id ORDER BY k.id DESC')[0][0])
        self.amina.get('/evidence/%s' % piece)
        self.posted(self.amina, '/evidence/%s/withdraw' % piece)
        self.assertEqual(self.nobody.get(link).status, 404)
        self.assertEqual(self.amina.get('/api/v1' + ask).json['state'], 'revoked')
        self.assertEqual(self.rows('SELECT COUNT(*) FROM event WHERE kind = 272 AND object = (SELECT uuid FROM ask ORDER BY id DESC LIMIT 1)')[0][0], 1)

    def test_what_is_wrong_with_an_unopened_form_is_said(self):
        link = self.link(self.amina, self.professional())
        answer = self.nobody.post(link, [('answers.well', 'x'), ('send_key', 'k')])
        self.assertEqual((answer.status, 'Enter' in answer.text), (422, True))
        self.assertIn('\nx</textarea>', answer.raw)

    def test_codes_can_be_tried_ten_times(self):
        link = self.link(self.amina, self.professional())
        self.send(link, SAID)
        statuses = [self.nobody.post(link + '/delete', [('code', 'heron %d lamp' % n)]).status for n in range(10, 22)]
        self.assertEqual(statuses, [422] * 10 + [429] * 2)

    def test_a_link_opens_nothing_of_anybody_elses(self):
        one, two = self.link(self.amina, self.professional()), self.link(self.amina, self.professional(about='another thing'))
        key = self.nobody.get(one)
        code = CODE.search(self.posted(self.nobody, one, SAID, status=200, page=key).raw).group(1)
        self.send(two, SAID)
        self.assertEqual(self.nobody.post(two + '/delete', [('code', code)]).status, 422)
        self.assertEqual(self.rows('SELECT COUNT(*) FROM ask WHERE deleted_at IS NOT NULL AND kind = 1')[0][0], 0)
        # somebody who is signed in is nobody there
        self.assertNotIn('Amina Diallo', self.amina.get(one).raw.replace('with Amina', ''))
        self.assertEqual(self.amina.last.header('Set-Cookie'), '')

    # ---- the same for programs ----

    def asked(self, method, path, body=None, status=200):
        """As nobody, in JSON; a good answer is what the description says."""
        answer = self.nobody.request(method, '/api/v1' + path, json.dumps(body) if body is not None else None,
                                     {'Content-Type': 'application/json'} if body is not None else {})
        self.assertEqual(answer.status, status, answer.raw[:600])
        if not hasattr(type(self), 'described'):
            type(self).described = schema.Described(self.nobody.get('/api/v1/openapi.json').json)
        self.assertEqual(self.described.faults(method, '/api/v1' + path, answer), [])
        for name, words in (('Referrer-Policy', 'no-referrer'), ('X-Robots-Tag', 'noindex'), ('Cache-Control', 'no-store')):
            self.assertIn(words, answer.header(name))
        self.assertEqual(answer.header('Set-Cookie'), '')
        return answer.json

    def test_a_program_reads_the_questions_and_answers_once_by_the_page_s_rules(self):
        ask = self.professional()
        link = self.link(self.amina, ask)
        form = self.asked('GET', link)
        self.assertEqual((form['state'], form['kind'], form['name'], form['about']),
                         ('open', 'professional', 'Amina Yusuf', 'our visits in autumn'))
        self.assertEqual(form['questions'][0]['id'], 'well')
        said = {'answers': {'well': 'Kept her word.'}, 'name': 'Dee Moor', 'role': 'Health visitor', 'organisation': 'Hill Lane'}
        for lacking, field in (({'send_key': form['send_key'], 'answers': {'well': 'x'}}, 'name'), (said, ''),
                               (dict(said, send_key='k', answers={'no_such': 'x'}), 'answers.no_such'),
                               (dict(said, send_key='k', answers={'well': 'Ring me on 07700 900123'}), 'answers.well')):
            problem = self.asked('POST', link, lacking, 422)
            self.assertIn(field, [e['field'] for e in problem['errors']], problem)
        self.assertEqual(self.asked('POST', link + '/keep', {'answers': {'well': 'half'}})['saved_at'][:2], '20')
        self.assertEqual(self.asked('GET', link)['kept'], {'answers.well': 'half'})
        self.assertIn('half</textarea>', self.nobody.get(link).raw)
        sent = self.asked('POST', link, dict(said, send_key=form['send_key']))
        self.assertEqual(self.asked('POST', link, dict(said, send_key=form['send_key'])), sent, 'the same again is the same')
        self.asked('POST', link, dict(said, send_key='another'), 409)
        back = self.asked('GET', link)
        self.assertEqual((back['state'], back['code'], back['delete']), ('sent', None, '/api/v1' + link + '/delete'))
        self.assertEqual(self.amina.get('/api/v1' + ask).json['state'], 'done')
        wrong = self.asked('POST', link + '/delete', {'code': 'heron 10 lamp'}, 422)
        self.assertEqual(wrong['errors'][0]['field'], 'code')
        self.assertEqual(self.asked('POST', link + '/delete', {'code': sent['code']})['state'], 'deleted')
        self.asked('GET', link, status=404)

    def test_a_program_is_told_as_little_of_a_link_that_is_over_as_anybody(self):
        closed = self.asked('GET', '/a/' + 'x' * 43, status=404)
        link = self.link(self.amina, self.professional())
        page = self.asked('GET', link)
        self.run_sql('UPDATE ask SET revoked_at = 1')
        for method, body in (('GET', None), ('POST', {'send_key': page['send_key']})):
            over = self.asked(method, link, body, 404)
            self.assertEqual(dict(over, request_id=''), dict(closed, request_id=''))
        tried = [self.nobody.request('GET', '/api/v1/a/' + 'y' * 42 + '%d' % n).status for n in range(3)]
        self.assertEqual(tried, [404] * 3)
        self.assertGreater(self.rows('SELECT COUNT(*) FROM throttle')[0][0], 0, 'wrong links are counted here too')

    def test_codes_tried_by_a_program_are_counted(self):
        link = self.link(self.amina, self.professional())
        self.send(link, SAID)
        statuses = [self.nobody.request('POST', '/api/v1' + link + '/delete', json.dumps({'code': 'heron %d lamp' % n}),
                                        {'Content-Type': 'application/json'}).status for n in range(10, 22)]
        self.assertEqual(statuses, [422] * 10 + [429] * 2)

    def test_a_family_s_form_as_json_names_nobody_and_never_shows_an_answer(self):
        self.afresh()
        self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
        ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
            ('kind', 'family'), ('who', 'parent'), ('about', 'whom we met on Tuesday'), ('act', 'show')]))
        confirming = self.grace.get('/api/v1' + ask + '/confirm').json
        self.assertEqual((confirming['who'], confirming['about']), ('parent', 'whom we met on Tuesday'))
        words = self.amina.get('/api/v1' + ask + '/words').json
        self.assertIn('q.listened', [t['id'] for t in words['texts']])
        put = self.amina.request('POST', '/api/v1' + ask + '/words', json.dumps(
            {'language': 'pl', 'w': {'q.listened': 'Czy ci słuchała?'}}), {'Content-Type': 'application/json'})
        self.assertEqual(put.status, 200, put.raw)
        self.grace.get(ask + '/confirm')
        self.posted(self.grace, ask + '/confirm', CONFIRMED)
        link = self.link(self.grace, ask)
        form = self.asked('GET', link)
        self.assertEqual((form['kind'], form['first'], form['language']), ('family', 'Amina', 'pl'))
        raw = json.dumps(form)
        for hidden in ('Yusuf', 'whom we met', '"employer"', '"asker"', 'Grace', 'Northmoor'):
            self.assertNotIn(hidden, raw)
        listened = [q for q in form['questions'] if q['id'] == 'listened'][0]
        self.assertEqual((listened['own'], listened['choices'][0]['key']), ('Czy ci słuchała?', 'yes'))
        self.asked('POST', link, {'send_key': form['send_key'], 'who': 'me', 'answers': {}}, 422)
        self.asked('POST', link + '/keep', {'answers': {'words': 'mark-of-a-family'}}, 404)
        sent = self.asked('POST', link, {'send_key': form['send_key'], 'who': 'me',
                                         'answers': {'listened': 'yes', 'words': 'mark-of-a-family'}})
        self.assertTrue(sent['code'])
        self.assertNotIn('mark-of-a-family', json.dumps(sent) + json.dumps(self.asked('GET', link)))
        self.assertEqual(self.rows("SELECT COUNT(*) FROM ask_answer WHERE text = 'mark-of-a-family'")[0][0], 1)

    # ---- families ----

    def test_a_family_is_asked_only_once_the_supervisor_has_confirmed_everything(self):
        self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
        ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
            ('kind', 'family'), ('who', 'child'), ('about', 'whom we met on Tuesday'), ('act', 'show')]))
        self.assertEqual(self.amina.post(ask + '/confirm', CONFIRMED).status, 404)
        self.assertEqual(self.amina.post(ask + '/link').status, 404)
        self.assertEqual(self.grace.post(ask + '/link').status, 403)
        self.assertEqual(self.house.visitor('harpreet').get(ask).status, 404)
        for left_out in CONFIRMED:
            self.grace.get(ask + '/confirm')
            self.assertEqual(self.grace.post(ask + '/confirm', [f for f in CONFIRMED if f != left_out]).status, 422, left_out)
        self.assertEqual(self.grace.post(ask + '/confirm', [
            f if f[0] != 'proceedings' else ('proceedings', 'as_the_programme_says') for f in CONFIRMED]).status, 422)
        self.posted(self.grace, ask + '/confirm', CONFIRMED)
        self.grace.get(ask)
        answer = self.posted(self.grace, ask + '/link', status=200)
        message = re.search(r'readonly>([^<]*)<', answer.raw).group(1)
        self.assertNotRegex(message, r'(?i)amina|cairn|northmoor|social|worker|council')
        self.assertEqual(self.amina.post(ask + '/link').status, 404)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM ask WHERE about LIKE '%Tuesday%' AND done_at IS NULL AND sent_at IS NOT NULL")[0][0], 0)

    def test_every_familys_page_can_be_left_and_never_shows_an_answer(self):
        ask, link = self.family()
        page = self.nobody.get(link)
        thanks = self.posted(self.nobody, link, YES, status=200)
        back = self.nobody.get(link)
        gone = self.posted(self.nobody, link + '/delete', [('code', CODE.search(thanks.raw).group(1))], status=200)
        for seen in (page, thanks, back, gone, self.nobody.get(link)):
            self.assertIn('Leave this page now', seen.text)
            self.assertNotIn('mark-of-a-family', seen.raw)
            self.assertNotRegex(seen.raw, r'Northmoor|<title>[^<]*(Cairn|social)|Amina [A-Z]')
        self.assertEqual(self.rows('SELECT COUNT(*) FROM ask_answer w JOIN ask k ON k.id = w.ask WHERE k.induction = '
                                   '(SELECT induction FROM ask ORDER BY id DESC LIMIT 1)')[0][0], 0)
        self.assertEqual(self.nobody.post(link + '/keep', YES).status, 404)

    def test_the_programme_says_how_many_families_and_how_while_proceedings_are_live(self):
        self.alone()
        live = [f if f[0] != 'proceedings' else ('proceedings', 'as_the_programme_says') for f in CONFIRMED]
        rules = self.rows('SELECT g.rules, g.id FROM programme g JOIN induction i ON i.programme = g.id JOIN person p ON p.id = i.ecsw '
                          "WHERE p.email_folded = 'amina@demo.example'")[0]
        said = json.loads(rules[0])
        said['families'] = {'least': 2, 'in_proceedings': 'The guardian asks.'}
        self.run_sql('DROP TRIGGER programme_kept' + (' ON programme' if self.world.is_postgresql else ''), # the database refuses it of a published one
                     "UPDATE programme SET rules = '%s', edition = edition + 1 WHERE id = %d" % (json.dumps(said).replace("'", "''"), rules[1]))
        self.assertIn('The guardian asks.', self.grace.get('/programmes/%s' % house.as_uuid(
            self.rows('SELECT uuid FROM programme WHERE id = %d' % rules[1])[0][0])).text)
        for n in range(2):
            self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
            ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
                ('kind', 'family'), ('who', 'parent'), ('about', 'family %d' % n), ('act', 'show')]))
            self.assertIn('The guardian asks.', self.grace.get(ask + '/confirm').text)
            self.posted(self.grace, ask + '/confirm', live)
            self.send(self.link(self.grace, ask), YES)
        self.run_sql('UPDATE ask SET done_at = done_at - %d WHERE kind = 2 AND done_at IS NOT NULL' % (8 * DAY))
        self.release_job(wait_for="SELECT COUNT(*) FROM ask_family WHERE released_at > %d" % (time.time() * 1000 - DAY))

    def test_a_family_gets_one_link_and_its_way_to_delete_stays(self):
        ask, link = self.family()
        before = self.grace.get(ask).raw
        self.assertNotIn('/link"', before)
        code = CODE.search(self.send(link, YES).raw).group(1)
        self.assertEqual(self.grace.post(ask + '/link').status, 409)
        self.posted(self.grace, ask + '/revoke')
        self.assertIn('has been deleted', self.posted(self.nobody, link + '/delete', [('code', code)], status=200).text)

    def test_the_ecsw_hears_what_the_supervisor_said_about_asking(self):
        mails = "SELECT (SELECT COUNT(*) FROM mail WHERE kind = 39) + (SELECT COUNT(*) FROM notice WHERE kind = 39)"
        before = self.rows(mails)[0][0]
        self.family()
        self.assertEqual(self.rows(mails)[0][0], before + 1)

    def test_what_families_said_is_read_by_nobody_until_three_have_and_then_together(self):
        self.alone()
        asks = [self.family() for _ in range(2)]
        before = {a: self.grace.get(a).raw for a, _ in asks}
        for n, (_, link) in enumerate(asks):
            self.send(link, YES[:2] + [('q.words', 'mark-of-a-family-%d' % n)])
        # neither the pages nor JSON tell that, or when, one was answered
        csrf = re.compile(r'value="[A-Za-z0-9_-]{43}"|uuid')
        for a, _ in asks:
            self.assertEqual(csrf.sub('', self.grace.get(a).raw), csrf.sub('', before[a]))
        self.nowhere()
        self.release_job()
        self.nowhere()
        third, link = self.family()
        self.send(link, YES)
        self.nowhere()
        self.release_job()  # there are enough, and they have not rested
        self.nowhere()
        self.run_sql('UPDATE ask SET done_at = done_at - %d WHERE kind = 2 AND done_at IS NOT NULL' % (8 * DAY))
        self.release_job(wait_for="SELECT COUNT(*) FROM ask_family WHERE released_at > %d" % (time.time() * 1000 - DAY))
        piece = self.rows('SELECT e.uuid FROM evidence e JOIN ask k ON k.evidence = e.id WHERE k.kind = 2 ORDER BY e.id DESC')[0][0]
        read = self.house.visitor('amina').get('/evidence/%s' % house.as_uuid(piece))
        self.assertEqual(len(re.findall('mark-of-a-family', read.text)), 3)
        self.assertEqual(self.house.visitor('harpreet').get('/evidence/%s' % house.as_uuid(piece)).status, 404)  # a draft is hers

    def test_after_release_a_family_can_still_delete_and_the_rest_stays(self):
        self.alone()
        links = [self.family()[1] for _ in range(3)]
        codes = [CODE.search(self.send(link, YES[:2] + [('q.words', 'mark-of-a-family-%d' % n)]).raw).group(1)
                 for n, link in enumerate(links)]
        self.run_sql('UPDATE ask SET done_at = done_at - %d WHERE kind = 2 AND done_at IS NOT NULL' % (8 * DAY))
        self.release_job(wait_for="SELECT COUNT(*) FROM ask_family WHERE released_at > %d" % (time.time() * 1000 - DAY))
        self.nobody = self.house.visitor()
        self.nobody.get(links[1])
        self.posted(self.nobody, links[1] + '/delete', [('code', codes[1])], status=200)
        piece = self.rows('SELECT e.uuid FROM evidence e JOIN ask k ON k.evidence = e.id WHERE k.kind = 2 ORDER BY e.id DESC')[0][0]
        read = self.house.visitor('amina').get('/evidence/%s' % house.as_uuid(piece)).text
        self.assertEqual(re.findall(r'mark-of-a-family-\d', read), ['mark-of-a-family-0', 'mark-of-a-family-2'])

    def test_families_are_asked_in_their_language_from_right_to_left(self):
        self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
        ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
            ('kind', 'family'), ('who', 'parent'), ('about', 'whom we met'), ('act', 'show')]))
        self.amina.get(ask + '/words')
        self.assertEqual(self.amina.post(ask + '/words', [('w.q.listened', 'کیا')]).status, 422)
        self.assertIn('value="کیا"', self.amina.last.raw)
        long = self.posted(self.amina, ask + '/words', [('language', 'ur'), ('w.q.listened', 'x' * 301), ('w.t.free', 'y')], status=422)
        self.assertIn('href="#w.q.listened"', long.raw)
        self.assertIn('value="y"', long.raw)
        self.posted(self.amina, ask + '/words', [('language', 'ur'), ('right_to_left', '1'), ('w.q.listened', 'کیا آپ کی بات سنی گئی؟'),
                                                 ('w.c.listened.yes', 'ہاں')])
        self.assertIn('کیا آپ کی بات سنی گئی؟', self.grace.get(ask + '/confirm').text)
        self.posted(self.grace, ask + '/confirm', CONFIRMED)
        self.assertEqual(self.amina.post(ask + '/words', [('language', 'ur')]).status, 403)
        page = self.nobody.get(self.link(self.grace, ask))
        self.assertIn('<div dir="rtl">', page.raw)
        self.assertIn('<span lang="ur">کیا آپ کی بات سنی گئی؟</span>', page.raw)
        self.assertEqual(page.raw.count('<span lang="ur">ہاں</span>'), 4)  # once written, beneath every question
        self.assertIn('<span lang="en" dir="ltr">You can skip any question.</span>', page.raw)

    def test_a_family_is_led_to_a_signed_video_only_where_its_asker_gave_one(self):
        self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
        ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
            ('kind', 'family'), ('who', 'parent'), ('about', 'whom we met'), ('act', 'show')]))
        self.amina.get(ask + '/words')
        for bad in ('http://sign.example/1', 'javascript:alert(1)', 'https:///x.example/1', 'https://sign.example/a b', 'https://sign.example/"x'):
            page = self.amina.post(ask + '/words', [('video', bad)])
            self.assertEqual((page.status, 'begins with https://, without spaces' in page.text), (422, True), bad)
        self.posted(self.amina, ask + '/words', [('video', 'https://sign.example/five?a=1&b=2')])
        address = 'href="https://sign.example/five?a=1&amp;b=2" rel="noreferrer nofollow"'
        self.assertIn(address, self.grace.get(ask + '/confirm').raw)
        self.posted(self.grace, ask + '/confirm', CONFIRMED)
        link = self.link(self.grace, ask)
        page = self.nobody.get(link)
        self.assertIn(address, page.raw)
        self.assertIn('Would you rather sign?', page.text)
        self.assertNotIn('dir="rtl"', page.raw)
        self.assertEqual(self.nobody.get('/api/v1' + link).json['video'], 'https://sign.example/five?a=1&b=2')

    def test_every_text_a_family_reads_is_in_their_language_with_english_beneath(self):
        self.afresh()
        self.change_forms(feedback=self.FAMILY)
        self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
        ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
            ('kind', 'family'), ('who', 'child'), ('about', 'whom we met'), ('act', 'show')]))
        names = re.findall(r' name="(w\.[a-z0-9_.]+)"', self.amina.get(ask + '/words').raw)
        own = {name: '9%03d9' % n + ('{until}' if name in ('w.t.delete', 'w.t.mind_what', 'w.t.used_what') else '')
               for n, name in enumerate(names)}
        for name in ('w.q.safe', 'w.h.own', 'w.c.safe.yes', 'w.t.leave', 'w.t.worried'):
            self.assertIn(name, names)
        self.posted(self.amina, ask + '/words', [('language', 'pl'), ('video', 'https://sign.example/1')] + list(own.items()))
        self.grace.get(ask + '/confirm')
        self.assertIn(own['w.h.own'], self.grace.last.text)
        self.posted(self.grace, ask + '/confirm', CONFIRMED)
        self.grace.get(ask)
        shown = self.posted(self.grace, ask + '/link', status=200)
        link = LINK.search(shown.raw).group(0)
        seen = [self.nobody.get(link)]
        self.assertIn('Leave this page now', seen[0].text)
        nothing = self.posted(self.nobody, link, [('who', 'helped')], status=422)
        unopened = self.house.visitor().post(link, [('who', 'me'), ('q.own', 'x'), ('send_key', '')])
        seen += [nothing, unopened, self.posted(self.nobody, link, [('q.own', 'x')], status=200, page=seen[0])]
        code = CODE.search(seen[-1].raw).group(1)
        seen += [self.nobody.get(link), self.posted(self.nobody, link + '/delete', [('code', '')], status=422),
                 self.posted(self.nobody, link + '/delete', [('code', 'x')], status=422),
                 self.posted(self.nobody, link + '/delete', [('code', code)], status=200)]
        everything = shown.raw + ''.join(page.raw for page in seen)
        day = datetime.date.fromtimestamp(time.time() + 30 * 86400).isoformat()
        self.assertEqual([name for name, words in own.items() if words.replace('{until}', day) not in everything], [])
        self.assertNotIn('{until}', everything)
        for page in seen:  # and nothing but English beneath is left of ours
            main = page.raw[page.raw.index('<main'):page.raw.index('</main')].replace(code, '')
            main = re.sub(r'<span class="c-q__en"[^>]*>[^<]*</span>| · [^<]*|<textarea.*?</textarea>', '', main)
            main = re.sub(r'<div class="govuk-error-summary".*?</ul>', '', main, flags=re.S)
            self.assertEqual(set(re.findall(r'[A-Za-z]{2,}', re.sub(r'<[^>]*>', ' ', main))) - {'Error'}, set())
            self.assertRegex(page.raw, r'<title>(Error: )?9\d{3}9</title>')

    # what a programme asks of families in place of Cairn's own
    FAMILY = [{'id': 'safe', 'label': 'Did you feel safe with {name}?', 'who': 'family', 'type': 'choice', 'symbol': 'hand',
               'choices': [{'key': 'yes', 'label': 'Yes', 'symbol': 'yes'}, {'key': 'no', 'label': 'No', 'symbol': 'no'}]},
              {'id': 'own', 'label': 'What would you tell {name}?', 'help': 'One thing is plenty', 'who': 'family', 'symbol': 'talk', 'max': 40},
              {'id': 'wish', 'label': 'What do you wish for?', 'who': 'family', 'symbol': 'pen'}]

    def released_pieces(self):
        return ['/evidence/%s' % house.as_uuid(u) for (u,) in self.rows(
            'SELECT e.uuid FROM evidence e WHERE EXISTS (SELECT 1 FROM ask k JOIN ask_family f ON f.ask = k.id WHERE k.evidence = e.id '
            'AND k.kind = 2 AND f.released_at > %d) ORDER BY e.id' % (time.time() * 1000 - DAY))]

    def rest(self):
        self.run_sql('UPDATE ask SET done_at = done_at - %d WHERE kind = 2 AND done_at IS NOT NULL' % (8 * DAY))

    def test_families_are_asked_what_the_programme_asks_and_only_who_was_asked_the_same_is_read_together(self):
        self.afresh()
        _, before = self.family()
        self.assertIn('Did Amina listen to you?', self.nobody.get(before).text)
        self.change_forms(feedback=self.FAMILY)
        # the next is asked what the first was asked: else neither could be read with the other
        _, second = self.family()
        self.assertIn('Did Amina listen to you?', self.nobody.get(second).text)
        third, fourth = self.family()[1], self.family()[1]
        for link in (before, second, third):
            self.send(link, YES)
        self.rest()
        self.release_job(wait_for="SELECT COUNT(*) FROM ask_family WHERE released_at > %d" % (time.time() * 1000 - DAY))
        self.assertEqual(len(self.released_pieces()), 1)
        self.assertIn('Did Amina listen to you?', self.amina.get(self.released_pieces()[0]).text)
        # one link of that version is still out, and whether it was answered is not to be told from the questions of the next
        self.assertIn('Did Amina listen to you?', self.nobody.get(self.family()[1]).text)
        # all of them are over, and something has been released since: now the new questions are asked
        self.run_sql('UPDATE ask SET expires = expires - %d WHERE kind = 2' % (60 * DAY))
        links = [self.family()[1] for _ in range(3)]
        page = self.nobody.get(links[0])
        for words in ('Did you feel safe with Amina?', 'What would you tell Amina?', 'One thing is plenty', 'Question 3 of 3', '<title>3 questions'):
            self.assertIn(words, page.raw)
        self.assertNotIn('listen to you', page.text)
        self.assertIn('#sym-hand', page.raw)
        wrong = self.posted(self.nobody, links[0], [('q.own', 'x' * 41), ('q.wish', 'kept')], status=422)
        self.assertIn('kept</textarea>', wrong.raw)
        self.posted(self.nobody, links[0], [('q.safe', 'perhaps')], status=422)
        self.posted(self.nobody, links[0], [('q.listened', 'yes')], status=422)  # not asked here: nothing is answered
        for n, link in enumerate(links):
            self.send(link, [('who', 'me'), ('q.safe', 'yes'), ('q.own', 'mark-of-a-family-%d' % n), ('q.wish', 'Ring %d' % n)])
        self.nowhere()
        # the fourth of the first version is answered late: three of one, one of the other, and nobody's is mixed with another's
        self.run_sql('UPDATE ask SET expires = expires + %d WHERE kind = 2 AND done_at IS NULL' % (60 * DAY))
        self.send(fourth, YES)
        self.rest()
        self.release_job(wait_for='SELECT COUNT(DISTINCT k.evidence) - 1 FROM ask k JOIN ask_family f ON f.ask = k.id WHERE f.released_at > %d'
                         % (time.time() * 1000 - DAY))
        pieces = self.released_pieces()
        self.assertEqual(len(pieces), 2)
        read = self.amina.get(pieces[1]).text
        for words in ('Did you feel safe with Amina?', 'Yes', 'mark-of-a-family-2', 'Ring 1'):
            self.assertIn(words, read)
        self.assertEqual((read.count('mark-of-a-family'), 'listen to you' in read), (3, False))
        self.assertEqual(self.rows('SELECT COUNT(*) FROM ask k JOIN ask_family f ON f.ask = k.id WHERE k.kind = 2 AND k.done_at IS NOT NULL '
                                   'AND k.deleted_at IS NULL AND f.released_at IS NULL AND k.induction = (SELECT induction FROM ask ORDER BY id '
                                   'DESC LIMIT 1)')[0][0], 1)

    def test_whether_a_family_answered_is_not_told_by_the_questions_of_the_next(self):
        asked = []
        for answered in (True, False):
            self.afresh()
            _, link = self.family()
            if answered:
                self.send(link, YES)
            self.change_forms(feedback=self.FAMILY)
            asked.append('listen to you' in self.nobody.get(self.family()[1]).text)
            self.run_sql('UPDATE ask SET expires = expires - %d WHERE kind = 2 AND expires IS NOT NULL' % (60 * DAY))
            asked.append('listen to you' in self.nobody.get(self.family()[1]).text)
        self.assertEqual(asked, [True] * 4)

    def test_who_was_declined_keeps_nobody_from_new_questions(self):
        self.afresh()
        self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
        ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
            ('kind', 'family'), ('who', 'carer'), ('about', 'whom we met'), ('act', 'show')]))
        self.grace.get(ask + '/confirm')
        self.posted(self.grace, ask + '/decline')
        self.change_forms(feedback=self.FAMILY)
        self.assertIn('feel safe', self.nobody.get(self.family()[1]).text)

    def test_each_of_a_family_s_own_words_is_looked_at_and_covered_by_itself(self):
        self.afresh()
        self.change_forms(feedback=self.FAMILY)
        for n in range(3):
            self.send(self.family()[1], [('who', 'me'), ('q.safe', 'no'), ('q.own', 'Ring 07700 90012%d' % n), ('q.wish', 'A quiet room')])
        self.rest()
        self.release_job(wait_for="SELECT COUNT(*) FROM ask_family WHERE released_at > %d" % (time.time() * 1000 - DAY))
        piece = self.released_pieces()[0]
        page = self.amina.get(piece + '/privacy')
        self.assertIn('07700 900121', page.text)
        number = re.search(r'name="finding" value="(\d+)"', page.raw).group(1)
        self.posted(self.amina, piece + '/privacy', [('finding', number), ('do', 'replace')], page=page)
        said = [text for (text,) in self.rows("SELECT text FROM ask_answer WHERE question = 'own' ORDER BY text")]
        self.assertEqual(sum('07700' in text for text in said), 2, said)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM ask_answer WHERE question = 'wish' AND text = 'A quiet room'")[0][0], 3)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM ask_answer WHERE question = 'safe' AND text = 'no'")[0][0], 3)

    def nowhere(self):
        """Nobody finds it: not its ECSW, supervisor, assessor or coordinator, on any page, list, file or in JSON."""
        pages = ['/', '/evidence', '/coverage', '/account', '/account/held', '/inductions/%s/asks' % self.induction,
                 '/inductions/%s/evidence' % self.induction, '/inductions/%s/evidence?q=of-a-family' % self.induction,
                 '/inductions/%s' % self.induction, '/api/v1/inductions/%s/asks' % self.induction,
                 '/api/v1/inductions/%s/evidence' % self.induction, '/history', '/people']
        asks = ['/asks/%s' % house.as_uuid(u) for (u,) in self.rows('SELECT uuid FROM ask WHERE kind = 2')]
        for who in ('amina', 'grace', 'harpreet', 'jonas as coordinator', 'mo', 'olu'):
            visitor = self.house.visitor(who)
            for path in pages + asks + ['/api/v1' + a for a in asks]:
                seen = visitor.get(path)
                self.assertNotIn('mark-of-a-family', seen.raw, (who, path))
                self.assertLess(seen.status, 500, (who, path))
        self.assertEqual(self.rows("SELECT COUNT(*) FROM event WHERE data LIKE '%mark-of-a-family%'")[0][0], 0)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM mail WHERE body LIKE '%mark-of-a-family%'")[0][0], 0)
        self.assertEqual(self.rows('SELECT COUNT(*) FROM event e WHERE e.kind IN (274, 275) '
                                   'AND e.object IN (SELECT uuid FROM ask WHERE kind = 2)')[0][0], 0)
        self.assertNotIn('mark-of-a-family', self.house.said())

    def release_job(self, wait_for=None):
        """Starts the work behind the pages, which looks at once, and stops it when it has."""
        self.house.stop()
        self.run_sql('DELETE FROM job WHERE kind = 35')
        self.house = house.House(self.world, url=self.url, env=NOWHERE)
        self.addCleanup(self.house.stop)
        done = wait_for or 'SELECT COUNT(*) FROM job WHERE kind = 35 AND (done_at IS NOT NULL OR run_at > created)'
        for _ in range(600):
            if self.rows(done)[0][0]:
                break
            time.sleep(0.05)
        else:
            self.fail('the work behind the pages has not been done: %s' % self.rows('SELECT * FROM job WHERE kind = 35'))
        self.enter()

    # ---- observation ----

    def plan(self, visitor, watcher, **more):
        day = time.localtime(time.time() + 86400 * 3)
        visitor.get('/inductions/%s/observations/new' % self.induction)
        fields = {'title': 'A first visit', 'focus': 'Do I leave room?', 'on-day': day.tm_mday, 'on-month': day.tm_mon,
                  'on-year': day.tm_year, 'watcher': watcher, **more}
        return self.location(self.posted(visitor, '/inductions/%s/observations' % self.induction, list(fields.items())))

    def test_a_day_soon_is_tapped_and_stays_chosen_while_the_rest_is_put_right(self):
        base = '/inductions/%s/observations' % self.induction
        day = re.search(r'id="on-in-2" name="on" type="radio" value="([0-9-]{10})"', self.amina.get(base + '/new').raw).group(1)
        page = self.amina.post(base, [('focus', ''), ('on', day), ('on-day', ''), ('on-month', ''), ('on-year', ''), ('watcher', 'outside')])
        self.assertEqual(page.status, 422)
        self.assertIn('value="%s" autocomplete="off" checked' % day, page.raw)
        page = self.amina.post(base, [('focus', 'x'), ('on', ''), ('on-day', '31'), ('on-month', '2'), ('on-year', '2099')])
        self.assertIn('href="#on-day"', page.raw)
        self.assertRegex(page.raw, r'id="on-other"[^>]* checked')
        self.assertIn('name="on-day" type="text" inputmode="numeric" value="31"', page.raw)
        self.posted(self.amina, base, [('focus', 'Tapped for that day'), ('on', day), ('name', 'Wren Hollis')])
        self.assertEqual(self.rows("SELECT on_date FROM evidence WHERE title = 'Tapped for that day'"),
                         [[(datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days]])

    def test_an_observation_goes_from_one_to_the_next_and_each_sees_who_has_it(self):
        page = self.amina.get('/inductions/%s/observations/new' % self.induction)
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', page.raw).group(1)
        path = self.plan(self.amina, watcher)
        self.assertIn('Grace', self.amina.get(path).text)
        self.assertEqual(self.amina.post(path + '/watch', [('answers.saw', 'x'), ('was_there', '1')]).status, 404)
        self.assertEqual(self.house.visitor('harpreet').post(path + '/watch', [('answers.saw', 'x')]).status, 404)
        self.assertIn('A first visit', self.grace.get('/observations').text)
        self.grace.get(path + '/watch')
        self.assertEqual(self.grace.post(path + '/watch', [('answers.saw', 'x')]).status, 422)
        self.posted(self.grace, path + '/watch', [('answers.saw', 'She waited.'), ('was_there', '1')])
        self.assertEqual(self.grace.post(path + '/watch', [('answers.saw', 'x'), ('was_there', '1')]).status, 403)
        self.assertIn('She waited.', self.amina.get(path).text)
        self.assertIn('Write your reflection', self.amina.last.text)
        self.assertEqual(self.amina.post(path + '/answer', [('agrees', 'yes')]).status, 403)
        self.run_sql("UPDATE evidence SET state = 2, submitted_at = changed WHERE title = 'A first visit'")
        self.assertIn('It is with Harpreet', self.amina.get(path).text)
        self.run_sql("UPDATE evidence SET assessed_at = changed WHERE title = 'A first visit'")
        self.assertIn('Do you agree what it shows?', self.amina.get(path).text)
        self.assertEqual(self.amina.post(path + '/answer', [('agrees', 'no')]).status, 422)
        for words in ('I saw Kayleigh Ward differently.', 'I rang 07700 900123 first.'):  # the assessor is told at once
            page = self.amina.post(path + '/answer', [('agrees', 'no'), ('words', words)])
            self.assertEqual((page.status, 'looks like this' in page.text, 'name="read_again"' in page.raw, words in page.text),
                             (422, True, True, True), words)
        self.assertEqual(self.amina.post(path + '/answer', [('agrees', 'no'), ('words', 'So says ZW19C00430.'), ('read_again', '1')]).status, 422)
        self.assertEqual(self.house.visitor('harpreet').get('/api/v1' + path).json['agreed_words'], '')
        self.posted(self.amina, path + '/answer', [('agrees', 'no'), ('words', 'I saw Kayleigh Ward differently.'), ('read_again', '1')])
        self.assertIn('Both views are kept', self.amina.get(path).text)
        self.assertEqual(self.house.visitor('harpreet').get('/api/v1' + path).json['agreed_words'], 'I saw Kayleigh Ward differently.')
        self.assertEqual(self.house.visitor('harpreet').get('/api/v1' + path).json['stage'], 'disagreed')

    LOOKS = 'Says why she is there (2.2)\r\n\r\n - Names power (1.1)\r\nStays kind when it goes quiet'

    def test_an_observer_ticks_what_they_saw_of_what_was_planned_and_it_is_shown_as_no_more_than_that(self):
        page = self.amina.get('/inductions/%s/observations/new' % self.induction)
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', page.raw).group(1)
        path = self.plan(self.amina, watcher, looks=self.LOOKS, title='Ticked')
        for who in (self.amina, self.grace):
            self.assertIn('Names power (1.1)', who.get(path).text)
        page = self.grace.get(path + '/watch')
        for words in ('Did you see it?', 'You’re not judging Amina', 'Says why she is there (2.2)', 'Names power (1.1)'):
            self.assertIn(words, page.text)
        self.assertEqual(page.raw.count('name="answers.seen" type="checkbox"'), 3)
        # what was ticked stands again where something else is wrong
        page = self.posted(self.grace, path + '/watch', [('answers.saw', 'She waited.'), ('answers.seen', '1'), ('answers.seen', '3')], status=422)
        self.assertEqual([v for v, on in re.findall(r'name="answers.seen" type="checkbox" value="(\d)"( checked)?', page.raw) if on], ['1', '3'])
        links = self.rows('SELECT COUNT(*) FROM link')
        self.posted(self.grace, path + '/watch', [('answers.saw', 'She waited.'), ('answers.seen', '3'), ('answers.seen', '1'), ('was_there', '1')])
        self.assertEqual(self.rows('SELECT COUNT(*) FROM link'), links)
        for who in (self.amina, self.house.visitor('harpreet')):
            text = who.get(path).text
            for words in ('The observer saw:', '– Says why she is there (2.2)', '– Stays kind when it goes quiet', 'isn’t “not shown”'):
                self.assertIn(words, text)
            self.assertNotIn('– Names power', text)
        answer = self.amina.get('/api/v1' + path).json
        self.assertEqual(answer['looks'], ['Says why she is there (2.2)', 'Names power (1.1)', 'Stays kind when it goes quiet'])
        self.assertEqual(answer['ticked'], ['Says why she is there (2.2)', 'Stays kind when it goes quiet'])
        piece = answer['evidence']
        self.assertIn('The observer saw:', self.amina.get('/evidence/' + piece).text)
        self.assertEqual(self.grace.get('/api/v1' + path).json['agrees'], None)
        # nothing ticked is nothing said, and without a plan nothing is asked
        path = self.plan(self.amina, watcher, looks=self.LOOKS, title='Unticked')
        self.posted(self.grace, path + '/watch', [('answers.saw', 'She waited.'), ('was_there', '1')])
        self.assertNotIn('The observer saw', self.amina.get(path).text)
        self.assertNotIn('“not shown”', self.amina.last.text)
        self.assertNotIn('Did you see it?', self.grace.get(self.plan(self.amina, watcher, title='Nothing to tick') + '/watch').text)

    def test_what_an_observer_can_tick_is_bounded_and_looked_at_for_names(self):
        page = self.amina.get('/inductions/%s/observations/new' % self.induction)
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', page.raw).group(1)
        on = time.localtime(time.time() + 86400 * 3)
        base = '/inductions/%s/observations' % self.induction
        fields = [('focus', 'Bounds'), ('on-day', on.tm_mday), ('on-month', on.tm_mon), ('on-year', on.tm_year), ('watcher', watcher)]
        for looks, says in (('\n'.join('abcdefghi'), 'at most eight lines'), ('x' * 161, 'at most 160 characters'),
                            ('Listens to Kayleigh Ward', 'looks like this')):
            self.amina.get(base + '/new')
            page = self.amina.post(base, fields + [('looks', looks)])
            self.assertEqual((page.status, says in page.text or says in page.raw, looks in page.raw), (422, True, True), says)
        self.amina.get(base + '/new')
        self.posted(self.amina, base, fields + [('looks', '\n'.join('abcdefgh'))])
        self.assertEqual(self.rows('SELECT LENGTH(looks) FROM observation ORDER BY evidence DESC')[0][0], 15)

    def test_codes_of_statements_become_what_can_be_ticked_in_their_words(self):
        base = '/inductions/%s/observations' % self.induction
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', self.amina.get(base + '/new').raw).group(1)
        with open(os.path.join(os.path.dirname(__file__), '..', '..', 'frameworks', 'pqs-2025-illustrative.json'), encoding='utf-8') as f:
            book = json.load(f)
        said = {item['humanCodingScheme']: item['fullStatement'] for item in book['CFItems'] if item.get('humanCodingScheme')}
        path = self.plan(self.amina, watcher, looks='2.2 D1, D2\nSays why she is there (1.1)\n2.4', title='By code')
        looks = self.amina.get('/api/v1' + path).json['looks']
        self.assertEqual(looks, ['%s (2.2 D1)' % said['2.2 D1'], '%s (2.2 D2)' % said['2.2 D2'], 'Says why she is there (1.1)', '%s (2.4)' % said['2.4']])
        watch = self.grace.get(path + '/watch')
        self.assertEqual([code for code in re.findall(r'<li>(\d\.\d) ', watch.raw)], ['2.2', '1.1', '2.4'])
        # one that there is not is said, and what was typed stays
        on = time.localtime(time.time() + 86400 * 3)
        fields = [('focus', 'Codes'), ('on-day', on.tm_mday), ('on-month', on.tm_mon), ('on-year', on.tm_year), ('watcher', watcher)]
        self.amina.get(base + '/new')
        page = self.amina.post(base, fields + [('looks', '2.2 D99')])
        self.assertEqual((page.status, 'D99 is not in these standards' in page.text, '2.2 D99</textarea>' in page.raw), (422, True, True))

    def test_ticks_go_by_a_link_and_a_program_s_are_checked(self):
        link = self.link(self.amina, self.plan(self.amina, 'outside', name='Wren Hollis', looks=self.LOOKS, title='By a link'))
        self.assertIn('Names power (1.1)', self.nobody.get(link).text)
        path = '/observations/%s' % house.as_uuid(self.rows("SELECT o.uuid FROM observation o ORDER BY o.evidence DESC")[0][0])
        mine = [('answers.saw', 'A long silence.'), ('name', 'Wren Hollis'), ('role', 'lead'), ('was_there', '1')]
        self.nobody.post(link + '/keep', [('answers.seen', '1'), ('answers.seen', '3')])
        self.assertEqual(self.nobody.get('/api/v1' + link).json['kept'], {'answers.seen': ['1', '3']})
        page = self.nobody.get(link).raw
        self.assertEqual([v for v, on in re.findall(r'name="answers.seen" type="checkbox" value="(\d)"( checked)?', page) if on], ['1', '3'])
        self.posted(self.nobody, link, mine + [('answers.seen', '4')], status=422)
        self.posted(self.nobody, link, mine + [('answers.seen', '2')], status=200)
        self.assertEqual(self.amina.get('/api/v1' + path).json['ticked'], ['Names power (1.1)'])
        self.assertIn('– Names power (1.1)', self.amina.get(path).text)

    def test_somebody_without_an_account_observes_by_a_link(self):
        ask = self.plan(self.amina, 'outside', name='Wren Hollis')
        link = self.link(self.amina, ask)
        page = self.nobody.get(link)
        self.assertIn('Do I leave room?', page.text)
        self.posted(self.nobody, link, [('answers.saw', 'A long silence.'), ('name', 'Wren Hollis'), ('role', 'lead')], status=422)
        thanks = self.posted(self.nobody, link, [('answers.saw', 'A long silence.'), ('name', 'Wren Hollis'), ('role', 'lead'),
                                                ('was_there', '1')], status=200)
        path = '/observations/%s' % house.as_uuid(self.rows("SELECT o.uuid FROM observation o ORDER BY o.evidence DESC")[0][0])
        self.assertIn('A long silence.', self.amina.get(path).text)
        self.assertIn('Wren Hollis, lead', self.amina.last.text)
        # once the assessor has given a view it stands
        self.run_sql("UPDATE evidence SET assessed_at = changed WHERE title = 'A first visit'")
        self.assertEqual(self.nobody.post(link + '/delete', [('code', CODE.search(thanks.raw).group(1))]).status, 404)

    # ---- the programme's questions ----

    def change_forms(self, **prompts):
        """A newer version of both kinds' forms, as importing a changed programme publishes it."""
        programme = self.rows("SELECT i.programme FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.name LIKE 'Amina%'")[0][0]
        slug = self.rows('SELECT slug FROM programme WHERE id = %d' % programme)[0][0]
        with open(os.path.join(HERE, '..', '..', 'programmes', slug + '.json'), encoding='utf-8') as f:
            whole = json.load(f)
        for form in whole['forms']:
            if form['kind'] in prompts:
                form['version'] += 1
                form['prompts'] = [q for q in form['prompts'] if q.get('who') not in ('giver', 'observer', 'family')] + prompts[form['kind']]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'changed.json')
            with open(path, 'w', encoding='utf-8') as f:
                json.dump(whole, f)
            subprocess.run([house.CAIRN, '--db', self.url, 'programme', 'import', path], check=True, capture_output=True, timeout=60)

    GIVER = [{'id': 'brave', 'label': 'When was {name} brave?', 'help': 'One moment', 'who': 'giver', 'max': 30, 'must': 'share'},
             {'id': 'again', 'label': 'Would you work together again?', 'who': 'giver', 'type': 'choice',
              'choices': [{'key': 'gladly', 'label': 'Yes, gladly'}, {'key': 'rather_not', 'label': 'I would rather not'}]}]
    OBSERVER = [{'id': 'room', 'label': 'How did {name} enter the room?', 'who': 'observer', 'must': 'share'},
                {'id': 'left', 'label': 'What was left unsaid?', 'who': 'observer'}]

    def test_a_programme_s_questions_stand_on_the_pages_of_those_who_are_asked_with_them(self):
        self.alone()
        before = self.link(self.amina, self.professional())
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', self.amina.get('/inductions/%s/observations/new' % self.induction).raw).group(1)
        watched_before = self.plan(self.amina, watcher)
        self.change_forms(feedback=self.GIVER, direct_observation=self.OBSERVER)
        # who was asked before keeps what they were asked
        self.assertIn('What did Amina do well?', self.nobody.get(before).text)
        self.assertNotIn('brave', self.nobody.last.text)
        self.assertIn('What did you see and hear?', self.grace.get(watched_before + '/watch').text)
        # a professional
        link = self.link(self.amina, self.professional(about='the visits since'))
        page = self.nobody.get(link)
        for words in ('When was Amina brave?', 'One moment', 'Yes, gladly'):
            self.assertIn(words, page.text)
        self.assertNotIn('do well?', page.text)
        self.assertIn('When was Amina brave?', self.posted(self.nobody, link, SAID[1:] + [('answers.again', 'gladly')], status=422).text)
        self.posted(self.nobody, link, SAID[1:] + [('answers.brave', 'x' * 31)], status=422)
        self.posted(self.nobody, link, SAID[1:] + [('answers.brave', 'At the door.'), ('answers.again', 'gladly')], status=200)
        piece = '/evidence/%s' % house.as_uuid(self.rows('SELECT e.uuid FROM evidence e JOIN ask k ON k.evidence = e.id ORDER BY k.id DESC')[0][0])
        for words in ('When was Amina brave?', 'At the door.', 'Would you work together again?', 'Yes, gladly'):
            self.assertIn(words, self.amina.get(piece).text)
        # somebody without an account who observes, and somebody of the house
        link = self.link(self.amina, self.plan(self.amina, 'outside', name='Wren Hollis', title='By a link'))
        self.assertIn('How did Amina enter the room?', self.nobody.get(link).text)
        self.posted(self.nobody, link, [('answers.left', 'x'), ('name', 'Wren'), ('role', 'lead'), ('was_there', '1')], status=422)
        self.posted(self.nobody, link, [('answers.room', 'Slowly.'), ('name', 'Wren'), ('role', 'lead'), ('was_there', '1')], status=200)
        path = self.plan(self.amina, watcher, title='In the house')
        self.assertIn('How did Amina enter the room?', self.grace.get(path + '/watch').text)
        self.assertNotIn('What did you see and hear?', self.grace.last.text)
        self.posted(self.grace, path + '/watch', [('answers.room', 'She knocked.'), ('was_there', '1')])
        self.assertIn('How did Amina enter the room?', self.amina.get(path).text)
        self.assertEqual(self.amina.get('/api/v1' + path).json['said'], [{'question': 'How did Amina enter the room?', 'answer': 'She knocked.'}])
        # what was asked before is answered and shown as it was asked
        self.send(before, SAID)
        self.posted(self.grace, watched_before + '/watch', [('answers.saw', 'She waited.'), ('was_there', '1')])
        self.assertIn('What did you see and hear?', self.amina.get(watched_before).text)

    def test_without_a_question_of_the_programme_s_cairn_s_own_are_asked(self):
        self.alone()
        self.change_forms(feedback=[], direct_observation=[])
        link = self.link(self.amina, self.professional())
        self.assertIn('What did Amina do well?', self.nobody.get(link).text)
        self.posted(self.nobody, link, SAID, status=200)
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', self.amina.get('/inductions/%s/observations/new' % self.induction).raw).group(1)
        self.assertIn('What was strong', self.grace.get(self.plan(self.amina, watcher) + '/watch').text)

    def test_an_observation_without_a_title_is_called_after_what_to_look_for(self):
        page = self.amina.get('/inductions/%s/observations/new' % self.induction)
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', page.raw).group(1)
        on = time.localtime(time.time() + 3 * 86400)
        for focus, title in (('Who speaks most?', 'Who speaks most?'), ('word ' * 40, ('word ' * 16).strip() + '…')):
            self.amina.get('/inductions/%s/observations/new' % self.induction)
            self.posted(self.amina, '/inductions/%s/observations' % self.induction,
                        [('focus', focus), ('on-day', on.tm_mday), ('on-month', on.tm_mon), ('on-year', on.tm_year), ('watcher', watcher)])
            self.assertEqual(self.rows('SELECT title FROM evidence ORDER BY id DESC')[0][0], title)

    def test_an_observation_that_is_cancelled_ends_its_link(self):
        ask = self.plan(self.amina, 'outside', name='Wren Hollis')
        link = self.link(self.amina, ask)
        path = '/observations/%s' % house.as_uuid(self.rows("SELECT o.uuid FROM observation o ORDER BY o.evidence DESC")[0][0])
        self.amina.get(path)
        self.assertEqual(self.amina.post(path + '/cancel').status, 422)
        self.posted(self.amina, path + '/cancel', [('why', 'family_said_no')])
        self.assertIn('the family said no', self.amina.get(path).text)
        self.assertEqual(self.nobody.get(link).status, 404)

    def test_the_same_plan_twice_is_one_observation(self):
        one = self.plan(self.amina, 'outside', name='Wren Hollis')
        self.assertEqual(self.plan(self.amina, 'outside', name='Wren Hollis'), one)
        self.assertNotEqual(self.plan(self.amina, 'outside', name='Idris Penhale'), one)
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', self.amina.get('/inductions/%s/observations/new' % self.induction).raw).group(1)
        self.assertEqual(self.plan(self.amina, watcher, title='Twice'), self.plan(self.amina, watcher, title='Twice'))
        self.assertEqual(self.rows("SELECT COUNT(*) FROM evidence WHERE title = 'Twice'")[0][0], 1)

    def test_reminders_go_where_there_is_still_something_to_answer(self):
        self.alone()
        for n in range(4):
            self.professional(act='mail', address='p%d@health.example' % n, about='thing %d' % n)
        now = time.time() * 1000
        self.run_sql("UPDATE evidence SET state = 3 WHERE id = (SELECT evidence FROM ask WHERE address = 'p1@health.example')",
                     "UPDATE evidence SET held = 1 WHERE id = (SELECT evidence FROM ask WHERE address = 'p2@health.example')",
                     "UPDATE evidence SET assessed_at = changed WHERE id = (SELECT evidence FROM ask WHERE address = 'p3@health.example')")
        self.run_sql('UPDATE ask SET sent_at = %d, expires = %d WHERE done_at IS NULL AND revoked_at IS NULL' % (now - 12 * DAY, now + 2 * DAY))
        self.release_job(wait_for="SELECT COUNT(*) FROM ask WHERE address = 'p0@health.example' AND reminded_at IS NOT NULL")
        self.assertEqual(self.rows("SELECT address FROM mail WHERE subject LIKE 'Reminder%' AND address LIKE 'p%@health.example'"),
                         [['p0@health.example']])

    def test_an_observation_that_is_late_says_so(self):
        self.plan(self.amina, 'outside', name='Wren Hollis')
        self.run_sql("UPDATE evidence SET on_date = on_date - 40 WHERE title = 'A first visit'")
        self.assertIn('Late', self.amina.get('/inductions/%s/asks' % self.induction).text)

    def test_what_is_asked_of_somebody_stands_on_their_desk_with_how_long_it_waits(self):
        self.amina.get('/inductions/%s/asks/new?kind=family' % self.induction)
        ask = self.location(self.posted(self.amina, '/inductions/%s/asks' % self.induction, [
            ('kind', 'family'), ('who', 'carer'), ('about', 'whom we met on Friday'), ('act', 'show')]))
        self.run_sql("UPDATE ask SET created = created - %d WHERE uuid = (SELECT uuid FROM ask ORDER BY id DESC LIMIT 1)" % (14 * DAY))
        watcher = re.search(r'value="(2-[0-9a-f-]{36})"', self.amina.get('/inductions/%s/observations/new' % self.induction).raw).group(1)
        path = self.plan(self.amina, watcher, title='On the desk')
        desk = self.grace.get('/')
        self.assertIn(ask + '/confirm', desk.raw)
        self.assertRegex(desk.text, 'Waiting for (10|9|8|7|6) working days')  # two weeks, with every bank holiday there can be in them
        self.assertIn('On the desk', desk.text)
        self.assertIn(path, desk.raw)
        self.run_sql("UPDATE evidence SET on_date = on_date - 30 WHERE title = 'On the desk'")
        self.assertIn('Was due by', self.grace.get('/').text)
        self.assertIn(path + '/watch', self.grace.last.raw)
        self.assertNotIn(ask, self.house.visitor('harpreet').get('/').raw)
        self.grace.get(ask + '/confirm')
        self.posted(self.grace, ask + '/decline')
        self.assertNotIn(ask, self.grace.get('/').raw)

    def test_whoever_watches_and_goes_leaves_it_to_whoever_follows_or_it_is_cancelled(self):
        self.alone()
        watcher = re.search(r'value="(3-[0-9a-f-]{36})"', self.amina.get('/inductions/%s/observations/new' % self.induction).raw).group(1)
        path = self.plan(self.amina, watcher, title='Left behind')
        jonas, idris, today = self.house.visitor('jonas'), self.house.visitor('idris'), time.localtime()
        part = '/assignments/%s' % self.world.names['assignment:amina:harpreet']
        self.posted(jonas, part + '/hand-over', [('person', self.world.names['person:idris']), ('version', '1'), ('starts-day', today.tm_mday),
                                                 ('starts-month', today.tm_mon), ('starts-year', today.tm_year)],
                    page=jonas.get(part + '/hand-over'))
        self.assertIn('Left behind', idris.get('/observations').text)
        self.assertIn('Idris', self.amina.get(path).text)
        self.assertEqual(self.house.visitor('harpreet').get(path).status, 404)
        self.assertEqual(self.rows('SELECT COUNT(*) FROM event WHERE kind = 308')[0][0], 1)
        part = '/assignments/%s' % house.as_uuid(self.rows('SELECT a.uuid FROM assignment a ORDER BY a.id DESC')[0][0])
        page = jonas.get(part + '/end')
        self.posted(jonas, part + '/end', [('version', '1'), ('ends-day', today.tm_mday), ('ends-month', today.tm_mon), ('ends-year', today.tm_year)],
                    page=page)
        self.assertIn('the observer could not come', self.amina.get(path).text)

    def test_an_assessor_may_ask_for_an_observation_too(self):
        harpreet = self.house.visitor('harpreet')
        page = harpreet.get('/inductions/%s/observations/new' % self.induction)
        watcher = re.search(r'value="(3-[0-9a-f-]{36})"', page.raw).group(1)
        path = self.plan(harpreet, watcher)
        self.assertIn('Write what you saw', harpreet.get(path).text)
        self.assertEqual(self.house.visitor('iris').get(path).status, 404)
        self.assertEqual(self.house.visitor('dmitri').get(path).status, 404)


if __name__ == '__main__':
    unittest.main()
