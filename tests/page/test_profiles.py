"""Role profiles: an employer says once how a kind of job meets the standards, two people of the department let it through, and from then
on nothing changes it; nothing is arranged with a partner that may take part in the cases. CAIRN_TEST_DB."""
import datetime
import os
import re
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

API = '/api/v1'
DRAFT, ASKED, RETURNED, APPROVED, PUBLISHED, REPLACED = range(1, 7)


class Played(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.served = house.House(self.world, self.url)
        self.addCleanup(lambda: self.served.stop())

    def who(self, name):
        return self.served.visitor(name)

    def named(self, name):
        """Its address and row, by name, the newest."""
        row = self.rows("SELECT uuid, id FROM role_profile WHERE name = '%s' ORDER BY id DESC LIMIT 1" % name)[0]
        return '/role-profiles/' + house.as_uuid(row[0]), row[1]

    def begin(self, who, name='Night worker'):
        who.get('/role-profiles/new')
        framework = self.world.names['framework:pqs-2025-illustrative']
        answer = who.post('/role-profiles', [('framework', framework), ('name', name), ('job', 'Nights.')])
        self.assertEqual(answer.status, 303, answer.text[:2000])
        return answer.header('Location').partition('?')[0]

    def line(self, who, path, status=303, **fields):
        who.get(path + '/statements')
        days = {'from': fields.pop('starts', None), 'to': fields.pop('ends', None)}
        typed = list(fields.items())
        for name, day in days.items():
            if day:
                y, m, d = day.split('-')
                typed += [(name + '-day', d), (name + '-month', m), (name + '-year', y)]
        answer = who.post(path + '/statements', typed)
        self.assertEqual(answer.status, status, answer.text[:2500])
        return answer

    def post(self, who, path, act, fields=(), status=303):
        who.get(path)
        answer = who.post(path + act, list(fields))
        self.assertEqual(answer.status, status, answer.text[:2500])
        return answer

    def state(self, path):
        return self.one("SELECT state FROM role_profile WHERE uuid = %s" % self.world.store.blob(bytes.fromhex(path.split('/')[2].replace('-', ''))))


class Profiles(Played):
    # ---- from a draft to what everybody reads ----

    def test_a_draft_is_its_employers_until_two_people_of_the_department_let_it_through(self):
        callum, karen, farah, mo, pilar = map(self.who, ('callum', 'karen', 'farah', 'mo', 'pilar'))
        path = self.begin(callum)
        for other in (karen, farah, mo):
            self.assertEqual(other.get(path).status, 404)
        self.assertIn('Nothing differs', self.post(callum, path, '/ask', status=422).text)
        self.line(callum, path, codes='6.2 D2, 1.1 K1', way='adapted', words='In another way.')
        self.line(callum, path, codes='4.4 D5', way='not-applicable', words='It ends with the order.')
        self.post(callum, path, '/ask')
        self.assertEqual(self.state(path), ASKED)
        self.assertEqual(karen.get(path).status, 404)
        self.assertIn('Night worker', mo.get('/role-profiles').text)
        self.assertEqual(self.post(callum, path, '/ask', status=403).status, 403)
        self.assertEqual(callum.get(path + '/words').status, 403)
        back = self.post(mo, path, '/return', [('reasons', '')], status=422)
        self.assertIn('Answer “What has to change?”', back.text)
        self.post(mo, path, '/return', [('reasons', 'Say what leading means at night.')])
        self.assertIn('Say what leading means at night.', callum.get(path).text)
        self.line(callum, path, codes='6.2 D2', way='adapted', words='By handing over.')
        self.post(callum, path, '/ask')
        self.post(mo, path, '/approve')
        self.post(mo, path, '/publish', status=403)
        self.assertIn('somebody else publishes it', mo.get(path).text)
        self.post(pilar, path, '/publish')
        for reader in (karen, farah, self.who('lena'), self.who('iris')):
            page = reader.get(path)
            self.assertEqual(page.status, 200)
            self.assertIn('By handing over.', page.text)
            self.assertNotIn('Say what leading means', page.text)
            self.assertNotIn('Callum', page.text)
            self.assertIn('Night worker', reader.get('/role-profiles').text)
        self.assertEqual(self.served.visitor().get(path).status, 401)
        said = farah.get(API + path).json
        self.assertEqual(said['counts'], {'core': 396, 'adapted': 2, 'arranged': 0, 'not_applicable': 1})
        self.assertEqual([(l['code'], l['way']) for l in said['lines']],
                         [('1.1 K1', 'adapted'), ('4.4 D5', 'not-applicable'), ('6.2 D2', 'adapted')])
        self.assertNotIn('reasons', said)

    def test_who_asked_does_not_answer_and_an_only_administrator_is_recorded_as_such(self):
        path, row = self.named('Emergency duty social worker')
        self.served.stop()
        self.run_sql("UPDATE role_profile SET asked_by = (SELECT id FROM person WHERE email = 'mo@demo.example') WHERE id = %d" % row)
        self.served = house.House(self.world, self.url)
        mo, pilar = self.who('mo'), self.who('pilar')
        self.post(mo, path, '/approve', status=403)
        self.post(pilar, path, '/approve')
        self.served.stop()
        self.run_sql("UPDATE role_held SET ends = starts WHERE role = 6 AND person = (SELECT id FROM person WHERE email = 'mo@demo.example')")
        self.served = house.House(self.world, self.url)
        pilar = self.who('pilar')
        self.post(pilar, path, '/publish')
        self.assertEqual(self.one('SELECT sole_operator FROM role_profile WHERE id = %d' % row), 1)
        self.assertIn('as the only administrator there was', pilar.get(path).text)

    def test_no_outcome_is_left_empty(self):
        callum = self.who('callum')
        path = self.begin(callum)
        framework = self.world.names['framework:pqs-2025-illustrative']
        items = callum.get(API + '/frameworks/%s/items?limit=1000' % framework).json['items']
        codes = [i['code'] for i in items if re.fullmatch(r'1\.1 [KD]\d+', i['code'])]
        self.assertGreater(len(codes), 5)
        self.line(callum, path, codes=', '.join(codes[:-1]), way='not-applicable', words='No.')
        self.assertNotIn('every statement of this outcome', callum.get(path).text)
        self.line(callum, path, codes=codes[-1], way='not-applicable', words='No.')
        self.assertIn('every statement of this outcome', callum.get(path).text)
        self.assertIn('1.1: every statement of this outcome', self.post(callum, path, '/ask', status=422).text)
        self.assertEqual(self.state(path), DRAFT)
        self.assertEqual(callum.post(path + '/statements/remove', [('statement', codes[0])]).status, 303)
        self.post(callum, path, '/ask')

    def test_what_is_typed_wrongly_is_said_and_stays(self):
        callum = self.who('callum')
        path = self.begin(callum)
        for fields, words in (({'way': 'adapted', 'words': 'x'}, 'Tick a statement or type its code'),
                              ({'codes': '9.9 K1', 'way': 'adapted', 'words': 'x'}, '9.9 K1 is not in these standards'),
                              ({'codes': '1.1 K1', 'way': 'adapted'}, 'Say how it is met in this job'),
                              ({'codes': '1.1 K1', 'way': 'not-applicable'}, 'Say why it does not apply'),
                              ({'codes': '1.1 K1', 'way': 'arranged', 'words': 'kept words'}, 'Choose the partner'),
                              ({'codes': '1.1 K1', 'way': 'core', 'words': 'x'}, 'How are they met')):
            page = self.line(callum, path, status=422, **fields)
            self.assertIn(words, page.text, fields)
            self.assertIn(fields.get('words', ''), page.raw)
        found = callum.get(path + '/statements?find=multi-agency%20meeting')
        self.assertIn('6.2 D2', found.text)
        tick = re.search(r'name="link" type="checkbox" value="([0-9a-f-]{36})"', found.raw).group(1)
        answer = self.line(callum, path, status=422, link=tick, way='adapted')
        self.assertIn('value="%s" checked' % tick, answer.raw)
        self.line(callum, path, link=tick, way='adapted', words='As it is here.')
        self.assertIn('As it is here.', callum.get(path).text)

    # ---- partners (C17) ----

    def test_nothing_is_arranged_with_a_partner_that_may_take_part_in_the_cases(self):
        callum, organisation = self.who('callum'), self.world.names['organisation:Family Court Service']
        northmoor, calder = (self.world.names['organisation:' + n] for n in ("Northmoor Children's Trust", 'Calder Vale Council'))
        path = self.begin(callum)
        when = {'starts': '2028-01-03', 'ends': '2028-06-30'}
        page = callum.get(path + '/statements')
        self.assertIn('Not to choose from', page.text)
        self.assertNotIn('value="%s"' % northmoor, page.raw)
        said = self.line(callum, path, 422, codes='4.1 K2', way='arranged', words='Six days.', partner=northmoor, **when)
        self.assertIn('Northmoor Children’s Trust can’t be chosen'.replace('’', "'", 1), said.text.replace('’s Trust', "'s Trust"))
        self.line(callum, path, codes='4.1 K2', way='arranged', words='Six days.', partner=calder, **when)
        self.assertIn('Calder Vale Council, 3 January 2028 to 30 June 2028', callum.get(path).text)
        partners = '/organisations/%s/partners' % organisation
        ids = {name: self.one("SELECT a.uuid FROM partnership a JOIN organisation o ON o.id = a.partner JOIN organisation e ON "
                              "e.id = a.organisation WHERE e.name = 'Family Court Service' AND o.name LIKE '%s'" % name) for name in ('Northmoor%', 'Calder%')}
        self.assertIn('Callum Thorne said on', callum.get(partners).text)
        self.post(callum, partners, '/apart', [('partnership', house.as_uuid(ids['Calder%']))])
        self.assertIn('it is not said of its partner', callum.get(path).text)
        self.assertIn('4.1 K2: it is not said of its partner', self.post(callum, path, '/ask', status=422).text)
        self.post(callum, partners, '/apart', [('partnership', house.as_uuid(ids['Calder%'])), ('apart', '1')])
        self.post(callum, path, '/ask')
        self.assertEqual(int(self.one('SELECT COUNT(*) FROM partnership WHERE uuid = %s AND apart_at IS NOT NULL AND apart_by IS NOT NULL' %
                                      self.world.store.blob(bytes.fromhex(ids['Calder%'])))), 1)
        self.assertEqual(self.post(self.who('karen'), '/organisations', '/%s/partners/apart' % organisation,
                                   [('partnership', house.as_uuid(ids['Northmoor%'])), ('apart', '1')], status=404).status, 404)

    # ---- for ever ----

    def test_the_database_refuses_to_change_what_is_published(self):
        path, row = self.named('Family court adviser')
        draft = self.begin(self.who('callum'))
        self.line(self.who('callum'), draft, codes='1.1 K1', way='adapted', words='x')
        self.served.stop()
        for sql in ("UPDATE role_profile SET name = 'Else' WHERE id = %d", "UPDATE role_profile SET job = 'Else' WHERE id = %d",
                    'UPDATE role_profile SET state = 1 WHERE id = %d', 'UPDATE role_profile SET published_at = 1 WHERE id = %d',
                    'DELETE FROM role_profile WHERE id = %d', "UPDATE role_profile_line SET words = 'Else' WHERE profile = %d",
                    'DELETE FROM role_profile_line WHERE profile = %d', 'UPDATE role_profile_line SET profile = %d WHERE profile <> 0',
                    'INSERT INTO role_profile_line (profile, item, way, words) VALUES (%d, (SELECT MIN(id) FROM framework_item), 1, \'x\')'):
            with self.assertRaises(Exception, msg=sql):
                self.run_sql(sql % row)
        self.assertEqual(self.state(path), PUBLISHED)
        self.assertEqual(self.one("SELECT COUNT(*) FROM role_profile_line WHERE profile = %d AND words <> 'Else'" % row), 7)

    def test_a_newer_version_takes_the_place_of_the_older_which_stays_to_be_read(self):
        callum, mo, pilar = map(self.who, ('callum', 'mo', 'pilar'))
        old, row = self.named('Family court adviser')
        answer = self.post(callum, old, '/next')
        new = answer.header('Location').partition('?')[0]
        self.assertEqual(callum.get(API + new).json['counts'], callum.get(API + old).json['counts'])
        self.assertIn('has been begun already', self.post(callum, old, '/next', status=422).text)
        self.line(callum, new, codes='1.3 K6', way='adapted', words='Shown otherwise now.')
        self.post(callum, new, '/ask')
        self.post(mo, new, '/approve')
        self.assertEqual(self.state(old), PUBLISHED)
        self.post(pilar, new, '/publish')
        self.assertEqual((self.state(old), self.state(new)), (REPLACED, PUBLISHED))
        self.assertIn('Life story work is done over months', self.who('farah').get(old).text)
        self.assertIn('A newer version has taken its place', self.who('farah').get(old).text)
        self.assertEqual(self.who('farah').get(API + old).json['replaced_by'], new.split('/')[2])
        self.post(callum, old, '/next', status=403)

    def test_two_are_compared_by_statement(self):
        farah = self.who('farah')
        court, fostering = self.named('Family court adviser')[0], self.named('Fostering social worker')[0]
        page = farah.get(court + '/compare?with=' + fostering.split('/')[2])
        self.assertEqual(page.status, 200)
        for words in ('An adviser’s part ends with the order', 'Shown through family time', '6.2 D2', 'The same in both'):
            self.assertIn(words, page.text)
        said = {i['code']: (i['a']['way'], i['b']['way'], i['same']) for i in farah.get(API + court + '/compare?with=' + fostering.split('/')[2]).json['items']}
        self.assertEqual(said['4.4 D5'], ('not-applicable', 'adapted', False))
        self.assertEqual(said['6.2 D2'], ('adapted', 'adapted', True))
        self.assertEqual(said['6.2 K4'], ('core', 'not-applicable', False))
        draft = self.named('Emergency duty social worker')[0]
        self.assertEqual(farah.get(court + '/compare?with=' + draft.split('/')[2]).status, 404)
        self.assertEqual(farah.get(court + '/compare?with=nobody').status, 404)

    def test_a_draft_nobody_has_seen_can_be_thrown_away_and_no_other(self):
        callum = self.who('callum')
        path = self.begin(callum)
        self.line(callum, path, codes='1.1 K1', way='adapted', words='x')
        self.post(callum, path, '/drop')
        self.assertEqual(callum.get(path).status, 404)
        path = self.begin(callum)
        self.line(callum, path, codes='1.1 K1', way='adapted', words='x')
        self.post(callum, path, '/ask')
        self.post(callum, path, '/drop', status=403)


class Given(Played):
    """What a profile changes for whoever has it, from a day on."""

    def setUp(self):
        super().setUp()
        self.farah = '/inductions/' + self.world.names['induction:farah']

    def give(self, who, path, starts, profile, status=303):
        y, m, d = starts.split('-')
        who.get(path + '/profile')
        answer = who.post(path + '/profile', [('profile', profile), ('starts-day', d), ('starts-month', m), ('starts-year', y)])
        self.assertEqual(answer.status, status, answer.text[:2000])
        return answer

    def ways(self, who, path=None):
        return {s['code']: (s['way'], s['state']) for s in who.get(API + (path or self.farah) + '/coverage').json['statements']}

    def test_coverage_says_how_each_statement_is_met_in_the_job(self):
        farah, iris = self.who('farah'), self.who('iris')
        ways = self.ways(farah)
        self.assertEqual(ways['4.4 D5'], ('not-applicable', 'not_applicable'))
        self.assertEqual(ways['6.2 D2'][0], 'adapted')
        self.assertEqual(ways['4.1 D7'][0], 'arranged')
        self.assertEqual(ways['4.1 K2'], ('arranged', 'claimed'))
        self.assertEqual(ways['1.1 K1'][0], 'core')
        self.assertEqual(farah.get(API + self.farah + '/coverage').json['profile']['name'], 'Family court adviser')
        for reader in (farah, iris):
            page = reader.get(self.farah + '/coverage')
            for words in ('Family court adviser', 'Calder Vale Council', 'An adviser’s part ends with the order', 'not applicable in this job'):
                self.assertIn(words, page.text)
            self.assertIn('c-chip--na', page.raw)
        self.assertNotIn('Family court adviser', self.who('amina').get('/inductions/%s/coverage' % self.world.names['induction:amina']).text)
        self.assertIn('role profile', farah.get(self.farah).text.lower())
        self.assertEqual(farah.get(API + self.farah).json['profile']['name'], 'Family court adviser')

    def test_what_is_not_applicable_is_never_missing_and_what_is_linked_counts_all_the_same(self):
        farah = self.who('farah')
        index = [i for i, s in enumerate(farah.get(API + self.farah + '/coverage').json['statements']) if s['code'] == '4.4 D5']
        framework = self.world.names['framework:pqs-2025-illustrative']
        listed = farah.get('/frameworks/%s/search?mine=none&q=networks%%20after%%20proceedings' % framework).text
        self.assertNotIn('Helps to repair a family’s relationships', listed)
        self.assertIn('Helps to repair a family’s relationships', farah.get(
            '/frameworks/%s/search?mine=not-applicable&q=networks%%20after%%20proceedings' % framework).text)
        self.assertNotIn('Helps to repair', farah.get(self.farah + '/next').text)
        self.assertEqual(len(index), 1)
        self.served.stop()
        before = self.rows('SELECT COUNT(*) FROM link')
        piece = self.one("SELECT e.id FROM evidence e JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw WHERE "
                         "p.email = 'farah@demo.example' AND e.state = 2 ORDER BY e.id LIMIT 1")
        item = self.one("SELECT l.item FROM role_profile_line l JOIN framework_item t ON t.id = l.item WHERE t.code = '4.4 D5' ORDER BY l.id LIMIT 1")
        self.run_sql('INSERT INTO link (evidence, item, state, created, changed) VALUES (%d, %d, 1, 1, 1)' % (piece, item))
        subprocess.run([house.CAIRN, '--db', self.url, 'check', '--rebuild'], capture_output=True)
        self.served = house.House(self.world, self.url)
        self.assertEqual(self.ways(self.who('farah'))['4.4 D5'], ('not-applicable', 'endorsed'))
        self.assertEqual(self.rows('SELECT COUNT(*) FROM link')[0][0], before[0][0] + 1)

    def test_changing_jobs_changes_it_from_a_day_and_a_mistake_is_taken_back(self):
        callum, farah = self.who('callum'), self.who('farah')
        links = self.one('SELECT COUNT(*) FROM link')
        today, day = datetime.date.today(), datetime.timedelta(1)
        self.give(callum, self.farah, str(today), 'none')
        self.assertEqual(self.ways(farah)['4.4 D5'][0], 'core')
        self.assertIsNone(farah.get(API + self.farah + '/coverage').json['profile'])
        said = farah.get(API + self.farah + '/profile').json
        self.assertEqual([c['name'] for c in said['changes']][-1], 'Family court adviser')
        self.assertEqual(len(said['changes']), 2)
        self.assertIn('Something begins on that day already', self.give(callum, self.farah, str(today), 'none', 422).text)
        self.assertIn('That is what the job has on that day already', self.give(callum, self.farah, str(today + day), 'none', 422).text)
        callum.get(self.farah + '/profile')
        self.assertEqual(callum.post(self.farah + '/profile/take-back', [('change', said['changes'][0]['id'])]).status, 303)
        self.assertEqual(self.ways(farah)['4.4 D5'][0], 'not-applicable')
        self.assertIn('Taken back on', farah.get(self.farah + '/profile').text)
        self.give(callum, self.farah, str(today + 30 * day), 'none')
        self.assertEqual(self.ways(farah)['4.4 D5'][0], 'not-applicable')
        self.assertIn('within a year', self.give(callum, self.farah, str(today + 500 * day), 'none', 422).text)
        self.assertIn('before the induction', self.give(callum, self.farah, '2015-01-01', 'none', 422).text)
        other = self.named('Fostering social worker')[0].split('/')[2]
        self.assertIn('Choose a kind of job', self.give(callum, self.farah, str(today + 3 * day), other, 422).text)
        for nobody in ('karen', 'iris', 'farah'):
            visitor = self.who(nobody)
            visitor.get('/account')
            self.assertIn(visitor.post(self.farah + '/profile', [('profile', 'none'), ('starts-day', '1'), ('starts-month', '1'), ('starts-year', '2027')]).status, (404, 403))
        self.assertEqual(self.one('SELECT COUNT(*) FROM link'), links)
        kinds = [r[0] for r in self.rows('SELECT kind FROM event WHERE kind IN (432, 433) ORDER BY id')]
        self.assertEqual(kinds[-3:], [432, 433, 432])
        self.assertGreater(self.told(60), 0)

    def test_whoever_is_on_an_older_version_stays_on_it(self):
        callum, mo, pilar = map(self.who, ('callum', 'mo', 'pilar'))
        old = self.named('Family court adviser')[0]
        new = self.post(callum, old, '/next').header('Location').partition('?')[0]
        self.line(callum, new, codes='4.4 D5', way='adapted', words='Now in another way.')
        self.post(callum, new, '/ask')
        self.post(mo, new, '/approve')
        self.post(pilar, new, '/publish')
        farah = self.who('farah')
        self.assertEqual(self.ways(farah)['4.4 D5'][0], 'not-applicable')
        self.assertIn('A newer version of this profile is published', callum.get(self.farah + '/profile').text)
        self.give(callum, self.farah, str(datetime.date.today()), new.split('/')[2])
        self.assertEqual(self.ways(farah)['4.4 D5'][0], 'adapted')

    def test_an_employer_that_is_called_otherwise_or_part_of_another_is_named_as_it_is_now(self):
        farah = self.who('farah')
        path, listed = self.named('Family court adviser')[0], lambda: [i['employer'] for i in farah.get(API + '/role-profiles?q=adviser').json['items']]
        was = listed()[0]
        self.run_sql("UPDATE organisation SET name = 'Court Advisers' WHERE name = '%s'" % was)
        self.assertEqual(listed(), ['Court Advisers'])  # without a day from which it is called so, it was called so all along
        self.run_sql("INSERT INTO organisation_name (organisation, name, ends, created) SELECT id, '%s', 40000, 1 FROM organisation WHERE name = 'Court Advisers'" % was)
        self.assertEqual(listed(), ['Court Advisers (published as %s)' % was])
        court, calder, north = ("(SELECT id FROM organisation WHERE name LIKE '%s%%')" % n for n in ('Court Advisers', 'Calder Vale C', 'Northmoor'))
        for n, (one, into) in enumerate(((court, calder), (calder, north))):
            self.run_sql("INSERT INTO succession (uuid, kind, state, on_date, proposed_by, proposed_at) SELECT %s, 1, 1, %d, MIN(id), 1 FROM person" %
                         (self.world.store.blob(b'succession %05d' % n), 20000 + n))
            self.run_sql("INSERT INTO succession_part (succession, organisation, becomes) SELECT MAX(id), %s, %s FROM succession" % (one, into))
        now = self.one('SELECT name FROM organisation WHERE id = %s' % north)
        said = '%s (published as %s)' % (now, was)
        self.assertEqual(listed(), [said])
        self.assertIn(said, farah.get(path).text)
        self.assertIn(said, farah.get(path + '/compare').text)

    def test_the_ecsws_own_declaration_stays_apart(self):
        farah = self.who('farah')
        shown = farah.get(self.farah + '/coverage').raw
        na, core = (self.farah + '/' + re.search(r'href="(statements/\d+)" aria-label="%s,' % re.escape(code), shown).group(1) for code in ('4.4 D5', '1.1 K1'))
        page = farah.get(na)
        self.assertIn('An adviser’s part ends with the order', page.text)
        self.assertNotIn('name="applies"', page.raw)
        self.assertIsNone(page.form(na))
        self.assertIsNone(farah.get(API + na).json['does_not_come_up_since'])
        self.assertEqual(farah.get(API + na).json['met']['way'], 'not-applicable')
        self.assertEqual(farah.get(API + core).json['met'], {})
        self.assertEqual(self.one('SELECT COUNT(*) FROM not_applicable n JOIN framework_item t ON t.id = n.item WHERE t.code = \'4.4 D5\''), 0)

    def test_nobody_is_looked_at_more_closely_because_of_it(self):
        """Whatever chooses people reads no profile: only these folders name the tables at all."""
        reads = set()
        for folder, _, files in os.walk(os.path.join(house.ROOT, 'src')):
            for name in files:
                if name.endswith('.sql'):
                    with open(os.path.join(folder, name), encoding='utf-8') as file:
                        if re.search(r'role_profile|induction_profile', file.read()):
                            reads.add(os.path.relpath(os.path.join(folder, name), os.path.join(house.ROOT, 'src', 'app')))
        self.assertEqual(reads, {'profiles/profiles.sql', 'objects.sql', 'cohort/national.sql'})
        with open(os.path.join(house.ROOT, 'src', 'app', 'objects.sql'), encoding='utf-8') as file:
            self.assertEqual(file.read().count('induction_profile'), 1)
        for chooses in ('decision', 'desk', 'cohort', 'bulk'):
            for name in os.listdir(os.path.join(house.ROOT, 'src', 'app', chooses)):
                if name.endswith('.c') and 'judge' not in name and name != 'person.c':
                    with open(os.path.join(house.ROOT, 'src', 'app', chooses, name), encoding='utf-8') as file:
                        self.assertNotRegex(file.read(), r'profile_ways_of|profile_now_of|induction->profile', chooses + '/' + name)


class Besides(Played):
    """What an employer asks besides the standards: apart, and never counted."""

    def add(self, who, status=303, **fields):
        today = datetime.date.today()
        typed = dict({'framework': self.world.names['framework:pqs-2025-illustrative'], 'outcome': '4.1', 'code': 'FC 1', 'text': 'Writes a letter to the child.'}, **fields)
        who.get('/supplements')
        answer = who.post('/supplements', list(typed.items()) + [('starts-day', str(today.day)), ('starts-month', str(today.month)), ('starts-year', str(today.year))])
        self.assertEqual(answer.status, status, answer.text[:2000])
        return answer

    def test_it_stands_apart_for_the_employers_own_people_and_counts_nowhere(self):
        callum, farah, amina, iris = map(self.who, ('callum', 'farah', 'amina', 'iris'))
        own, other = ('/inductions/%s/coverage' % self.world.names['induction:' + n] for n in ('farah', 'amina'))
        before = farah.get(API + own).json
        summary = self.rows('SELECT induction, statements, outcomes FROM coverage ORDER BY induction')
        ready = iris.get(own.replace('coverage', 'decision')).text
        self.add(callum)
        for reader in (farah, iris, callum):
            page = reader.get(own).text
            self.assertIn('Writes a letter to the child.', page)
            self.assertIn('neither for nor against you in the national standard', page)
        self.assertNotIn('Writes a letter', amina.get(other).text)
        after = farah.get(API + own).json
        self.assertEqual([s['code'] for s in after.pop('supplement')], ['FCA 2', 'FCA 1', 'FC 1'])
        self.assertEqual([s['code'] for s in before.pop('supplement')], ['FCA 2', 'FCA 1'])
        self.assertEqual(after, before)
        self.assertEqual(self.rows('SELECT induction, statements, outcomes FROM coverage ORDER BY induction'), summary)
        self.assertEqual(iris.get(own.replace('coverage', 'decision')).text, ready)
        framework = self.world.names['framework:pqs-2025-illustrative']
        self.assertNotIn('Writes a letter to the child', farah.get('/frameworks/%s/search?q=letter%%20to%%20the%%20child' % framework).text)
        id_ = re.search(r'FC 1</b>.*?name="supplement" value="([^"]+)"', callum.get('/supplements').raw, re.S).group(1)
        self.who('karen').get('/supplements')
        self.assertEqual(self.post(self.who('karen'), '/supplements', '/end', [('supplement', id_)], status=404).status, 404)
        self.post(callum, '/supplements', '/end', [('supplement', id_)])
        self.assertNotIn('Writes a letter', farah.get(own).text)
        self.assertEqual(farah.get('/supplements').status, 404)

    def test_a_role_profile_shows_what_its_employer_asks_besides_and_no_other_does(self):
        path = self.named('Family court adviser')[0]
        for name in ('farah', 'karen'):
            page = self.who(name).get(path).text
            self.assertIn('Writes to the child after the last hearing', page)
            self.assertIn('neither for nor against anybody', page)
        self.assertEqual([s['code'] for s in self.who('farah').get(API + path).json['supplement']], ['FCA 2', 'FCA 1'])
        other = self.named('Fostering social worker')[0]
        self.assertNotIn('Writes to the child', self.who('farah').get(other).text)
        self.assertEqual(self.who('farah').get(API + other).json['supplement'], [])

    def test_it_cannot_be_taken_for_one_of_the_standards(self):
        callum = self.who('callum')
        self.assertIn('one of the standards', self.add(callum, 422, code='4.1 K2').text)
        self.assertIn('no outcome with that code', self.add(callum, 422, outcome='4.1 K2').text)
        self.add(callum)
        again = self.add(callum, 422, text='Kept while it is wrong.')
        self.assertIn('one with that code already', again.text)
        self.assertIn('Kept while it is wrong.', again.raw)
        for word in ('supplement', 'FROM supplement', 'JOIN supplement'):
            reads = set()
            for folder, _, files in os.walk(os.path.join(house.ROOT, 'src')):
                for name in files:
                    if name.endswith('.sql'):
                        with open(os.path.join(folder, name), encoding='utf-8') as file:
                            if re.search(word + r'\b', file.read()):
                                reads.add(name)
            self.assertEqual(reads, {'supplement.sql'} if word != 'JOIN supplement' else set())


if __name__ == '__main__':
    unittest.main()
