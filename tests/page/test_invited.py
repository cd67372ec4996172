"""People whom somebody else has added: by a spreadsheet, with the start of an induction, in place of a coordinator. Nobody
signs in as them before the invitation at their address is accepted; and mail about a person has one rule of where it goes.
Run with CAIRN_TEST_DB.
"""
import os
import re
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}  # mail waits in the outbox, with its words
PEOPLE = b'Name,E-mail address,Role\r\nWren Ashdown,wren@demo.example,Practice supervisor\r\nGrace Holloway,grace@demo.example,Observer\r\n'
LONG = 1200  # tries of a tenth of a second


class Invited(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)

    # ---- helps ----

    def served(self):
        return house.House(self.world, self.url, env=NOWHERE)

    def until(self, sql, value):
        for _ in range(LONG):
            if self.one(sql) == value:
                return
            time.sleep(0.1)
        raise AssertionError('%s never was %s' % (sql, value))

    def mails(self, address, more=''):
        return self.one("SELECT COUNT(*) FROM mail WHERE address = '%s' %s" % (address, more))

    def token(self, address):
        rows = self.rows("SELECT body FROM mail WHERE address = '%s' AND kind = 4 ORDER BY id DESC LIMIT 1" % address)
        return re.search(r'invitations/([\w-]{43})', ' '.join(str(v) for row in rows for v in row)).group(1)

    def uuid(self, address):
        return house.as_uuid(self.one("SELECT uuid FROM person WHERE email_folded = '%s'" % address))

    def ask_to_sign_in(self, address):
        """As anybody would; the answer is the same for everybody."""
        with self.served() as served:
            visitor = served.visitor()
            visitor.get('/sign-in')
            answer = visitor.post('/sign-in', [('email', address)])
            self.assertEqual(answer.status, 200)
            self.until('SELECT COUNT(*) FROM sign_in_asked', 0)
        return re.sub(r'\S+@\S+', '', answer.text)

    def imported(self):
        """Wren is new, and Grace is in already; both are told the next morning."""
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get('/imports/new?kind=people')
            path = jonas.upload('/imports', [('kind', 'people')], [('file', 'a.csv', 'text/csv', PEOPLE)]).header('Location')
            self.until('SELECT MAX(state) FROM bulk_import', 2)
            self.assertEqual(jonas.post(path + '/confirm', [('when', 'now')], page=jonas.get(path)).status, 303)
            self.until('SELECT MAX(state) FROM bulk_import', 4)
        return path

    def invited(self):
        path = self.imported()
        self.next_morning()
        return path

    def next_morning(self):
        self.world.store.run(self.url, ['UPDATE job SET run_at = 0 WHERE kind = 17', 'UPDATE bulk_import SET invites_at = 1'])
        with self.served():
            self.until('SELECT COUNT(*) FROM bulk_row WHERE state = 2 AND invited_at IS NULL', 0)

    # ---- many at once ----

    def test_somebody_added_with_others_comes_in_by_an_invitation_and_in_no_other_way(self):
        self.imported()
        with self.served() as served:
            jonas = served.visitor('jonas')
            self.assertIn('Wren Ashdown', jonas.get('/people?state=not_invited').text)
            self.assertIn('no invitation is open', jonas.get('/people/' + self.uuid('wren@demo.example')).text)
        self.ask_to_sign_in('wren@demo.example')
        self.assertEqual(self.one('SELECT COUNT(*) FROM sign_in_link'), 0)
        self.next_morning()
        self.assertEqual(self.mails('grace@demo.example', 'AND kind = 4'), 0)
        self.assertEqual(self.mails('grace@demo.example', "AND subject LIKE '%another role%'"), 1)
        hours = self.one("SELECT (expires - sent_at) / 3600000 FROM invitation WHERE email_folded = 'wren@demo.example'")
        self.assertEqual(hours, 72)
        token = self.token('wren@demo.example')
        with self.served() as served:
            self.assertIn('Wren Ashdown', served.visitor('jonas').get('/people?state=invited').text)
            self.assertNotIn('Grace', served.visitor('jonas').get('/people?state=invited').text)
            wren = served.visitor()
            self.assertEqual(wren.get('/invitations/' + token).status, 200)
            self.assertEqual(wren.post('/invitations/' + token).status, 303)
            self.assertIn('Wren Ashdown', wren.get('/account').text)
            again = served.visitor().post('/invitations/' + token)
            self.assertEqual((again.status, 'accepted already' in again.text), (410, True))
            page = served.visitor('jonas').get('/people/' + self.uuid('wren@demo.example'))
            self.assertIn('Works here', page.text)
            self.assertIn('Came in for the first time', page.text)
        self.assertEqual(self.one("SELECT COUNT(*) FROM role_held r JOIN person p ON p.id = r.person WHERE "
                                  "p.email_folded = 'wren@demo.example'"), 1)
        self.ask_to_sign_in('wren@demo.example')
        self.assertEqual(self.one('SELECT COUNT(*) FROM sign_in_link'), 1)

    def test_whoever_asks_to_sign_in_with_an_old_invitation_gets_a_new_one(self):
        self.invited()
        first = self.token('wren@demo.example')
        self.world.store.run(self.url, ['UPDATE invitation SET expires = sent_at'])
        known = self.ask_to_sign_in('wren@demo.example')
        unknown = self.ask_to_sign_in('nobody-here@demo.example')
        self.assertEqual(known, unknown)
        self.assertEqual(self.one('SELECT COUNT(*) FROM sign_in_link'), 0)
        self.assertEqual(self.mails('nobody-here@demo.example', 'AND kind = 2'), 1)
        second = self.token('wren@demo.example')
        with self.served() as served:
            self.assertEqual(served.visitor().post('/invitations/' + first).status, 410)
            self.assertEqual(served.visitor().post('/invitations/' + second).status, 303)
        self.assertEqual(self.one('SELECT COUNT(*) FROM event WHERE kind = 121'), 1)

    def test_an_old_invitation_is_kept_as_long_as_somebody_is_expected(self):
        self.invited()
        self.world.store.run(self.url, ['UPDATE invitation SET expires = 1, sent_at = 0', 'UPDATE job SET run_at = 0 WHERE kind = 25'])
        with self.served():
            self.until('SELECT COUNT(*) FROM job WHERE kind = 25 AND run_at = 0', 0)
            time.sleep(0.5)
        self.assertEqual(self.one("SELECT COUNT(*) FROM invitation WHERE email_folded = 'wren@demo.example'"), 1)

    def test_from_their_page_it_is_sent_again_and_taken_back(self):
        self.invited()
        first, page = self.token('wren@demo.example'), '/people/' + self.uuid('wren@demo.example')
        with self.served() as served:
            jonas = served.visitor('jonas')
            self.assertIn('Invited, and not in yet', jonas.get(page).text)
            self.assertEqual(jonas.post(page + '/invitation').status, 303)
            self.assertEqual(served.visitor().post('/invitations/' + first).status, 410)
            self.assertEqual(served.visitor('karen').get(page).status, 404)
            for who in ('karen', 'harpreet', 'amina'):
                self.assertEqual(served.visitor(who).post(page + '/invitation').status, 404)
            self.assertEqual(jonas.post('/people/%s/invitation' % self.uuid('grace@demo.example')).status, 409)
        second = self.token('wren@demo.example')
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get(page)
            self.assertEqual(jonas.post(page + '/invitation/revoke').status, 303)
            self.assertEqual(jonas.post(page + '/invitation/revoke').status, 409)
            refused = served.visitor().post('/invitations/' + second)
            self.assertEqual((refused.status, 'taken back' in refused.text), (410, True))
            self.assertIn('Send the invitation', jonas.get(page).text)
        self.assertEqual(self.one('SELECT COUNT(*) FROM event WHERE kind = 90'), 2)  # both dead links, pressed
        before = self.mails('wren@demo.example')
        self.ask_to_sign_in('wren@demo.example')
        self.assertEqual(self.mails('wren@demo.example', 'AND kind = 2'), 1)
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get(page)
            self.assertEqual(jonas.post(page + '/invitation').status, 303)
            self.assertIn('Wren Ashdown', jonas.get('/people?state=invited').text)
        self.assertEqual(self.mails('wren@demo.example'), before + 2)
        with self.served() as served:
            self.assertEqual(served.visitor().post('/invitations/' + self.token('wren@demo.example')).status, 303)

    def test_a_wrong_address_is_put_right_at_once_and_the_link_at_the_wrong_one_dies(self):
        self.invited()
        first, page = self.token('wren@demo.example'), '/people/' + self.uuid('wren@demo.example')
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get(page + '/address')
            wrong = jonas.post(page + '/address', [('email', 'amina@demo.example')])
            self.assertEqual((wrong.status, 'amina@demo.example' in wrong.raw), (422, True))
            self.assertEqual(jonas.post(page + '/address', [('email', 'wren.a@demo.example')]).status, 303)
            self.assertEqual(served.visitor().post('/invitations/' + first).status, 410)
        with self.served() as served:
            self.assertEqual(served.visitor().post('/invitations/' + self.token('wren.a@demo.example')).status, 303)
        self.assertEqual(self.mails('wren@demo.example', 'AND kind <> 4'), 0)  # a stranger hears nothing of it

    def test_a_role_that_has_ended_does_not_come_back_with_its_invitation(self):
        self.invited()
        token, page = self.token('wren@demo.example'), '/people/' + self.uuid('wren@demo.example')
        role = house.as_uuid(self.one("SELECT r.uuid FROM role_held r JOIN person p ON p.id = r.person WHERE "
                                      "p.email_folded = 'wren@demo.example'"))
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get('%s/roles/%s/end' % (page, role))
            self.assertEqual(jonas.post('%s/roles/%s/end' % (page, role), []).status, 303)
            self.assertEqual(served.visitor().post('/invitations/' + token).status, 410)
        self.assertEqual(self.one("SELECT COUNT(*) FROM session s JOIN person p ON p.id = s.person WHERE "
                                  "p.email_folded = 'wren@demo.example'"), 0)

    def test_without_mail_the_operator_gets_them_in(self):
        self.invited()
        done = self.world.cairn('sign-in-link', 'wren@demo.example', url=self.url)
        token = re.search(r'/invitations/([\w-]{43})', done.stdout).group(1)
        with self.served() as served:
            self.assertEqual(served.visitor().post('/invitations/' + token).status, 303)

    # ---- with an induction, in place of somebody ----

    def test_the_start_of_an_induction_invites_whoever_it_is_for(self):
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get('/joining/new')
            answer = jonas.post('/joining', [('programme', 'asye-2026'), ('name', 'Nia Lark'), ('email', 'nia@demo.example')])
            self.assertEqual(answer.status, 303, answer.text)
        where = answer.header('Location')
        # the questions have tests of their own (joining.test): all are answered
        self.world.store.run(self.url, ["UPDATE joining SET state = 1, outcome = 3 WHERE email = 'nia@demo.example'"])
        with self.served() as served:
            jonas = served.visitor('jonas')
            jonas.get(where + '/start')
            answer = jonas.post(where + '/start', [('email', 'nia@demo.example'), ('starts', '2026-03-02'), ('hours', '37'),
                                                   ('full_week', '37'), ('team', 'East'), ('intake', '')])
            self.assertEqual(answer.status, 303, answer.text)
            self.assertIn('Invited, and not in yet', jonas.get('/people/' + self.uuid('nia@demo.example')).text)
        self.assertEqual(self.mails('nia@demo.example'), 1)
        with self.served() as served:
            nia = served.visitor()
            self.assertEqual(nia.post('/invitations/' + self.token('nia@demo.example')).status, 303)
            self.assertEqual(nia.get('/evidence').status, 200)

    def test_a_successor_is_invited_and_whoever_goes_has_left(self):
        calder = self.world.names['organisation:Calder Vale Council']
        karen = self.one("SELECT id FROM person WHERE email_folded = 'karen@demo.example'")
        uuid = self.uuid('karen@demo.example')
        with self.served() as served:
            mo = served.visitor('mo')
            path = '/organisations/%s/coordinators/replace' % calder
            mo.get(path)
            answer = mo.post(path, [('leaver', uuid), ('name', 'Kit Larch'), ('email', 'kit@demo.example')])
            self.assertEqual(answer.status, 303, answer.text)
            self.assertEqual(served.visitor('karen').get('/cohort').status, 401)
            self.assertIn('Kit Larch', mo.get('/people?state=invited').text)
        self.assertEqual(self.one('SELECT COUNT(*) FROM role_held WHERE person = %d AND ends IS NULL' % karen), 0)
        self.assertEqual(self.one('SELECT email FROM person WHERE id = %d' % karen), '')
        self.assertEqual(self.one('SELECT COUNT(*) FROM departure WHERE done_at IS NOT NULL AND person = %d' % karen), 1)
        self.assertEqual(self.one('SELECT COUNT(*) FROM event WHERE kind = 124 AND object IN (SELECT uuid FROM role_held '
                                  'WHERE person = %d)' % karen), 1)
        self.ask_to_sign_in('karen@demo.example')
        self.assertEqual(self.one('SELECT COUNT(*) FROM sign_in_link'), 0)
        with self.served() as served:
            kit = served.visitor()
            self.assertEqual(kit.post('/invitations/' + self.token('kit@demo.example')).status, 303)
            self.assertEqual(self.one("SELECT COUNT(*) FROM person p JOIN organisation o ON o.primary_coordinator = p.id WHERE "
                                      "p.email_folded = 'kit@demo.example'"), 1)

    # ---- where mail goes ----

    def test_mail_about_somebody_goes_to_their_personal_address_once_the_work_address_is_retired(self):
        self.world.store.run(self.url, [
            "UPDATE person SET email = '', email_folded = 'retired:x', personal_email = 'amina@home.example', "
            "personal_folded = 'amina@home.example' WHERE email_folded = 'amina@demo.example'",
            "UPDATE person SET email = '', email_folded = 'retired:y' WHERE email_folded = 'grace@demo.example'"])
        with self.served() as served:
            jonas = served.visitor('jonas')
            for key in ('amina', 'grace'):
                path = '/people/%s/deactivate' % self.world.names['person:' + key]
                jonas.get(path)
                self.assertEqual(jonas.post(path, [('reason', 'asked_for')]).status, 303)
        self.world.cairn('sign-in-link', '--reset-second-factor', 'amina@home.example', url=self.url, check=False)
        self.assertEqual(self.mails('amina@home.example'), 1)
        self.assertEqual(self.one("SELECT COUNT(*) FROM mail WHERE address = ''"), 0)


if __name__ == '__main__':
    unittest.main(verbosity=2)
