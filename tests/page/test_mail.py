"""Mail over a real SMTP server (npm smtp-server, tests/page/smtp_sink.mjs): what it says, and what becomes of it when the
server says “not now”, “never”, nothing for long, or has a certificate nobody knows. Run with CAIRN_TEST_DB.
"""
import email
import email.policy
import html.parser
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

SECONDS = 40
GIVEN_UP = r'"event":"job.given_up"'


class Sink:
    """The mail server, and what it has taken."""

    def __init__(self, **what):
        self.process = subprocess.Popen(['node', os.path.join(HERE, 'smtp_sink.mjs'), json.dumps(what)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))

    def next(self, what):
        """The next thing of that name; anything else before it is passed over."""
        while True:
            one = self.lines.get(timeout=SECONDS)
            if what in one:
                return one[what] if what == 'mail' else one

    def mail_to(self, address):
        while True:
            one = self.next('mail')
            if one['to'] == [address]:
                return one

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


class Words(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.words, self.links, self.inside, self.tags = [], [], False, set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.inside = self.inside or tag == 'main'
        self.links += [v for n, v in attributes if n == 'href']
        if tag in ('p', 'li', 'br', 'ul'):
            self.words.append(' ')

    def handle_data(self, data):
        if self.inside:
            self.words.append(data)


def parts(text):
    """The plain part, the part in HTML, the message."""
    message = email.message_from_bytes(text.encode('latin1'), policy=email.policy.default)
    assert message.get_content_type() == 'multipart/alternative', text
    plain, marked = message.iter_parts()
    return plain.get_content(), marked.get_content(), message


class Mail(house.InWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        store, now = cls.world.store, int(time.time() * 1000)
        cls.people = {key: (id_, name) for id_, key, name in store.rows(
            cls.world.template, "SELECT id, SUBSTR(email, 1, LENGTH(email) - 13), name FROM person WHERE email LIKE '%@demo.example'")}
        # so that no test waits for Monday: nobody has quiet hours, and whom mail does not reach is told at once
        # and what the demonstration has waiting in its outbox is not mixed with theirs
        store.run(cls.world.template, ['DELETE FROM mail_trouble', 'DELETE FROM job WHERE kind IN (1, 22) AND done_at IS NULL'] + [
            'INSERT INTO mail_wishes (person, choices, digest_at, quiet, quiet_from, quiet_to, weekends, version) VALUES '
            "(%d, '00000000000000000100', 480, 0, 0, 0, 0, 1)" % id_ for id_, _ in cls.people.values()])
        cls.now = now

    def serve(self, sink, url=None, expects=None, **env):
        return house.House(self.world, url, expects=expects, env=dict(
            {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:%d' % sink.port, 'CAIRN_MAIL_FROM': 'cairn@trust.example'}, **env))

    def sink(self, **what):
        sink = Sink(**what)
        self.addCleanup(sink.close)
        return sink

    def ask(self, house_, who):
        answer = house_.visitor().post('/sign-in', [('email', who + '@demo.example')])
        self.assertEqual(answer.status, 200)

    def queue(self, who, kind, subject, body, url=None):
        """A mail in the outbox, as a feature would have put it there."""
        copy = url or self.world.store.copy(self.world.template)
        number = 900000 + self.now % 1000
        self.world.store.run(copy, [
            "INSERT INTO mail (id, uuid, person, organisation, kind, address, subject, body, created) VALUES (%d, %s, %d, "
            "(SELECT MIN(organisation) FROM role_held WHERE person = %d), %d, '%s@demo.example', '%s', '%s', %d)" % (
                number, self.world.store.blob(os.urandom(16)), self.people[who][0], self.people[who][0], kind, who, subject,
                body.replace("'", "''"), self.now),
            "INSERT INTO job (lane, kind, object, payload, run_at, created) VALUES (1, 22, %d, '', 0, %d)" % (number, self.now)])
        return copy

    # ---- what it says ----

    def test_a_link_to_sign_in_comes_as_text_and_as_html_that_say_the_same_and_works(self):
        sink = self.sink()
        with self.serve(sink) as h:
            self.ask(h, 'amina')
            got = sink.mail_to('amina@demo.example')
            plain, marked, message = parts(got['text'])
            seen = Words(marked)
            self.assertEqual(''.join(seen.words).split(), plain.split())
            self.assertFalse(seen.tags & {'img', 'script', 'link', 'iframe', 'object', 'form'})
            self.assertIn('<html lang="en-GB">', marked)
            self.assertNotRegex(marked, r'src=|url\(|@import')
            self.assertEqual(got['from'], 'cairn@trust.example')
            self.assertEqual(message['Auto-Submitted'], 'auto-generated')
            link = re.search(r'http://\S+/sign-in/\S+', plain).group(0)
            self.assertEqual(seen.links, [link])
            path = urllib.parse.urlparse(link).path
            visitor = h.visitor()
            visitor.get(path)
            self.assertEqual(visitor.post(path).status, 303)

    def test_a_notice_says_that_something_waits_and_never_what_or_about_whom(self):
        sink = self.sink()
        with self.serve(sink) as h:
            amina = h.visitor('amina')
            amina.get('/inductions/%s/evidence/new?kind=critical_reflection' % self.world.names['induction:amina'])
            answer = amina.post('/inductions/%s/evidence' % self.world.names['induction:amina'], [
                ('title', 'A secret title'), ('text', 'Secret words.'), ('link', '1.1 K1'),
                ('on-day', '1'), ('on-month', '1'), ('on-year', '2026'), ('do', 'submit')], whole=True)
            self.assertEqual(answer.status, 303, answer.text[:2000])
            got = sink.mail_to('harpreet@demo.example')
            plain, _, message = parts(got['text'])
            self.assertIn('handed in a piece', plain)
            for word in ('ecret', 'Amina', 'Yusuf'):
                self.assertNotIn(word, got['text'])
            self.assertIsNone(message['List-Unsubscribe'])  # it was asked for at once

    def test_who_is_named_in_a_conversation_has_a_mail_of_it_and_never_what_was_said(self):
        url, talk, piece = self.world.store.copy(self.world.template), 45, self.world.names['piece:amina-core-group']
        mails = "SELECT id, address, subject, REPLACE(body, '\n', ' ') AS body FROM mail WHERE kind = %d AND address LIKE '%%@demo.example' ORDER BY address" % talk
        before = self.world.store.rows(url, mails)
        with house.House(self.world, url, env={'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@trust.example'}) as h:
            harpreet = h.visitor('harpreet')
            harpreet.get('/evidence/' + piece)
            answer = harpreet.post('/evidence/%s/talks' % piece, [('comment', 'A secret thought for you, @Grace.')])
            self.assertEqual(answer.status, 303, answer.text[:2000])
        new = [row for row in self.world.store.rows(url, mails) if row not in before]
        self.assertEqual([row[1] for row in new], ['amina@demo.example', 'grace@demo.example'])  # whose piece it is, and who is named
        for _, _, subject, body in new:
            self.assertEqual(subject, 'Somebody has written to you about a piece')
            for word in ('ecret', 'Harpreet', 'Yusuf', 'core group'):
                self.assertNotIn(word, body)

    def test_the_daily_mail_is_one_and_ends_with_one_click(self):
        for content_type, body in (('application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'),
                                   ('multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"'
                                    '\r\n\r\nOne-Click\r\n--x--\r\n')):
            with self.subTest(content_type):
                sink, url = self.sink(), self.world.store.copy(self.world.template)
                self.world.store.run(url, [
                    "UPDATE mail_wishes SET choices = '00000000000002000000' WHERE person = %d" % self.people['grace'][0]] + [
                    'INSERT INTO notice (person, kind, daily, due, created) VALUES (%d, %d, 1, 1, 1)' % (self.people['grace'][0], k)
                    for k in (13, 13, 13, 14)])
                with self.serve(sink, url) as h:
                    plain, _, message = parts(sink.mail_to('grace@demo.example')['text'])
                    self.assertIn('- 3 pieces shared by people you supervise', plain)
                    self.assertIn('- A change to who supervises or assesses', plain)
                    self.assertEqual(message['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
                    path = urllib.parse.urlparse(message['List-Unsubscribe'].strip('<> ')).path
                    nobody = h.visitor()
                    self.assertEqual(nobody.get(path).status, 200)  # opening it changes nothing
                    self.assertIn('"daily"', h.visitor('grace').get('/api/v1/account/mail').raw)
                    self.assertEqual(nobody.request('POST', path, body=body, headers={'Content-Type': content_type}).status, 200)
                    wishes = json.loads(h.visitor('grace').get('/api/v1/account/mail').raw)
                    self.assertEqual(wishes['shared'], 'none')
                    other = path[:-4] + ('AAAA' if path[-4:] != 'AAAA' else 'BBBB')
                    self.assertEqual(nobody.request('POST', other, body=body, headers={'Content-Type': content_type}).status, 404)

    def test_a_link_to_sign_in_goes_before_two_thousand_other_mails(self):
        """By order: they all wait before the service starts, and the link is the last that was asked for."""
        sink, url = self.sink(), self.world.store.copy(self.world.template)
        amina, stop = self.people['amina'][0], 5000000
        rows = ', '.join("(%d, %s, %d, 4, 'crowd-%d@demo.example', 'You are invited', 'Hello', 1)" % (
            stop + n, self.world.store.blob(os.urandom(16)), amina, n) for n in range(2000))
        jobs = ', '.join("(0, 1, %d, '', 0, 1)" % (stop + n) for n in range(2000))
        self.world.store.run(url, [
            'INSERT INTO mail (id, uuid, person, kind, address, subject, body, created) VALUES ' + rows,
            'INSERT INTO job (lane, kind, object, payload, run_at, created) VALUES ' + jobs,
            "INSERT INTO sign_in_asked (id, address, next, created) VALUES (900001, 'amina@demo.example', '', %d)" % self.now,
            'INSERT INTO job (lane, rank, kind, object, payload, run_at, created) VALUES (0, 0, 18, 900001, \'\', %d, %d)' % (
                self.now, self.now)])
        with self.serve(sink, url):
            self.assertEqual(sink.next('mail')['to'], ['amina@demo.example'])

    # ---- what becomes of it ----

    def state(self, h, name):
        """What the coordinator sees of the newest mail to somebody."""
        page = h.visitor('jonas').get('/api/v1/mail')
        return next(item for item in json.loads(page.raw)['items'] if item['name'] == name)['state']

    def wait_for_state(self, h, name, state):
        until = time.monotonic() + SECONDS
        while self.state(h, name) != state and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(self.state(h, name), state)

    def test_what_is_refused_for_now_goes_later_with_the_same_id(self):
        sink = self.sink(answers=[451, 250])
        with self.serve(sink) as h:
            self.ask(h, 'amina')
            self.assertEqual(sink.next('refused')['refused'], 451)
            self.assertEqual(self.state(h, 'Amina Yusuf'), 'waiting')
            url = h.url
        with self.serve(sink, url, CAIRN_NOW='+3m') as h:
            sink.mail_to('amina@demo.example')
            self.wait_for_state(h, 'Amina Yusuf', 'sent')

    def test_a_mailbox_that_is_not_there_is_marked_the_coordinator_told_and_nothing_more_goes_there_but_links(self):
        sink = self.sink(answers=[550, 250])
        url = self.queue('ben', 12, 'Something', 'Hello')
        with self.serve(sink, url, expects=GIVEN_UP) as h:
            self.assertEqual(sink.next('refused')['refused'], 550)
            told = parts(sink.mail_to('jonas@demo.example')['text'])[0]
            self.assertIn('knows no mailbox', told)
            self.assertNotIn('Ben', told)
            page = h.visitor('jonas').get('/mail')
            self.assertIn('Ben Alder', page.text.split('Search addresses')[0])
            self.assertIn('nobody has this address', h.visitor('ben').get('/account/mail').text)
            self.ask(h, 'ben')  # never kept back; and it gets through now
            sink.mail_to('ben@demo.example')
            self.wait_for_state(h, 'Ben Alder', 'sent')
            self.assertNotIn('nobody has this address', h.visitor('ben').get('/account/mail').text)

    def bounce(self, url, back, status, more=(), headers=''):
        """What `cairn mail bounce` says to a report (RFC 3464) sent to that return address."""
        report = ('Return-Path: <>\r\nTo: <%s>\r\n%sContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
                  '--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n'
                  'Reporting-MTA: dns; relay.example\r\n\r\nFinal-Recipient: rfc822; whoever@elsewhere.example\r\n%s\r\n--b--\r\n') % (
                      back, headers, status)
        return subprocess.run([house.CAIRN, '--db', url, 'mail', 'bounce', *more], input=report.encode(), capture_output=True,
                              env=dict(os.environ, **self.RETURN), check=False)

    RETURN = {'CAIRN_MAIL_RETURN': 'bounces@mail.trust.example',
              'CAIRN_SIGNING_KEY': 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'}
    FAILED = 'Action: failed\r\nStatus: 5.1.1\r\n'

    def test_mail_that_comes_back_is_failed_the_coordinator_told_and_nothing_more_goes_there_until_it_is_put_right(self):
        sink = self.sink()
        url = self.queue('ben', 12, 'Something', 'Hello')
        with self.serve(sink, url, **self.RETURN) as h:
            back = sink.mail_to('ben@demo.example')['from']
            self.assertRegex(back, r'^bounces\+[a-z2-7]{42}@mail\.trust\.example$')
            self.wait_for_state(h, 'Ben Alder', 'sent')
            for status, says in (('Action: delayed\r\nStatus: 4.4.1\r\n', 'Nothing has failed'), (self.FAILED, 'the address takes no mail'),
                                 (self.FAILED, 'Noted')):
                done = self.bounce(h.url, back.upper(), status)
                self.assertEqual((done.returncode, says in done.stdout.decode()), (0, True), (done.stdout, done.stderr))
            self.assertEqual(self.state(h, 'Ben Alder'), 'failed')
            self.assertIn('knows no mailbox', parts(sink.mail_to('jonas@demo.example')['text'])[0])
            page = h.visitor('jonas').get('/mail')
            self.assertIn('Ben Alder', page.text.split('Search addresses')[0])
            self.assertIn('It came back: there is no such mailbox', page.text)
            self.assertIn('nobody has this address', h.visitor('ben').get('/account/mail').text)
            # a link to sign in is never kept back; that the relay takes it proves nothing, that it is used does
            self.ask(h, 'ben')
            link = urllib.parse.urlparse(re.search(r'http://\S+/sign-in/\S+', parts(sink.mail_to('ben@demo.example')['text'])[0]).group(0)).path
            self.wait_for_state(h, 'Ben Alder', 'sent')
            self.assertIn('nobody has this address', h.visitor('ben').get('/account/mail').text)
            nobody = h.visitor()
            nobody.get(link)
            self.assertEqual(nobody.post(link).status, 303)
            self.assertNotIn('nobody has this address', h.visitor('ben').get('/account/mail').text)

    def test_a_return_nobody_was_given_changes_nothing(self):
        sink = self.sink()
        with self.serve(sink, self.queue('ben', 12, 'Something', 'Hello'), **self.RETURN) as h:
            back = sink.mail_to('ben@demo.example')['from']
            self.wait_for_state(h, 'Ben Alder', 'sent')
            other = back.replace('+' + back[8], '+' + ('b' if back[8] != 'b' else 'c'))
            for to, more, headers in ((other, (), ''), ('bounces@mail.trust.example', (), ''), ('ben@demo.example', (), ''),
                                      (back, ('--to', other), ''), (other, (), 'Delivered-To: <bounces+x@mail.trust.example>\r\n')):
                done = self.bounce(h.url, to, self.FAILED, more, headers)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(b'not sent to a return address of ours', done.stderr)
            junk = subprocess.run([house.CAIRN, '--db', h.url, 'mail', 'bounce', '--to', back], input=os.urandom(300000), check=False,
                                  capture_output=True, env=dict(os.environ, **self.RETURN))
            self.assertEqual((junk.returncode, junk.stdout[:18]), (0, b'Nothing has failed'))
            self.assertEqual(self.state(h, 'Ben Alder'), 'sent')
            done = self.bounce(h.url, 'x@y.example', 'Action: failed\r\nStatus: 5.2.2\r\n', ('--to', back))  # full: not the address
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.state(h, 'Ben Alder'), 'failed')
            self.assertIn('mailbox was full', h.visitor('jonas').get('/mail').text)
            self.assertNotIn('nobody has this address', h.visitor('ben').get('/account/mail').text)

    def test_an_invitation_that_comes_back_is_shown_to_whoever_made_it(self):
        sink = self.sink()
        with self.serve(sink, **self.RETURN) as h:
            jonas = h.visitor('jonas')
            jonas.get('/people/invite')
            jonas.post('/people/invite', [('name', 'Teal Brook'), ('email', 'teal.brook@demo.example'), ('role', 'practice_supervisor')])
            self.assertEqual(jonas.last.status, 303)
            made = jonas.last.header('Location')
            back = sink.mail_to('teal.brook@demo.example')['from']
            until = time.monotonic() + SECONDS
            while 'Handed to the mail server' not in jonas.get(made).text and time.monotonic() < until:
                time.sleep(0.1)
            self.assertIn('Handed to the mail server', jonas.last.text)
            self.assertEqual(self.bounce(h.url, back, self.FAILED).returncode, 0)
            self.assertIn('It came back: there is no such mailbox. If the address is wrong', jonas.get(made).text)
            self.assertIn('knows no mailbox', parts(sink.mail_to('jonas@demo.example')['text'])[0])

    def test_a_message_the_server_will_not_take_is_given_up_and_no_fault_of_the_address(self):
        sink = self.sink(data=[554])
        with self.serve(sink, self.queue('ben', 12, 'Something', 'Hello'), expects=GIVEN_UP) as h:
            self.assertEqual(sink.next('refused')['refused'], 554)
            self.wait_for_state(h, 'Ben Alder', 'failed')
            self.assertNotIn('nobody has this address', h.visitor('ben').get('/account/mail').text)

    def test_a_slow_server_keeps_nobody_waiting(self):
        sink = self.sink(slow=4000)
        with self.serve(sink, CAIRN_SMTP_SECONDS='1') as h:
            self.ask(h, 'amina')
            until = time.monotonic() + SECONDS
            while 'took too long' not in h.visitor('jonas').get('/mail').text and time.monotonic() < until:
                time.sleep(0.1)
            self.assertIn('took too long', h.visitor('jonas').get('/mail').text)
            self.assertEqual(self.state(h, 'Amina Yusuf'), 'waiting')

    def test_nothing_goes_over_a_connection_whose_other_end_cannot_be_known(self):
        folder = os.path.join(self.world.folder, 'tls')
        os.mkdir(folder)
        key, cert = os.path.join(folder, 'key.pem'), os.path.join(folder, 'cert.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key,
                        '-out', cert, '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], check=True,
                       capture_output=True)
        with open(key, encoding='ascii') as k, open(cert, encoding='ascii') as c:
            sink = self.sink(tls={'key': k.read(), 'cert': c.read()}, user='cairn', password='secret words')
        env = {'CAIRN_SMTP_USER': 'cairn', 'CAIRN_SMTP_PASSWORD': 'secret words'}
        with self.serve(sink, **env) as h:
            self.ask(h, 'amina')
            until = time.monotonic() + SECONDS
            while 'not safe' not in h.visitor('jonas').get('/mail').text and time.monotonic() < until:
                time.sleep(0.1)
            self.assertIn('not safe', h.visitor('jonas').get('/mail').text)
            self.assertTrue(sink.lines.empty() or 'mail' not in sink.lines.get())
        with self.serve(sink, CAIRN_SMTP_CA=cert, **env) as h:
            self.ask(h, 'amina')
            self.assertTrue(sink.mail_to('amina@demo.example')['secure'])
        with self.serve(sink, CAIRN_SMTP_CA=cert, CAIRN_SMTP_USER='cairn', CAIRN_SMTP_PASSWORD='other') as h:
            self.ask(h, 'amina')
            self.assertEqual(sink.next('refused')['refused'], 535)
            self.assertEqual(self.state(h, 'Amina Yusuf'), 'waiting')
            self.assertNotIn('secret words', h.said())

    def test_a_long_mail_arrives_whole(self):
        sink = self.sink()
        body = '\n\n'.join('Paragraph %d, and “ä” = €. %s\n.\nFrom here on.' % (n, 'word ' * 60) for n in range(700))
        with self.serve(sink, self.queue('ben', 12, 'Long', body)):
            plain, marked, _ = parts(sink.mail_to('ben@demo.example')['text'])
            self.assertGreater(len(plain), 200000)
            self.assertEqual(plain.split(), body.split())
            self.assertEqual(''.join(Words(marked).words).split(), body.split())

    def test_no_line_end_in_anything_makes_a_header_or_another_reader(self):
        sink = self.sink()
        subject = "One\r\nBcc: thief@demo.example\r\n\r\nTwo"
        url = self.queue('ben', 12, subject, 'Hello\n.\nRCPT TO:<thief@demo.example>\n')
        with self.serve(sink, url) as h:
            got = sink.mail_to('ben@demo.example')
            message = parts(got['text'])[2]
            self.assertIsNone(message['Bcc'])
            self.assertEqual(message['Subject'], 'One  Bcc: thief@demo.example    Two')
            for typed in ('a@demo.example\r\nBcc: thief@demo.example', 'a@demo.example>\r\nRCPT TO:<thief@demo.example',
                          'a@demo.example,thief@demo.example', 'a b@demo.example', '"a\r\n"@demo.example'):
                self.assertIn(h.visitor().post('/sign-in', [('email', typed)]).status, (200, 422))
            self.ask(h, 'amina')
            self.assertEqual(sink.next('mail')['to'], ['amina@demo.example'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
