"""The second factor: setting one up, being asked for it, replays, recovery, a role that wants one. CAIRN_TEST_DB."""
import base64
import hashlib
import hmac
import os
import re
import struct
import sys
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip('=')
REQUIRED = {'CAIRN_SIGNING_KEY': KEY, 'CAIRN_SECOND_FACTOR': 'required'}


def totp(key, step):
    """RFC 6238, six digits of SHA-1."""
    digest = hmac.new(base64.b32decode(key), struct.pack('>Q', step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return '%06d' % ((struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 10 ** 6)


def now_step():
    """The present time step; a step that is about to end is waited for, since a test is slower than a press."""
    left = 30 - time.time() % 30
    if left < 8:
        time.sleep(left + 0.2)
    return int(time.time()) // 30


class Factor(house.InWorld):
    def served(self, **env):
        return house.House(self.world, env=dict(REQUIRED, **env))

    def press(self, served, who, next_=''):
        """In by one press, in a browser of one's own."""
        visitor = served.visitor()
        visitor.post('/sign-in/demo', [('as', who), ('next', next_)])
        self.assertEqual(visitor.last.status, 303)
        return visitor

    def set_up(self, visitor):
        """(key, step used, recovery codes)"""
        page = visitor.get('/account/second-factor')
        self.assertEqual(page.status, 200)
        visitor.post('/account/second-factor/app', page.form('/account/second-factor/app').hidden)
        self.assertEqual(visitor.last.status, 303)
        page = visitor.get('/account/second-factor/app')
        key = re.search(r'<b>([A-Z2-7 ]{32,48})</b>', page.raw).group(1).replace(' ', '')
        self.assertIn('<svg class="c-qr"', page.raw)
        step = now_step()
        path = '/account/second-factor/app/confirm'
        visitor.post(path, page.form(path).hidden + [('code', '12345')])
        self.assertEqual(visitor.last.status, 422)
        self.assertIn('not the code for this key', visitor.last.text)
        self.assertEqual(re.search(r'd="(M4 4[^"]+)"', visitor.last.raw).group(1), re.search(r'd="(M4 4[^"]+)"', page.raw).group(1))
        visitor.post(path, page.form(path).hidden + [('code', totp(key, step))])
        self.assertEqual(visitor.last.status, 200, visitor.last.text)
        codes = re.findall(r'<li>([2-9A-Z]{5}-[2-9A-Z]{5})</li>', visitor.last.raw)
        self.assertEqual(len(set(codes)), 10)
        return key, step, codes

    def answer(self, visitor, code, next_='/'):
        page = visitor.get('/sign-in/factor?next=' + next_)
        self.assertEqual(page.status, 200)
        visitor.post('/sign-in/factor', page.form('/sign-in/factor').hidden + [('code', code)])
        return visitor.last

    def test_a_demonstration_asks_nobody_unless_told_to(self):
        with house.House(self.world, env={'CAIRN_SIGNING_KEY': KEY}) as served:
            for who in ('mo', 'jonas', 'olu', 'amina'):
                visitor = self.press(served, who)
                self.assertNotIn('factor', visitor.last.header('Location'))
                self.assertEqual(visitor.get('/account').status, 200)

    def test_a_role_that_wants_one_leads_to_it_and_nowhere_else(self):
        with self.served() as served:
            mo = self.press(served, 'mo', '/national')
            self.assertEqual(mo.last.header('Location'), '/sign-in/factor?next=%2Fnational')
            for path in ('/', '/national', '/account', '/account/role', '/account/drafts'):
                self.assertEqual(mo.get(path).status, 303, path)
                self.assertIn('/sign-in/factor', mo.last.header('Location'))
            self.assertEqual(mo.get('/help').status, 200)
            self.assertNotIn('Mo ', mo.last.text)
            page = mo.get('/sign-in/factor?next=/national')
            self.assertIn('Your role needs a second step', page.text)
            self.assertIn('7 more days', page.text)
            key, step, codes = self.set_up(mo)
            self.assertEqual(mo.get('/national').status, 200)

    def test_it_can_be_put_off_for_the_days_of_grace_only(self):
        with self.served() as served:
            jonas = self.press(served, 'jonas', '/cohort')
            page = jonas.get('/sign-in/factor?next=/cohort')
            jonas.post('/sign-in/factor/later', page.form('/sign-in/factor/later').hidden)
            self.assertEqual(jonas.last.header('Location'), '/cohort')
            self.assertEqual(jonas.get('/cohort').status, 200)
        with self.served(CAIRN_FACTOR_GRACE_DAYS='0') as served:
            jonas = self.press(served, 'jonas', '/cohort')
            page = jonas.get('/sign-in/factor?next=/cohort')
            self.assertIn('can’t be put off', page.text)
            self.assertIsNone(page.form('/sign-in/factor/later'))
            jonas.post('/sign-in/factor/later', page.form('/sign-out').hidden)
            self.assertIn('/sign-in/factor', jonas.last.header('Location'))
            self.assertIn('/sign-in/factor', jonas.get('/cohort').header('Location'))

    def go_on(self, visitor):
        """Where the page with the recovery codes leads."""
        return re.search(r'<a class="govuk-link" href="([^"]+)">I have kept them', visitor.last.raw).group(1)

    def test_where_somebody_was_going_survives_setting_up_the_prompt_and_the_choice_of_role(self):
        with self.served(CAIRN_SECOND_FACTOR='everybody') as served:
            mo = self.press(served, 'mo', '/national?year=2026')
            self.assertIn('%2Fnational%3Fyear%3D2026', mo.last.header('Location'))
            self.assertIn('value="/national?year=2026"', mo.get('/sign-in/factor').raw)  # and without the address saying so
            key, step, codes = self.set_up(mo)
            self.assertEqual(self.go_on(mo), '/national?year=2026')
            again = self.press(served, 'mo', '/national?year=2026')
            page = again.get(again.last.header('Location'))
            again.post('/sign-in/factor', page.form('/sign-in/factor').hidden + [('code', '000000')])
            self.assertEqual(again.last.status, 422)
            again.post('/sign-in/factor', again.last.form('/sign-in/factor').hidden + [('code', codes[0])])
            self.assertEqual(again.last.header('Location'), '/national?year=2026')
            # somebody with several roles: first the factor, then the role, then where they were going
            several = self.press(served, 'iris', '/help')
            self.set_up(several)
            page = several.get(self.go_on(several))
            self.assertIn('What are you working as?', page.text)
            form = page.form('/account/role')
            self.assertIn(('next', '/help'), form.hidden)
            several.post('/account/role', form.hidden + [('role', re.search(r'name="role" value="([^"]+)"', page.raw).group(1))])
            self.assertEqual(several.last.header('Location'), '/help')

    def test_only_paths_of_ours_are_gone_to(self):
        with self.served() as served:
            for wish in ('https://thief.example/', '//thief.example', '/\\thief.example', '/\t/thief.example', 'javascript:alert(1)',
                         '/sign-out'):
                mo = self.press(served, 'mo', wish)
                self.assertEqual(mo.last.header('Location'), '/sign-in/factor?next=%2F', wish)
                page = mo.get('/sign-in/factor?next=' + urllib.parse.quote(wish))
                self.assertNotIn('thief', page.raw)
                self.assertNotIn('javascript:', page.raw)
                mo.post('/sign-in/factor/later', page.form('/sign-in/factor/later').hidden + [('next', wish)])
                self.assertNotIn('thief', mo.last.header('Location'))
                self.assertTrue(mo.last.header('Location').startswith('/'), wish)

    def test_acts_that_reach_other_people_and_lists_of_them_ask_again_when_it_was_long_ago(self):
        """Every row of the route table that says so, for somebody who may come there."""
        copy = self.world.store.copy(self.world.template)
        with self.served() as served:
            jonas = self.press(served, 'jonas')
            self.set_up(jonas)
            copy = served.url
        self.world.store.run(copy, ['UPDATE session SET factor_at = factor_at - 16 * 60000'])
        with house.House(self.world, copy, env=REQUIRED) as served:
            again = served.visitor()
            again.cookies = dict(jonas.cookies)
            for path in ('/people.csv', '/people/invitations.csv', '/cohort.csv', '/joining.csv', '/capacity.csv', '/account/held.json',
                         '/exports?kind=people', '/account/address', '/account/personal-address', '/account/second-factor'):
                page = again.get(path)
                self.assertEqual(page.status, 303, path)
                self.assertEqual(urllib.parse.unquote(page.header('Location')), '/sign-in/factor?next=' + path)
            csrf = again.get('/account').form('/sign-out').hidden
            for path, page in (('/account/address', '/account/address'), ('/account/second-factor/codes', '/account/second-factor'),
                               ('/account/identities/%s/unlink' % self.world.names['person:jonas'], '/account')):
                again.post(path, csrf)
                self.assertEqual(urllib.parse.unquote(again.last.header('Location')), '/sign-in/factor?next=' + page, path)
            self.assertEqual(again.get('/cohort').status, 200)  # reading one's own pages does not ask
            self.assertEqual(again.get('/account/held').status, 200)

    def test_a_register_file_asks_again_before_a_byte_of_it_is_read(self):
        with self.served() as served:
            mo = self.press(served, 'mo')
            self.set_up(mo)
            copy = served.url
        self.world.store.run(copy, ['UPDATE session SET factor_at = factor_at - 16 * 60000'])
        with house.House(self.world, copy, env=REQUIRED) as served:
            again = served.visitor()
            again.cookies = dict(mo.cookies)
            page = again.get('/register')
            if page.status == 404:
                self.skipTest('the register is somebody else’s')
            csrf = [f for f in page.form('/register/copies').hidden]
            answer = again.upload('/register/copies', csrf, [('file', 'register.csv', 'text/csv', b'number,name\n')])
            self.assertEqual(urllib.parse.unquote(answer.header('Location')), '/sign-in/factor?next=/register')

    def test_whom_the_role_does_not_ask_is_not_asked(self):
        with self.served() as served:
            amina = self.press(served, 'amina')
            self.assertEqual(amina.get('/').status, 200)
            self.assertIn('Amina', amina.last.text)

    def test_a_code_is_good_once_and_for_its_person_only(self):
        with self.served() as served:
            amina, ben = self.press(served, 'amina'), self.press(served, 'ben')
            key, step, codes = self.set_up(amina)
            self.set_up(ben)
            again = self.press(served, 'amina')
            self.assertIn('/sign-in/factor', again.last.header('Location'))
            self.assertEqual(self.answer(again, totp(key, step)).status, 422)     # used when it was set up
            self.assertIn('was used before', again.last.text)
            self.assertEqual(again.get('/account').status, 303)
            self.assertEqual(self.answer(self.press(served, 'ben'), totp(key, step + 1)).status, 422)
            self.assertEqual(self.answer(self.press(served, 'ben'), codes[0]).status, 422)
            old = dict(again.cookies)
            self.assertEqual(self.answer(again, totp(key, step + 1)).status, 303)   # a clock half a minute fast
            self.assertNotEqual(old['cairn'], again.cookies['cairn'])
            self.assertEqual(again.get('/account').status, 200)
            self.assertIn('with your second step', again.last.text)
            late = served.visitor()
            late.cookies = old
            self.assertEqual(late.get('/account').status, 401)
            third = self.press(served, 'amina')
            self.assertEqual(self.answer(third, totp(key, step + 1)).status, 422)

    def test_a_recovery_code_is_good_once(self):
        with self.served() as served:
            key, step, codes = self.set_up(self.press(served, 'chloe'))
            one = self.press(served, 'chloe')
            self.assertEqual(self.answer(one, ' ' + codes[3].lower().replace('-', ' ')).status, 303)
            self.assertIn('9 are left', one.get('/account/second-factor').text)
            self.assertEqual(self.answer(self.press(served, 'chloe'), codes[3]).status, 422)

    def test_guesses_are_throttled(self):
        with self.served() as served:
            key, step, codes = self.set_up(self.press(served, 'dmitri'))
            guess = self.press(served, 'dmitri')
            statuses = [self.answer(guess, '00000%d' % n).status for n in range(7)]
            self.assertEqual(statuses[-1], 429)
            self.assertIn(422, statuses)
            self.assertEqual(self.answer(guess, codes[0]).status, 429)

    def test_setting_up_signs_out_elsewhere_and_cant_be_done_by_who_cant_show_it(self):
        with self.served() as served:
            here, there = self.press(served, 'farah'), self.press(served, 'farah')
            self.set_up(here)
            self.assertEqual(there.get('/account').status, 401)
            half = self.press(served, 'farah')
            for path in ('/account/second-factor', '/account/second-factor/app'):
                self.assertIn('/sign-in/factor', half.get(path).header('Location'))
            hidden = half.get('/sign-in/factor').form('/sign-in/factor').hidden
            for path in ('/account/second-factor/app', '/account/second-factor/app/remove', '/account/second-factor/codes'):
                half.post(path, hidden)
                self.assertIn('/sign-in/factor', half.last.header('Location'), path)

    def test_the_operator_can_reset_it(self):
        with self.served() as served:
            self.set_up(self.press(served, 'efe'))
            done = self.world.cairn('sign-in-link', '--reset-second-factor', 'efe@demo.example', url=served.url,
                                    env=dict(REQUIRED))
            path = re.search(r'/sign-in/[\w-]{43}', done.stdout).group(0)
            efe = served.visitor()
            efe.get(path)
            efe.post(path, [])
            self.assertEqual(efe.last.status, 303)
            self.assertEqual(efe.get('/account').status, 200)
            self.assertIn('Set up an app', efe.get('/account/second-factor').text)

    def test_no_secret_is_in_the_database_in_clear(self):
        with self.served() as served:
            key, step, codes = self.set_up(self.press(served, 'grace'))
            url = served.url
        raw = base64.b32decode(key).hex()
        rows = self.world.store.rows(url, 'SELECT secret FROM factor_totp WHERE secret IS NOT NULL')
        self.assertTrue(rows)
        self.assertFalse([r for r in rows if raw in str(r[0])])
        hashes = [str(r[0]) for r in self.world.store.rows(url, 'SELECT code_hash FROM factor_recovery')]
        for code in codes:
            self.assertNotIn(hashlib.sha256(code.replace('-', '').encode()).hexdigest(), hashes)


if __name__ == '__main__':
    unittest.main()
