"""A calendar feed at a secret address, and meetings as files: what is in them, who may read them, what moves and what is gone.
CAIRN_TEST_DB."""
import datetime
import hashlib
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

API = '/api/v1'
PAGE = '/account/calendar'
DAY = 86400000
ANSWER = 'Last day to answer in Cairn'
NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}  # mail stays in the outbox


def unescaped(text):
    return re.sub(r'\\(.)', lambda m: '\n' if m[1] in 'nN' else m[1], text)


def events(text):
    """The events of a calendar, by what they say."""
    found = []
    for line in re.sub(r'\r\n[ \t]', '', text).split('\r\n'):
        name, _, value = line.partition(':')
        if line == 'BEGIN:VEVENT':
            found.append({})
        elif found:
            found[-1].setdefault(name.partition(';')[0], unescaped(value))
    return found


def day(event):
    return datetime.datetime.strptime(event['DTSTART'], '%Y%m%d').date().isoformat()


class Feed(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.today = self.one("SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'ben@demo.example'")
        self.induction = self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw "
                                  "WHERE p.email_folded = 'amina@demo.example' AND i.ended IS NULL")
        self.path = '/inductions/' + self.world.names['induction:amina']
        self.served = house.House(self.world, self.url, env=NOWHERE)
        self.addCleanup(self.served.stop)
        self.nobody = self.served.visitor()

    def press(self, who, act, status=200):
        visitor = self.served.visitor(who)
        visitor.get(PAGE)
        answer = visitor.post(PAGE, [('do', act)])
        self.assertEqual(answer.status, status, answer.raw[:300])
        return answer

    def on(self, who, act='start'):
        address = re.search(r'https?://[^/]+(/feeds/[\w-]{43}/cairn\.ics)<', self.press(who, act).raw)
        self.assertTrue(address)
        return address[1]

    def read(self, address):
        answer = self.nobody.get(address)
        self.assertEqual(answer.status, 200)
        return answer

    def by_summary(self, address):
        return {e['SUMMARY']: e for e in events(self.read(address).raw)}

    def pause(self, starts, ends=None, kind=0):
        self.run_sql('INSERT INTO pause_period (uuid, induction, starts, ends, kind, created) VALUES (%s, %d, %d, %s, %d, 0)'
                     % (self.world.store.blob(os.urandom(16)), self.induction, self.today + starts,
                        'NULL' if ends is None else self.today + ends, kind))

    def test_it_says_the_days_of_the_calendar_page_to_whoever_has_the_address(self):
        address = self.on('amina')
        answer = self.read(address)
        self.assertEqual(answer.type, 'text/calendar')
        self.assertEqual(answer.header('Referrer-Policy'), 'no-referrer')
        self.assertIn('noindex', answer.header('X-Robots-Tag'))
        self.assertEqual(answer.header('Cache-Control'), 'no-store')  # stricter than private
        self.assertFalse(answer.header('Set-Cookie'))
        calendar = self.served.visitor('amina').get(API + self.path + '/calendar').json
        said = {e['SUMMARY']: e for e in events(answer.raw)}
        for review in calendar['reviews']:
            event = said.get('%d-month review is due' % review['month'])
            if review['month'] > 11:
                self.assertEqual(day(event), review['due'])
                self.assertIn('It can be held from', event['DESCRIPTION'])
                self.assertTrue(event['URL'].endswith(self.path + '/reviews'))
        self.assertEqual(day(said['Latest end of your induction']), calendar['end']['latest'])
        self.assertEqual(day(said['You may be recommended from here']), calendar['ready']['from'])
        self.assertTrue([s for s in said if s.startswith('Supervision is')])
        self.assertNotIn('VALARM', answer.raw)

    def test_steps_after_an_outcome_are_in_it_by_their_days_and_never_what_they_are(self):
        steps = self.served.visitor('karen').get(API + '/inductions/%s/after' % self.world.names['induction:efe']).json['steps']
        for who, by in (('efe', 'ecsw'), ('iris', 'practice_assessor'), ('karen', 'coordinator')):
            raw = self.read(self.on(who)).raw
            found = sorted(day(e) for e in events(raw) if e['SUMMARY'].startswith('A step after an outcome'))
            wanted = sorted(s['due'] for s in steps if s['by'] == by and not s['done_at'])
            self.assertTrue(found, who)
            self.assertTrue(set(found) <= set(wanted), (who, found, wanted))
            self.assertNotIn('Efe', raw)
            for s in steps:
                self.assertNotIn(s['what'], raw)

    def test_the_address_is_shown_once_and_kept_as_a_hash(self):
        amina = self.served.visitor('amina')
        self.assertEqual(amina.get(API + PAGE).json, {'on': False, 'since': None, 'fetched_at': None})
        address = self.on('amina')
        token = address.split('/')[2]
        self.assertNotIn(token, amina.get(PAGE).raw)
        self.assertIn('Not yet', amina.get(PAGE).text)
        stored = self.rows('SELECT token_hash FROM calendar_feed')[0][0]
        stored = bytes(stored) if not isinstance(stored, str) else bytes.fromhex(stored.replace('\\x', ''))
        self.assertEqual(stored, hashlib.sha256(token.encode()).digest())
        self.read(address)
        self.assertNotIn('Not yet', amina.get(PAGE).text)
        said = amina.get(API + PAGE).json
        self.assertTrue(said['on'] and said['since'] and said['fetched_at'])
        self.assertNotIn('address', said)
        self.assertIn('Switched a calendar feed on', amina.get('/account/events').text)

    def test_it_is_renewed_and_ended_at_once(self):
        first = self.on('amina')
        self.read(first)
        self.assertIn('is on already', self.pressed_twice())
        self.read(first)
        second = self.on('amina', 'renew')
        self.assertEqual(self.nobody.get(first).status, 404)
        self.read(second)
        self.press('amina', 'stop', 303)
        self.assertEqual(self.nobody.get(second).status, 404)
        self.assertEqual(self.one('SELECT COUNT(*) FROM feed_item'), 0)
        self.press('amina', 'stop', 303)
        self.assertEqual(self.one('SELECT COUNT(*) FROM event WHERE kind BETWEEN 400 AND 402'), 3)

    def test_who_has_a_feed_is_told_by_mail_and_the_mail_has_no_address_of_it(self):
        mails = "SELECT body FROM mail m JOIN person p ON p.id = m.person WHERE p.email_folded = 'amina@demo.example' AND m.subject LIKE 'Your dates can be%'"
        self.assertEqual(self.rows(mails), [])
        self.on('amina')
        body = ' '.join(part for row in self.rows(mails) for part in row)  # psql gives a row a line
        self.assertIn('/account/calendar', body)
        self.assertNotIn('/feeds/', body)

    def pressed_twice(self):
        amina = self.served.visitor('amina')
        amina.get(PAGE)
        amina.post(PAGE, [('do', 'start')])
        return amina.get(PAGE).text

    def test_it_is_made_through_json_too(self):
        answer = self.served.visitor('amina').request('POST', API + PAGE, b'{"do":"start"}', [('Content-Type', 'application/json')])
        self.assertEqual(answer.status, 201)
        self.assertEqual(self.nobody.get('/' + answer.json['address'].split('/', 3)[3]).status, 200)

    def test_what_moves_rises_what_stays_does_not_and_what_is_gone_is_cancelled(self):
        address = self.on('amina')
        before = self.by_summary(address)
        self.assertEqual({e['SEQUENCE'] for e in before.values()}, {'0'})
        self.assertEqual(before, self.by_summary(address))  # nothing happened: not a letter is another
        self.pause(10, 19)
        after = self.by_summary(address)
        for name in ('12-month review is due', 'Latest end of your induction'):
            self.assertEqual(after[name]['UID'], before[name]['UID'])
            self.assertEqual(after[name]['SEQUENCE'], '1')
            self.assertEqual((datetime.date.fromisoformat(day(after[name])) - datetime.date.fromisoformat(day(before[name]))).days, 10)
        self.assertEqual(after['You may be recommended from here']['SEQUENCE'], '0')
        self.run_sql('UPDATE pause_period SET ends = NULL WHERE induction = %d' % self.induction)
        gone = {e['UID']: e for e in events(self.read(address).raw)}[before['12-month review is due']['UID']]
        self.assertEqual((gone['STATUS'], gone['SEQUENCE'], gone['SUMMARY']), ('CANCELLED', '2', 'No longer planned'))
        self.assertNotIn('URL', gone)
        self.run_sql('UPDATE pause_period SET replaced_at = 1 WHERE induction = %d' % self.induction)
        back = self.by_summary(address)['12-month review is due']
        self.assertEqual((back['STATUS'], back['SEQUENCE']), ('CONFIRMED', '3'))
        self.pause(10)
        self.read(address)
        self.run_sql('UPDATE feed_item SET gone_at = gone_at - %d WHERE gone_at IS NOT NULL' % (31 * DAY))
        self.assertNotIn(back['UID'], self.read(address).raw)

    def test_a_day_gone_by_is_not_cancelled(self):
        address = self.on('amina')
        uid = self.by_summary(address)['12-month review is due']['UID']
        self.run_sql("UPDATE feed_item SET on_date = %d WHERE uid = '%s'" % (self.today - 61, uid))
        self.pause(10)
        said = self.read(address).raw
        self.assertNotIn(uid, said)
        self.assertIn('CANCELLED', said)  # what was to come is

    def test_it_says_nothing_of_leave_no_name_no_title_and_no_more_than_initials(self):
        names = [r[0] for r in self.rows('SELECT name FROM person')]
        titles = [r[0] for r in self.rows("SELECT title FROM evidence WHERE title <> ''")]
        self.assertGreater(len(titles), 10)
        self.pause(-20, 30, kind=1)
        for who in ('amina', 'chloe', 'grace', 'harpreet', 'iris', 'jonas'):
            text = re.sub(r'\r\n[ \t]', '', self.read(self.on(who)).raw)
            for word in names + titles + ['arental', 'leave', 'ause', 'clock', 'away', 'sick', 'part-time', 'extension', 'stopped']:
                self.assertNotIn(word, text, who)
        self.assertIn(': A.Y.', text + self.read(self.on('grace', 'renew')).raw)

    def test_nothing_is_due_in_a_pause(self):
        self.pause(-20, 30)
        for event in events(self.read(self.on('amina')).raw):
            self.assertFalse(self.today <= (datetime.date.fromisoformat(day(event)) - datetime.date(1970, 1, 1)).days <= self.today + 30, event)

    def test_the_last_day_to_respond_is_that_of_its_page_with_the_pauses_since(self):
        # decisions of others have the numbers before; what is recommended was said 20 days ago, with days that would be over
        decision, uuid = self.one('SELECT MAX(id) + 1 FROM decision'), os.urandom(16)
        told = (self.today - 20) * 86400000
        self.run_sql('INSERT INTO decision (id, uuid, induction, state, judgement, round, version, told_at, respond_until, drawn, moderated, created, changed) '
                     'VALUES (%d, %s, %d, 4, 1, 1, 1, %d, %d, 0, 0, %d, %d)'
                     % (decision, self.world.store.blob(uuid), self.induction, told, self.today - 6, told, told),
                     'INSERT INTO decision_act (uuid, decision, round, act, acted_as, from_state, to_state, judgement, words, ground, at) '
                     "VALUES (%s, %d, 1, 5, 1, 1, 4, 1, '', 0, %d)" % (self.world.store.blob(os.urandom(16)), decision, told),
                     "INSERT INTO recommendation (decision, round, reasons, next_steps, support, owed_said, owed) VALUES (%d, 1, 'So.', '', '', '', '')" % decision)
        address = self.on('amina')
        self.assertNotIn(ANSWER, self.by_summary(address))
        self.pause(-18, -2)
        one = '/decisions/%s' % house.as_uuid(uuid.hex())
        until = self.served.visitor('amina').get(API + one).json['respond_until']
        self.assertGreater(until, (datetime.date(1970, 1, 1) + datetime.timedelta(days=self.today)).isoformat())
        self.assertEqual(day(self.by_summary(address)[ANSWER]), until)
        self.pause(-1)
        self.assertIsNone(self.served.visitor('amina').get(API + one).json['respond_until'])
        self.assertNotIn(ANSWER, self.by_summary(address))

    def test_an_assessor_has_the_days_to_answer_by_and_a_meeting_that_was_planned(self):
        row = self.one("SELECT id FROM review WHERE induction = %d AND state < 2 AND month = 12" % self.induction)
        self.run_sql('UPDATE review SET planned_on = %d WHERE id = %d' % (self.today + 40, row))
        said = self.by_summary(self.on('harpreet'))
        self.assertTrue([s for s in said if s.endswith('to answer by today')])
        self.assertIn('12-month review: A.Y.', said)
        self.assertEqual(day(said['12-month review: A.Y.']),
                         (datetime.date(1970, 1, 1) + datetime.timedelta(days=self.today + 40)).isoformat())

    def test_a_coordinator_has_the_days_on_which_funding_falls_due(self):
        jonas = self.served.visitor('jonas')
        wanted = {}
        for item in jonas.get(API + '/inductions').json['items']:
            if item['ended']:
                continue
            for due in jonas.get(API + '/inductions/%s/calendar' % item['id']).json['funding']:
                days = (datetime.date.fromisoformat(due['due']) - datetime.date(1970, 1, 1)).days - self.today if due['due'] else None
                if days is not None and -60 <= days <= 400:
                    wanted[due['due']] = wanted.get(due['due'], 0) + 1
        self.assertTrue(wanted)
        said = {day(e): int(re.search(r'for (\d+) ', e['SUMMARY'])[1]) for e in events(self.read(self.on('jonas')).raw)}
        self.assertEqual(said, wanted)

    def test_who_can_no_longer_sign_in_has_no_feed(self):
        address = self.on('grace')
        self.run_sql("UPDATE person SET disabled_at = 1 WHERE email_folded = 'grace@demo.example'")
        self.assertEqual(self.nobody.get(address).status, 404)

    def test_wrong_addresses_and_too_many_readings_are_counted(self):
        address = self.on('amina')
        self.assertEqual([self.nobody.get(address).status for _ in range(31)], [200] * 30 + [429])
        wrong = '/feeds/%s/cairn.ics' % ('x' * 43)
        seen = [self.nobody.get(wrong).status for _ in range(101)]
        self.assertEqual((seen[0], seen[-1]), (404, 429))

    def test_a_meeting_is_a_file_for_whoever_may_see_it(self):
        review = str(house.as_uuid(self.rows('SELECT uuid FROM review WHERE induction = %d AND state < 2 AND month = 12' % self.induction)[0][0]))
        path = '/reviews/%s/meeting.ics' % review
        self.assertIn(path, self.served.visitor('amina').get('/reviews/' + review).raw)
        own = events(self.served.visitor('amina').get(path).raw)
        self.assertEqual(len(own), 1)
        self.assertEqual(own[0]['SUMMARY'], '12-month review is due')
        self.assertEqual(own[0]['UID'], self.by_summary(self.on('amina'))['12-month review is due']['UID'])
        self.assertEqual(events(self.served.visitor('harpreet').get(path).raw)[0]['SUMMARY'], '12-month review is due: A.Y.')
        self.assertEqual(events(self.served.visitor('jonas').get(path).raw)[0]['DTSTART'], own[0]['DTSTART'])
        for who in ('ben', 'iris', 'mo'):
            self.assertEqual(self.served.visitor(who).get(path).status, 404, who)
        self.run_sql('UPDATE review SET state = 3 WHERE induction = %d AND state < 2 AND month = 12' % self.induction)
        self.assertEqual(events(self.served.visitor('amina').get(path).raw)[0]['STATUS'], 'CANCELLED')

    def test_an_observation_is_one_too(self):
        row = self.rows('SELECT o.uuid, e.on_date, p.email_folded FROM observation o JOIN evidence e ON e.id = o.evidence '
                        'JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw '
                        'WHERE i.ended IS NULL AND e.on_date IS NOT NULL AND e.state <> 3 ORDER BY e.on_date DESC')
        who = row[0][2].partition('@')[0]
        path = '/observations/%s/meeting.ics' % house.as_uuid(row[0][0])
        event = events(self.served.visitor(who).get(path).raw)[0]
        self.assertEqual(event['SUMMARY'], 'Direct observation')
        self.assertEqual(day(event), (datetime.date(1970, 1, 1) + datetime.timedelta(days=int(row[0][1]))).isoformat())
        self.assertEqual(self.served.visitor('mo').get(path).status, 404)


if __name__ == '__main__':
    unittest.main()
