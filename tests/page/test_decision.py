"""How an induction comes to its outcome: both ways to the end, who may know what when, two acts at once, and a long random walk
against a second telling of the table. CAIRN_TEST_DB."""
import copy
import datetime
import json
import os
import random
import re
import sys
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import schema  # noqa: E402

WALK = int(os.environ.get('WALK', '1'))  # another number is another walk
ACTS = 200
MEETS, NOT_YET, TIME = 'meets', 'does not yet meet', 'more time owed'


class Played(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.house = house.House(self.world, self.url)
        self.addCleanup(self.house.stop)
        self.who = {}

    def visitor(self, key):
        if key not in self.who:
            self.who[key] = self.house.visitor(key)
        return self.who[key]

    def send(self, key, path, body, version=None):
        headers = {'Content-Type': 'application/json'}
        if version is not None:
            headers['If-Match'] = '"%d"' % version
        return self.visitor(key).request('POST', '/api/v1' + path, body=json.dumps(body), headers=headers)

    def described(self, key, path):
        """What it answers in JSON, held to its description."""
        answer = self.visitor(key).get('/api/v1' + path)
        self.assertEqual(answer.status, 200, answer.raw[:300])
        all_of_it = schema.Described(self.visitor(key).get('/api/v1/openapi.json').json)
        self.assertEqual(all_of_it.faults('GET', '/api/v1' + path, answer), [])
        return answer.json

    def seen(self, key, decision):
        answer = self.visitor(key).get('/api/v1/decisions/' + decision)
        return json.loads(answer.raw) if answer.status == 200 else None

    def act(self, key, decision, do, words='', **more):
        seen = self.seen(key, decision)
        return self.send(key, '/decisions/' + decision, {'do': do, 'words': words, **more}, seen['version'] if seen else 1)

    def done(self, key, decision, do, words='', **more):
        answer = self.act(key, decision, do, words, **more)
        self.assertEqual(answer.status, 200, '%s: %s: %s' % (key, do, answer.raw[:300]))

    def begin(self, key, ecsw, judgement):
        path = '/inductions/%s/decision' % self.world.names['induction:' + ecsw]
        answer = self.send(key, path, {'do': 'begin', 'judgement': judgement})
        self.assertIn(answer.status, (200, 201), answer.raw[:300])
        return re.search('/decisions/([0-9a-f-]{36})', answer.header('Location')).group(1)

    def draft(self, key, decision, do, **fields):
        return self.send(key, '/decisions/%s/draft' % decision, {'do': do, **fields}, self.seen(key, decision)['version'])

    def people(self, key, decision, do, people, chair=None):
        body = {'do': do, 'person': [self.world.names['person:' + p] for p in people]}
        if chair:
            body['chair'] = self.world.names['person:' + chair]
        return self.send(key, '/decisions/%s/people' % decision, body, self.seen(key, decision)['version'])

    def ended(self, ecsw):
        return self.rows("SELECT i.ended FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email = '%s@demo.example'" % ecsw)[0][0] or None  # psql says '' for NULL

    def stored(self, decision):
        return self.world.store.rows(self.url, "SELECT state, judgement, round FROM decision WHERE uuid = %s" % self.world.store.blob(
            bytes.fromhex(decision.replace('-', ''))))[0]

    def moderated(self, decision):
        """One in five is drawn by chance: then somebody from outside agrees first."""
        if self.seen('karen', decision)['state'] == 'moderation':
            self.assertEqual(self.people('karen', decision, 'moderator', ['lena']).status, 200)
            self.done('lena', decision, 'no_conflict')
            self.done('lena', decision, 'moderator_agrees', 'The reasons bear it.')


class Many(Played):
    """Of an employer with many: each is in the list, and what waits longest stands on the first screen."""

    def add(self, n, induction, state, changed, closed):
        self.run_sql('INSERT INTO decision (uuid, induction, state, judgement, round, version, drawn, moderated, created, changed, told_at, closed_at) '
                     'VALUES (%s, %d, %d, 1, 1, 1, 0, 0, 0, %d, 1, %s)' % (self.world.store.blob(b'decision %07d' % n), induction, state, changed,
                                                                      changed if closed else 'NULL'))

    def test_what_waits_longest_is_on_the_first_screen_and_the_list_goes_on(self):
        free = [int(r[0]) for r in self.rows('SELECT i.id FROM induction i WHERE i.employer = 1 AND NOT EXISTS '
                                             '(SELECT 1 FROM decision d WHERE d.induction = i.id) ORDER BY i.id')]
        self.assertGreater(len(free), 10)
        for n, induction in enumerate(free):
            self.add(n, induction, 5 if n else 7, 1000 + n, False)  # with a panel; the oldest is confirmed, and waits to be issued
        for n in range(100, 160):
            self.add(n, free[0], 9, n, True)
        waiting = self.visitor('jonas').get('/cohort').raw.partition('id="h-dec"')[2].partition('</section>')[0]
        self.assertIn('Your turn', waiting)
        self.assertEqual(waiting.count('<li>'), 8)
        self.assertIn('href="/decisions"', waiting)
        path, seen = '/api/v1/decisions', []
        while path:
            told = json.loads(self.visitor('jonas').get(path).raw)
            seen += [item['id'] for item in told['items']]
            path = told['next']
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(len(seen), len(free) + 60)
        page = self.visitor('jonas').get('/decisions').raw
        self.assertIn('Next page', page)
        self.assertNotIn('Previous page', page)
        self.assertIn('Previous page', self.visitor('jonas').get('/decisions?page=2').raw)


class WhoeverReads(Played):
    def test_the_department_is_not_spoken_to_as_the_ecsw_is(self):
        told = json.loads(self.visitor('mo').get('/api/v1/decisions').raw)['items']
        pages = [self.visitor('mo').get('/decisions/' + item['id']).raw for item in told]
        self.assertTrue(any('This is not a decision about a job' in page for page in pages))
        self.assertFalse(any('your job' in page for page in pages))


class Policy(Played):
    """What may follow an outcome is the employer's to say: a page of theirs, linked where outcomes are read."""
    WHERE = 'https://calder-vale.example/policies/capability'

    def put(self, address):
        path = '/organisations/%s/contact' % self.world.names['organisation:Calder Vale Council']
        page = self.visitor('karen').get(path)
        return self.visitor('karen').post(path, [('phone', '01632 960000'), ('email', ''), ('address', ''), ('policy', address)], page=page)

    def test_it_is_linked_for_the_ecsw_and_only_an_address_is_taken(self):
        one = self.world.names['decision:dmitri']
        self.assertIn('ask your coordinator or HR', self.visitor('dmitri').get('/decisions/' + one).text)
        for wrong in ('http://calder-vale.example/policy', 'javascript:alert(1)', 'our intranet', 'https:///x.example', 'https://x.example/"onclick="x'):
            refused = self.put(wrong)
            self.assertEqual(refused.status, 422, wrong)
            self.assertIn('Enter a whole web address', refused.text)
        self.assertEqual(self.put(self.WHERE).status, 303)
        page = self.visitor('dmitri').get('/decisions/' + one)
        self.assertIn('href="%s"' % self.WHERE, page.raw)
        self.assertNotIn('ask your coordinator or HR', page.text)
        self.assertIn(self.WHERE, self.visitor('karen').get('/organisations/' + self.world.names['organisation:Calder Vale Council']).raw)
        self.assertEqual(self.described('karen', '/organisations/' + self.world.names['organisation:Calder Vale Council'])['policy'], self.WHERE)


class Meets(Played):
    def test_a_panel_confirms_it_and_the_coordinator_issues_it(self):
        one = self.world.names['decision:dmitri']
        self.assertEqual(self.act('karen', one, 'issue').status, 422)
        self.assertEqual(self.act('beatriz', one, 'confirm', 'Yes.').status, 422)  # speaks as a member first
        self.assertNotIn('let down by every adult', self.visitor('beatriz').get('/decisions/' + one).text)  # nothing before that is said
        for key in ('beatriz', 'marguerite as panel_member'):
            self.assertIn('First say whether anything stands', self.visitor(key).get('/decisions/' + one).text)
            self.done(key, one, 'no_conflict')
            page = self.visitor(key).get('/decisions/' + one).text
            self.assertIn('let down by every adult', page)
            self.assertNotIn('First say whether anything stands', page)
            self.assertIn('You have said that nothing stands', page)
            self.done(key, one, 'yes', 'It is there.')
            self.assertIn('Has said that nothing stands between them. Says yes', self.visitor(key).get('/decisions/' + one).text)
        self.assertEqual(self.act('marguerite as panel_member', one, 'confirm', 'I would.').status, 422)  # is not in the chair
        self.assertEqual(self.act('beatriz', one, 'confirm', '').status, 422)
        self.assertEqual(self.act('beatriz', one, 'confirm', 'Yes.').status, 200)
        self.assertIsNone(self.seen('beatriz', one))  # access has ended
        self.moderated(one)
        self.done('karen', one, 'issue')
        self.assertEqual(self.seen('dmitri', one)['in_force'], MEETS)
        page = self.visitor('dmitri').get('/decisions/' + one)
        self.assertIn('What completing changes', page.text)
        self.assertIn('Outcome: Meets the standard', page.text)
        self.assertEqual(self.act('dmitri', one, 'withdraw', sure=True).status, 422)
        self.it_is_over(one)
        self.assertEqual(self.act('mo', one, 'reopen', 'A panel member had a conflict.').status, 200)
        self.assertIsNone(self.ended('dmitri'))
        self.assertEqual(self.seen('dmitri', one)['in_force'], '')

    def it_is_over(self, one):
        """The induction has ended: nothing is added to it, nothing of it waits or is reminded of, and it can still be read."""
        self.assertIsNotNone(self.ended('dmitri'))
        induction = self.world.names['induction:dmitri']
        self.assertEqual(self.send('iris', '/inductions/%s/decision' % induction, {'do': 'begin', 'judgement': MEETS}).status, 403)  # not now
        self.assertIn('It ended on', self.visitor('dmitri').get('/').text)
        self.assertEqual(self.visitor('dmitri').get('/decisions/' + one).status, 200)
        self.assertNotIn('Pieces of Dmitri', self.visitor('iris').get('/desk').text)
        self.assertNotIn('href="/inductions/%s"' % induction, self.visitor('karen').get('/cohort').raw)
        self.assertEqual(self.rows('SELECT COUNT(*) FROM event WHERE kind = 357')[0][0], 1)

    def test_a_moderator_sends_a_piece_back_that_names_somebody(self):
        one = self.world.names['decision:dmitri']
        for key in ('beatriz', 'marguerite as panel_member'):
            self.done(key, one, 'no_conflict')
            self.done(key, one, 'yes')
        self.done('beatriz', one, 'confirm', 'Yes.')
        if self.seen('karen', one)['state'] != 'moderation':  # not drawn by chance
            self.done('mo', one, 'draw')
        asked = self.described('karen', '/decisions/%s/people' % one)
        self.assertEqual((asked['do'], asked['members']), ('moderator', 1))
        self.assertIn(self.world.names['person:lena'], [p['person'] for p in asked['people']])
        self.assertEqual(self.visitor('iris').get('/api/v1/decisions/%s/people' % one).status, 404)
        # nobody reads it from where it has not been said that they take part in no cases
        partners = '/organisations/%s/partners/apart' % self.world.names['organisation:Calder Vale Council']
        eastmere = house.as_uuid(self.rows("SELECT a.uuid FROM partnership a JOIN organisation o ON o.id = a.organisation JOIN organisation e "
                                           "ON e.id = a.partner WHERE o.name LIKE 'Calder%' AND e.name LIKE '%Eastmere'")[0][0])
        self.assertEqual(self.send('karen', partners, {'partnership': eastmere, 'apart': False}).status, 200)
        self.assertNotIn(self.world.names['person:lena'], [p['person'] for p in self.described('karen', '/decisions/%s/people' % one)['people']])
        self.assertEqual(self.people('karen', one, 'moderator', ['lena']).status, 422)
        self.assertEqual(self.send('karen', partners, {'partnership': eastmere, 'apart': True}).status, 200)
        self.assertEqual(self.people('karen', one, 'moderator', ['lena']).status, 200)
        before = self.visitor('lena').get('/decisions/' + one)
        self.assertIn('Before you read', before.text)
        for name in ('Dmitri', 'Volek', 'Iris', 'Calder Vale', '/pieces/', 'What your assessor'):
            self.assertNotIn(name, before.raw)
        self.assertEqual(self.act('lena', one, 'moderator_agrees', 'So.').status, 422)
        self.assertEqual(self.seen('lena', one)['acts'], ['no_conflict', 'conflict'])
        pointed = re.search('/decisions/%s/pieces/[0-9a-f-]{36}' % one, self.visitor('iris').get('/decisions/' + one).raw).group(0)
        for path in (pointed, pointed + '/send-back'):
            self.assertEqual(self.visitor('lena').get(path).status, 404, path)
        self.done('lena', one, 'no_conflict')
        self.assertEqual(self.seen('lena', one)['acts'], ['conflict', 'moderator_agrees', 'moderator_refers'])
        page = self.visitor('lena').get('/decisions/' + one)
        for name in ('Dmitri', 'Volek', 'Iris', 'Calder Vale'):
            self.assertNotIn(name, page.text)
        path = re.search('/decisions/%s/pieces/[0-9a-f-]{36}' % one, page.raw).group(0)
        piece = path[-36:].replace('-', '')
        words = ' '.join(self.rows("SELECT text FROM evidence WHERE uuid = %s" % self.world.store.blob(bytes.fromhex(piece)))[0][0].split()[:3])
        self.assertIn('/send-back', self.visitor('lena').get(path).raw)
        shown = self.described('lena', path)
        self.assertEqual((shown['covered'], shown['on']), (True, None))
        for name in ('Dmitri', 'Volek', 'Iris', 'Calder Vale'):
            self.assertNotIn(name, json.dumps(shown))
        self.assertEqual(self.visitor('mo').get('/api/v1' + path).status, 404)
        form = self.visitor('lena').get(path + '/send-back')
        self.assertEqual(form.status, 200)
        self.assertNotIn('Dmitri', form.text)
        self.every_reader_of_it_notes_a_worry_about_a_child(path)
        for key in ('karen', 'mo', 'iris', 'beatriz', 'dmitri', 'marguerite as panel_member'):
            self.assertEqual(self.visitor(key).get(path + '/send-back').status, 404, key)
        self.assertEqual(self.send('lena', path + '/send-back', {'what': ['name'], 'words': 'Nobody there'}).status, 422)
        self.assertEqual(self.send('lena', path + '/send-back', {'what': ['name'], 'words': words}).status, 200)
        self.assertEqual(self.rows('SELECT held FROM evidence WHERE uuid = %s' % self.world.store.blob(bytes.fromhex(piece)))[0][0], 3)
        self.assertEqual(self.visitor('lena').get(path).status, 404)
        self.assertEqual(self.visitor('iris').get('/evidence/' + path[-36:]).status, 404)
        self.assertIn(words, self.visitor('dmitri').get('/evidence/%s/privacy' % path[-36:]).text)
        self.done('lena', one, 'moderator_refers', 'One of the pieces names somebody.')
        self.assertEqual(self.seen('iris', one)['state'], 'referred back')

    def test_a_moderator_who_knows_whom_it_is_about_hands_it_back_and_is_not_named_again(self):
        one = self.world.names['decision:dmitri']
        self.run_sql('UPDATE decision SET state = 8, drawn = 1 WHERE uuid = %s' % self.world.store.blob(bytes.fromhex(one.replace('-', ''))))
        self.assertEqual(self.people('karen', one, 'moderator', ['lena']).status, 200)
        self.done('lena', one, 'no_conflict')
        self.done('lena', one, 'conflict')
        self.assertIsNone(self.seen('lena', one))
        self.assertNotIn(one, self.visitor('lena').get('/decisions').raw)
        self.assertNotIn(self.world.names['person:lena'], [p['person'] for p in self.described('karen', '/decisions/%s/people' % one)['people']])
        self.assertEqual(self.people('karen', one, 'moderator', ['lena']).status, 422)
        self.assertEqual(self.seen('karen', one)['state'], 'moderation')
        said = self.rows("SELECT data FROM event WHERE kind = 353 ORDER BY id DESC LIMIT 2")
        self.assertEqual([json.loads(d[0])['said'] for d in said], [2, 1])

    def every_reader_of_it_notes_a_worry_about_a_child(self, path):
        """ACCESS.md, CSAFE and edge case 9: whoever reads a piece. Its writer only reads that it was done, and only where that is
        safe; nothing here knows whether it is: theirs is whom to tell, on the same page."""
        asked = 'I have told someone: note that I did'
        for key in ('karen', 'mo', 'beatriz', 'dmitri'):  # none of whom reads it here now
            self.assertIn(self.send(key, path + '/child-concern', {}).status, (403, 404), key)
        self.assertIn(asked, self.visitor('lena').get(path).text)
        for key in ('lena', 'iris'):
            self.assertEqual(self.send(key, path + '/child-concern', {}).status, 200, key)
        page = self.visitor('lena').get(path)
        self.assertIn('Raised on', page.text)
        for name in ('Dmitri', 'Volek', 'Iris', 'Calder Vale'):
            self.assertNotIn(name, page.text)
        own = self.visitor('dmitri').get('/evidence/' + path[-36:])
        self.assertNotIn('concern about a child', own.text)
        self.assertNotIn(asked, own.text)

    def test_a_panel_member_notes_a_worry_about_a_child_while_they_sit(self):
        one = self.world.names['decision:dmitri']
        path = re.search('/decisions/%s/pieces/[0-9a-f-]{36}' % one, self.visitor('iris').get('/decisions/' + one).raw).group(0)
        self.assertEqual(self.send('beatriz', path + '/child-concern', {}).status, 404)  # has not said yet that there is no conflict
        self.done('beatriz', one, 'no_conflict')
        self.assertIn('note that I did', self.visitor('beatriz').get(path).text)
        self.assertEqual(self.send('beatriz', path + '/child-concern', {}).status, 200)
        self.assertIn('Raised on', self.visitor('beatriz').get(path).text)
        self.assertEqual(self.rows("SELECT COUNT(*), COUNT(DISTINCT data) FROM event WHERE kind = 91 AND data = '{}'")[0][1], 1)

    def test_a_conflict_ends_a_seat_and_the_panel_is_named_again(self):
        one = self.world.names['decision:dmitri']
        self.done('marguerite as panel_member', one, 'conflict')
        self.assertIsNone(self.seen('marguerite as panel_member', one))
        self.assertEqual(self.people('karen', one, 'panel', ['beatriz', 'idris', 'iris'], 'beatriz').status, 422)  # she assessed him
        self.assertEqual(self.people('karen', one, 'panel', ['beatriz', 'idris'], 'beatriz').status, 422)
        self.assertEqual(self.people('karen', one, 'panel', ['beatriz', 'idris', 'rosalind'], 'beatriz').status, 200)
        self.assertEqual(self.seen('rosalind as panel_member', one)['state'], 'panel')

    def test_of_two_acts_at_once_one_holds(self):
        one = self.world.names['decision:dmitri']
        for key in ('beatriz', 'marguerite as panel_member'):
            self.done(key, one, 'no_conflict')
            self.done(key, one, 'yes')
        version, answers, gate = self.seen('beatriz', one)['version'], [], threading.Barrier(2)

        def press(do):
            mine = self.house.visitor('beatriz')
            gate.wait()
            answers.append(mine.request('POST', '/api/v1/decisions/' + one, body=json.dumps({'do': do, 'words': 'So.'}),
                                        headers={'Content-Type': 'application/json', 'If-Match': '"%d"' % version}).status)
        both = [threading.Thread(target=press, args=(do,)) for do in ('confirm', 'refer_back')]
        for t in both:
            t.start()
        for t in both:
            t.join()
        self.assertEqual(sorted(answers)[0], 200)
        self.assertIn(sorted(answers)[1], (404, 412, 422))


BY, AGAIN = ((datetime.date.today() + datetime.timedelta(days)).isoformat() for days in (161, 281))


class NotYet(Played):
    ABOUT = {'3.3-seen': 'The step to your own view was taken with you.', '3.3-show': 'Two assessments that need no rewriting.'}
    ALL = {'reasons': 'Two things are not there yet.', 'raised_on': '2026-01-05', 'support': 'An hour a fortnight.', 'outcomes': ['3.3'],
           'what1': 'An hour a fortnight', 'by1': BY, 'who1': 'Coordinator', 'role1': 'coordinator', 'again_on': AGAIN,
           'owed_said': 'The work was done in months when all was given.', 'about': ABOUT}

    def test_it_is_asked_read_blind_told_answered_confirmed_issued_and_appealed(self):
        one = self.begin('beatriz', 'yasmin', NOT_YET)
        self.assertIsNone(self.seen('yasmin', one))
        self.assertIsNone(self.seen('karen', one))
        self.assertEqual(self.draft('beatriz', one, 'send', sure=True, reasons='No.').status, 422)
        self.assertEqual(self.draft('beatriz', one, 'send', sure=True, **self.ALL).status, 422)  # what is owed is asked about first
        self.assertEqual(self.draft('beatriz', one, 'ask', **self.ALL).status, 200)
        asked = self.visitor('yasmin').get('/decisions/' + one)
        self.assertIn('What you were owed', asked.text)
        self.assertNotIn('not there yet', asked.text)
        self.assertNotIn('Does not yet meet', asked.text)
        self.done('yasmin', one, 'answer', 'It fell out in spring.')
        self.assertEqual(self.draft('beatriz', one, 'send', **self.ALL).status, 422)  # without the confirmation
        self.assertEqual(self.draft('beatriz', one, 'send', sure=True, **self.ALL).status, 200)
        self.assertIsNone(self.seen('yasmin', one))
        self.assertNotIn('judgement', self.seen('karen', one))
        self.assertEqual(self.people('karen', one, 'reader', ['beatriz']).status, 422)
        self.assertEqual(self.people('karen', one, 'reader', ['idris']).status, 200)
        self.assertIn('conflict', self.seen('idris', one)['acts'])
        blind = self.visitor('idris').get('/decisions/' + one)
        for name in ('Yasmin', 'Beatriz', 'Does not yet meet', 'not there yet', 'taken with you'):
            self.assertNotIn(name, blind.text)
        self.done('idris', one, 'agrees', 'The view of the writer is not there.')
        self.assertIsNone(self.seen('idris', one))
        told = self.visitor('yasmin').get('/decisions/' + one)
        self.assertIn('This is not a decision about your job or your registration', told.text)
        self.assertIn('not there yet', told.text)
        self.assertEqual(self.people('karen', one, 'panel', ['iris', 'marguerite', 'rosalind'], 'iris').status, 422)  # days to respond
        self.done('yasmin', one, 'respond', 'I see it differently.')
        self.assertEqual(self.people('karen', one, 'panel', ['iris', 'idris', 'rosalind'], 'iris').status, 422)  # has read it
        self.assertEqual(self.people('karen', one, 'panel', ['iris', 'marguerite', 'rosalind'], 'iris').status, 200)
        for key in ('iris', 'marguerite as panel_member', 'rosalind as panel_member'):
            self.done(key, one, 'no_conflict')
            self.done(key, one, 'yes')
        self.done('iris', one, 'confirm', 'It rests on the work.')
        self.moderated(one)
        self.done('karen', one, 'issue')
        self.assertEqual(self.act('beatriz', one, 'judge_again').status, 422)  # the days to appeal
        after = self.described('yasmin', '/inductions/%s/after' % self.world.names['induction:yasmin'])
        line = [s for s in after['steps'] if s['from'] == 'plan']
        self.assertEqual([(s['what'], s['by'], s['whose'], s['due']) for s in line], [('An hour a fortnight', 'coordinator', 'Coordinator', BY)])
        self.assertEqual(self.act('yasmin', one, 'appeal', 'Support was not given.').status, 422)  # on which ground?
        named = 'Support was not given. Kayleigh Ratcliffe could say so.'
        self.assertEqual(self.act('yasmin', one, 'appeal', named, ground='support').status, 422)  # asked about, and not kept out
        self.done('yasmin', one, 'appeal', named, ground='support', read_again=True)
        self.assertEqual(self.seen('yasmin', one)['in_force'], NOT_YET)
        self.assertEqual(self.people('karen', one, 'appeal', ['iris', 'marguerite', 'rosalind'], 'iris').status, 422)  # not new

    def test_a_later_round_is_between_assessors_until_the_ecsw_is_told_of_it(self):
        one = self.begin('beatriz', 'yasmin', TIME)
        self.assertEqual(self.draft('beatriz', one, 'send', **{**self.ALL, 'reasons': 'Supervision was not given.'}).status, 200)
        self.assertIn('Supervision was not given', self.visitor('yasmin').get('/decisions/' + one).text)
        self.done('beatriz', one, 'take_back', 'I look at it again.')
        self.done('beatriz', one, 'begin')
        self.assertEqual(self.begin('beatriz', 'yasmin', NOT_YET), one)
        self.assertEqual(self.draft('beatriz', one, 'ask', **self.ALL).status, 200)
        self.unsaid(one, 'asked about what is owed')
        self.done('yasmin', one, 'answer', 'It fell out in spring.')
        self.unsaid(one, 'draft')
        self.assertEqual(self.draft('beatriz', one, 'send', sure=True, **self.ALL).status, 200)
        self.unsaid(one, 'referred back')  # that it is read by a second assessor would say what it says
        self.assertEqual(self.people('karen', one, 'reader', ['idris']).status, 200)
        self.done('idris', one, 'agrees', 'The view of the writer is not there.')
        self.assertIn('not there yet', self.visitor('yasmin').get('/decisions/' + one).text)

    def unsaid(self, one, state):
        self.assertEqual(self.seen('yasmin', one)['state'], state)
        for path in ('/decisions/' + one, '/decisions', '/', '/inductions/%s/decision' % self.world.names['induction:yasmin'],
                     '/api/v1/decisions/' + one, '/api/v1/decisions'):
            text = self.visitor('yasmin').get(path).text
            for words in ('Two things are not there yet', 'second reading is under way', 'A second assessor reads the work'):
                self.assertNotIn(words, text, path)
            if 'inductions' not in path:
                self.assertNotIn('oes not yet meet', text, path)

    def test_names_of_children_do_not_go_out(self):
        one = self.begin('beatriz', 'yasmin', MEETS)
        answer = self.draft('beatriz', one, 'send', reasons='You stayed with Kayleigh Ratcliffe when nobody else did.')
        self.assertEqual(answer.status, 422)
        self.assertIn('Kayleigh Ratcliffe', answer.text)
        self.assertIsNone(self.seen('yasmin', one))

    def test_words_that_name_nobody_go_out_once_they_have_been_read_again_and_a_court_number_never(self):
        one = self.begin('beatriz', 'yasmin', TIME)
        named = 'You stayed with Kayleigh Ratcliffe when nobody else did.'
        answer = self.draft('beatriz', one, 'send', reasons=named)
        self.assertIn('read_again', answer.text)
        answer = self.draft('beatriz', one, 'send', reasons=named + ' It was ZW19C00430.', read_again=True)
        self.assertEqual(answer.status, 422)
        self.assertIn('ZW19C00430', answer.text)
        self.assertEqual(self.stored(one)[0], 1)
        answer = self.draft('beatriz', one, 'send', reasons=named, read_again=True)
        self.assertEqual(answer.status, 200, answer.text[:300])
        self.assertNotEqual(self.stored(one)[0], 1)

    def test_a_response_typed_past_the_end_of_the_session_is_there_afterwards(self):
        one = self.begin('beatriz', 'yasmin', TIME)
        self.assertEqual(self.draft('beatriz', one, 'send', **self.ALL).status, 200)
        late = self.house.visitor('yasmin', expired=True)
        answer = late.post('/decisions/' + one, [('version', '1'), ('tab', 'late'), ('words', 'I see it differently.'), ('do', 'respond')])
        self.assertEqual(answer.status, 401)
        self.assertIn('kept as a draft', answer.text)
        self.assertIn('/decisions/' + one, self.visitor('yasmin').get('/account/drafts').raw)
        page = self.visitor('yasmin').get('/decisions/' + one)
        self.assertIn('I see it differently.', page.text)
        self.assertEqual(page.raw.count('name="tab"'), 1)
        self.assertNotIn('I see it differently.', self.visitor('beatriz').get('/decisions/' + one).text)
        self.done('yasmin', one, 'respond', 'Sent.')

    def test_buttons_without_words_share_no_draft_with_those_that_have_them(self):
        one = self.world.names['decision:efe']
        page = self.visitor('efe').get('/decisions/' + one)
        self.assertIn('I will not appeal', page.text)
        self.assertEqual(page.raw.count('action="/decisions/%s"' % one), 3)
        self.assertEqual(page.raw.count('name="tab"'), 1)
        self.assertEqual(page.raw.count('name="version"'), 3)

    def test_whoever_withdraws_does_so_once_and_has_no_outcome(self):
        one = self.world.names['decision:efe']
        self.assertEqual(self.act('efe', one, 'withdraw').status, 422)
        self.done('efe', one, 'withdraw', sure=True)
        self.assertEqual(self.seen('efe', one)['in_force'], '')
        self.assertEqual(self.seen('efe', one)['acts'], [])
        self.assertIsNotNone(self.ended('efe'))

    def test_the_department_reopens_and_nobody_else(self):
        one = self.world.names['decision:efe']
        self.assertEqual(self.act('karen', one, 'reopen', 'So.').status, 422)
        self.assertNotIn('reasons', self.seen('mo', one))
        self.assertEqual(self.act('mo', one, 'reopen', '').status, 422)
        self.done('mo', one, 'reopen', 'A rule was read wrongly.')
        self.assertEqual(self.seen('efe', one)['in_force'], '')

    def test_no_more_than_one_is_open_and_one_outcome_in_force(self):
        induction = self.world.store.rows(self.url, "SELECT induction, decision FROM outcome")[0]
        for sql in ('INSERT INTO outcome (induction, decision, judgement, issued_at) VALUES (%d, %d, 1, 1)' % tuple(induction),
                    'INSERT INTO decision (uuid, induction, state, judgement, round, version, drawn, moderated, created, changed) '
                    'VALUES (%s, %d, 1, 1, 1, 1, 0, 0, 1, 1)' % (self.world.store.blob(bytes(16)), induction[0])):
            self.house.stop()
            with self.assertRaises(Exception):
                self.world.store.run(self.url, [sql])


class Appeals(Played):
    NEW = ['grace', 'thandi', 'patrick']

    @classmethod
    def setUpClass(cls):
        """Three people who have had no part in anything can sit for the employer."""
        super().setUpClass()
        w = cls.world
        w.store.run(w.template, ["INSERT INTO role_held (uuid, person, organisation, role, starts, created) SELECT %s, p.id, r.organisation, 10, 1, 1 "
                                 "FROM person p CROSS JOIN role_held r JOIN person m ON m.id = r.person WHERE p.email = '%s@demo.example' "
                                 "AND m.email = 'rosalind@demo.example' AND r.role = 10" % (w.store.blob(bytes([7] * 15 + [n])), name)
                                 for n, name in enumerate(cls.NEW)])
        new = [house.Held(key, house.ROLES[role], row, person) for key, role, row, person in
               w.store.rows(w.template, house.read_queries(os.path.join(HERE, 'ids.sql'))['roles']) if key in cls.NEW and role == 10]
        w.held += new
        w.let_in(new)

    def issued(self):
        """Yasmin does not yet meet, is told so, and appeals; nobody is named for the appeal yet."""
        one = self.begin('beatriz', 'yasmin', NOT_YET)
        self.assertEqual(self.draft('beatriz', one, 'ask', **NotYet.ALL).status, 200)
        self.done('yasmin', one, 'answer')
        self.assertEqual(self.draft('beatriz', one, 'send', sure=True, **NotYet.ALL).status, 200)
        self.assertEqual(self.people('karen', one, 'reader', ['idris']).status, 200)
        self.done('idris', one, 'agrees', 'The view of the writer is not there.')
        self.done('yasmin', one, 'respond')
        self.assertEqual(self.people('karen', one, 'panel', ['iris', 'marguerite', 'rosalind'], 'iris').status, 200)
        for key in ('iris', 'marguerite as panel_member', 'rosalind as panel_member'):
            self.done(key, one, 'no_conflict')
            self.done(key, one, 'yes')
        self.done('iris', one, 'confirm', 'It rests on the work.')
        self.moderated(one)
        self.done('karen', one, 'issue')
        self.assertIsNone(self.ended('yasmin'))  # the plan runs
        self.done('yasmin', one, 'appeal', 'Support was not given.', ground='support')
        return one

    def heard(self, one, do):
        people = self.NEW
        self.assertEqual(self.people('karen', one, 'appeal', ['iris', *people[1:]], 'iris').status, 422)  # was in it
        self.assertEqual(self.people('karen', one, 'appeal', people, people[0]).status, 200)
        chair = people[0] + ' as panel_member'
        self.assertEqual(self.act(chair, one, do, 'Not yet.').status, 422)  # speaks as a member first
        for key in people:
            self.assertNotIn('not there yet', self.visitor(key + ' as panel_member').get('/decisions/' + one).text)
            self.done(key + ' as panel_member', one, 'no_conflict')
            self.assertIn('Support was not given', self.visitor(key + ' as panel_member').get('/decisions/' + one).text)
            page = self.visitor(key + ' as panel_member').get('/decisions/' + one).text
            self.assertIn('The outcome in force: “Does not yet meet the standard”.', page)
            self.assertIn('I say it stands', page)
            self.assertNotIn('I say yes', page)
            self.done(key + ' as panel_member', one, 'yes' if do == 'dismiss' else 'back', 'The dates say so.')
        other = 'allow' if do == 'dismiss' else 'dismiss'
        self.assertEqual(self.act(chair, one, other, 'I see it otherwise.').status, 422)  # nobody said that
        self.assertIn('Would take it out of force' if do == 'allow' else 'Says it stands', self.visitor(chair).get('/decisions/' + one).text)
        self.assertEqual(self.act(people[1] + ' as panel_member', one, do, 'I would.').status, 422)  # is not in the chair
        self.assertEqual(self.act(chair, one, do, '').status, 422)
        self.assertEqual(self.act(chair, one, do, 'We looked at the dates again.').status, 200)
        self.assertIsNone(self.seen(chair, one))

    def test_an_appeal_is_heard_by_new_people_who_let_it_stand(self):
        one = self.issued()
        self.heard(one, 'dismiss')
        self.assertEqual(self.seen('yasmin', one)['in_force'], NOT_YET)
        self.assertEqual(self.seen('yasmin', one)['state'], 'issued')

    def test_an_appeal_that_is_allowed_takes_the_outcome_out_of_force(self):
        one = self.issued()
        self.heard(one, 'allow')
        self.assertEqual(self.seen('yasmin', one)['in_force'], '')
        self.assertEqual(self.rows('SELECT COUNT(*) FROM outcome o JOIN decision d ON d.id = o.decision JOIN recommendation r ON r.decision = d.id '
                                   "WHERE o.ended_at IS NULL AND r.support = 'An hour a fortnight.'")[0][0], 0)
        again = self.begin('beatriz', 'yasmin', MEETS)  # it is judged afresh
        self.assertNotEqual(again, one)
        self.assertIsNone(self.seen('yasmin', again))


class Model:
    """The table of docs/decision.md told again, for one induction in which something is owed and every draft is whole."""
    PANEL = ('iris', 'marguerite', 'rosalind')

    def __init__(self):
        self.state, self.judgement, self.force, self.told, self.over = 'none', None, '', False, False
        self.fresh()

    def fresh(self):
        self.asked = self.answered = self.responded = self.drawn = self.moderated = False
        self.reader = self.moderator = None
        self.apart = False
        self.panel = {}

    def sitting(self, key):
        return self.panel.get(key) if self.state == 'panel' else None

    def may(self, key, do, words):
        """The state it leads to, or None; `self` moves with it."""
        move = getattr(self, 'do_' + do)(key, words)
        if move:
            self.state = move
        return move

    def do_begin_at(self, key, judgement):
        if key != 'beatriz' or self.over or self.state not in ('none', 'draft'):
            return None
        if self.state == 'none':
            self.fresh()
            self.told = self.no_appeal = False
        self.judgement = judgement
        return 'draft'

    def do_send(self, key, words):
        if key != 'beatriz' or self.state != 'draft' or (self.judgement == NOT_YET and not self.answered):
            return None
        if self.judgement == NOT_YET:
            return 'second reading'
        self.told = True
        return 'told'

    def do_ask(self, key, words):
        if key != 'beatriz' or self.state != 'draft' or self.judgement != NOT_YET:
            return None
        return 'asked about what is owed'

    def do_answer(self, key, words):
        if key != 'yasmin' or self.state != 'asked about what is owed':
            return None
        self.answered = True
        return 'draft'

    def do_reader(self, key, words):
        if key != 'karen' or self.state != 'second reading':
            return None
        self.reader = 'idris'
        return self.state

    def blind(self, key, words, to):
        if self.state != 'second reading' or key != 'idris' or self.reader != key or not words:
            return None
        self.reader, self.told = None, self.told or to == 'told'
        return to

    def do_agrees(self, key, words):
        return self.blind(key, words, 'told')

    def do_differs(self, key, words):
        return self.blind(key, words, 'referred back')

    def do_respond(self, key, words):
        if key != 'yasmin' or self.state != 'told':
            return None
        self.responded = True
        return 'told'

    def do_take_back(self, key, words):
        return 'referred back' if key == 'beatriz' and self.state == 'told' and words else None

    def do_begin(self, key, words):
        if key != 'beatriz' or self.state != 'referred back':
            return None
        self.fresh()
        return 'draft'

    def do_panel(self, key, words):
        if key != 'karen' or self.state not in ('told', 'panel') or (self.state == 'told' and not self.responded):
            return None
        kept = {k: v for k, v in self.panel.items() if v[0] != 'conflict'} if self.state == 'panel' else {}
        self.seated = len(set(self.PANEL) - set(kept))
        self.panel = {k: kept.get(k, [None, None]) for k in self.PANEL}
        return 'panel'

    def say(self, key, at, value, ready):
        seat = self.sitting(key)
        if not seat or seat[0] == 'conflict' or not ready(seat):
            return None
        seat[at] = value
        return self.state

    def do_no_conflict(self, key, words):
        if key == 'lena' and self.state == 'moderation' and self.moderator == key and not self.apart:
            self.apart = True
            return self.state
        return self.say(key, 0, 'none', lambda s: s[0] is None)

    def do_conflict(self, key, words):
        return self.say(key, 0, 'conflict', lambda s: s[0] is None)

    def do_yes(self, key, words):
        return self.say(key, 1, 'yes', lambda s: s[0] == 'none' and s[1] is None)

    def do_back(self, key, words):
        return self.say(key, 1, 'back', lambda s: s[0] == 'none' and s[1] is None) if words else None

    def chair(self, key, words):
        seat = self.sitting(key)
        return key == 'iris' and seat and seat[0] == 'none' and seat[1] and words

    def do_confirm(self, key, words):
        return 'confirmed' if self.chair(key, words) and [s[1] for s in self.panel.values()].count('yes') >= 2 else None

    def do_refer_back(self, key, words):
        return 'referred back' if self.chair(key, words) else None

    def do_draw(self, key, words):
        return 'moderation' if key == 'mo' and self.state == 'confirmed' and not self.moderated else None

    def do_moderator(self, key, words):
        if key != 'karen' or self.state != 'moderation':
            return None
        self.moderator, self.apart = 'lena', False
        return self.state

    def outside(self, key, words, to):
        if self.state != 'moderation' or key != 'lena' or self.moderator != key or not self.apart or not words:
            return None
        self.moderator, self.moderated = None, True
        return to

    def do_moderator_agrees(self, key, words):
        return self.outside(key, words, 'confirmed')

    def do_moderator_refers(self, key, words):
        return self.outside(key, words, 'referred back')

    def do_issue(self, key, words):
        if key != 'karen' or self.state != 'confirmed':
            return None
        self.force = self.judgement
        return 'issued'

    def do_no_appeal(self, key, words):
        if key != 'yasmin' or self.state != 'issued' or self.force == MEETS or self.no_appeal:
            return None
        self.no_appeal = True
        return 'issued'

    def do_judge_again(self, key, words):
        if key != 'beatriz' or self.state != 'issued' or self.force == MEETS or not self.no_appeal:
            return None
        self.fresh()
        self.told, self.judgement, self.no_appeal = False, MEETS, False
        return 'draft'

    def do_appeal(self, key, words):
        return 'appeal' if key == 'yasmin' and self.state == 'issued' and self.force != MEETS and words else None

    def do_reopen(self, key, words):
        if key != 'mo' or self.state != 'issued' or not words:
            return None
        self.force = ''
        return 'none'


class Walks(Played):
    CAST = {'beatriz': 'beatriz', 'yasmin': 'yasmin', 'karen': 'karen', 'idris': 'idris', 'iris': 'iris', 'lena': 'lena', 'mo': 'mo',
            'marguerite': 'marguerite as panel_member', 'rosalind': 'rosalind as panel_member'}
    DOES = [d[3:] for d in dir(Model) if d.startswith('do_')]
    LIKELY = {'beatriz': ('begin_at', 'send', 'ask', 'begin', 'judge_again', 'take_back'), 'yasmin': ('answer', 'respond', 'no_appeal', 'appeal'),
              'karen': ('reader', 'panel', 'moderator', 'issue'), 'idris': ('agrees', 'differs'), 'lena': ('no_conflict', 'moderator_agrees', 'moderator_refers'),
              'mo': ('draw', 'reopen'), 'iris': ('no_conflict', 'yes', 'confirm', 'refer_back', 'back'), 'marguerite': ('no_conflict', 'yes', 'conflict'),
              'rosalind': ('no_conflict', 'yes', 'yes')}

    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.run_sql("UPDATE induction SET starts = starts - 400 WHERE ecsw = (SELECT id FROM person WHERE email = 'yasmin@demo.example')")
        self.house = house.House(self.world, self.url)
        self.addCleanup(self.house.stop)
        self.who = {}

    def try_it(self, key, do, words, judgement):
        """The status of doing it on the newest decision."""
        who = self.CAST[key]
        if do == 'begin_at':
            answer = self.send(who, '/inductions/%s/decision' % self.world.names['induction:yasmin'], {'do': 'begin', 'judgement': judgement})
        elif not self.one:
            return 404
        elif do in ('send', 'ask'):
            seen = self.seen('beatriz', self.one)
            answer = self.send(who, '/decisions/%s/draft' % self.one, {'do': do, 'sure': True, **NotYet.ALL}, seen['version'])
        elif do in ('reader', 'panel', 'moderator'):
            seen = self.seen('beatriz', self.one)
            names = {'reader': ['idris'], 'moderator': ['lena'], 'panel': list(Model.PANEL)}[do]
            body = {'do': do, 'person': [self.world.names['person:' + p] for p in names]}
            if do == 'panel':
                body['chair'] = self.world.names['person:iris']
            answer = self.send(who, '/decisions/%s/people' % self.one, body, seen['version'])
        else:
            seen = self.seen('beatriz', self.one)
            body = {'do': do, 'words': words}
            if do == 'appeal':
                body['ground'] = 'process'
            answer = self.send(who, '/decisions/' + self.one, body, seen['version'])
        if answer.status in (200, 201) and answer.header('Location'):
            found = re.search('/decisions/([0-9a-f-]{36})', answer.header('Location'))
            self.one = found.group(1) if found else self.one
        return answer.status

    ONE_ACT = {'begin_at', 'send', 'ask', 'answer', 'agrees', 'differs', 'respond', 'take_back', 'begin', 'panel', 'confirm', 'refer_back', 'draw',
               'moderator_agrees', 'moderator_refers', 'issue', 'judge_again', 'appeal', 'reopen'}
    KINDS = {350: ONE_ACT, 352: {'reader', 'moderator'}, 353: {'conflict', 'no_conflict'}, 354: {'yes', 'back'}, 355: {'no_appeal'}}

    def follow(self, model, rng, left):
        key = rng.choice(sorted(self.CAST))
        do = rng.choice(self.LIKELY[key] if rng.random() < 0.85 else self.DOES)
        words, judgement = rng.choice(('', 'So.', 'So.', 'So.')), rng.choice((MEETS, NOT_YET, TIME))
        fits = [(k, d) for k in sorted(self.LIKELY) for d in self.LIKELY[k]
                if d != 'appeal' and (d != 'begin_at' or model.state == 'none') and copy.deepcopy(model).may(k, d, 'So.')]
        if fits and rng.random() < 0.6:  # half of all acts are some that should hold
            (key, do), words = rng.choice(fits), 'So.'
        if do == 'appeal' and left and copy.deepcopy(model).may(key, do, words):
            do = 'no_appeal'  # new people would hear it, who are no part of this walk: the last act may be one
        if do == 'conflict' and key in ('lena', 'idris'):
            do = 'no_conflict'  # nobody else is there to read in this walk
        was, newest = model.state, self.one
        expected = model.may(key, do, judgement if do == 'begin_at' else words)
        status = self.try_it(key, do, words, judgement)
        said = 'WALK=%d, %d left, %s: %s %r: %d, from %s' % (WALK, left, key, do, words, status, was)
        self.assertEqual(status in (200, 201), bool(expected), said)
        self.assertIn(status, (200, 201) if expected else (403, 404, 409, 412, 422), said)
        now = self.seen('beatriz', self.one) if self.one else None
        if now and do == 'confirm' and expected and now['state'] == 'moderation':
            model.state = 'moderation'  # drawn by chance
            self.counted[350] += 1
        if now and model.state != 'none':
            self.assertEqual(now['state'], model.state, said)
        if expected and not (do == 'begin_at' and was == 'draft' and newest):  # the judgement of a draft is changed: nothing moves
            for kind, acts in self.KINDS.items():
                self.counted[kind] += do in acts
            self.counted[352] += model.seated if do == 'panel' else 0  # one for each who was not there already
        return expected

    def told_again(self):
        """What the events alone say: of each decision its state, judgement and round; of each induction the outcome in force."""
        decisions, outcomes = {}, {}
        for scope, about, data in self.rows('SELECT c.object, e.object, e.data FROM event e JOIN chain c ON c.id = e.chain WHERE e.kind IN (350, 351) '
                                            'ORDER BY e.id'):
            one = json.loads(data)
            if 'to' not in one:  # a draft: written, perhaps with another judgement
                state, judgement, round_ = decisions[about]
                decisions[about] = (state, one.get('judgement', judgement), round_)
                continue
            decisions[about] = (one['to'], one['judgement'], one['round'])
            if one['act'] == 17:
                outcomes[scope] = (about, one['judgement'])
            elif one['act'] in (21, 22, 23):  # an appeal allowed, reopened, withdrawn
                outcomes.pop(scope, None)
        return decisions, outcomes

    def test_a_long_walk_goes_nowhere_the_table_does_not_and_its_events_tell_it_all(self):
        rng, model, self.one, held = random.Random(WALK), Model(), None, 0
        of_kinds = 'SELECT kind, COUNT(*) FROM event WHERE kind IN (350, 352, 353, 354, 355) GROUP BY kind'
        before = dict(self.rows(of_kinds))
        self.counted = dict.fromkeys(self.KINDS, 0)
        for n in range(ACTS):
            held += bool(self.follow(model, rng, ACTS - 1 - n))
        self.assertGreater(held, ACTS // 4, 'WALK=%d' % WALK)
        self.house.stop()
        after = dict(self.rows(of_kinds))
        self.assertEqual({k: after.get(k, 0) - before.get(k, 0) for k in self.KINDS}, self.counted, 'WALK=%d' % WALK)
        decisions, outcomes = self.told_again()
        for uuid, *stored in self.rows('SELECT uuid, state, judgement, round FROM decision'):
            self.assertEqual(decisions[uuid], tuple(stored), 'WALK=%d' % WALK)
        self.assertEqual({i: (d, j) for i, d, j in self.rows('SELECT o.induction, d.uuid, o.judgement FROM outcome o JOIN decision d ON d.id = o.decision '
                                                             'WHERE o.ended_at IS NULL')}, outcomes, 'WALK=%d' % WALK)
        checked = self.world.cairn('check', url=self.url, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


class AtOnce(Played):
    """Two who act at the same moment: in some order, or one of them; never an outcome too many, and never a fault."""

    def together(self, *acts):
        answers, gate = [None] * len(acts), threading.Barrier(len(acts))

        def press(n):
            gate.wait()
            answers[n] = acts[n]().status
        all_of_them = [threading.Thread(target=press, args=(n,)) for n in range(len(acts))]
        for t in all_of_them:
            t.start()
        for t in all_of_them:
            t.join()
        for status in answers:
            self.assertIn(status, (200, 201, 303, 401, 403, 404, 409, 412, 422))  # 401: a session that goes on at what came after
        return answers

    def posts(self, key, path, body, version):
        mine = self.house.visitor(key)  # a connection of its own
        return lambda: mine.request('POST', '/api/v1' + path, body=json.dumps(body),
                                    headers={'Content-Type': 'application/json', 'If-Match': '"%d"' % version})

    def in_force(self):
        return self.rows('SELECT induction, COUNT(*) FROM outcome WHERE ended_at IS NULL GROUP BY induction HAVING COUNT(*) > 1')

    def acts_of(self, decision, act):
        return self.rows('SELECT COUNT(*) FROM decision_act a JOIN decision d ON d.id = a.decision WHERE a.act = %d AND d.uuid = %s'
                         % (act, self.world.store.blob(bytes.fromhex(decision.replace('-', '')))))[0][0]

    def confirmed(self):
        one = self.world.names['decision:dmitri']
        for key in ('beatriz', 'marguerite as panel_member'):
            self.done(key, one, 'no_conflict')
            self.done(key, one, 'yes')
        self.done('beatriz', one, 'confirm', 'It is there.')
        self.moderated(one)
        return one

    def test_of_two_coordinators_who_issue_one_does(self):
        one = self.confirmed()
        version = self.seen('karen', one)['version']
        act = self.posts('karen', '/decisions/' + one, {'do': 'issue', 'words': ''}, version)
        self.assertEqual(sorted(self.together(act, self.posts('karen', '/decisions/' + one, {'do': 'issue', 'words': ''}, version)))[0], 200)
        self.house.stop()
        self.assertEqual((self.in_force(), self.acts_of(one, 17)), ([], 1))

    def test_of_two_assessors_who_begin_or_send_one_does(self):
        path = '/inductions/%s/decision' % self.world.names['induction:yasmin']
        begun = self.together(*[self.posts('beatriz', path, {'do': 'begin', 'judgement': j}, 1) for j in (MEETS, TIME)])
        self.assertTrue(set(begun) & {200, 201})
        self.assertEqual(self.rows("SELECT COUNT(*) FROM decision d JOIN induction i ON i.id = d.induction JOIN person p ON p.id = i.ecsw "
                                   "WHERE p.email = 'yasmin@demo.example' AND d.closed_at IS NULL")[0][0], 1)
        one = self.begin('beatriz', 'yasmin', TIME)
        version = self.seen('beatriz', one)['version']
        body = {'do': 'send', 'sure': True, **NotYet.ALL}
        sent = self.together(*[self.posts('beatriz', '/decisions/%s/draft' % one, body, version) for _ in range(2)])
        self.assertEqual(sorted(sent)[0], 200)
        self.house.stop()
        self.assertEqual(self.acts_of(one, 5), 1)

    def test_a_pause_told_while_it_is_issued_leaves_one_outcome_and_no_pause_in_what_has_ended(self):
        one = self.confirmed()
        path = '/inductions/%s/pause' % self.world.names['induction:dmitri']
        version = self.seen('karen', one)['version']
        ecsw = self.house.visitor('dmitri')
        page, begins = ecsw.get(path), datetime.date.today() + datetime.timedelta(days=2)
        fields = [('act', 'keep'), ('starts-day', begins.day), ('starts-month', begins.month), ('starts-year', begins.year)]
        told, issued = self.together(lambda: ecsw.post(path, fields, page=page),
                                     self.posts('karen', '/decisions/' + one, {'do': 'issue', 'words': ''}, version))
        self.assertEqual(issued, 200)
        self.house.stop()
        self.assertEqual((self.in_force(), self.acts_of(one, 17)), ([], 1))
        about = "(SELECT i.id FROM induction i JOIN decision d ON d.induction = i.id WHERE d.uuid = %s)" % self.world.store.blob(
            bytes.fromhex(one.replace('-', '')))
        self.assertEqual(self.rows('SELECT COUNT(*) FROM pause_period WHERE replaced_at IS NULL AND induction = %s' % about)[0][0], int(told == 303))
        chain = 'c.kind = (SELECT MIN(k.kind) FROM chain k JOIN event o ON o.chain = k.id WHERE o.kind = 350) AND c.object = %s' % about
        kinds = [r[0] for r in self.rows('SELECT e.kind FROM event e JOIN chain c ON c.id = e.chain WHERE %s ORDER BY e.seq' % chain)]
        self.assertLessEqual(set(kinds[kinds.index(357):]), {350, 356, 357})  # nothing is told of what has ended
        checked = self.world.cairn('check', url=self.url, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_a_panel_that_confirms_while_the_employer_becomes_part_of_another_loses_nothing(self):
        one = self.world.names['decision:dmitri']
        for key in ('beatriz', 'marguerite as panel_member'):
            self.done(key, one, 'no_conflict')
            self.done(key, one, 'yes')
        employer = self.rows("SELECT o.name FROM organisation o JOIN induction i ON i.employer = o.id JOIN person p ON p.id = i.ecsw "
                             "WHERE p.email = 'dmitri@demo.example' AND i.is_national = 1 ORDER BY i.id DESC")[0][0]
        into = next(n for n in self.world.names if n.startswith('organisation:Northmoor'))[13:]
        base = '/organisations/%s/merge' % self.world.names['organisation:' + employer]
        mo, other = self.visitor('mo'), self.visitor('pilar')
        mo.get(base)
        proposed = mo.post(base, [('into', into), ('others', ''), ('on-day', '1'), ('on-month', '4'), ('on-year', '2026')])
        self.assertEqual(proposed.status, 303, proposed.text[:500])
        other.get(proposed.header('Location'))
        version = self.seen('beatriz', one)['version']
        answers = self.together(self.posts('beatriz', '/decisions/' + one, {'do': 'confirm', 'words': 'So.'}, version),
                                lambda: other.post(proposed.header('Location') + '/confirm'))
        self.assertEqual(answers[1], 303)
        self.house.stop()
        self.assertEqual(self.acts_of(one, 12), int(answers[0] == 200))
        self.assertEqual(self.rows("SELECT o.name FROM organisation o JOIN induction i ON i.employer = o.id JOIN decision d ON d.induction = i.id "
                                   "WHERE d.uuid = %s" % self.world.store.blob(bytes.fromhex(one.replace('-', '')))), [[into]])
        checked = self.world.cairn('check', url=self.url, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == '__main__':
    unittest.main()
