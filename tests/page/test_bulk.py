"""Many at once: spreadsheets as people send them, checked, put right, added, taken back; and after a kill -9. CAIRN_TEST_DB."""
import csv
import datetime
import io
import os
import re
import sys
import time
import unittest
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

HEAD = 'Name,E-mail address,Role,Registration number,Start date\r\n'
INDUCTIONS = ['Name', 'E-mail address', 'Registration number', 'Start date', 'Programme', 'Hours a week', 'Team', 'Intake',
              'Supervisor’s e-mail', 'Assessor’s e-mail', 'A full-time week at your organisation, in hours']


def people(n, prefix='many', first=0):
    rows = ['Person %s Number%05d,%s%05d@northmoor.example,Practice assessor,,01/09/2026' % (prefix, i, prefix, i)
            for i in range(first, first + n)]
    return (HEAD + '\r\n'.join(rows) + '\r\n').encode()


def xlsx(rows, shared=True, more=()):
    """A small workbook: numbers stay numbers, all else is text."""
    strings, cells = [], []
    for r, row in enumerate(rows, 1):
        line = []
        for c, value in enumerate(row):
            ref = '%s%d' % (chr(65 + c), r)
            if isinstance(value, (int, float)):
                line.append('<c r="%s"><v>%s</v></c>' % (ref, value))
            elif value and shared:
                strings.append(value)
                line.append('<c r="%s" t="s"><v>%d</v></c>' % (ref, len(strings) - 1))
            elif value:
                line.append('<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (ref, value))
        cells.append('<row r="%d">%s</row>' % (r, ''.join(line)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('xl/workbook.xml', '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId7"/></sheets></workbook>')
        z.writestr('xl/_rels/workbook.xml.rels',
                   '<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>')
        z.writestr('xl/worksheets/sheet1.xml', '<worksheet><sheetData>%s</sheetData></worksheet>' % ''.join(cells))
        if shared:
            z.writestr('xl/sharedStrings.xml', '<sst>%s</sst>' % ''.join('<si><t>%s</t></si>' % s for s in strings))
        for name, content in more:
            z.writestr(name, content)
    return out.getvalue()


class Bulk(house.InWorld):
    def setUp(self):
        self.house = house.House(self.world)
        self.url = self.house.url
        self.addCleanup(self.house.stop)
        self.jonas = self.house.visitor('jonas')

    def send(self, who, kind, content, name='people.csv'):
        who.get('/imports/new?kind=' + kind)
        answer = who.upload('/imports', [('kind', kind)], [('file', name, 'text/csv', content)])
        self.assertEqual(answer.status, 303, answer.text)
        return self.settled(who, answer.header('Location'))

    def settled(self, who, path):
        for _ in range(1200):
            page = who.get(path)
            self.assertEqual(page.status, 200, page.text)
            if not page.header('Refresh'):
                return page
            self.assertNotIn('Add ', page.raw[page.raw.index('<h1'):][:200].replace('Adding', ''))
            time.sleep(0.1)
        raise AssertionError('it never ended')

    def count(self, sql):
        return self.house.world.store.rows(self.house.url, sql)[0][0]

    def confirm(self, who, page, when='now'):
        answer = who.post(page.path + '/confirm', [('when', when)], page=page)
        self.assertEqual(answer.status, 303, answer.text)
        return self.settled(who, answer.header('Location'))

    def test_a_preview_adds_nobody_and_says_so(self):
        before = self.count('SELECT COUNT(*) FROM person')
        page = self.send(self.jonas, 'people', people(3))
        self.assertIn('Preview. Nobody and nothing has been added yet.', page.text)
        self.assertIn('3 rows are ready', page.text)
        self.assertEqual(self.count('SELECT COUNT(*) FROM person'), before)
        page = self.confirm(self.jonas, page)
        self.assertIn('3 people added', page.text)
        self.assertEqual(self.count('SELECT COUNT(*) FROM person'), before + 3)
        self.assertEqual(self.count("SELECT COUNT(*) FROM mail WHERE address LIKE 'many%'"), 0)

    def test_the_same_file_twice_changes_nothing_and_says_so(self):
        self.confirm(self.jonas, self.send(self.jonas, 'people', people(4, 'same')))
        before = self.count('SELECT COUNT(*) FROM event')
        page = self.send(self.jonas, 'people', people(4, 'same'))
        self.assertIn('Nothing would change', page.text)
        self.assertIn('You sent this same file', page.text)
        self.assertNotIn('Add 4 people', page.text)
        answer = self.jonas.post(page.path + '/confirm', [('when', 'now')], page=page)
        self.assertEqual(answer.status, 303)
        self.assertEqual(self.count('SELECT COUNT(*) FROM event'), before)

    def test_good_rows_go_while_bad_ones_wait_with_their_reasons(self):
        rows = ['Ada Good,ada@northmoor.example,Observer,,', 'Bo Bad,,Observer,,', 'Cy Zero,cy@northmoor.example,Observer,SW01234,',
                'Di Day,di@northmoor.example,Observer,,31/09/2026', 'Karen Doyle,karen@demo.example,Observer,,',
                'Ed King,ed@northmoor.example,King,,', 'Ada Good,ADA@northmoor.example,observer,,', 'Jonas Reed,jonas@demo.example,Observer,,']
        page = self.send(self.jonas, 'people', (HEAD + '\n'.join(rows)).encode())
        for words in ('One row is ready and 7 need putting right', 'No e-mail address, so there is nowhere', 'starts with a zero after SW',
                      'September has 30 days', 'Already in Cairn with another employer', 'they say yes themselves', 'is not one we know',
                      'Row 1 of this file says the same', 'This is you'):
            self.assertIn(words, page.text, page.text)
        left = self.jonas.get(page.path + '/left.csv')
        table = list(csv.reader(io.StringIO(left.body.decode('utf-8-sig'))))
        self.assertEqual(len(table), 8)
        self.assertEqual(table[1][1], 'Bo Bad')
        self.assertIn('No e-mail address, so', table[1][2])
        answer = self.jonas.post(page.path + '/confirm', [], page=page)
        self.assertEqual(answer.status, 422)
        answer = self.jonas.post(page.path + '/confirm', [('when', 'when_all_are_right')], page=page)
        self.assertEqual(answer.header('Location'), '/imports')
        page = self.confirm(self.jonas, self.jonas.get(page.path))
        self.assertIn('One person added', page.text.replace('one person', 'One person'))
        self.assertIn('7 rows are still waiting for you', page.text)
        fix = self.jonas.get(page.path + '/rows/2')
        self.assertIn('Bo Bad', fix.text)
        again = self.jonas.post(page.path + '/rows/2', [('email', 'not an address')], page=fix, whole=True)
        self.assertEqual(again.status, 422)
        self.assertIn('Bo Bad', again.text)
        again = self.jonas.post(page.path + '/rows/2', [('email', 'bo@northmoor.example')], page=again, whole=True)
        self.assertEqual(again.status, 303, again.text)
        page = self.confirm(self.jonas, self.jonas.get(page.path))
        self.assertIn('2 people added', page.text)
        # what was downloaded, put right, and sent again adds what it says
        table[2][table[0].index('Registration number')] = 'sw 1234'
        out = io.StringIO()
        csv.writer(out).writerows([table[0], table[2]])
        page = self.send(self.jonas, 'people', out.getvalue().encode())
        self.assertIn('One row is ready and none needs', page.text)

    def test_a_row_that_changes_what_the_next_means_does_not_hold_back_the_batch(self):
        """The same new person twice, in two roles: the second row can only go in when the first has."""
        rows = ['Two Roles,tworoles@northmoor.example,Practice assessor,SW778899,', 'Two Roles,tworoles@northmoor.example,Observer,SW778899,',
                'One Role,onerole@northmoor.example,Observer,,']
        page = self.confirm(self.jonas, self.send(self.jonas, 'people', (HEAD + '\n'.join(rows)).encode()))
        self.assertIn('3 people added', page.text)
        self.assertEqual(self.count("SELECT COUNT(*) FROM role_held r JOIN person p ON p.id = r.person"
                                    " WHERE p.email = 'tworoles@northmoor.example'"), 2)
        self.assertEqual(self.count("SELECT COUNT(*) FROM person WHERE email IN ('tworoles@northmoor.example', 'onerole@northmoor.example')"), 2)
        # the lists say of somebody added with others what they say of anybody
        self.assertEqual(self.count("SELECT COUNT(*) FROM person_listed l JOIN person p ON p.id = l.person JOIN role_held r ON r.person = p.id"
                                    " WHERE p.email = 'onerole@northmoor.example' AND l.role_sort = 'i one role' AND l.joined = r.starts"
                                    " AND l.scope IN (0, r.organisation)"), 2)
        found = self.jonas.get('/people?q=tworoles')
        self.assertIn('Two Roles', found.text)

    def test_spreadsheets_are_read_as_they_are_saved(self):
        habits = {
            'semicolons': 'name;EMAIL;Role;;;\n“Amy One”;amy1@northmoor.example;observer;;;\n;;;;;\n'.encode(),
            'bom': b'\xef\xbb\xbfRole , Name,e-mail\r\nObserver,Amy Two,amy2@northmoor.example\r\n',
            'cp1252': 'Name,Email,Role\nZo\xeb O\x92Neil,amy3@northmoor.example,Observer\n'.encode('latin-1'),
            'utf16': '﻿Name\tE-mail\tRole\r\nAmy Four\tamy4@northmoor.example\tObserver\r\n'.encode('utf-16-le'),
            'title': b'New colleagues,,\n,,\nName,Email,Role\n# explained,,\nAmy Five,amy5@northmoor.example,Observer\n',
            'iso': b'Name,Email,Role,Start date\nAmy Six,amy6@northmoor.example,Observer,2026-09-01\n',
        }
        for name, content in habits.items():
            page = self.send(self.jonas, 'people', content, name + '.csv')
            self.assertIn('One row is ready and none needs putting right', page.text, name + page.text)
        self.assertIn('1 Sep 2026', page.text)
        page = self.send(self.jonas, 'people', habits['cp1252'], 'again.csv')
        self.assertIn('Zoë O’Neil', page.text)

    def test_dates_that_could_be_two_are_asked_about(self):
        rows = 'A One,a1@northmoor.example,Observer,,03/04/2026\nB Two,b2@northmoor.example,Observer,,09/25/2026\n'
        page = self.send(self.jonas, 'people', (HEAD + rows).encode())
        self.assertIn('could be read in two ways', page.text)
        self.assertIn('what comes first', page.text)
        answer = self.jonas.post(page.path + '/dates', [('order', 'month_first')], page=page)
        self.assertEqual(answer.status, 303)
        page = self.settled(self.jonas, page.path)
        self.assertIn('4 Mar 2026', page.text)
        self.assertIn('2 rows are ready and none needs', page.text)

    def test_a_workbook_is_read_with_its_dates(self):
        rows = [['Name', 'E-mail address', 'Role', 'Start date'], ['Xan Sheet', 'xan@northmoor.example', 'Observer', 46266]]
        for shared in (True, False):
            page = self.send(self.jonas, 'people', xlsx(rows, shared), 'people.xlsx')
            self.assertIn('One row is ready', page.text)
            self.assertIn('1 Sep 2026', page.text)

    def test_hostile_files_get_a_sentence(self):
        bomb = xlsx([['Name']], more=[('xl/sharedStrings.xml', b'<sst>' + b' ' * (80 << 20) + b'</sst>')], shared=False)
        entity = io.BytesIO()
        with zipfile.ZipFile(entity, 'w') as z:
            z.writestr('xl/workbook.xml', '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
        files = {
            'a huge cell': ('Name,Email,Role\n' + 'x' * 100000 + ',a@b.example,Observer\n').encode(),
            'a million columns': (',x' * 1000000).encode(),
            'no bytes of text': b'Name,Email,Role\n\0\0\0\0',
            'a quotation mark': b'Name,Email,Role\n"open,a@b.example,Observer\n',
            'an old workbook': b'\xd0\xcf\x11\xe0' + b'\0' * 100,
            'a bomb': bomb, 'entities': entity.getvalue(), 'half a zip': xlsx([['Name']])[:200],
            'a heading twice': b'Name,Email,Role,E-mail\na,b@c.example,Observer,d@e.example\n',
            'no heading': b'1,2,3\n4,5,6\n', 'only a heading': HEAD.encode(),
            'too many rows': people(5001, 'lots'),
            'a list that is none': b'{"rows": 3}', 'json that is none': b'[{"name": ',
        }
        for name, content in files.items():
            page = self.send(self.jonas, 'people', content, 'file')
            self.assertIn('This file can’t be used yet', page.text, name)
        page = self.send(self.jonas, 'people', b'Name,Email,Role\n=1+1,a@b.example,Observer\n\xff\xfe,c@d.example,Observer\n', 'formula.csv')
        self.assertIn('holds a formula', page.text)
        self.jonas.get('/imports/new?kind=people')
        answer = self.jonas.upload('/imports', [('kind', 'people')], [('file', 'large.csv', 'text/csv', b'x,' * (13 << 20))])
        self.assertEqual(answer.status, 422)
        self.assertIn('larger than 5 MB', answer.text)
        answer = self.jonas.upload('/imports', [('kind', 'people')], [])
        self.assertIn('Choose a file that is not empty', answer.text)
        left = self.jonas.get(page.path + '/left.csv').body
        self.assertIn(b"'=1+1", left)

    def test_inductions_bring_their_people_and_assessors(self):
        rows = [INDUCTIONS, ['Nia New', 'nia@northmoor.example', 'SW987001', '01/09/2026', 'swip-2025', '22.5', 'East', 'Autumn',
                             'grace@demo.example', 'harpreet@demo.example', '35'],
                ['Own Both', 'own@northmoor.example', 'SW987002', '1 Sep 2026', 'swip-2025', '', '', '', 'grace@demo.example',
                 'grace@demo.example'],
                ['Not Ours', 'not@northmoor.example', 'SW987003', '2026-09-01', 'swip-2025', '', '', '', '', 'iris@demo.example'],
                ['Which One', 'which@northmoor.example', '', '2026-09-01', 'nothing', '', '', '', '', '']]
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        page = self.send(self.jonas, 'inductions', out.getvalue().encode())
        for words in ('One row is ready and 3 need putting right', '22.5 of a full week of 35 hours', 'both supervisor and assessor',
                      'nobody’s in your organisation', 'There is no programme nothing'):
            self.assertIn(words, page.text)
        page = self.confirm(self.jonas, page)
        self.assertIn('one person added', page.text)
        self.assertEqual(self.count("SELECT COUNT(*) FROM hours_period h JOIN induction i ON i.id = h.induction JOIN person p ON p.id = i.ecsw "
                                    "WHERE p.registration = 'SW987001' AND h.hours = 2250 AND h.full_week = 3500"), 1)
        self.assertEqual(self.count("SELECT COUNT(*) FROM assignment a JOIN induction i ON i.id = a.induction "
                                    "JOIN person p ON p.id = i.ecsw WHERE p.registration = 'SW987001'"), 2)
        again = self.send(self.jonas, 'inductions', out.getvalue().encode())
        self.assertIn('in Cairn already', again.text)
        # taken back: nobody is left who was called that
        self.jonas.get(page.path)
        answer = self.jonas.post(page.path + '/take-back', [])
        self.assertEqual(answer.status, 303)
        page = self.settled(self.jonas, page.path)
        self.assertIn('one person taken back', page.text)
        self.assertEqual(self.count("SELECT COUNT(*) FROM person WHERE name = 'Nia New' OR registration = 'SW987001'"), 0)
        self.assertEqual(self.count("SELECT COUNT(*) FROM role_held r JOIN person p ON p.id = r.person WHERE p.name = 'Taken back'"), 0)
        page = self.send(self.jonas, 'inductions', out.getvalue().encode())
        self.assertIn('One row is ready', page.text)

    def test_assignments_and_outcomes_of_ones_own_people_only(self):
        page = self.send(self.jonas, 'assignments', b'ECSW,Part,Person\nben@demo.example,Observer,grace@demo.example\n'
                         b'dmitri@demo.example,Observer,grace@demo.example\nben@demo.example,Practice assessor,harpreet@demo.example\n')
        self.assertIn('One row is ready and one needs putting right', page.text)
        self.assertIn('nobody’s in your organisation', page.text)
        self.assertIn('in Cairn already', page.text)
        page = self.confirm(self.jonas, page)
        self.assertIn('one assignment added', page.text)
        page = self.send(self.jonas, 'outcomes', b'Email,Outcome,Date\nmegan@demo.example,Withdrawn,2026-11-01\n')
        if 'needs putting right' not in page.text.replace('none needs', ''):
            self.assertIn('Ends the induction', page.text)
            page = self.confirm(self.jonas, page)
            self.assertIn('one outcome recorded', page.text)
            page = self.send(self.jonas, 'outcomes', b'Email,Outcome,Date\nmegan@demo.example,Completed,2026-11-01\n')
            self.assertIn('is recorded already', page.text)

    def test_moving_to_another_employer_is_no_outcome(self):
        page = self.send(self.jonas, 'outcomes', b'Email,Outcome,Date\namina@demo.example,Transferred,2026-11-01\n')
        self.assertIn('would end it for good', page.text)
        self.assertIn('Record their last day in a file of leavers', page.text)
        self.assertNotIn('Ends the induction', page.text)

    def heard(self, who):
        """How often they were told that they are assigned."""
        return self.told(14, "SELECT id FROM person WHERE email_folded = '%s@demo.example'" % who)

    def test_who_is_assigned_by_a_file_hears_of_it_once(self):
        before = {who: self.heard(who) for who in ('grace', 'ben', 'amina', 'harpreet')}
        csv_ = b'ECSW,Part,Person\nben@demo.example,Observer,grace@demo.example\namina@demo.example,Observer,grace@demo.example\n'
        page = self.confirm(self.jonas, self.send(self.jonas, 'assignments', csv_))
        self.assertIn('2 assignments added', page.text)
        after = {who: self.heard(who) - n for who, n in before.items()}
        self.assertEqual(after, {'grace': 1, 'ben': 1, 'amina': 1, 'harpreet': 0})

    def test_a_caseload_that_moves_is_one_mail_to_whoever_takes_it(self):
        ids = [self.jonas.get('/people?q=' + who).raw for who in ('Idris', 'Marguerite')]
        idris, marguerite = (re.search('/people/([0-9a-f-]{36})', page).group(1) for page in ids)
        before = self.heard('idris')
        all_before = self.told(14)
        held = self.count("SELECT COUNT(DISTINCT i.ecsw) FROM assignment a JOIN induction i ON i.id = a.induction JOIN person p ON "
                          "p.id = a.person WHERE p.email_folded = 'marguerite@demo.example' AND a.role = 3 AND a.ends IS NULL AND "
                          "i.ended IS NULL")
        path = '/people/%s/caseload/hand-over' % marguerite
        page = self.jonas.get(path)
        answer = self.jonas.post(path, [('act', 'apply'), ('practice_assessor', idris)], page=page, whole=True)
        self.assertEqual(answer.status, 303, answer.text)
        self.assertGreater(held, 1)
        self.assertEqual(self.heard('idris') - before, 1)
        self.assertEqual(self.told(14) - all_before, 2 + held)  # whose it was, whose it is, and each ECSW

    def test_leavers_hand_over_first(self):
        page = self.send(self.jonas, 'leavers', b'Email,Last day,Reason\nharpreet@demo.example,30/09/2027,Contract ended\n'
                         b'marguerite@demo.example,30/09/2027,moved\ndmitri@demo.example,30/09/2027,retired\njonas@demo.example,30/09/2027,retired\n')
        for words in ('still looks after', 'nobody’s in your organisation', 'This is you'):
            self.assertIn(words, page.text)
        page = self.send(self.jonas, 'people', b'Name,Email,Role\nGo Soon,go@northmoor.example,Observer\n')
        self.confirm(self.jonas, page)
        csv_ = b'Email,Last day,Reason\ngo@northmoor.example,%s,retired\n' % (datetime.date.today() + datetime.timedelta(30)).isoformat().encode()
        page = self.confirm(self.jonas, self.send(self.jonas, 'leavers', csv_))
        self.assertIn('one leaver recorded', page.text)
        self.assertIn('Nothing would change', self.send(self.jonas, 'leavers', csv_).text)

    def test_the_department_sends_organisations_and_coordinators(self):
        mo = self.house.visitor('mo')
        page = self.send(mo, 'organisations', 'Name,Type,Authority code\nWestvale Council,Local authority,7\nNorthmoor Children’s Trust,'
                         'children’s trust,\nNorthmoor Children’s Trust,charity,\n'.encode())
        self.assertIn('was read as 007', page.text)
        page = self.confirm(mo, page)
        self.assertIn('one organisation added', page.text)
        self.assertEqual(self.count("SELECT COUNT(*) FROM organisation_code WHERE code = '007'"), 1)
        page = self.send(mo, 'coordinators', b'Name,Email,Organisation\nWes Vale,wes@westvale.example,Westvale Council\n'
                         b'No One,no@one.example,Nowhere Council\n')
        self.assertIn('There is no organisation Nowhere Council', page.text)
        misfit = self.send(mo, 'coordinators', ('Name,Email,Organisation\nDee Part,dee@part.example,%s\n' % self.count(
            "SELECT name FROM organisation WHERE type = 8")).encode())
        self.assertIn('This kind of organisation does not have this role.', misfit.text)
        page = self.confirm(mo, page)
        self.assertIn('one coordinator added', page.text)
        self.assertEqual(mo.get('/imports/new?kind=people').status, 404)
        self.assertEqual(self.jonas.get('/imports/new?kind=organisations').status, 404)
        self.assertEqual(self.jonas.get(page.path).status, 404)
        self.assertEqual(self.jonas.upload('/imports', [('kind', 'organisations')], [('file', 'a', 'text/csv', b'a')]).status, 422)

    def test_a_program_sends_a_list_and_follows_it(self):
        body = b'[{"name": "Api One", "email": "api1@northmoor.example", "role": "observer"}]'
        boundary = 'xx'
        sent = (b'--xx\r\nContent-Disposition: form-data; name="kind"\r\n\r\npeople\r\n--xx\r\nContent-Disposition: form-data; '
                b'name="file"; filename="a.json"\r\nContent-Type: application/json\r\n\r\n' + body + b'\r\n--xx--\r\n')
        answer = self.jonas.request('POST', '/api/v1/imports', body=sent, headers={'Content-Type': 'multipart/form-data; boundary=' + boundary})
        self.assertEqual(answer.status, 201, answer.text)
        path = '/api/v1/' + re.search('imports/[0-9a-f-]{36}', answer.header('Location')).group(0)
        for _ in range(600):
            state = self.jonas.get(path).json
            if state['state'] != 'checking':
                break
            time.sleep(0.1)
        self.assertEqual((state['state'], state['rows']['ready']), ('checked', 1))
        rows = self.jonas.get(path + '/rows?state=ready').json
        self.assertEqual(rows['items'][0]['cells']['name'], 'Api One')
        answer = self.jonas.request('POST', path + '/confirm', body='{"when": "now"}', headers={'Content-Type': 'application/json'})
        self.assertEqual(answer.status, 200, answer.text)
        for _ in range(600):
            state = self.jonas.get(path).json
            if state['state'] != 'adding':
                break
            time.sleep(0.1)
        self.assertEqual((state['state'], state['rows']['added']), ('done', 1))

    def test_export_has_the_same_columns_and_is_recorded(self):
        answer = self.jonas.get('/exports?kind=inductions')
        table = list(csv.reader(io.StringIO(answer.body.decode('utf-8-sig'))))
        self.assertEqual(table[0], INDUCTIONS)
        self.assertTrue(any(row[0] == 'Amina Yusuf' for row in table))
        self.assertFalse(any(row[0] == 'Dmitri Volek' for row in table))
        page = self.send(self.jonas, 'inductions', answer.body, 'out.csv')
        self.assertIn('Nothing would change', page.text)

    def test_every_row_is_added_once_though_the_service_is_killed(self):
        page = self.send(self.jonas, 'people', people(900, 'kill'))
        before = self.count('SELECT COUNT(*) FROM person')
        path = page.path
        answer = self.jonas.post(path + '/confirm', [('when', 'now')], page=page)
        self.assertEqual(answer.status, 303)
        for _ in range(200):
            if self.count("SELECT COUNT(*) FROM bulk_row WHERE state = 2") > 150:
                break
            time.sleep(0.02)
        self.house.kill()
        self.world.store.run(self.house.url, ['UPDATE job SET leased_until = 0'])
        with house.House(self.world, url=self.house.url) as again:
            jonas = again.visitor('jonas')
            page = self.settled(jonas, path)
            self.assertIn('900 people added', page.text)
            self.assertEqual(again.world.store.rows(again.url, 'SELECT COUNT(*) FROM person')[0][0], before + 900)
            self.assertEqual(again.world.store.rows(again.url, "SELECT COUNT(*) FROM role_held r JOIN person p ON p.id = r.person "
                                                    "WHERE p.email LIKE 'kill%'")[0][0], 900)
            rows = jonas.get(path + '/rows?state=added&after=850')
            self.assertEqual(rows.raw.count('<th scope="row">'), 50)


if __name__ == '__main__':
    unittest.main(verbosity=2)
