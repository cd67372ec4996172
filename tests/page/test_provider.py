"""Signing in through another service, over a real provider (npm oauth2-mock-server, oidc_mock.mjs): invitations accepted with an
account there, the profiles of Microsoft Entra ID and GOV.UK One Login, keys that change, attempts that end, tokens that are
forged. Run with CAIRN_TEST_DB. The browsers are tests/e2e/test_oidc.mjs.
"""
import base64
import http.client
import json
import os
import re
import subprocess
import sys
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import test_mail  # noqa: E402

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip('=')
REFUSED = r'"event":"oidc\.(?:refused|not_read)"'
TENANT = '5f1c5c1e-6f0a-4c55-9d5d-0a6f5d1f2b3c'
PAUSE, TIMES = 0.05, 600


class Provider:
    def __init__(self, **what):
        self.process = subprocess.Popen(['node', os.path.join(HERE, 'oidc_mock.mjs'), json.dumps(what)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        self.issuer = 'http://127.0.0.1:%d' % self.port

    def say(self, **line):
        self.process.stdin.write(json.dumps(line) + '\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())['done']

    def asked(self):
        return self.say(count=True)

    def at(self, url):
        """Its page: it knows who one is, and sends one back at once. Where to."""
        there = urllib.parse.urlparse(url)
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        connection.request('GET', '%s?%s' % (there.path, there.query))
        back = urllib.parse.urlparse(connection.getresponse().headers['Location'])
        connection.close()
        return '%s?%s' % (back.path, back.query)

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


class Providers(house.InWorld):
    def provider(self, **what):
        provider = Provider(**what)
        self.addCleanup(provider.close)
        return provider

    def serve(self, provider, url=None, sink=None, expects=None, **more):
        env = {'CAIRN_SIGNING_KEY': KEY, 'CAIRN_OIDC_1_ISSUER': provider.issuer, 'CAIRN_OIDC_1_NAME': 'Work account',
               'CAIRN_OIDC_1_CLIENT_ID': 'cairn-test', 'CAIRN_OIDC_1_CLIENT_SECRET': 'a secret: with %'}
        if sink:
            env.update(CAIRN_SMTP_URL='smtp://127.0.0.1:%d' % sink.port, CAIRN_MAIL_FROM='cairn@trust.example')
        env.update(more)
        return house.House(self.world, url, expects=expects, env={k: v for k, v in env.items() if v is not None})

    def sink(self):
        sink = test_mail.Sink()
        self.addCleanup(sink.close)
        return sink

    # ---- going and coming back ----

    def there(self, visitor, wait):
        """From the waiting page to the address at the provider."""
        for _ in range(TIMES):
            page = visitor.get(wait)
            self.assertEqual(page.status, 200, page.text[:500])
            to = re.search(r'url=(.*)$', page.header('Refresh') or '')
            if to:
                return to.group(1)
            time.sleep(PAUSE)
        raise AssertionError('it never led there')

    def settled(self, visitor, wait):
        for _ in range(TIMES):
            page = visitor.get(wait)
            if page.status != 200 or not page.header('Refresh'):
                return page
            time.sleep(PAUSE)
        raise AssertionError('it waits for ever')

    def through(self, provider, visitor, path='/sign-in/with/1', fields=()):
        """What is answered in the end to a press that goes to the provider."""
        visitor.post(path, fields)
        self.assertEqual(visitor.last.status, 303, visitor.last.text[:500])
        wait = visitor.last.header('Location')
        visitor.get(provider.at(self.there(visitor, wait)))
        return self.settled(visitor, wait)

    def invite(self, served, sink, name, email, role='practice_supervisor'):
        """The path of a new invitation's link, from its mail."""
        jonas = served.visitor('jonas')
        jonas.get('/people/invite')
        jonas.post('/people/invite', [('name', name), ('email', email), ('role', role)])
        self.assertEqual(jonas.last.status, 303, jonas.last.text[:500])
        plain = test_mail.parts(sink.mail_to(email)['text'])[0]
        return jonas.last.header('Location'), urllib.parse.urlparse(re.search(r'http://\S+/invitations/\S+', plain).group(0)).path

    # ---- invitations ----

    def test_an_invitation_is_accepted_with_an_account_elsewhere_and_from_then_on_that_signs_in(self):
        provider, sink = self.provider(), self.sink()
        with self.serve(provider, sink=sink) as served:
            made, offer = self.invite(served, sink, 'Wren Ashdown', 'Wren.Ashdown@demo.example')
            provider.say(claims={'sub': 'wren-1', 'email': 'wren.ashdown@DEMO.example', 'email_verified': True})
            wren = served.visitor()
            page = wren.get(offer)
            self.assertIn('Accept with Work account', page.text)
            answer = self.through(provider, wren, offer + '/with/1')
            self.assertEqual((answer.status, answer.header('Location')), (303, '/'), answer.text[:800])
            self.assertIn('Wren Ashdown', wren.get('/account').text)
            self.assertIn('Through another service', wren.last.text)
            told = test_mail.parts(sink.mail_to('Wren.Ashdown@demo.example')['text'])[0]
            self.assertIn('through Work account', told)
            self.assertIn('Accepted', served.visitor('jonas').get(made).text)
            again = served.visitor()
            self.assertEqual(self.through(provider, again, fields=[('next', '/help')]).header('Location'), '/help')
            self.assertIn('Wren Ashdown', again.get('/account').text)
            late = served.visitor()
            self.assertIn('accepted already', late.get(offer).text)
            late.post(offer + '/with/1')
            self.assertEqual(late.last.status, 410)

    def test_an_address_that_is_not_vouched_for_or_another_accepts_nothing_and_loses_nothing(self):
        provider, sink = self.provider(), self.sink()
        with self.serve(provider, sink=sink) as served:
            made, offer = self.invite(served, sink, 'Rowan Pike', 'rowan.pike@demo.example')
            for claims in ({'email': 'somebody.else@demo.example', 'email_verified': True},
                           {'email': 'rowan.pike@demo.example', 'email_verified': False},
                           {'preferred_username': 'rowan.pike@demo.example', 'email_verified': True}):
                provider.say(claims=dict({'sub': 'rowan-1'}, **claims), userinfo={'sub': 'rowan-1'})
                rowan = served.visitor()
                page = self.through(provider, rowan, offer + '/with/1')
                self.assertEqual(page.status, 403, claims)
                self.assertIn('You have not accepted yet', page.text)
                self.assertIn('the invitation is still good', page.text)
                self.assertNotIn('rowan.pike', page.raw)
                self.assertNotIn('somebody.else', page.raw)
                self.assertIn('href="%s"' % offer, page.raw)
                self.assertEqual(rowan.get('/account').status, 401)
            self.assertIn('Waiting for an answer', served.visitor('jonas').get(made).text)
            self.assertEqual(self.through(provider, served.visitor()).status, 403)  # and nothing was linked on the way
            rowan.get(offer)
            self.assertEqual(rowan.post(offer).status, 303)
            self.assertIn('Rowan Pike', rowan.get('/account').text)

    def test_an_account_elsewhere_that_is_somebody_elses_accepts_nothing(self):
        provider, sink = self.provider(), self.sink()
        with self.serve(provider, sink=sink) as served:
            provider.say(claims={'sub': 'the-one', 'email': 'amina@demo.example', 'email_verified': True})
            amina = served.visitor('amina')
            amina.get('/account')
            self.assertEqual(self.through(provider, amina, '/account/providers/1/link').status, 303)
            made, offer = self.invite(served, sink, 'Sorrel Finch', 'sorrel.finch@demo.example')
            provider.say(claims={'sub': 'the-one', 'email': 'sorrel.finch@demo.example', 'email_verified': True})
            page = self.through(provider, served.visitor(), offer + '/with/1')
            self.assertEqual(page.status, 403)
            self.assertIn('linked with another account here', page.text)
            self.assertNotIn('Amina', page.raw)
            self.assertIn('Waiting for an answer', served.visitor('jonas').get(made).text)
            provider.say(claims={'sub': 'the-one', 'email': 'ben@demo.example', 'email_verified': True})
            ben = served.visitor('ben')
            ben.get('/account')
            page = self.through(provider, ben, '/account/providers/1/link')
            self.assertIn('linked with somebody else here', page.text)
            self.assertNotIn('Amina', page.raw)

    def test_an_invitation_taken_back_while_its_owner_is_away_is_not_accepted(self):
        provider, sink = self.provider(), self.sink()
        with self.serve(provider, sink=sink) as served:
            made, offer = self.invite(served, sink, 'Linnet Shaw', 'linnet.shaw@demo.example')
            provider.say(claims={'sub': 'linnet', 'email': 'linnet.shaw@demo.example', 'email_verified': True})
            linnet = served.visitor()
            linnet.post(offer + '/with/1')
            wait = linnet.last.header('Location')
            back = provider.at(self.there(linnet, wait))
            jonas = served.visitor('jonas')
            jonas.get(made)
            self.assertEqual(jonas.post(made + '/revoke').status, 303)
            linnet.get(back)
            page = self.settled(linnet, wait)
            self.assertEqual(page.status, 410)
            self.assertIn('taken back', page.text)
            self.assertEqual(linnet.get('/account').status, 401)
            self.assertEqual(self.settled(linnet, wait).status, 410)  # once

    # ---- profiles ----

    def test_entra_id_is_known_by_its_subject_and_never_by_a_user_name(self):
        """Its ID tokens carry oid, tid, sub and preferred_username; an e-mail only as an optional claim, and no email_verified."""
        provider, sink = self.provider(), self.sink()
        claims = {'sub': 'AAAA-pairwise', 'oid': '0b6c7d0e-1111-4222-8333-444455556666', 'tid': TENANT, 'ver': '2.0',
                  'preferred_username': 'robin.hale@demo.example', 'name': 'Robin Hale', 'amr': ['pwd', 'mfa']}
        with self.serve(provider, sink=sink, CAIRN_OIDC_1_PROFILE='entra', CAIRN_SECOND_FACTOR='required') as served:
            made, offer = self.invite(served, sink, 'Robin Hale', 'robin.hale@demo.example', 'coordinator')
            provider.say(claims=claims, userinfo={'sub': 'AAAA-pairwise'})
            page = self.through(provider, served.visitor(), offer + '/with/1')
            self.assertIn('You have not accepted yet', page.text)  # a user name is no address
            provider.say(claims=dict(claims, email='robin.hale@demo.example'))
            robin = served.visitor()
            answer = self.through(provider, robin, offer + '/with/1')
            self.assertEqual((answer.status, answer.header('Location')), (303, '/'))  # mfa there counts as the second step
            self.assertIn('with your second step', robin.get('/account').text)
            # a new name and address there, the same subject: the same person; another subject with the address: nobody
            provider.say(claims=dict(claims, preferred_username='r.hale@other.example', email='r.hale@other.example', amr=['pwd']))
            again = served.visitor()
            self.assertIn('/sign-in/factor', self.through(provider, again).header('Location') or '')
            provider.say(claims=dict(claims, sub='BBBB-pairwise', email='robin.hale@demo.example'))
            page = self.through(provider, served.visitor())
            self.assertEqual(page.status, 403)
            self.assertIn('not linked with anybody here', page.text)

    def test_one_login_is_asked_with_a_signed_assertion_and_must_say_the_level_it_was_asked_for(self):
        pem = subprocess.run('openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt', shell=True, check=True,
                             capture_output=True, text=True).stdout
        provider, sink = self.provider(pem=pem, alg='ES256'), self.sink()
        said = {'sub': 'urn:fdc:gov.uk:2022:56P4CMsGh_02YOlWpd8PAOI-2sVlB2nsNU7mcLZYhYw=', 'vot': 'Cl.Cm', 'vtm': provider.issuer}
        with self.serve(provider, sink=sink, expects=REFUSED, CAIRN_OIDC_1_CLIENT_SECRET=None, CAIRN_OIDC_1_CLIENT_KEY=pem,
                        CAIRN_OIDC_1_KEY_ID='our-key', CAIRN_OIDC_1_PROFILE='one-login') as served:
            made, offer = self.invite(served, sink, 'Jay Marsh', 'jay.marsh@demo.example')
            jay = served.visitor()
            jay.post(offer + '/with/1')
            wait = jay.last.header('Location')
            there = self.there(jay, wait)
            asked = urllib.parse.parse_qs(urllib.parse.urlparse(there).query)
            self.assertEqual(asked['vtr'], ['["Cl.Cm"]'])
            self.assertEqual(asked['scope'], ['openid email'])
            self.assertGreater(len(asked['nonce'][0]), 30)
            provider.say(claims=said, userinfo={'sub': said['sub'], 'email': 'jay.marsh@demo.example', 'email_verified': True})
            jay.get(provider.at(there))
            answer = self.settled(jay, wait)
            self.assertEqual((answer.status, answer.header('Location')), (303, '/'), answer.text[:800])
            assertion = provider.asked()['assertion']
            self.assertTrue(assertion['right'])
            self.assertEqual((assertion['header']['alg'], assertion['header']['kid']), ('ES256', 'our-key'))
            self.assertEqual((assertion['claims']['iss'], assertion['claims']['sub'], assertion['claims']['aud']),
                             ('cairn-test', 'cairn-test', provider.issuer + '/token'))
            self.assertLessEqual(assertion['claims']['exp'] - assertion['claims']['iat'], 300)
            self.assertTrue(assertion['claims']['jti'])
            self.assertIn('with your second step', jay.get('/account').text)
            for vot in ('Cl', None):
                provider.say(claims=dict(said, vot=vot))
                page = self.through(provider, served.visitor())
                self.assertIn('could not be trusted', page.text, vot)

    # ---- keys, time, forgeries ----

    def test_a_key_that_is_not_known_is_asked_for_once_and_not_again_for_a_minute(self):
        provider = self.provider()
        provider.say(claims={'sub': 'x'})
        with self.serve(provider) as served:
            self.assertIn('not linked with anybody', self.through(provider, served.visitor()).text)
            url = served.url
        self.world.store.run(url, ['UPDATE oidc_provider SET keys_at = keys_at - 120000'])
        self.assertEqual(provider.say(rotate=True), ['key-2'])
        before = provider.asked()['jwks']
        with self.serve(provider, url, expects=REFUSED) as served:
            self.assertIn('not linked with anybody', self.through(provider, served.visitor()).text)
            self.assertEqual(provider.asked()['jwks'], before + 1)
            for _ in range(2):  # keys nobody has: no crowd of them makes us ask again
                provider.say(claims={'sub': 'x'}, header={'kid': 'of-nobody'})
                self.assertIn('could not be trusted', self.through(provider, served.visitor()).text)
            self.assertEqual(provider.asked()['jwks'], before + 1)
            provider.say(claims={'sub': 'x'})
            self.assertIn('not linked with anybody', self.through(provider, served.visitor()).text)

    def test_an_attempt_ends_after_ten_minutes_wherever_its_owner_is(self):
        provider = self.provider()
        provider.say(claims={'sub': 'x'})
        with self.serve(provider) as served:
            one, two = served.visitor(), served.visitor()
            places = []
            for visitor in (one, two):
                visitor.post('/sign-in/with/1')
                wait = visitor.last.header('Location')
                places.append((wait, provider.at(self.there(visitor, wait))))
            two.get(places[1][1])
            self.settled(two, places[1][0])
            url, cookies = served.url, (dict(one.cookies), dict(two.cookies))
        asked = provider.asked()['token']
        with self.serve(provider, url, CAIRN_NOW='+11m') as served:
            for (wait, back), cookie in zip(places, cookies):
                late = served.visitor()
                late.cookies = cookie
                self.assertEqual(late.get(back).status, 410)
                self.assertIn('start again', late.last.text)
                self.assertEqual(late.get(wait).status, 410)
        self.assertEqual(provider.asked()['token'], asked)

    def test_forged_tokens_let_nobody_in(self):
        provider = self.provider()
        good = {'sub': 'amina-there', 'email': 'amina@demo.example', 'email_verified': True}
        forgeries = {
            'unsigned': {'header': {'alg': 'none'}}, 'for another': {'claims': {'aud': 'another'}}, 'of another': {'claims': {'iss': 'https://x.example'}},
            'an answer to another question': {'claims': {'nonce': 'another'}}, 'expired': {'shift': {'exp': -7300, 'iat': -3700}},
            'from the future': {'shift': {'iat': 600}},
        }
        with self.serve(provider, expects=REFUSED) as served:
            amina = served.visitor('amina')
            amina.get('/account')
            provider.say(claims=good)
            self.assertEqual(self.through(provider, amina, '/account/providers/1/link').status, 303)
            for name, forged in forgeries.items():
                with self.subTest(name):
                    provider.say(**dict(forged, claims=dict(good, **forged.get('claims', {}))))
                    thief = served.visitor()
                    page = self.through(provider, thief)
                    self.assertEqual(page.status, 403)
                    self.assertIn('could not be trusted', page.text)
                    self.assertEqual(thief.get('/account').status, 401)
            provider.say(claims=good)
            self.assertEqual(self.through(provider, served.visitor()).status, 303)
            said = served.said()
            for secret in ('a secret: with', 'amina-there', 'amina@demo'):
                self.assertNotIn(secret, said)


if __name__ == '__main__':
    unittest.main(verbosity=2)
